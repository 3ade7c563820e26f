"""`loslaten sim`: a simulated watch that other terminals can reach."""

import asyncio
import sys

import click

from loslaten.air import SIM_HOST, SIM_PORT
from loslaten.errors import LoslatenError
from loslaten.sim import clock, hci_socket
from loslaten.sim.board import BOARDS
from loslaten.sim.recogniser import Heard
from loslaten.sim.stage import Stage, set_up
from loslaten_core.haptics import cue

_PRESSES = {"": "press", "p": "press", "d": "double", "h": "hold", "l": "long"}


@click.command()
@click.option("--port", default=SIM_PORT, show_default=True, help="The TCP port to listen at.")
@click.option(
    "--board",
    type=click.Choice(sorted(BOARDS)),
    default="pico_w",
    show_default=True,
    help="The board to be.",
)
@click.option(
    "--speed",
    type=click.FloatRange(0.1, 1000),
    default=1.0,
    show_default=True,
    help="How many times faster than life.",
)
def sim(port: int, board: str, speed: float) -> None:
    """Run a simulated watch until Ctrl-C; its firmware is the one that ships.

    Others reach it with --sim. What its wearer would feel is printed; the button is the keyboard:
    Enter presses it, d presses twice, h holds it, l holds it very long (the radio), each followed
    by Enter.

    \b
    Examples:
      loslaten sim
      loslaten sim --board pico_w --speed 60
      loslaten --sim 127.0.0.1:7701 status
    """
    try:
        clock.run(_serve(port, board, speed), speed=speed)
    except OSError as error:
        raise LoslatenError(
            f"port {port} cannot be used: {error.strerror or error}", "choose another with --port"
        ) from error
    except KeyboardInterrupt:
        click.echo("the simulated watch is gone")


async def _serve(port: int, board: str, speed: float) -> None:
    stage = await set_up(board, on_cue=_print_felt)
    await hci_socket.serve(stage.radio, SIM_HOST, port)
    click.echo(f"a simulated {board} at {SIM_HOST}:{port}, {speed:g} times as fast as life")
    click.echo("Enter: press · d: twice · h: hold · l: very long hold, opens the radio · Ctrl-C")
    fingers: asyncio.Queue[str] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    loop.add_reader(sys.stdin.fileno(), lambda: _read_key(loop, fingers))
    while True:
        await _move(stage, await fingers.get())


def _read_key(loop: asyncio.AbstractEventLoop, fingers: asyncio.Queue[str]) -> None:
    line = sys.stdin.readline()
    if not line:
        loop.remove_reader(sys.stdin.fileno())
    elif (kind := _PRESSES.get(line.strip().lower())) is not None:
        fingers.put_nowait(kind)


async def _move(stage: Stage, kind: str) -> None:
    finger = {
        "press": stage.wearer.press,
        "double": stage.wearer.press_twice,
        "hold": stage.wearer.hold,
        "long": stage.wearer.hold_long,
    }[kind]
    await finger(kind)


def _print_felt(heard: Heard) -> None:
    name = cue.name(heard.cue) if heard.cue else "(no cue)"
    click.echo(f"{heard.onset_ms / 1000:9.1f} s  {heard.rhythm:<10} {name}")
