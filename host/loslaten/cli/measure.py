# SPDX-License-Identifier: MIT
"""`loslaten measure`: what the wearer reports of themselves once a week."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import click

from loslaten.cli.asking import answer
from loslaten.cli.group import CommandGroup
from loslaten.cli.options import data_option, json_option, lang_option, spoken
from loslaten.cli.parameter import day
from loslaten.cli.printing import print_json, print_paragraph, print_table
from loslaten.cli.surroundings import around
from loslaten.cli.whose import meant
from loslaten.language import numbers
from loslaten.language.text import Text
from loslaten.measures.instrument import Instrument
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.measures.question import AnswerError, Question
from loslaten.practice_log.agreements import MeasureRow
from loslaten.practice_log.days import day_of
from loslaten.practice_log.log import PracticeLog

_NAME_VALUE = Text(
    "{!r}: schrijf NAAM=WAARDE, elke naam een keer",
    "{!r}: write NAME=VALUE, each name once",
)
_LATER_DAY = Text(
    "--day {} is later dan vandaag, {}",
    "--day {} is later than today, {}",
)
_NONE_YET = Text("nog niets gemeten", "nothing measured yet")
_SKIP = Text("Enter slaat een vraag over.", "Enter leaves a question out.")
_KEPT = Text("bewaard voor {}: {}", "kept for {}: {}")
_REPORTED = Text("zelf gemeld, niet gemeten door het horloge", "self-reported, not sensed")
_HEADINGS = (Text("DAG", "DAY"), Text("MEETLIJST", "MEASURE"), Text("ANTWOORDEN", "ANSWERS"))


@click.group(cls=CommandGroup)
def measure() -> None:
    """Note how you are, once a week: tension, anxiety, a night's sleep.

    Kept as reported by you, apart from what the watch recorded.
    """


@measure.command()
@lang_option
def questions(lang: str) -> None:
    """Show what can be answered, with the names and the limits of the answers.

    \b
    Examples:
      loslaten measure questions
    """
    for instrument in INSTRUMENTS.values():
        click.echo(f"{instrument.key}: {instrument.name.say(lang)}")
        print_paragraph(instrument.told.say(lang))
        for question in instrument.questions:
            allowed = _allowed(question, lang)
            click.echo(f"  {question.key:<12}{question.text.say(lang)} ({allowed})")
        click.echo("")


@measure.command()
@click.argument("instrument", type=click.Choice(tuple(INSTRUMENTS)))
@click.argument("answers", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--day", "when", type=day, metavar="DATE", help="The day it is about; else today.")
@click.option("--person", "called", metavar="NAME", help="Who; not needed while there is one.")
@lang_option
@data_option
@click.pass_context
def add(
    context: click.Context,
    instrument: str,
    answers: tuple[str, ...],
    when: date | None,
    called: str | None,
    lang: str,
    data: Path | None,
) -> None:
    """Answer one instrument: as NAME=VALUE, or one question after the other.

    \b
    Examples:
      loslaten measure add week
      loslaten measure add week tension=6 calmer=yes
      loslaten measure add stai6 sum=14
      loslaten measure add sleep bed=23:10 lights-out=23:30 latency=25 woke=6:45 up=7:00
    """
    chosen = INSTRUMENTS[instrument]
    said = _named(answers) if answers else _asked(chosen, lang)
    given = chosen.parse(said)
    utc_ms, zone_min = around(context).now()
    today = day_of(utc_ms, zone_min)
    if when is not None and when > today:
        raise click.UsageError(_LATER_DAY.format(when, today).say(lang))
    row = MeasureRow(
        instrument=instrument, day=when or today, answers=given, written_utc_ms=utc_ms
    )
    with PracticeLog.in_folder(data) as log:
        log.add_measure(meant(log, called).id, row)
    click.echo(_KEPT.say(lang).format(row.day, answered(row, lang)))


@measure.command("list")
@click.option("--person", "called", metavar="NAME", help="Whose; not needed while there is one.")
@json_option
@lang_option
@data_option
def list_(called: str | None, as_json: bool, lang: str, data: Path | None) -> None:
    """List what was answered, the newest last, with the scores that follow from it.

    \b
    Examples:
      loslaten measure list
      loslaten measure list --person Anna --json
    """
    with PracticeLog.in_folder(data) as log, log.snapshot():
        measures = log.measures(meant(log, called).id)
    if as_json:
        print_json([_as_json(one) for one in measures])
        return
    if not measures:
        click.echo(_NONE_YET.say(lang))
        return
    print_table(
        [heading.say(lang) for heading in _HEADINGS],
        (
            (
                one.day.isoformat(),
                INSTRUMENTS[one.instrument].name.say(lang),
                answered(one, lang),
            )
            for one in measures
        ),
    )
    click.echo(_REPORTED.say(lang))


def answered(row: MeasureRow, lang: str) -> str:
    """Return answers on a line, and the scores that follow from them."""
    instrument = INSTRUMENTS[row.instrument]
    parts = [
        f"{question.key} {question.told(row.answers[question.key], lang)}"
        for question in instrument.questions
        if question.key in row.answers
    ]
    scores = instrument.scored(row.answers)
    parts += [
        f"{score.name.say(lang)} {numbers.decimal(scores[score.key], lang)}"
        f"{' %' if score.unit == '%' else ''}"
        for score in instrument.scores
        if score.key in scores
    ]
    return ", ".join(parts)


def _as_json(row: MeasureRow) -> dict[str, object]:
    return {
        "provenance": "self-reported",
        "instrument": row.instrument,
        "day": row.day.isoformat(),
        "answers": row.answers,
        "scores": INSTRUMENTS[row.instrument].scored(row.answers),
        "written_utc_ms": row.written_utc_ms,
    }


def _named(answers: tuple[str, ...]) -> Mapping[str, str]:
    said: dict[str, str] = {}
    for given in answers:
        key, equals, value = given.partition("=")
        if not equals or key in said:
            raise click.UsageError(_NAME_VALUE.format(given).say(spoken()))
        said[key] = value
    return said


def _asked(instrument: Instrument, lang: str) -> Mapping[str, str]:
    """Ask one question after the other; an answer that is none is asked for again."""
    click.echo(f"{instrument.told.say(lang)} {_SKIP.say(lang)}", err=True)
    said: dict[str, str] = {}
    for question in instrument.questions:
        while True:
            prompt = f"{question.text.say(lang)} ({_allowed(question, lang)})"
            typed = answer(prompt)
            try:
                if typed.strip():
                    question.parse(typed)
            except AnswerError as error:
                click.echo(error.told(lang).message, err=True)
                continue
            said[question.key] = typed
            break
    return said


def _allowed(question: Question, lang: str) -> str:
    allowed = question.allowed.say(lang)
    if question.ends is None:
        return allowed
    low, high = (end.say(lang) for end in question.ends)
    return f"{allowed}; {question.low}: {low}, {question.high}: {high}"
