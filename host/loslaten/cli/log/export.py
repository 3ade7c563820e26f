# SPDX-License-Identifier: MIT
"""`loslaten log export` and `log import`: the practice log for others, and back again."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import (
    data_option,
    force_option,
    json_option,
    lang_option,
)
from loslaten.cli.parameter import day
from loslaten.cli.printing import print_json
from loslaten.cli.user_file import UserPath, put, require_free
from loslaten.cli.whose import chosen, tell_unsure, whose_options
from loslaten.errors import LoslatenError
from loslaten.language.numbers import SESSIONS
from loslaten.language.text import Counted, Text

if TYPE_CHECKING:
    from loslaten.practice_log.backup.whole_log import WholeLog
    from loslaten.practice_log.choice import Choice
    from loslaten.practice_log.days import Span

CSV, JSON_LINES, ICALENDAR, FHIR = "csv", "jsonl", "ical", "fhir"

_SINCE_LATER = Text(
    "--since is later dan --until",
    "--since is later than --until",
)
_TWO_FILES = Text(
    "--groups en --measures zijn twee bestanden: geef er een van",
    "--groups and --measures make two files: give one of them",
)
_FOR_FORMAT = Text("--{} hoort bij --format {}", "--{} is for --format {}")
_EXPORTING = Text("exporteren", "exporting")
_IMPORTING = Text("inlezen", "importing")
_PERSONS = Counted(Text("{} persoon", "{} person"), Text("{} personen", "{} persons"))
_WATCHES = Counted(Text("{} horloge", "{} watch"), Text("{} horloges", "{} watches"))
_PROTOCOLS = Counted(Text("{} protocol", "{} protocol"), Text("{} protocollen", "{} protocols"))
_RECORDS = Counted(Text("{} gegeven", "{} record"), Text("{} gegevens", "{} records"))
_NOTES = Counted(Text("{} notitie", "{} note"), Text("{} notities", "{} notes"))
_QUIZZES = Counted(Text("{} quiz", "{} quiz"), Text("{} quizzen", "{} quizzes"))
_IMPORTED = Text("ingelezen: {}", "imported {}")
_ALL_THERE = Text("alles wat erin staat, was er al", "everything in it was there already")
_NOT_PLACED = Text(
    "niet in de agenda, omdat hun tijd onbekend is: {}",
    "not in the calendar, their time being unknown: {}",
)


class NothingToExportError(LoslatenError):
    """There is no session that the file could hold."""


@click.command()
@click.option(
    "--format",
    "kind",
    type=click.Choice((CSV, JSON_LINES, ICALENDAR, FHIR)),
    required=True,
    help="A table, everything as JSON Lines, a calendar, or a FHIR R4 Bundle.",
)
@click.option("--groups", is_flag=True, help="With csv: a row per muscle group of each session.")
@click.option("--measures", is_flag=True, help="With csv: a row per answer of the wearer's own.")
@click.option(
    "--excel",
    is_flag=True,
    help="With csv: for an Excel that has a decimal comma, as the Dutch one; semicolons part it.",
)
@click.option("--named", is_flag=True, help="With fhir: with the person's name, too.")
@click.option("--since", type=day, metavar="DATE", help="The first day; else all there were.")
@click.option("--until", type=day, metavar="DATE", help="The last day; else up to now.")
@click.option(
    "-o",
    "--output",
    type=UserPath(),
    metavar="FILE",
    default="-",
    help="Write to this file; else, or for -, it is printed.",
)
@force_option
@whose_options
@lang_option
@data_option
def export(
    kind: str,
    groups: bool,
    measures: bool,
    excel: bool,
    named: bool,
    since: date | None,
    until: date | None,
    output: Path,
    force: bool,
    person: str | None,
    which: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Export the log for other programs: to count, to keep, for a calendar, for a record.

    A time that is not known is left out, and how well the clock was known is said. A session that
    may lie in the period is in the file. What can be imported again is jsonl of everything there
    is, see also: loslaten log backup.

    \b
    Examples:
      loslaten log export --format csv --since 2026-11-01 -o november.csv
      loslaten log export --format csv --groups -o groups.csv
      loslaten log export --format csv --measures -o measures.csv
      loslaten log export --format csv --excel -o practice.csv
      loslaten log export --format jsonl -o backup.jsonl
      loslaten log export --format ical -o practice.ics
      loslaten log export --format fhir --lang nl -o practice.json
    """
    from loslaten.export import csv, fhir
    from loslaten.practice_log.backup.whole_log import WholeLog
    from loslaten.practice_log.days import Span

    _require_of_format(kind, lang, groups=groups, measures=measures, excel=excel, named=named)
    if since and until and since > until:
        raise click.UsageError(_SINCE_LATER.say(lang))
    days = Span(since, until)
    require_free(output, force)
    with Busy(_EXPORTING, lang), WholeLog.in_folder(data) as log:
        if kind == FHIR:
            # In the snapshot nobody can be given a code.
            fhir.subject_of(log, _choice(log, kind, person, which, days))
        with log.snapshot():
            choice = _choice(log, kind, person, which, days)
            if measures:
                found = log.measures_of(choice)
                put(output, csv.measures(found, lang, excel=excel), force)
                return
            with closing(_written(log, choice, kind, groups, excel, named, lang)) as written:
                put(output, written, force)
            tell_unsure(log, choice, lang)


@click.command("import")
@click.argument("file", type=UserPath())
@click.option(
    "--person", metavar="NAME", help="Whose the nights are, where the file tells nobody apart."
)
@json_option
@lang_option
@data_option
def import_(file: Path, person: str | None, as_json: bool, lang: str, data: Path | None) -> None:
    """Import FILE, a practice log that was exported as jsonl, into the log.

    What the log has already stays as it is: importing twice changes nothing. A file that is not
    whole is not imported at all.

    \b
    Examples:
      loslaten log import backup.jsonl
      loslaten log import backup.jsonl --data /media/stick/practice
    """
    from loslaten.practice_log.backup import read as reading
    from loslaten.practice_log.backup.whole_log import WholeLog

    with Busy(_IMPORTING, lang), WholeLog.in_folder(data) as log:
        person_id = None if person is None else log.person(person).id
        outcome = reading.take(file, log, person_id)
    if as_json:
        print_json(asdict(outcome))
        return
    counts = (
        (outcome.persons, _PERSONS),
        (outcome.watches, _WATCHES),
        (outcome.protocols, _PROTOCOLS),
        (outcome.records, _RECORDS),
        (outcome.sessions, SESSIONS),
        (outcome.notes, _NOTES),
        (outcome.quizzes, _QUIZZES),
    )
    new = ", ".join(text.say(count, lang) for count, text in counts if count)
    click.echo(_IMPORTED.say(lang).format(new) if new else _ALL_THERE.say(lang))


def _choice(
    log: "WholeLog", kind: str, person: str | None, which: str | None, days: "Span"
) -> "Choice":
    """Return the nights to be exported; as JSON Lines all there is, unless something is chosen."""
    from loslaten.practice_log.choice import EVERYTHING

    is_whole = person is None and which is None and not days.is_bounded
    if kind == JSON_LINES and is_whole and len(log.persons()) == 1:
        return EVERYTHING
    return chosen(log, person, which, days)


def _require_of_format(kind: str, lang: str, **options: bool) -> None:
    """Raise UsageError for an option of another format, and for two files in one."""
    for option, is_given in options.items():
        only = FHIR if option == "named" else CSV
        if is_given and kind != only:
            raise click.UsageError(_FOR_FORMAT.format(option, only).say(lang))
    if options["groups"] and options["measures"]:
        raise click.UsageError(_TWO_FILES.say(lang))


def _written(
    log: "WholeLog",
    choice: "Choice",
    kind: str,
    groups: bool,
    excel: bool,
    named: bool,
    lang: str,
) -> Generator[str, None, None]:
    from loslaten.export import csv, fhir, icalendar
    from loslaten.practice_log.backup import write as json_lines
    from loslaten.practice_log.backup.exported import entries

    if kind == JSON_LINES:
        yield from json_lines.write(log, choice)
        return
    exported = entries(log, choice)
    if kind == ICALENDAR:
        left_out = _left_out(log, choice, lang)
        yield from icalendar.write(exported, left_out, lang)
    elif kind == FHIR:
        subject = fhir.subject_of(log, choice, is_named=named)
        yield from fhir.write(exported, lang, subject, log.measures_of(choice))
    elif groups:
        yield from csv.groups(exported, lang, excel=excel)
    else:
        yield from csv.sessions(exported, lang, excel=excel)


def _left_out(log: "WholeLog", choice: "Choice", lang: str) -> int:
    """Return how many nights of a choice have no place in a calendar; raise when none has."""
    from loslaten.practice_log.sessions import each_night

    placed = left_out = 0
    for night in each_night(log, choice, with_groups=False):
        if night.began.utc_ms is None:
            left_out += 1
        else:
            placed += 1
    _require_a_place(placed, placed + left_out, lang)
    return left_out


def _require_a_place(placed: int, found: int, lang: str) -> None:
    """Say how many sessions have no place in a calendar; raise when none has."""
    if not placed:
        raise NothingToExportError(
            Text(
                "van geen oefening is bekend wanneer ze was",
                "there is no session of which it is known when it was",
            ),
            Text(
                "een sync zet de klok van het horloge: loslaten sync",
                "a sync tells the watch the time: loslaten sync",
            ),
        )
    if placed < found:
        click.echo(_NOT_PLACED.say(lang).format(found - placed), err=True)
