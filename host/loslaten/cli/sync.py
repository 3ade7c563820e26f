# SPDX-License-Identifier: MIT
"""`loslaten sync`: bring the practice log home."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    watch_option,
)
from loslaten.cli.printing import hint, print_json
from loslaten.cli.reach import with_watch
from loslaten.cli.surroundings import around
from loslaten.language.text import Counted, Text
from loslaten.practice_log import as_json as night_json
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import Night, nights

if TYPE_CHECKING:
    from loslaten.cli.busy import Busy
    from loslaten.link.client import Client
    from loslaten.watches.sync import Outcome

_IS_YOURS = Text(
    "horloge {0} is nieuw hier, en telt als van dezelfde persoon; is het van iemand anders: "
    "loslaten person add NAAM, dan loslaten person hand-over NAAM --watch {0} --from DATUM",
    "watch {0} is new here, and counts as the same person's; if it is somebody else's: "
    "loslaten person add NAME, then loslaten person hand-over NAME --watch {0} --from DATE",
)
_IS_NOBODYS = Text(
    "van wie is horloge {0}? Zeg het: loslaten person hand-over NAAM --watch {0} --from DATUM",
    "whose is watch {0}? Say so: loslaten person hand-over NAME --watch {0} --from DATE",
)
# More nights than these are not printed whole.
_SHOWN = 3

_MORE = Counted(
    Text(
        "{} andere nieuwe oefening: loslaten log list",
        "{} more new session: loslaten log list",
    ),
    Text(
        "{} andere nieuwe oefeningen: loslaten log list",
        "{} more new sessions: loslaten log list",
    ),
)
_BRINGING = Text("gegevens ophalen", "bringing records home")
_NO_SESSION = Text("geen nieuwe oefening", "no new session")
_NEW_SESSIONS = Counted(
    Text("{} nieuwe oefening", "{} new session"), Text("{} nieuwe oefeningen", "{} new sessions")
)
_STORED = Counted(
    Text("{} nieuw gegeven is bewaard", "{} new record is stored"),
    Text("{} nieuwe gegevens zijn bewaard", "{} new records are stored"),
)
_WRONG_CLOCK = Text(
    "de klok van deze computer staat op {:%Y-%m-%d}: het horloge kreeg geen tijd; zet de klok"
    " goed en lees het weer uit, zodat de nachten hun datum krijgen",
    "this computer's clock says {:%Y-%m-%d}: the watch was told no time; set the clock and sync"
    " again, so that the nights get their dates",
)
_DAMAGED = Counted(
    Text(
        "{} gegeven kwam beschadigd aan; het wordt zo bewaard",
        "{} record came damaged; it is kept as it is",
    ),
    Text(
        "{} gegevens kwamen beschadigd aan; ze worden zo bewaard",
        "{} records came damaged; they are kept as they are",
    ),
)
_NEWER = Counted(
    Text(
        "{} gegeven is voor een nieuwere loslaten; tot dan wordt het bewaard",
        "{} record is for a newer loslaten; it is kept until then",
    ),
    Text(
        "{} gegevens zijn voor een nieuwere loslaten; tot dan worden ze bewaard",
        "{} records are for a newer loslaten; they are kept until then",
    ),
)
_SUMS_ONLY = Counted(
    Text(
        "het horloge was vol: van {} oefening hield het alleen de totalen",
        "the watch has been full: of {} session it kept the sums only",
    ),
    Text(
        "het horloge was vol: van {} oefeningen hield het alleen de totalen",
        "the watch has been full: of {} sessions it kept the sums only",
    ),
)
_LOST = Counted(
    Text(
        "het horloge was vol: {} oefening is verloren; lees het vaker uit",
        "the watch has been full: {} session is lost; sync more often",
    ),
    Text(
        "het horloge was vol: {} oefeningen zijn verloren; lees het vaker uit",
        "the watch has been full: {} sessions are lost; sync more often",
    ),
)
_LOST_EVENTS = Counted(
    Text(
        "het horloge was vol: {} notitie naast oefeningen is verloren",
        "the watch has been full: {} note beside sessions is lost",
    ),
    Text(
        "het horloge was vol: {} notities naast oefeningen zijn verloren",
        "the watch has been full: {} notes beside sessions are lost",
    ),
)


@click.command()
@json_option
@watch_option
@lang_option
@data_option
@click.pass_context
def sync(
    context: click.Context, as_json: bool, which: str | None, lang: str, data: Path | None
) -> None:
    """Bring the practice log home and set the watch's clock; show the nights that are new.

    The watch reuses space only after everything is safely stored here. Run it as often as you
    like, and break it off when you like: nothing is lost and nothing doubled.

    \b
    Examples:
      loslaten sync
      loslaten sync --lang nl
      loslaten --sim 127.0.0.1:7701 sync --data /tmp/try
    """
    from loslaten.watches import sync as link_sync

    with PracticeLog.in_folder(data) as log:
        log.check()
        before = log.last_session_id()
        known = {watch.serial for watch in log.watches(everything=True)}

        async def work(client: "Client", busy: "Busy") -> "Outcome":
            def progress(done: int, total: int) -> None:
                busy.tell(_BRINGING, done, total)

            return await link_sync.sync(client, log, around(context).now, progress)

        outcome = with_watch(context, which, data, work)
        with log.snapshot():
            new = nights(log, log.sessions_after(before, outcome.watch_id))
            whose = _whose(log, known)
    if as_json:
        print_json(_json(outcome, new))
        return
    _print(outcome, new, lang)
    for line in whose:
        click.echo(hint(f"  -> {line.say(lang)}"))


def _whose(log: PracticeLog, known: set[bytes]) -> list[Text]:
    """Return what to ask about a watch that is new here, and is not the only one."""
    if not known:
        return []
    return [
        (_IS_NOBODYS if log.holder(watch.id) is None else _IS_YOURS).format(watch.called())
        for watch in log.watches()
        if watch.serial not in known
    ]


def _print(outcome: "Outcome", new: list[Night], lang: str) -> None:
    if new:
        from loslaten.cli.log.night_table import print_night

        for night in new[-_SHOWN:]:
            print_night(night, lang)
            click.echo()
    if len(new) > _SHOWN:
        click.echo(hint(_MORE.say(len(new) - _SHOWN, lang)))
    sessions = _NEW_SESSIONS.say(len(new), lang) if new else _NO_SESSION.say(lang)
    click.echo(f"{sessions}; {_STORED.say(outcome.new, lang)}")
    for trouble in _troubles(outcome):
        click.echo(hint(f"  -> {trouble.say(lang)}"))


def _troubles(outcome: "Outcome") -> Iterator[Text]:
    """Yield what did not come home as it should have."""
    status = outcome.status
    if outcome.wrong_utc_ms is not None:
        yield _WRONG_CLOCK.format(datetime.fromtimestamp(outcome.wrong_utc_ms / 1000, UTC))
    if outcome.unreadable:
        yield _DAMAGED.text(outcome.unreadable)
    if outcome.undecoded:
        yield _NEWER.text(outcome.undecoded)
    if status.summarised:
        yield _SUMS_ONLY.text(status.summarised)
    if status.lost:
        yield _LOST.text(status.lost)
    if status.lost_events:
        yield _LOST_EVENTS.text(status.lost_events)


def _json(outcome: "Outcome", new: list[Night]) -> dict[str, Any]:
    return {
        "new_records": outcome.new,
        "unreadable_records": outcome.unreadable,
        "undecoded_records": outcome.undecoded,
        "sessions_summarised": outcome.status.summarised,
        "sessions_lost": outcome.status.lost,
        "events_lost": outcome.status.lost_events,
        "clock_told": outcome.wrong_utc_ms is None,
        "new_sessions": [night_json.summary(night) for night in new],
    }
