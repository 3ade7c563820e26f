# SPDX-License-Identifier: MIT
"""`loslaten sim`: a simulated watch that other terminals can reach."""

import asyncio
import math

import click

from loslaten.cli.keyboard import Keyboard
from loslaten.cli.options import NumberRange, lang_option
from loslaten.errors import LoslatenError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text
from loslaten.language.vocabulary import cue_named
from loslaten.protocols import file as protocol_file
from loslaten.protocols.file import FIRST_PROTOCOL
from loslaten.sim import clock
from loslaten.sim.bedroom import Stage, set_up
from loslaten.sim.bluetooth import hci_socket
from loslaten.sim.board import BOARDS
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.wearer import Wearer
from loslaten.watches.reach import PORT_MAX, SIM_HOST, SIM_PORT
from loslaten_core.haptics import cue

# Between typed gestures, so that the button is up and no two presses count as a double one.
_APART_S = 0.7
# Messages of the watch; nobody reads them, and a day of its time brings 50,000.
_KEPT = 1_000
# Gestures typed ahead of those that are made; more wait in their pipe.
_AHEAD = 64
_SPEEDS = (0.1, 1000.0)
_SKIPPED_MAX_S = 86_400.0
_PORT_IN_USE = Text("poort {} kan niet worden gebruikt: {}", "port {} cannot be used: {}")
_ANOTHER_PORT = Text("kies een andere met --port", "choose another with --port")
_GONE = Text("het gesimuleerde horloge is weg", "the simulated watch is gone")
_READY = Text(
    "klaar: een gesimuleerde {} op {}:{}, {} x zo snel als echt",
    "ready: a simulated {} at {}:{}, {} x life",
)
_KEYS = Text(
    "Enter: drukken · d: twee keer · h: houden · l: heel lang, zet de radio aan · x60: sneller"
    " · +60: een minuut verder · Ctrl-C",
    "Enter: press · d: twice · h: hold · l: very long hold, opens the radio · x60: faster"
    " · +60: a minute on · Ctrl-C",
)
_NO_KEY = Text(
    "{!r} doet niets; wel: Enter of p, d, h, l, x met een getal van {} tot en met {}, en + met "
    "een getal tot en met {}",
    "{!r} does nothing; what does: Enter or p, d, h, l, x and a number from {} to {}, and + and a "
    "number up to {}",
)
# As much of what was typed as is told again.
_TOLD_CHARS = 20
_PACE = Text("{} x zo snel als echt", "{} x life")
_SKIPPED = Text("{} s verder", "{} s on")
_NO_CUE = Text("(geen signaal)", "(no cue)")
_MOVES = {
    "": Wearer.press,
    "p": Wearer.press,
    "d": Wearer.press_twice,
    "h": Wearer.hold,
    "l": Wearer.hold_long,
}
_RADIO_ON = Text("radio aan", "radio on")
_RADIO_OFF = Text("radio uit", "radio off")


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, PORT_MAX),
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
    type=NumberRange(*_SPEEDS),
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
@lang_option
def sim(port: int, board: str, speed: float, usb: bool, seed: int, lang: str) -> None:
    """Run a simulated watch until Ctrl-C; its firmware is the one that ships.

    Others reach it with --sim. What its wearer would feel is printed. The button is the keyboard:
    Enter presses it, d presses twice, h holds it, l holds it very long (which opens the radio
    window), each followed by Enter; x and a number, such as x60, is a new speed; + and a number,
    such as +60, lets so many seconds pass at once. It needs no terminal: it prints "ready" when
    others can reach it ("klaar" in Dutch), and with --usb its radio is on from the start. As on
    every new watch, the protocol handout is on it. What is brought home from it stays apart from
    your own practice log.

    \b
    Examples:
      loslaten sim
      loslaten sim --usb --speed 60
      loslaten --sim 127.0.0.1:7701 status
    """
    try:
        clock.run(_serve(port, board, speed, usb, seed, lang), speed=speed)
    except KeyboardInterrupt:
        click.echo(_GONE.say(lang))


async def _serve(port: int, board: str, speed: float, usb: bool, seed: int, lang: str) -> None:
    protocol = protocol_file.find(FIRST_PROTOCOL).packed
    stage = await set_up(
        board,
        seed,
        protocol=protocol,
        on_cue=lambda heard: _print_felt(heard, lang),
        kept=_KEPT,
    )
    _print_radio_of(stage, lang)
    stage.watch.usb_power = usb
    try:
        server = await hci_socket.serve(stage.radio, SIM_HOST, port, speed)
    except OSError as error:
        raise LoslatenError(_PORT_IN_USE.format(port, reason_of(error)), _ANOTHER_PORT) from error
    click.echo(_READY.say(lang).format(board, SIM_HOST, server.port, f"{speed:g}"))
    click.echo(_KEYS.say(lang))
    gestures: asyncio.Queue[str] = asyncio.Queue(_AHEAD)
    # No group of tasks: a failure, such as that nobody reads any more, comes out as it is.
    await asyncio.gather(_read_keyboard(gestures, server, lang), _move(stage.wearer, gestures))


async def _read_keyboard(
    gestures: asyncio.Queue[str], server: hci_socket.RadioServer, lang: str
) -> None:
    """Let time go as it is typed, and pass gestures on: they take time themselves."""
    keyboard = Keyboard()
    while (line := await keyboard.line()) is not None:
        typed = line.strip().lower()
        pace, seconds = _number(typed, "x"), _number(typed, "+")
        if _SPEEDS[0] <= pace <= _SPEEDS[1]:
            clock.current().pace(pace)
            server.pace(pace)
            _print_time(_PACE.say(lang).format(f"{pace:g}"))
        elif 0 < seconds <= _SKIPPED_MAX_S:
            await clock.current().skip(seconds)
            _print_time(_SKIPPED.say(lang).format(f"{seconds:g}"))
        elif typed in _MOVES:
            await gestures.put(typed)
        else:
            bounds = (*_SPEEDS, _SKIPPED_MAX_S)
            told = (f"{bound:g}" for bound in bounds)
            click.echo(_NO_KEY.say(lang).format(typed[:_TOLD_CHARS], *told), err=True)


async def _move(wearer: Wearer, gestures: asyncio.Queue[str]) -> None:
    """Make the gestures that are typed, one after another, each a gesture of its own."""
    while True:
        await _MOVES[await gestures.get()](wearer, "keyboard")
        await asyncio.sleep(_APART_S)


def _number(typed: str, sign: str) -> float:
    """Return the number that follows a sign, not a number where there is none."""
    try:
        return float(typed.removeprefix(sign)) if typed.startswith(sign) else math.nan
    except ValueError:
        return math.nan


def _print_time(told: str) -> None:
    click.echo(f"{clock.current().now_ms / 1000:9.1f} s  {told}")


def _print_felt(heard: Heard, lang: str) -> None:
    name = cue_named(cue.name(heard.cue), lang) if heard.cue else _NO_CUE.say(lang)
    click.echo(f"{heard.onset_ms / 1000:9.1f} s  {heard.rhythm:<10} {name}")


def _print_radio_of(stage: Stage, lang: str) -> None:
    was_on = False

    def switched(t_ms: int, on: bool, *_: object) -> None:
        nonlocal was_on
        if on != was_on:
            click.echo(f"{t_ms / 1000:9.1f} s  {(_RADIO_ON if on else _RADIO_OFF).say(lang)}")
        was_on = on

    stage.watch.on("ble_active", switched)
