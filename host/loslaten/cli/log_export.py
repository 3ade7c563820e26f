"""`loslaten log export` and `log import`: the practice log for others, and back again."""

from collections.abc import Generator
from contextlib import closing
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.busy import Busy
from loslaten.cli.data import data_option
from loslaten.cli.output import json_option, lang_option, print_json
from loslaten.cli.parameter import day
from loslaten.cli.user_file import UserPath, force_option, put, require_free
from loslaten.errors import LoslatenError

if TYPE_CHECKING:
    from loslaten.practice_log.backup.whole_log import WholeLog
    from loslaten.practice_log.days import Span

CSV, JSON_LINES, ICALENDAR, FHIR = "csv", "jsonl", "ical", "fhir"


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
@lang_option
@data_option
def export(
    kind: str,
    groups: bool,
    since: date | None,
    until: date | None,
    output: Path,
    force: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Export the log for other programs: to count, to keep, for a calendar, for a record.

    A time that is not known is left out, and how well the clock was known is said. A session that
    may lie in the period is in the file. What can be imported again is jsonl without a period.

    \b
    Examples:
      loslaten log export --format csv --since 2026-11-01 -o november.csv
      loslaten log export --format csv --groups -o groups.csv
      loslaten log export --format jsonl -o backup.jsonl
      loslaten log export --format ical -o practice.ics
      loslaten log export --format fhir --lang nl -o practice.json
    """
    from loslaten.practice_log.backup.whole_log import WholeLog
    from loslaten.practice_log.days import Span

    if groups and kind != CSV:
        raise click.UsageError("--groups is for --format csv")
    if since and until and since > until:
        raise click.UsageError("--since is later than --until")
    period = Span(since, until)
    require_free(output, force)
    with (
        Busy("exporting"),
        WholeLog.in_folder(data) as log,
        closing(_written(log, period, kind, groups, lang)) as written,
    ):
        put(output, written, force)


@click.command("import")
@click.argument("file", type=UserPath())
@json_option
@data_option
def import_(file: Path, as_json: bool, data: Path | None) -> None:
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

    with Busy("importing"), WholeLog.in_folder(data) as log:
        outcome = reading.take(file, log)
    if as_json:
        print_json(asdict(outcome))
        return
    told = (
        (outcome.watches, "watch", "watches"),
        (outcome.protocols, "protocol", "protocols"),
        (outcome.records, "record", "records"),
        (outcome.sessions, "session", "sessions"),
        (outcome.notes, "note", "notes"),
        (outcome.quizzes, "quiz", "quizzes"),
    )
    new = ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in told if count)
    click.echo(f"imported {new}" if new else "everything in it was there already")


def _written(
    log: "WholeLog", period: "Span", kind: str, groups: bool, lang: str
) -> Generator[str, None, None]:
    from loslaten.export import csv, fhir, icalendar
    from loslaten.practice_log.backup import write as json_lines
    from loslaten.practice_log.backup.exported import entries

    if kind == JSON_LINES:
        yield from json_lines.write(log, period)
        return
    with log.snapshot():
        found = list(entries(log, period))
    if kind == ICALENDAR:
        _require_a_place(sum(map(icalendar.has_place, found)), len(found))
        yield from icalendar.write(found, lang)
    elif kind == FHIR:
        yield from fhir.write(found, lang)
    elif groups:
        yield from csv.groups(found, lang)
    else:
        yield from csv.sessions(found, lang)


def _require_a_place(placed: int, found: int) -> None:
    """Say how many sessions have no place in a calendar; raise when none has."""
    if not placed:
        raise NothingToExportError(
            "there is no session of which it is known when it was",
            "a sync tells the watch the time: loslaten sync",
        )
    if placed < found:
        click.echo(f"not in the calendar, their time being unknown: {found - placed}", err=True)
