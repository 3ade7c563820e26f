# SPDX-License-Identifier: MIT
"""`loslaten log backup`, `restore` and `delete`: keeping the log, and what of it goes for good."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.asking import require_yes
from loslaten.cli.busy import Busy
from loslaten.cli.options import (
    data_option,
    force_option,
    lang_option,
)
from loslaten.cli.user_file import UserPath, put, require_free
from loslaten.cli.whose import watch_called
from loslaten.errors import LoslatenError
from loslaten.language.numbers import SESSIONS
from loslaten.language.text import Counted, Text

if TYPE_CHECKING:
    from loslaten.practice_log.log import PracticeLog

BACKING_UP = Text("kopiëren", "backing up")
_SAY_WHAT = Text(
    "zeg wat: nummers van oefeningen, of --watch",
    "say what: session IDs, or --watch",
)
_RESTORING = Text("terugzetten", "restoring")
_NO_SESSION = Text("er is geen oefening {}", "there is no session {}")
_SEE_LIST = Text("zie: loslaten log list", "see: loslaten log list")
_GOES = Counted(
    Text("{} oefening, met wat erover is opgeschreven", "{} session, with the notes on it"),
    Text("{} oefeningen, met wat erover is opgeschreven", "{} sessions, with the notes on them"),
)
_WATCH_GOES = Text(
    "alles wat horloge {} heeft verteld: {}, en wat eromheen gebeurde",
    "all that watch {} told: {}, and what happened around them",
)
_STAYS = Text(
    "wat blijft: nummers, zodat ze niet terugkomen met de volgende sync; kopieën die u eerder "
    "maakte",
    "what stays: numbers, so that they do not come back with the next sync; copies that you made "
    "before",
)
_SURE = Text("voorgoed verwijderen?", "delete for good?")
_DELETED = Text("verwijderd", "deleted")
_TRACES = Text(
    "in het bestand van het logboek kunnen er nog sporen van staan: een ander loslaten is ermee "
    "bezig, de schijf is vol, of het bestand is beschadigd; het volgende commando probeert het "
    "opnieuw",
    "traces may still be in the file of the log: another loslaten is at work in it, the disk is "
    "full, or the file is damaged; the next command tries again",
)
_RESTORE = Text(
    "het logboek vervangen door {}? Wat er nu staat wordt bewaard",
    "replace the log by {}? What is there now is kept aside",
)
_RESTORED = Text("teruggezet: {}", "restored: {}")
_ASIDE = Text("het logboek van hiervoor: {}", "the log from before: {}")


class NothingToDeleteError(LoslatenError):
    """There is nothing of this number."""


@click.command()
@click.argument("file", type=UserPath())
@force_option
@lang_option
@data_option
def backup(file: Path, force: bool, lang: str, data: Path | None) -> None:
    """Write all that is in the log to FILE: everybody's nights, notes, plans and times.

    Put back with: loslaten log restore. It is for its owner alone to read, and not encrypted.

    \b
    Examples:
      loslaten log backup practice.jsonl
      loslaten log backup /media/stick/practice.jsonl --force
    """
    from loslaten.practice_log.backup import write as json_lines
    from loslaten.practice_log.backup.whole_log import WholeLog

    require_free(file, force)
    with Busy(BACKING_UP, lang), WholeLog.in_folder(data) as log:
        put(file, json_lines.write(log), force)


@click.command()
@click.argument("file", type=UserPath())
@click.option("--yes", is_flag=True, help="Do not ask.")
@lang_option
@data_option
def restore(file: Path, yes: bool, lang: str, data: Path | None) -> None:
    """Put the backup FILE in the place of the log, as it was then.

    What was deleted since then is there again. The log from before is moved aside, and its name is
    told. To add a file's nights to those of the log, use: loslaten log import.

    \b
    Examples:
      loslaten log restore practice.jsonl
    """
    from loslaten.practice_log.backup.restore import restore as put_back

    if not yes:
        require_yes(_RESTORE.format(file), lang, file)
    with Busy(_RESTORING, lang):
        outcome, aside = put_back(file, data, datetime.now())
    click.echo(_RESTORED.format(SESSIONS.text(outcome.sessions)).say(lang))
    if aside is not None:
        click.echo(_ASIDE.format(aside).say(lang))


@click.command()
@click.argument("session_ids", type=int, nargs=-1, metavar="[ID]...")
@click.option("--watch", "which", metavar="NAME|ID", help="Delete all that this watch told.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@lang_option
@data_option
def delete(
    session_ids: Sequence[int], which: str | None, yes: bool, lang: str, data: Path | None
) -> None:
    """Delete sessions for good, or all that a watch told.

    It says what goes, and asks. Free space in the log is overwritten. The next sync does not bring
    them back, though the watch may still have them; a key is another matter, see: loslaten devices
    forget; a person, too, see: loslaten person forget.

    \b
    Examples:
      loslaten log delete 12 13
      loslaten log delete --watch Maan
    """
    from loslaten.practice_log.choice import Choice
    from loslaten.practice_log.log import PracticeLog

    if bool(session_ids) == (which is not None):
        raise click.UsageError(_SAY_WHAT.say(lang))
    with PracticeLog.in_folder(data) as log:
        _require_there(log, session_ids)
        if which is None:
            goes = _GOES.text(len(set(session_ids)))
        else:
            watch = watch_called(log, which)
            count = log.count_sessions(Choice(watch_id=watch.id))
            goes = _WATCH_GOES.format(watch.called(), SESSIONS.text(count))
        click.echo(goes.say(lang), err=True)
        click.echo(_STAYS.say(lang), err=True)
        if not yes:
            require_yes(_SURE, lang)
        with log.alone():
            if which is not None:
                log.delete_watch(watch.id)
            # Somebody else may have deleted one while the question was open.
            _require_there(log, session_ids)
            log.delete_sessions(session_ids)
        tell_traces(log, lang)
    click.echo(_DELETED.say(lang))


def tell_traces(log: "PracticeLog", lang: str) -> None:
    """Say so where what was deleted may still be read in the file."""
    if log.has_traces:
        click.echo(_TRACES.say(lang), err=True)


def _require_there(log: "PracticeLog", session_ids: Sequence[int]) -> None:
    """Raise NothingToDeleteError for the first session that is not there."""
    for session_id in session_ids:
        if log.session(session_id) is None:
            raise NothingToDeleteError(_NO_SESSION.format(session_id), _SEE_LIST)
