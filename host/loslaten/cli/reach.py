# SPDX-License-Identifier: MIT
"""The way to a watch for commands that talk to one: which is meant, and how it is reached."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import CHOSEN_WAIT, WAIT_S, spoken
from loslaten.cli.surroundings import around
from loslaten.errors import LoslatenError
from loslaten.language.text import Text

if TYPE_CHECKING:
    from loslaten.link.client import Client
    from loslaten.link.keys import KeyStore
    from loslaten.watches.reach import Reach

T = TypeVar("T")

_NAMED_SCAN_S = 8.0
# A watch whose radio is on is heard within this; after it the wearer is told what to do.
_SOON_S = 6.0
_HOLD = Text(
    "houd de knop van het horloge drie tellen ingedrukt, tot het antwoordt",
    "hold the watch's button for three seconds, until it answers",
)
_WAITING = Text("{}; ik wacht {:.0f} s, Ctrl-C stopt", "{}; waiting {:.0f} s, Ctrl-C stops")
_LOOKING = Text("het horloge zoeken", "looking for the watch")
_TALKING = Text("met het horloge praten", "talking to the watch")
_ID_HEX = (8, 16)


class UnknownWatchError(LoslatenError):
    """A watch that is not known: none has that name, or several could be meant."""


def on_air(context: click.Context, work: "Callable[[Reach], Awaitable[T]]") -> T:
    """Run `work` within reach of watches: of the simulator that `--sim` named, else Bluetooth."""
    surroundings = around(context)

    async def reached() -> T:
        async with surroundings.air(context.find_root().params["sim"]) as reach:
            return await work(reach)

    result: T = surroundings.run(reached())
    return result


def with_watch(
    context: click.Context,
    which: str | None,
    data: Path | None,
    work: "Callable[[Client, Busy], Awaitable[T]]",
) -> T:
    """Connect to the watch that is meant and run `work` with it.

    `which` is what `--watch` said, `data` the folder of the log, which knows names. `work` is
    given the line that tells what takes so long; before it prints, it has to `clear` that. Raises
    LinkError and UnknownWatchError.
    """

    async def without_keys(client: "Client", busy: Busy, _keys: "KeyStore | None") -> T:
        return await work(client, busy)

    return with_watch_and_keys(context, which, data, without_keys)


def with_watch_and_keys(
    context: click.Context,
    which: str | None,
    data: Path | None,
    work: "Callable[[Client, Busy, KeyStore | None], Awaitable[T]]",
) -> T:
    """Do as `with_watch`; `work` is also given where keys are kept, None in a simulation."""

    async def connected(reach: "Reach") -> T:
        with Busy(_LOOKING, spoken()) as busy:
            wanted = await _wanted(reach, which, data)
            wait_s = context.meta.get(CHOSEN_WAIT, WAIT_S)
            lang = spoken()
            async with await _connected(reach, wanted, wait_s, busy, lang) as client:
                busy.tell(_TALKING)
                return await work(client, busy, reach.keys)

    return on_air(context, connected)


async def _connected(
    reach: "Reach", wanted: bytes | None, wait_s: float, busy: Busy, lang: str
) -> "Client":
    """Connect; when the watch is not heard soon, say how it comes on the air and wait for that."""
    from loslaten.link.errors import NotFoundError

    try:
        return await reach.connect(wanted, min(_SOON_S, wait_s))
    except NotFoundError:
        if wait_s <= _SOON_S:
            raise
    left_s = wait_s - _SOON_S
    if not busy.count_down(_HOLD, left_s):
        click.echo(_WAITING.format(_HOLD, left_s).say(lang), err=True)
    return await reach.connect(wanted, left_s)


async def _wanted(reach: "Reach", which: str | None, data: Path | None) -> bytes | None:
    """Return the id of the watch that is meant, or as much as is known; None if any will do."""
    if which is not None:
        return await _named(reach, which, data)
    if reach.known is None:
        return None
    if not reach.known:
        from loslaten.link.keys import NoWatchKnownError

        raise NoWatchKnownError
    if len(reach.known) > 1:
        names = watch_names(data)
        raise UnknownWatchError(
            Text("deze computer kent meer dan één horloge", "this computer knows several watches"),
            Text("zeg welk: --watch NAAM of --watch ID", "say which: --watch NAME or --watch ID"),
            tuple(f"{one.hex()}  {names.get(one, '')}".rstrip() for one in reach.known),
        )
    return reach.known[0]


async def _named(reach: "Reach", which: str, data: Path | None) -> bytes:
    """Return the id that goes with what `--watch` said, or as much of it as is known."""
    given = _as_id(which)
    if given is not None:
        return given
    called = [one for one, name in watch_names(data).items() if name.lower() == which.lower()]
    if not called:
        heard = await reach.scan(_NAMED_SCAN_S)
        called = [one.short_id for one in heard if one.name.lower() == which.lower()]
    if len(called) == 1:
        return called[0]
    if called:
        raise UnknownWatchError(
            Text("meer dan één horloge heet {}", "several watches are called {}").format(which),
            Text("zeg welk: --watch ID", "say which by its id: --watch ID"),
            tuple(one.hex() for one in called),
        )
    raise UnknownWatchError(
        Text(
            "er is geen horloge {} bekend of binnen bereik",
            "no watch called {} is known or within reach",
        ).format(which),
        Text(
            "zie welke er zijn: loslaten devices list, loslaten scan",
            "see which there are: loslaten devices list, loslaten scan",
        ),
    )


def _as_id(text: str) -> bytes | None:
    """Return the watch id that a text is, whole or the part that is advertised; else None."""
    try:
        return bytes.fromhex(text) if len(text) in _ID_HEX else None
    except ValueError:
        return None


def watch_names(data: Path | None) -> dict[bytes, str]:
    """Return what the watches in the log are called."""
    from loslaten.practice_log.log import PracticeLog

    with PracticeLog.in_folder(data) as log:
        return {watch.serial: watch.name for watch in log.watches()}
