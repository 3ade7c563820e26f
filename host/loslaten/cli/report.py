# SPDX-License-Identifier: MIT
"""`loslaten report`: what was practised in a period, on one page for the therapist."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from loslaten.cli.options import (
    data_option,
    force_option,
    json_option,
    lang_option,
    spoken,
)
from loslaten.cli.parameter import day, words
from loslaten.cli.printing import print_json
from loslaten.cli.surroundings import around
from loslaten.cli.user_file import STANDARD_OUTPUT, UserPath, put, require_free
from loslaten.cli.whose import chosen, tell_unsure, whose_options
from loslaten.errors import LoslatenError
from loslaten.language.text import Text
from loslaten.practice_log.log import PracticeLog

if TYPE_CHECKING:
    from loslaten.practice_log.choice import Choice
    from loslaten.practice_log.days import Period
    from loslaten.report.figures import Figures
    from loslaten.report.page.html import Programme

_SINCE_AFTER = Text(
    "--since {} is na --until {}",
    "--since {} is after --until {}",
)
_ONE_OUTPUT = Text(
    "een van --html en --pdf kan de standaarduitvoer zijn, niet allebei",
    "only one of --html and --pdf can be standard output",
)
_SESSION_PAGE = Text(
    "--session is voor de pagina: geef ook --html of --pdf",
    "--session is for the page: give --html or --pdf, too",
)
_NO_SESSION = Text("er is nog geen oefening", "there is no session yet")
_PRACTISE = Text("oefen, en dan: loslaten sync", "practise, then: loslaten sync")
_SEE_LIST = Text("zie: loslaten log list", "see: loslaten log list")
_NO_SUCH = Text("er is geen oefening {}", "there is no session {}")
_PAGE = Text("de bladzijde", "the page")
_PDF = Text("de PDF", "the PDF")


@click.command()
@click.option("--since", type=day, metavar="DATE", help="The first day; else eight weeks back.")
@click.option("--until", type=day, metavar="DATE", help="The last day; else today.")
@click.option("--html", type=UserPath(), help="Write the page to this file.")
@click.option(
    "--pdf",
    type=UserPath(),
    help="Write it as PDF, with a Chromium, Chrome or Edge on this machine.",
)
@click.option(
    "--session",
    "session_id",
    type=int,
    metavar="ID",
    help="Add the picture of a session as second page.",
)
@click.option(
    "--agreed",
    type=click.IntRange(1, 50),
    metavar="N",
    help="How many sessions a week were agreed on; else what the plan in force says.",
)
@force_option
@click.option(
    "--name",
    type=words,
    metavar="TEXT",
    help="Whom it is about, else the person's name; it is kept nowhere.",
)
@whose_options
@json_option
@lang_option
@data_option
@click.pass_context
def report(
    context: click.Context,
    since: date | None,
    until: date | None,
    html: Path | None,
    pdf: Path | None,
    session_id: int | None,
    agreed: int | None,
    force: bool,
    name: str | None,
    person: str | None,
    which: str | None,
    as_json: bool,
    lang: str,
    data: Path | None,
) -> None:
    """Report what was practised: on one page for the therapist, or here as text.

    Nothing leaves this machine: the page is one file that loads nothing.

    \b
    Examples:
      loslaten report
      loslaten report --html report.html --lang nl --agreed 5
      loslaten report --since 2026-09-28 --until 2026-11-22 --pdf report.pdf
      loslaten report --pdf report.pdf --session 12
    """
    if session_id is not None and html is None and pdf is None:
        raise click.UsageError(_SESSION_PAGE.say(lang))
    if html == pdf == STANDARD_OUTPUT:
        raise click.UsageError(_ONE_OUTPUT.say(lang))
    for path in (html, pdf):
        require_free(path, force)
    from loslaten.desk.agreement import agreed_a_week
    from loslaten.practice_log.days import Span, day_of
    from loslaten.report import figures, reading

    utc_ms, zone_min = around(context).now()
    with PracticeLog.in_folder(data) as log, log.snapshot():
        choice = chosen(log, person, which)
        if not log.count_sessions(choice, most=1):
            raise LoslatenError(_NO_SESSION, _PRACTISE)
        period = _period(log, choice, since, until, day_of(utc_ms, zone_min))
        taken = reading.taken(log, replace(choice, days=Span(period.first, period.last)))
        agreed = agreed or agreed_a_week(log, choice, period.last, zone_min)
        computed = figures.compute(taken, period, log.group_sums, agreed)
        if name is None:
            name = _name(log, choice)
        tell_unsure(log, choice, lang)
        night = "" if session_id is None else _night(log, session_id, lang)
        is_page = html is not None or pdf is not None
        programme = _programme(log, choice, period, utc_ms, zone_min) if is_page else None
    if is_page:
        made = datetime.fromtimestamp(utc_ms / 1000, UTC) + timedelta(minutes=zone_min)
        page = _page(computed, lang, made.date(), name, night, programme)
        if _write(page, html, pdf, force, lang):
            return
    if as_json:
        _print_json(computed)
    elif html is None and pdf is None:
        _print(computed, lang)


def _name(log: PracticeLog, choice: "Choice") -> str:
    return next((one.name for one in log.persons() if one.id == choice.person_id), "")


def _period(
    log: PracticeLog, choice: "Choice", since: date | None, until: date | None, today: date
) -> "Period":
    from loslaten.report.period import period_of

    try:
        return period_of(log, choice, since, until, today)
    except ValueError:
        raise click.UsageError(_SINCE_AFTER.format(since, until).say(spoken())) from None


def _night(log: PracticeLog, session_id: int, lang: str) -> str:
    """Return the picture of a session."""
    from loslaten.pictures.night import logged
    from loslaten.pictures.night.picture import draw
    from loslaten.practice_log.sessions import night

    found = night(log, session_id)
    if found is None:
        raise LoslatenError(_NO_SUCH.format(session_id), _SEE_LIST)
    return draw(logged.picture(found, lang))


def _programme(
    log: PracticeLog, choice: "Choice", period: "Period", utc_ms: int, zone_min: int
) -> "Programme | None":
    from loslaten.practice_log.days import day_of
    from loslaten.programme.in_report import in_report

    if choice.person_id is None or choice.watch_id is not None:
        return None
    today = day_of(utc_ms, zone_min)
    return in_report(log, choice.person_id, period.first, period.last, today, zone_min)


def _page(
    figures: "Figures",
    lang: str,
    made: date,
    wearer: str,
    night: str,
    programme: "Programme | None",
) -> str:
    from loslaten.report.page import html as page

    return page.html(
        figures, page.Page(lang=lang, made=made, wearer=wearer, night=night, programme=programme)
    )


def _write(page: str, html: Path | None, pdf: Path | None, force: bool, lang: str) -> bool:
    """Write the page; return whether standard output is taken by it."""
    made: list[tuple[Text, Path, str | bytes]] = []
    if html is not None:
        made.append((_PAGE, html, page))
    if pdf is not None:
        from loslaten.report.page import pdf as printer

        # Browsers in a sandbox of their own see neither /tmp nor hidden folders.
        folder = Path.cwd() if pdf == STANDARD_OUTPUT else pdf.resolve().parent
        made.append((_PDF, pdf, printer.printed(page, folder)))
    is_taken = False
    for kind, path, content in made:
        if put(path, (content,), force):
            is_taken = True
        else:
            click.echo(f"{kind.say(lang)}: {path}", err=True)
    return is_taken


def _print(figures: "Figures", lang: str) -> None:
    from loslaten.report import plain

    for line in plain.lines(figures, lang):
        click.echo(line)


def _print_json(figures: "Figures") -> None:
    from loslaten.report import as_json

    print_json(as_json.report(figures))
