"""`loslaten firmware`: which version is on which watch, and which one this tool carries."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from loslaten import firmware as carried
from loslaten.cli.busy import Busy
from loslaten.cli.data import data_option
from loslaten.cli.output import json_option, print_json, print_table
from loslaten.cli.reach import on_air, watch_names
from loslaten.errors import LoslatenError
from loslaten.link.keys import KeyStore, system_keyring
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from pathlib import Path

    from loslaten.air import Reach
    from loslaten.link.scan import Found

_LISTEN_S = 4.0


@dataclass(frozen=True)
class Seen:
    """A watch: what it says that it runs, or in `trouble` why it does not say."""

    watch_id: str
    name: str
    version: str | None
    board: str | None
    trouble: str | None = None


@click.command()
@json_option
@data_option
@click.pass_context
def firmware(context: click.Context, as_json: bool, data: "Path | None") -> None:
    """Tell which firmware this tool carries, and which one the known watches run.

    A watch can be asked while its radio is on: hold its button very long, or give it USB power.

    \b
    Examples:
      loslaten firmware
      loslaten firmware --json
    """
    own = carried.version()
    known = KeyStore(keyring=system_keyring()).watch_ids()
    anyone = bool(known) or context.find_root().params["sim"] is not None
    seen = _ask_all(context, known, watch_names(data)) if anyone else []
    if as_json:
        print_json({"carried": own, "watches": [vars(one) for one in seen]})
        return
    click.echo(f"this tool carries firmware {own}")
    if not seen:
        click.echo("no watch is known here; connect one by USB, then: loslaten deploy")
        return
    print_table(
        ("ID", "NAME", "FIRMWARE", "BOARD"),
        ((one.watch_id, one.name, _told(one), one.board or "") for one in seen),
    )
    if any(one.version not in (None, own) for one in seen):
        click.echo("  -> another version than this tool's; update by USB: loslaten deploy")


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
            Seen(one.hex(), names.get(one, ""), None, None, "not within reach") for one in away
        ]

    return on_air(context, work)


async def _ask(reach: "Reach", found: "Found") -> Seen:
    try:
        async with await reach.connect(found.short_id) as client:
            status = await client.status()
            return Seen(client.watch_id.hex(), found.name, status.firmware, status.board)
    except LoslatenError as error:
        return Seen(found.short_id.hex(), found.name, None, None, error.message)
