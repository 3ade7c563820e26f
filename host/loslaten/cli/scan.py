# SPDX-License-Identifier: MIT
"""`loslaten scan`: which watches are within reach."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import (
    NumberRange,
    data_option,
    json_option,
    lang_option,
)
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import on_air, watch_names
from loslaten.language import numbers
from loslaten.language.text import Text
from loslaten_core.link import gatt

if TYPE_CHECKING:
    from loslaten.link.scan import HeardWatch
    from loslaten.watches.reach import Reach

_LISTENING = Text("{} s luisteren", "listening for {} s")
_HEADINGS = (
    Text("ID", "ID"),
    Text("NAAM", "NAME"),
    Text("ONTVANGST", "SIGNAL"),
    Text("SLEUTEL", "KEY"),
)


@click.command()
@click.option(
    "--timeout",
    "timeout_s",
    type=NumberRange(0.5, 120),
    default=8.0,
    show_default=True,
    metavar="SECONDS",
    help="How long to listen.",
)
@json_option
@lang_option
@data_option
@click.pass_context
def scan(
    context: click.Context, timeout_s: float, as_json: bool, lang: str, data: Path | None
) -> None:
    """List the watches within reach, the nearest first.

    A watch is heard only while its radio window is open: hold its button down very long, or
    connect it to USB power.

    \b
    Examples:
      loslaten scan
      loslaten scan --timeout 20 --json
    """
    from loslaten.link.errors import NotFoundError

    async def work(reach: "Reach") -> tuple[list["HeardWatch"], tuple[bytes, ...] | None]:
        with Busy(_LISTENING.format(f"{timeout_s:g}"), lang):
            return await reach.scan(timeout_s), reach.known

    heard, known = on_air(context, work)
    ours = None if known is None else {gatt.short_id(one) for one in known}
    names = {gatt.short_id(one): name for one, name in watch_names(data).items()}
    if as_json:
        print_json([_json(one, names, ours) for one in heard])
        return
    if not heard:
        raise NotFoundError
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                one.short_id.hex(),
                one.name or names.get(one.short_id, ""),
                f"{one.rssi_dbm} dBm",
                numbers.yes_or_no(ours is None or one.short_id in ours, lang),
            )
            for one in heard
        ),
    )


def _json(
    found: "HeardWatch", names: dict[bytes, str], ours: set[bytes] | None
) -> dict[str, object]:
    return {
        "id": found.short_id.hex(),
        "name": found.name or names.get(found.short_id),
        "rssi_dbm": found.rssi_dbm,
        "wire_version": found.version,
        "has_key": ours is None or found.short_id in ours,
    }
