"""`loslaten sim`: a simulated watch that other terminals can reach."""

from collections.abc import Awaitable, Callable

import click

from loslaten.cli.keyboard import Keyboard
from loslaten.errors import LoslatenError
from loslaten.protocols import file as protocol_file
from loslaten.protocols.file import FIRST_PROTOCOL
from loslaten.sim import clock
from loslaten.sim.bedroom import Stage, set_up
from loslaten.sim.bluetooth import hci_socket
from loslaten.sim.board import BOARDS
from loslaten.sim.body.recogniser import Heard
from loslaten.watches.reach import SIM_HOST, SIM_PORT
from loslaten_core.haptics import cue

_SPEEDS = (0.1, 1000.0)


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=SIM_PORT,
    show_default=True,
    help="The TCP port to listen at; 0 takes a free one.",
)
@click.option(
    "--board",
    type=click.Choice(sorted(BOARDS)),
    default="pico_w",
    show_default=True,
    help="The board to be.",
)
@click.option(
    "--speed",
    type=click.FloatRange(*_SPEEDS),
    default=1.0,
    show_default=True,
    help="How many times faster than life.",
)
@click.option("--usb", is_flag=True, help="On USB power, which keeps the radio window open.")
@click.option(
    "--seed",
    type=click.IntRange(0, 0xFFFF),
    default=1,
    show_default=True,
    help="Another number is another watch, with an id of its own.",
)
def sim(port: int, board: str, speed: float, usb: bool, seed: int) -> None:
    """Run a simulated watch until Ctrl-C; its firmware is the one that ships.

    Others reach it with --sim. What its wearer would feel is printed. The button is the keyboard:
    Enter presses it, d presses twice, h holds it, l holds it very long (which opens the radio
    window), each followed by Enter; x and a number, such as x60, is a new speed. It needs no
    terminal: it prints "ready" when others can reach it, and with --usb its radio is on from the
    start. As on every new watch, the protocol handout is on it. What is brought home from it stays
    apart from your own practice log.

    \b
    Examples:
      loslaten sim
      loslaten sim --usb --speed 60
      loslaten --sim 127.0.0.1:7701 status
    """
    try:
        clock.run(_serve(port, board, speed, usb, seed), speed=speed)
    except OSError as error:
        raise LoslatenError(
            f"port {port} cannot be used: {error.strerror or error}", "choose another with --port"
        ) from error
    except KeyboardInterrupt:
        click.echo("the simulated watch is gone")


async def _serve(port: int, board: str, speed: float, usb: bool, seed: int) -> None:
    protocol = protocol_file.find(FIRST_PROTOCOL).packed
    stage = await set_up(board, seed, on_cue=_print_felt, protocol=protocol)
    _print_radio_of(stage)
    stage.watch.usb_power = usb
    server = await hci_socket.serve(stage.radio, SIM_HOST, port, speed)
    click.echo(f"ready: a simulated {board} at {SIM_HOST}:{server.port}, {speed:g} x life")
    click.echo("Enter: press · d: twice · h: hold · l: very long hold, opens the radio · Ctrl-C")
    keyboard = Keyboard()
    moves = _moves(stage)
    while (line := await keyboard.line()) is not None:
        _set_pace(line)
        move = moves.get(line.strip().lower())
        if move is not None:
            await move("keyboard")
    await clock.current().create_future()


def _set_pace(line: str) -> None:
    """Let time go faster or slower where a line says so: x60."""
    try:
        pace = float(line.strip().lower().removeprefix("x")) if line[:1] in "xX" and line else 0.0
    except ValueError:
        return
    if _SPEEDS[0] <= pace <= _SPEEDS[1]:
        clock.current().pace(pace)
        click.echo(f"{clock.current().now_ms / 1000:9.1f} s  {pace:g} x life")


def _moves(stage: Stage) -> dict[str, Callable[[str], Awaitable[None]]]:
    wearer = stage.wearer
    return {
        "": wearer.press,
        "p": wearer.press,
        "d": wearer.press_twice,
        "h": wearer.hold,
        "l": wearer.hold_long,
    }


def _print_felt(heard: Heard) -> None:
    name = cue.name(heard.cue) if heard.cue else "(no cue)"
    click.echo(f"{heard.onset_ms / 1000:9.1f} s  {heard.rhythm:<10} {name}")


def _print_radio_of(stage: Stage) -> None:
    was_on = False

    def switched(t_ms: int, on: bool, *_: object) -> None:
        nonlocal was_on
        if on != was_on:
            click.echo(f"{t_ms / 1000:9.1f} s  radio {'on' if on else 'off'}")
        was_on = on

    stage.watch.on("ble_active", switched)
