# SPDX-License-Identifier: MIT
"""`loslaten log`: list and show what was practised, and note what no watch can know."""

from itertools import islice
from pathlib import Path
from typing import Any

import click

from loslaten.cli.group import CommandGroup
from loslaten.cli.options import (
    data_option,
    json_option,
    lang_option,
    newest_options,
    picture_option,
)
from loslaten.cli.parameter import words
from loslaten.cli.printing import hint, print_json, print_table
from loslaten.cli.user_file import put, require_free
from loslaten.cli.whose import chosen, tell_unsure, whose_options
from loslaten.errors import LoslatenError
from loslaten.language import vocabulary
from loslaten.language.durations import clock
from loslaten.language.text import Text
from loslaten.practice_log import as_json as night_json
from loslaten.practice_log import moments as when
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX, Note
from loslaten.practice_log.sessions import Night, each_night, night
from loslaten.watches.wallclock import now

_NO_SESSION = Text("nog geen oefening", "no session yet")
_PRACTISE = Text("oefen, en dan: loslaten sync", "practise, then: loslaten sync")
_HEADINGS = (
    Text("ID", "ID"),
    Text("WANNEER", "WHEN"),
    Text("DUUR", "LASTED"),
    Text("SPIERGROEPEN", "GROUPS"),
    Text("HERHALINGEN", "REPEATS"),
    Text("ERBIJ GEVRAAGD", "ASKED"),
    Text("EERDER LOSGELATEN", "CUT"),
    Text("OVERGESLAGEN", "SKIPPED"),
    Text("EINDE", "ENDED"),
)
_OLDER = Text("{} oudere: loslaten log list --all", "{} older ones: loslaten log list --all")
_SAY_SOMETHING = Text(
    "zeg iets: --before, --after, --calmer of --text",
    "say something: --before, --after, --calmer or --text",
)
_TEXT_TOO_LONG = Text("--text mag {} tekens hebben", "--text may have {} characters")
_NOTED = Text("genoteerd bij oefening {}, {}", "noted for session {}, {}")
_Tension = click.IntRange(0, TENSION_MAX)


class NoSessionError(LoslatenError):
    """There is no session of this number, or none at all."""


_LATER = (
    ("events", "loslaten.cli.log.events:events", "List what happened to the watches."),
    ("export", "loslaten.cli.log.export:export", "Write the practice log for another program."),
    ("import", "loslaten.cli.log.export:import_", "Read an exported log into this one."),
    ("backup", "loslaten.cli.log.keep:backup", "Write all that is in the log to a file."),
    ("restore", "loslaten.cli.log.keep:restore", "Put a backup in the place of the log."),
    ("delete", "loslaten.cli.log.keep:delete", "Delete sessions, or all that a watch told."),
)


@click.group(cls=CommandGroup, later=_LATER)
def log() -> None:
    """The practice log: what the watch recorded, night by night.

    Times are as certain as can be: a time without a bound is right to the minute.
    """


@log.command("list")
@newest_options
@whose_options
@click.option("--unsure", is_flag=True, help="Those of which it is not certain whose they are.")
@json_option
@lang_option
@data_option
def list_(
    last: int,
    everything: bool,
    person: str | None,
    which: str | None,
    unsure: bool,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """List the sessions, the newest first.

    \b
    Examples:
      loslaten log list
      loslaten log list --all --json
      loslaten log list --person Anna
    """
    with PracticeLog.in_folder(data) as practice_log, practice_log.snapshot():
        choice = chosen(practice_log, person, which, is_unsure=unsure)
        newest = each_night(practice_log, choice, newest_first=True)
        newest_nights = list(newest if everything else islice(newest, last))
        older = 0 if everything else practice_log.count_sessions(choice) - len(newest_nights)
        tell_unsure(practice_log, choice, lang)
    if as_json:
        print_json([night_json.summary(one) for one in newest_nights])
        return
    if not newest_nights:
        click.echo(hint(f"{_NO_SESSION.say(lang)}; {_PRACTISE.say(lang)}"))
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (_line(one, lang) for one in newest_nights),
    )
    if older:
        click.echo(hint(_OLDER.say(lang).format(older)))


@log.command()
@click.argument("session_id", type=int, required=False, metavar="[ID]")
@picture_option
@whose_options
@json_option
@lang_option
@data_option
def show(
    session_id: int | None,
    person: str | None,
    which: str | None,
    svg: Path | None,
    force: bool,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Show a session, the newest one if no ID is given.

    \b
    Examples:
      loslaten log show
      loslaten log show 12 --lang nl
      loslaten log show 12 --svg night.svg
    """
    from loslaten.cli.log.night_table import print_night
    from loslaten.pictures.night import logged
    from loslaten.pictures.night import picture as night_picture

    require_free(svg, force)
    with PracticeLog.in_folder(data) as practice_log, practice_log.snapshot():
        shown = _found(practice_log, session_id, person, which)
    if svg is not None and put(svg, (night_picture.draw(logged.picture(shown, lang)),), force):
        return
    if as_json:
        print_json(night_json.whole(shown))
    else:
        print_night(shown, lang)


@log.command()
@click.argument("session_id", type=int, required=False, metavar="[ID]")
@click.option("--before", type=_Tension, help="Tension before it: 0 (none) to 10.")
@click.option("--after", type=_Tension, help="Tension after it: 0 (none) to 10.")
@click.option(
    "--calmer/--not-calmer", default=None, help="Whether breathing grew calmer, or did not."
)
@click.option(
    "--text", type=words, metavar="TEXT", default="", help="What there is to say about it."
)
@whose_options
@lang_option
@data_option
def note(
    session_id: int | None,
    before: int | None,
    after: int | None,
    calmer: bool | None,
    text: str,
    person: str | None,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Note what you felt about a session, the newest one if no ID is given.

    A note is kept as reported by you, apart from what the watch recorded; notes add up, none
    replaces another.

    \b
    Examples:
      loslaten log note --before 7 --after 3 --calmer
      loslaten log note 12 --text "the jaw stayed tense"
    """
    if (before, after, calmer) == (None, None, None) and not text.strip():
        raise click.UsageError(_SAY_SOMETHING.say(lang))
    if len(text) > NOTE_CHARS:
        raise click.UsageError(_TEXT_TOO_LONG.say(lang).format(NOTE_CHARS))
    with PracticeLog.in_folder(data) as practice_log, practice_log.alone():
        noted = _found(practice_log, session_id, person, which)
        practice_log.add_note(
            noted.id,
            Note(
                written_utc_ms=now()[0],
                tension_before=before,
                tension_after=after,
                text=text.strip(),
                calmer=calmer,
            ),
        )
    click.echo(_NOTED.say(lang).format(noted.id, when.about(noted.began, lang)))


def _found(
    practice_log: PracticeLog, session_id: int | None, person: str | None, which: str | None
) -> Night:
    """Return the session of this number, whoever it is of, or the newest one that is meant."""
    if session_id is not None:
        wanted = night(practice_log, session_id)
    else:
        wanted = night(practice_log, None, chosen(practice_log, person, which))
    if wanted is not None:
        return wanted
    if session_id is None:
        raise NoSessionError(Text("er is nog geen oefening", "there is no session yet"), _PRACTISE)
    raise NoSessionError(
        Text(f"er is geen oefening {session_id}", f"there is no session {session_id}"),
        Text("zie: loslaten log list", "see: loslaten log list"),
    )


def _line(one: Night, lang: str) -> tuple[str, ...]:
    session = one.session
    details: tuple[Any, ...] = ("", "", "")
    if not session.summary:
        details = (one.asked or "", one.cut or "", one.skipped or "")
    return (
        str(one.id),
        when.about(one.began, lang),
        clock(session.duration_ms),
        str(session.groups_done),
        str(session.repeats_done),
        *map(str, details),
        vocabulary.ending(one.ending, lang),
    )
