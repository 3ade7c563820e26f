# SPDX-License-Identifier: MIT
"""`loslaten devices`: the watches that this computer knows."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.asking import require_yes
from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import UnknownWatchError, with_watch
from loslaten.cli.surroundings import around
from loslaten.language import numbers
from loslaten.language.text import Text
from loslaten.link.addresses import Addresses
from loslaten.link.catalogue import NAME_BYTES_MAX
from loslaten.link.keys import (
    DEPLOY,
    NO_WATCH_KNOWN,
    KeyStore,
    NoWatchKnownError,
    system_keyring,
)
from loslaten.practice_log import moments as when
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonRow
from loslaten_core.link import settings
from loslaten_core.link.wire import WireError

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client

_NEVER = Text("nooit", "never")
_HEADINGS = (
    Text("ID", "ID"),
    Text("NAAM", "NAME"),
    Text("LAATSTE SYNC", "LAST SYNC"),
    Text("SLEUTEL", "KEY"),
    Text("VAN", "OF"),
)
_NO_NAME = Text(
    "een horloge kan niet {!r} heten: 1 tot {} bytes",
    "a watch cannot be called {!r}: 1 to {} bytes",
)
_CALLED_NOW = Text("horloge {} heet nu {}", "watch {} is called {} now")
_FORGET = Text(
    "horloge {} vergeten, en de sleutel wissen?", "forget watch {}, and delete its key?"
)
_FORGOTTEN = Text("horloge {} is vergeten", "watch {} is forgotten")
_NONE_CALLED = Text("er is hier geen horloge {} bekend", "no watch {} is known here")
_SEVERAL = Text("deze computer kent meer dan één horloge", "this computer knows several watches")
_SEVERAL_CALLED = Text(
    "deze computer kent meer dan één horloge {}", "this computer knows several watches called {}"
)
_SAY_WHICH = Text(
    "zeg welk: --watch ID, zie: loslaten devices list",
    "say which: --watch ID, see: loslaten devices list",
)


@dataclass(frozen=True, kw_only=True)
class Known:
    """A watch in the log, or one whose key is here; `seen_utc_ms` None: never synced."""

    watch_id: bytes
    name: str
    seen_utc_ms: int | None
    has_key: bool
    row: int | None
    holder: PersonRow | None = None

    def seen(self, lang: str) -> str:
        """Return the local time of the last sync."""
        if self.seen_utc_ms is None:
            return _NEVER.say(lang)
        return f"{datetime.fromtimestamp(self.seen_utc_ms / 1000).astimezone():%Y-%m-%d %H:%M}"


@click.group(cls=CommandGroup)
def devices() -> None:
    """The watches that this computer knows: list, name and forget them.

    A watch becomes known by being deployed over USB, which gives it the key that it shares with
    this computer.
    """


@devices.command("list")
@json_option
@lang_option
@data_option
def list_(as_json: bool, lang: str, data: Path | None) -> None:
    """List the known watches, the one synced last first.

    \b
    Examples:
      loslaten devices list
      loslaten devices list --json
    """
    known = _known(data)
    if as_json:
        print_json([_json(one) for one in known])
        return
    if not known:
        click.echo(f"{NO_WATCH_KNOWN.say(lang)}; {DEPLOY.say(lang)}")
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                one.watch_id.hex(),
                one.name,
                one.seen(lang),
                numbers.yes_or_no(one.has_key, lang),
                _holder(one),
            )
            for one in known
        ),
    )


@devices.command()
@click.argument("name")
@watch_option
@lang_option
@data_option
@click.pass_context
def name(
    context: click.Context, name: str, which: str | None, lang: str, data: Path | None
) -> None:
    """Give a watch another name.

    Who scans nearby can read it: it need not say whose it is, nor what it is for.

    \b
    Examples:
      loslaten devices name Maan
      loslaten devices name Maan --watch 582f128fdc153c5c
    """
    try:
        settings.pack(settings.NAME, name)
    except WireError as error:
        raise click.BadParameter(_NO_NAME.format(name, NAME_BYTES_MAX).say(lang)) from error
    with PracticeLog.in_folder(data) as log:

        async def work(client: "Client", _busy: "Busy") -> bytes:
            await client.write_settings({"name": name})
            log.see_watch(client.watch_id, name, around(context).now()[0])
            return client.watch_id

        watch_id = with_watch(context, which, data, work)
    click.echo(_CALLED_NOW.say(lang).format(watch_id.hex(), name))


@devices.command()
@watch_option
@click.option("--on-watch", is_flag=True, help="Let the watch erase its copy of the key as well.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@lang_option
@data_option
@click.pass_context
def forget(
    context: click.Context,
    which: str | None,
    on_watch: bool,
    yes: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Forget a watch: its key is deleted here. What it recorded stays in the log.

    Using it again takes a deployment over USB. Before it is given away, let it erase its own copy
    of the key too.

    \b
    Examples:
      loslaten devices forget
      loslaten devices forget --watch Maan --on-watch
    """
    meant = _meant(_known(data), which)
    called = f"{meant.watch_id.hex()} {meant.name}".rstrip()
    if not yes:
        require_yes(_FORGET.format(called), lang)
    if on_watch:

        async def work(client: "Client", _busy: "Busy") -> None:
            await client.forget_key()

        with_watch(context, meant.watch_id.hex(), data, work)
    keys = KeyStore(keyring=system_keyring())
    keys.forget(meant.watch_id)
    Addresses.beside(keys.path).forget(meant.watch_id)
    if meant.row is not None:
        with PracticeLog.in_folder(data) as log:
            log.forget_watch(meant.row)
    click.echo(_FORGOTTEN.say(lang).format(called))


def _known(data: Path | None) -> list[Known]:
    with_key = set(KeyStore(keyring=system_keyring()).watch_ids())
    with PracticeLog.in_folder(data) as log, log.snapshot():
        keyed = [
            Known(
                watch_id=row.serial,
                name=row.name,
                seen_utc_ms=row.seen_utc_ms,
                has_key=row.serial in with_key,
                row=row.id,
                holder=log.holder(row.id),
            )
            for row in log.watches()
        ]
    logged = {one.watch_id for one in keyed}
    return keyed + [
        Known(watch_id=one, name="", seen_utc_ms=None, has_key=True, row=None)
        for one in sorted(with_key - logged)
    ]


def _holder(one: Known) -> str:
    """Return whose a watch is, "" where nobody is told apart or it was never said."""
    return "" if one.holder is None or one.holder.code is None else one.holder.called()


def _meant(known: list[Known], which: str | None) -> Known:
    """Return the known watch that `--watch` meant; the only one if it said nothing."""
    if which is not None:
        wanted = which.lower()
        known = [one for one in known if wanted in (one.name.lower(), one.watch_id.hex())]
    if len(known) == 1:
        return known[0]
    if which is None:
        if not known:
            raise NoWatchKnownError
        message = _SEVERAL
    else:
        message = (_SEVERAL_CALLED if known else _NONE_CALLED).format(which)
    raise UnknownWatchError(
        message,
        _SAY_WHICH,
        tuple(f"{one.watch_id.hex()} {one.name}".rstrip() for one in known),
    )


def _json(one: Known) -> dict[str, object]:
    return {
        "id": one.watch_id.hex(),
        "name": one.name or None,
        "last_sync_utc": None if one.seen_utc_ms is None else when.iso(one.seen_utc_ms),
        "has_key": one.has_key,
        "person": None
        if one.holder is None or one.holder.code is None
        else {"code": one.holder.code.hex(), "name": one.holder.name or None},
    }
