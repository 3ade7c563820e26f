# SPDX-License-Identifier: MIT
"""`loslaten person`: who practises, and whose a watch is from when on."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.asking import require_yes
from loslaten.cli.busy import Busy
from loslaten.cli.group import CommandGroup
from loslaten.cli.log.keep import BACKING_UP, tell_traces
from loslaten.cli.options import (
    data_option,
    error_lang_option,
    json_option,
    lang_option,
    spoken,
    watch_option,
)
from loslaten.cli.parameter import day, words
from loslaten.cli.printing import print_json, print_table
from loslaten.cli.reach import with_watch_and_keys
from loslaten.cli.surroundings import around
from loslaten.cli.user_file import STANDARD_OUTPUT, UserPath, put, require_free
from loslaten.cli.whose import meant, watch_called
from loslaten.language.numbers import NIGHTS
from loslaten.language.text import Text
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import DAY_BEGINS_H, day_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.persons import PersonRow
from loslaten.practice_log.rows import WatchRow

if TYPE_CHECKING:
    from loslaten.link.client import Client
    from loslaten.link.keys import KeyStore
    from loslaten.practice_log.backup.whole_log import WholeLog

_ONE_OF = Text(
    "een van --from, --only-here en --cleared", "one of --from, --only-here and --cleared"
)
_LATER_DAY = Text("--from {} is later dan vandaag, {}", "--from {} is later than today, {}")
_WHICH = Text("zeg welk horloge: --watch NAAM|ID", "say which watch: --watch NAME|ID")
_NAMELESS = Text("(zonder naam)", "(no name)")
_IS_NOW = Text("horloge {} is nu van {}", "watch {} is {}'s now")
_IS_CLEARED = Text(
    "horloge {} is nu van {}: nieuwe sleutel, leeg, instellingen als nieuw",
    "watch {} is {}'s now: a new key, empty, settings as new",
)
_HANDING_OVER = Text(
    "de laatste nachten ophalen, dan leegmaken", "fetching the last nights, then clearing"
)
_FROM_DAY = Text("horloge {} is van {} sinds {}", "watch {} is {}'s since {}")
_GOES = Text(
    "{}: {}, met alles wat erover is gezegd, plannen en metingen",
    "{}: {}, with all that was said about them, plans and measures",
)
_STAYS = Text(
    "wat blijft: nummers, zodat de nachten niet terugkomen met de volgende sync; protocollen; "
    "kopieën die u eerder maakte",
    "what stays: numbers, so that the nights do not come back with the next sync; protocols; "
    "copies you made before",
)
_ONE_OUTPUT = Text(
    "een van --backup en --sealed kan de standaarduitvoer zijn, niet allebei",
    "only one of --backup and --sealed can be standard output",
)
_SURE = Text("voorgoed vergeten?", "forget for good?")
_FORGOTTEN = Text("vergeten", "forgotten")

_HEADINGS = (
    Text("NAAM", "NAME"),
    Text("CODE", "CODE"),
    Text("HORLOGES", "WATCHES"),
    Text("NACHTEN", "NIGHTS"),
)


@click.group(cls=CommandGroup)
def person() -> None:
    """Name who practises, and whose each watch is: for a laptop that knows several people.

    While there is one person, nothing has to be said about whose the nights are.
    """


@person.command("list")
@json_option
@lang_option
@data_option
def list_(as_json: bool, lang: str, data: Path | None) -> None:
    """List the persons with their watches, and how many nights there are of each.

    \b
    Examples:
      loslaten person list
    """
    with PracticeLog.in_folder(data) as log, log.snapshot():
        every = log.persons()
        watches: dict[int, list[str]] = {}
        for watch in log.watches(everything=True):
            holder = log.holder(watch.id)
            if holder is not None:
                name = watch.called()
                watches.setdefault(holder.id, []).append(name)
        nights = {one.id: log.count_sessions(Choice(person_id=one.id)) for one in every}
    if as_json:
        print_json(
            [
                {
                    "code": None if one.code is None else one.code.hex(),
                    "name": one.name or None,
                    "watches": watches.get(one.id, []),
                    "nights": nights[one.id],
                }
                for one in every
            ]
        )
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                one.name or _NAMELESS.say(lang),
                "" if one.code is None else one.code.hex()[:8],
                ", ".join(watches.get(one.id, [])),
                str(nights[one.id]),
            )
            for one in every
        ),
    )


@person.command()
@click.argument("name", type=words)
@error_lang_option
@data_option
@click.pass_context
def add(context: click.Context, name: str, data: Path | None) -> None:
    """Add a person.

    \b
    Examples:
      loslaten person add Anna
    """
    with PracticeLog.in_folder(data) as log:
        log.add_person(name, around(context).now()[0])


@person.command()
@click.argument("name", type=words)
@click.option("--person", "called", metavar="NAME", help="Who; not needed while there is one.")
@error_lang_option
@data_option
def rename(name: str, called: str | None, data: Path | None) -> None:
    """Give a person a name, or another one.

    \b
    Examples:
      loslaten person rename Anna
      loslaten person rename "Anna de Vries" --person Anna
    """
    with PracticeLog.in_folder(data) as log:
        log.rename_person(meant(log, called).id, name)


@person.command("hand-over")
@click.argument("name", type=words)
@watch_option
@click.option(
    "--from",
    "since",
    type=day,
    metavar="DATE",
    help="It is theirs from this day on, today at the latest; the watch stays as it is.",
)
@click.option("--only-here", is_flag=True, help="It is theirs from now on; it stays as it is.")
@click.option("--cleared", is_flag=True, help="It was cleared over USB for it, and counts anew.")
@lang_option
@data_option
@click.pass_context
def hand_over(
    context: click.Context,
    name: str,
    which: str | None,
    since: date | None,
    only_here: bool,
    cleared: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Give a watch to the person NAME: fetch its last nights, then clear it for them.

    The watch has to be within reach. It gets a new key and the exercise of the person's plan, and
    begins a new journal; nothing of the earlier person is left on it that a laptop could fetch.
    Its settings are as on a new watch.

    Where it is in their hands already, --from says since which day, and --only-here that it is so
    from now on: then the clock tells the nights apart, and one of which it is not known on which
    side it was is nobody's: loslaten log list --unsure.

    \b
    Examples:
      loslaten person hand-over Bert --watch Maan
      loslaten person hand-over Bert --watch Maan --from 2026-11-02
    """
    if (since is not None) + only_here + cleared > 1:
        raise click.UsageError(_ONE_OF.say(lang))
    now_ms, zone_min = around(context).now()
    today = day_of(now_ms, zone_min)
    if since is not None and since > today:
        raise click.UsageError(_LATER_DAY.format(since, today).say(lang))
    with PracticeLog.in_folder(data) as log:
        to = log.person(name)
        if since is None and not only_here and not cleared:
            called = _clear(context, log, to, which, data)
            click.echo(_IS_CLEARED.format(called, to.called()).say(lang))
            return
        watch = _meant_watch(log, which)
        called = watch.called()
        if since is None:
            log.hand_over(watch.id, to.id, now_ms, by_journal=cleared)
            click.echo(_IS_NOW.format(called, to.called()).say(lang))
            return
        begins = datetime.combine(since, datetime.min.time(), UTC) + timedelta(hours=DAY_BEGINS_H)
        from_ms = round(begins.timestamp() * 1000) - zone_min * 60_000
        log.hand_over(watch.id, to.id, from_ms)
        click.echo(_FROM_DAY.format(called, to.called(), since).say(lang))


def _meant_watch(log: PracticeLog, which: str | None) -> WatchRow:
    """Return the watch that `--watch` meant; the only one if it said nothing."""
    if which is not None:
        return watch_called(log, which)
    every = log.watches()
    if len(every) != 1:
        raise click.UsageError(_WHICH.say(spoken()))
    return every[0]


def _clear(
    context: click.Context,
    log: PracticeLog,
    to: PersonRow,
    which: str | None,
    data: Path | None,
) -> str:
    """Fetch the last nights of the watch in reach and clear it; return what it is called."""
    from loslaten.exchange import agreement, plan
    from loslaten.protocols.file import FIRST_PROTOCOL, find
    from loslaten.watches.hand_over import hand_over as clear

    agreed = agreement.in_force(log, to.id)
    file = find(FIRST_PROTOCOL) if agreed is None else plan.protocol_of(agreed.plan)

    async def work(client: "Client", busy: Busy, keys: "KeyStore | None") -> WatchRow:
        busy.tell(_HANDING_OVER)
        return await clear(client, log, keys, to.id, file, around(context).now)

    watch = with_watch_and_keys(context, which, data, work)
    return watch.called()


@person.command()
@click.argument("name", type=words, required=False)
@click.option(
    "--backup", type=UserPath(), metavar="FILE", help="First write all of the log to this file."
)
@click.option(
    "--sealed",
    type=UserPath(),
    metavar="FILE",
    help="First seal all their nights in this file, with a passphrase.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@lang_option
@data_option
@click.pass_context
def forget(
    context: click.Context,
    name: str | None,
    backup: Path | None,
    sealed: Path | None,
    yes: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Forget a person: all their nights, notes, plans and measures go for good.

    It says what goes, and asks. Free space in the log is overwritten, and the next sync brings
    nothing back. A sealed copy opens on another computer: loslaten nights open FILE --add NAME.

    \b
    Examples:
      loslaten person forget Anna
      loslaten person forget Anna --sealed anna.age
      loslaten person forget Anna --backup before.jsonl
    """
    from loslaten.practice_log.backup import write as json_lines
    from loslaten.practice_log.backup.whole_log import WholeLog

    if backup == sealed == STANDARD_OUTPUT:
        raise click.UsageError(_ONE_OUTPUT.say(lang))
    require_free(backup, force=False)
    require_free(sealed, force=False)
    is_taken = False
    with WholeLog.in_folder(data) as log:
        forgotten = meant(log, name)
        _tell(log, forgotten, lang)
        if not yes:
            require_yes(_SURE, lang)
        passphrase = "" if sealed is None else _new_passphrase(lang)
        # A night that comes after the copy would be in none, and be forgotten all the same.
        with log.alone():
            if sealed is not None:
                copy = _sealed(context, log, forgotten, lang, passphrase)
                is_taken = put(sealed, (copy,), force=False)
            if backup is not None:
                with Busy(BACKING_UP, lang):
                    is_taken |= put(backup, json_lines.write(log), force=False)
            log.forget_person(forgotten.id)
        tell_traces(log, lang)
    click.echo(_FORGOTTEN.say(lang), err=is_taken)


def _new_passphrase(lang: str) -> str:
    from loslaten.cli.nights import ask_passphrase

    return ask_passphrase(lang, twice=True)


def _sealed(
    context: click.Context, log: "WholeLog", one: PersonRow, lang: str, passphrase: str
) -> bytes:
    from loslaten.exchange import delivery
    from loslaten.exchange.own_keys import OwnKeys

    now_ms = around(context).now()[0]
    with Busy(BACKING_UP, lang):
        return delivery.sealed(log, one, now_ms, OwnKeys(), passphrase=passphrase)


def _tell(log: PracticeLog, one: PersonRow, lang: str) -> None:
    nights = log.count_sessions(Choice(person_id=one.id))
    name = one.name or _NAMELESS.say(lang)
    click.echo(_GOES.format(name, NIGHTS.text(nights)).say(lang), err=True)
    click.echo(_STAYS.say(lang), err=True)
