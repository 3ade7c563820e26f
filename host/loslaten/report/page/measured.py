# SPDX-License-Identifier: MIT
"""Measures of the wearer in a period: a line for each instrument, from the first to the last."""

from collections.abc import Iterator
from dataclasses import dataclass

from loslaten.language.numbers import decimal, of
from loslaten.language.text import Counted, Text
from loslaten.measures.instrument import Instrument
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.measures.question import Kind
from loslaten.practice_log.agreements import MeasureRow
from loslaten.report.figures import Figures

_TIMES = Counted(Text("{} keer", "once"), Text("{} keer", "{} times"))


@dataclass(frozen=True, slots=True)
class Measured:
    """An instrument and what it came to."""

    name: str
    told: str


def measured(figures: Figures, lang: str) -> Iterator[Measured]:
    """Yield the instruments that were answered in the period."""
    for instrument in INSTRUMENTS.values():
        rows = newest_of_each_day(figures.measures, instrument)
        if rows:
            yield Measured(instrument.name.say(lang), "; ".join(_told(instrument, rows, lang)))


def newest_of_each_day(
    measures: tuple[MeasureRow, ...], instrument: Instrument
) -> list[MeasureRow]:
    """Return an instrument's answers by their day; of several about one day the last ones."""
    return list({one.day: one for one in measures if one.instrument == instrument.key}.values())


def _told(instrument: Instrument, rows: list[MeasureRow], lang: str) -> Iterator[str]:
    found = [main_value(instrument, one) for one in rows]
    values = [value for value in found if value is not None]
    if values:
        unit = _unit(instrument)
        ends = values if len(values) == 1 else [values[0], values[-1]]
        yield " → ".join(decimal(value, lang) + unit for value in ends)
    for question in instrument.questions:
        said = [one.answers[question.key] for one in rows if question.key in one.answers]
        if question.kind is Kind.YES_NO and said:
            yield f"{question.text.say(lang)} {of(said.count(True), len(said), lang)}"
    yield _TIMES.say(len(rows), lang)


def main_value(instrument: Instrument, row: MeasureRow) -> float | None:
    """Return the figure that stands for answers: a score, or the answer to the main question."""
    value = instrument.scored(row.answers).get(instrument.main, row.answers.get(instrument.main))
    return None if value is None else float(value)


def _unit(instrument: Instrument) -> str:
    percent = any(one.key == instrument.main and one.unit == "%" for one in instrument.scores)
    return " %" if percent else ""
