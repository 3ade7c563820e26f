# SPDX-License-Identifier: MIT
"""`loslaten doctor`: is everything as it has to be, and what to do where it is not."""

from collections.abc import Iterator
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
)
from loslaten.cli.printing import hint, print_json
from loslaten.cli.reach import on_air
from loslaten.doctor import air, board, computer
from loslaten.doctor.check import Check, failed
from loslaten.extras import how_to_install
from loslaten.language.text import Text
from loslaten.sim.micropython import engine

if TYPE_CHECKING:
    from loslaten.watches.reach import Reach

_COMPUTER = Text("deze computer nakijken", "looking at this computer")
_LISTENING = Text("horloges zoeken", "listening for watches")
_SIMULATOR = Text("simulator", "simulator")
_MICROPYTHON = Text("MicroPython op {}", "MicroPython on {}")
_NOT_INSTALLED = Text("niet geïnstalleerd", "not installed")
_ASKING = Text("het bord vragen", "asking the board")


@click.command()
@click.option("--board", "on_board", is_flag=True, help="Look at the watch on the cable instead.")
@click.option("--port", help="Its serial port; not needed with one board on USB.")
@json_option
@lang_option
@data_option
@click.pass_context
def doctor(
    context: click.Context,
    on_board: bool,
    port: str | None,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Look at everything that has to be right, and say what to do where it is not.

    Versions, the practice log, the keys, Bluetooth and its permissions, the watches within reach
    and their firmware, the simulator. Nothing is changed. The exit code is 1 if something is
    wrong.

    With --board a watch on the cable tells how it is: its memory, how long its start took, how
    late its cues were, why it was started, what went wrong, its flash. It is stopped for that for
    some seconds, and a session that runs on it ends.

    \b
    Examples:
      loslaten doctor
      loslaten doctor --board
      loslaten doctor --json
    """
    checks = []
    looked_at = _on_cable(port, lang) if on_board or port else _checks(context, data, lang)
    for check in looked_at:
        checks.append(check)
        if not as_json:
            _print(check, lang)  # at once: a system may end this program for the next look
    if as_json:
        print_json([check.as_json() for check in checks])
    if any(check.verdict == "wrong" for check in checks):
        context.exit(1)


def _checks(context: click.Context, data: Path | None, lang: str) -> Iterator[Check]:
    yield from _each(computer.checks(data), lang)
    yield from _radio(context, lang)
    yield computer.looked(_SIMULATOR, _simulator, "note")


def _each(checks: Iterator[Check], lang: str) -> Iterator[Check]:
    """Yield checks; one that takes long is seen to go on."""
    while True:
        with Busy(_COMPUTER, lang):
            check = next(checks, None)
        if check is None:
            return
        yield check


def _on_cable(port: str | None, lang: str) -> list[Check]:
    with Busy(_ASKING, lang):
        return list(board.checks(port))


def _radio(context: click.Context, lang: str) -> list[Check]:
    """Look at the radio and at the watches that are heard on it."""

    async def work(reach: "Reach") -> list[Check]:
        with Busy(_LISTENING, lang):
            return await air.checks(reach)

    try:
        return on_air(context, work)
    except Exception as error:
        return [failed("Bluetooth", error)]


def _print(check: Check, lang: str) -> None:
    found, *advice = check.lines(lang)
    click.echo(found)
    for line in advice:
        click.echo(hint(line))


def _simulator() -> Check:
    if util.find_spec("bumble") is None:
        return Check(_SIMULATOR, "note", _NOT_INSTALLED, how_to_install("sim"))
    node, _ = engine.find_node(), engine.find_micropython()
    return Check(_SIMULATOR, "ok", _MICROPYTHON.format(node))
