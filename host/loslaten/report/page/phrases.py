# SPDX-License-Identifier: MIT
"""Figures of a report in a few words each."""

from collections.abc import Callable, Sequence
from datetime import date

from loslaten.language import dates, numbers, vocabulary
from loslaten.language.concepts import ending_name
from loslaten.language.muscle_texts import muscle_name
from loslaten.language.numbers import decimal, length
from loslaten.language.text import Counted, Text
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.rows import GroupSums
from loslaten.practice_log.tap_days import TapDay
from loslaten.report.attention import Flag
from loslaten.report.entries import ReportEntry
from loslaten.report.figures import Column, Figures, Use
from loslaten.report.medians import Medians, usual_beginning
from loslaten.report.page import words
from loslaten_core.practice import event

Name = Callable[[int], str]
DASH = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"
_NAMED_MAX = 3
# From here on months say more than weeks.
_WEEKS_MAX = 26
# From here on there is something to look at.
_LOOK_MIN = 3

_ON = Text("op {}", "on {}")
_ON_AT_LEAST = Text("op minstens {}", "on at least {}")
_AGREED = Text("afgesproken {}, {} per week", "agreed {}, {} a week")
_PER_SESSION = Text("{} per oefening", "{} per session")
_PLANNED = Text("gepland {}", "planned {}")
_PLANNED_AT_LEAST = Text("gepland minstens {}", "planned at least {}")
_MOSTLY_AROUND = Text("meestal rond {}", "mostly around {}")
_NOT_RATED = Text("niet beoordeeld", "not rated")
_RATED = Text(
    "voor → na, mediaan van {}, zelf gerapporteerd",
    "before → after, median of {}, self-reported",
)
_CALMER = Text("ademhaling rustiger: {}", "breathing calmer: {}")
_TAPS = Counted(Text("{} tik", "{} tap"), Text("{} tikken", "{} taps"))
_NOTICED = Text("{} gedaan", "{} done")
_SILENCED = Counted(
    Text("op {} dag stilgezet", "silenced on {} day"),
    Text("op {} dagen stilgezet", "silenced on {} days"),
)
_USED = Text("vanaf {}, {}", "from {}, {}")
_FROM = Text("vanaf {}", "from {}")
_UP_TO = Text("tot en met {}", "up to {}")
_UNKNOWN = Text("op een onbekend moment", "at an unknown time")


def period(whole: Period, lang: str) -> str:
    """Return the period and how long it is."""
    return f"{dates.days(whole.first, whole.last, lang, with_year=True)} ({_length(whole, lang)})"


def _length(whole: Period, lang: str) -> str:
    weeks = round(whole.days / 7)
    months = round(whole.days / 30.44)
    if whole.days < 14:
        return numbers.DAYS.say(whole.days, lang)
    if weeks <= _WEEKS_MAX:
        return numbers.WEEKS.say(weeks, lang)
    if months < 24:
        return numbers.MONTHS.say(months, lang)
    return numbers.YEARS.say(lang).format(decimal(months / 12, lang))


def names(figures: Figures, lang: str) -> Name:
    """Return what names a muscle group: as the newest protocol that has a name for it does."""
    named: dict[int, str] = {}
    for use in figures.uses:
        if use.planned is not None:
            named |= use.planned.names[lang]

    def name(muscle: int) -> str:
        return named.get(muscle) or muscle_name(muscle, lang)

    return name


# Columns and days.


def days_of(count: int, whole: int, lang: str) -> str:
    """Return "29 of 52 days"."""
    return numbers.of(count, numbers.DAYS.say(whole, lang), lang)


def days_practised(figures: Figures, lang: str) -> str:
    """Return on how many of the days that the watch has told about there was a session."""
    return days_of(len(figures.days), figures.told.days if figures.told else 0, lang)


def sessions_of(column: Column, lang: str) -> str:
    """Return how many sessions there were and how many of them ended early."""
    sentence = numbers.SESSIONS.say(column.sessions, lang)
    if column.early:
        sentence += f", {column.early} {words.LEGEND['early'].say(lang)}"
    if column.agreed is not None:
        sentence += f", {decimal(column.agreed, lang)} {words.LEGEND['agreed'].say(lang)}"
    return sentence


def taps_of(days: Sequence[TapDay], lang: str) -> str:
    """Return how many taps by day there were, how many were answered, and when no more came."""
    told = [
        _TAPS.say(sum(one.taps for one in days), lang),
        _NOTICED.say(lang).format(sum(one.noticed for one in days)),
    ]
    return ", ".join([*told, *silenced_on(days, lang)])


def silenced_on(days: Sequence[TapDay], lang: str) -> list[str]:
    """Return on how many days no more taps were wanted, if there were any such."""
    count = sum(one.silenced for one in days)
    return [_SILENCED.say(count, lang)] if count else []


def minutes_of(column: Column, lang: str) -> str:
    """Return how long was practised, and how long it was planned to take."""
    told = length(column.practised_ms, lang)
    if column.planned_ms:
        told += f", {_PLANNED.say(lang).format(length(column.planned_ms, lang))}"
    return told


def group_of(sums: GroupSums, lang: str) -> str:
    """Return in how many sessions of a column a group was asked for again, cut or skipped."""
    counted = (
        (sums.asked_in, words.ASKED),
        (sums.left_early_in, words.LEGEND["hurt"]),
    )
    told = [f"{count}{_TIMES} {word.say(lang).lower()}" for count, word in counted if count]
    return ", ".join([numbers.SESSIONS.say(sums.sessions, lang), *told])


def day_of_entry(at: date, entry: ReportEntry, lang: str) -> str:
    """Return what a session of a day was: when, how long, how it ended."""
    weekday = dates.weekdays(lang)[at.weekday()]
    began = f", {entry.began:%H:%M}" if entry.began is not None else ""
    told = f"{weekday} {dates.day(at, lang)}{began}: {length(entry.duration_ms, lang)}"
    return f"{told}, {ending(entry.ending, lang)}"


def ending(number: int, lang: str) -> str:
    """Return how a session ended."""
    return vocabulary.ending(ending_name(number), lang)


# Sums at the top.


def on_days(figures: Figures, lang: str) -> str:
    """Return on how many days there were sessions; at least, where some have no known day."""
    is_least = any(entry.span.day is None for entry in figures.entries)
    return (_ON_AT_LEAST if is_least else _ON).say(lang).format(days_practised(figures, lang))


def agreed(figures: Figures, lang: str) -> str:
    """Return what was agreed on for the days the watch has told about, "" without an agreement."""
    if figures.agreed is None or figures.agreed_a_week is None:
        return ""
    a_week = decimal(figures.agreed_a_week, lang)
    return _AGREED.say(lang).format(decimal(figures.agreed, lang, 0), a_week)


def endings(figures: Figures, lang: str) -> str:
    """Return how the sessions that were not completed ended, the most frequent first."""
    parts = [
        f"{count} {ending(number, lang)}"
        for number, count in figures.endings
        if number != event.COMPLETED
    ]
    return ", ".join(parts)


def session_length(medians: Medians, lang: str) -> str:
    """Return how long a session takes, and how long it was planned to take at least."""
    if medians.duration_ms is None:
        return ""
    told = _PER_SESSION.say(lang).format(length(medians.duration_ms, lang))
    if medians.planned_ms is None:
        return told
    return f"{told}, {_PLANNED.say(lang).format(length(medians.planned_ms, lang))}"


def beginning(figures: Figures, lang: str) -> str:
    """Return around which time sessions begin, "" where that is not known."""
    at = usual_beginning(figures.entries)
    if at is None:
        return ""
    return _MOSTLY_AROUND.say(lang).format(f"{at:%H:%M}")


def planned_repeats(medians: Medians, lang: str) -> str:
    """Return how many repeats were planned, without those asked for."""
    if medians.planned_repeats is None:
        return ""
    return _PLANNED_AT_LEAST.say(lang).format(decimal(medians.planned_repeats, lang))


def groups_done(medians: Medians, lang: str) -> str:
    """Return how many muscle groups a session has, of how many that were planned."""
    if medians.groups is None:
        return ""
    told, whole = decimal(medians.groups, lang), medians.groups
    if medians.planned_groups is not None:
        whole = medians.planned_groups
        told = numbers.of(told, decimal(whole, lang), lang)
    return numbers.GROUPS.form(whole).say(lang).format(told)


def tension(before: float | None, after: float | None, lang: str) -> str:
    """Return the tension before and after, "" where it was not rated."""
    if before is None or after is None:
        return ""
    return f"{decimal(before, lang)} → {decimal(after, lang)}"


def rated(figures: Figures, lang: str) -> str:
    """Return how many sessions were rated before and after."""
    if not figures.rated:
        return _NOT_RATED.say(lang)
    return _RATED.say(lang).format(numbers.SESSIONS.say(figures.rated, lang))


def calmer(figures: Figures, lang: str) -> str:
    """Return in how many of the sessions that tell breathing grew calmer; "" where none does."""
    count, told = figures.calmer
    return _CALMER.say(lang).format(numbers.of(count, told, lang)) if told else ""


# Where to look.


def newest(figures: Figures, lang: str) -> str:
    """Return what was looked at, "" where there is too little to look at."""
    count = len(figures.recent)
    return words.NEWEST.say(lang).format(count) if count >= _LOOK_MIN else ""


def nothing_to_see(figures: Figures, lang: str) -> str:
    """Return what is said where there is nothing to look at."""
    enough = len(figures.recent) >= _LOOK_MIN
    return (words.NOTHING_SEEN if enough else words.TOO_FEW).say(lang)


def flag(one: Flag, name: Name, lang: str) -> str:
    """Return a flag in a sentence; `name` names muscle groups by number."""
    return (
        words.FLAGS[one.kind]
        .say(lang)
        .format(
            count=one.count,
            of=one.of,
            days=one.days,
            groups=_named(one.groups, one.of, name, lang),
        )
    )


def _named(groups: Sequence[tuple[int, int]], whole: int, name: Name, lang: str) -> str:
    names = [
        f"{name(muscle)} ({numbers.of(count, whole, lang)})"
        for muscle, count in groups[:_NAMED_MAX]
    ]
    more = len(groups) - len(names)
    if more:
        names.append(words.MORE_GROUPS.say(more, lang))
    return ", ".join(names)


def use(one: Use, lang: str, with_year: bool) -> str:
    """Return since when a protocol was practised and how often."""
    sessions = numbers.SESSIONS.say(one.sessions, lang)
    return _USED.say(lang).format(between(one.first, lang, with_year), sessions)


def between(span: Span, lang: str, with_year: bool) -> str:
    """Return on which day something was, or on one of which days."""
    if span.first is not None and span.last is not None:
        return dates.days(span.first, span.last, lang, with_year)
    if span.first is not None:
        return _FROM.say(lang).format(dates.day(span.first, lang, with_year))
    if span.last is not None:
        return _UP_TO.say(lang).format(dates.day(span.last, lang, with_year))
    return _UNKNOWN.say(lang)


def needs_year(figures: Figures) -> bool:
    """Whether a day of the period is ambiguous without its year."""
    return figures.period.first.year != figures.period.last.year
