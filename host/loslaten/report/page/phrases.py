"""What the figures of a report say, in a few words each."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from loslaten.pictures.night.words import ENDINGS
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.rows import GroupSums
from loslaten.report.attention import Flag
from loslaten.report.entries import ReportEntry
from loslaten.report.figures import Column, Figures, Medians, Use, usual_beginning
from loslaten.report.page import words
from loslaten_core.practice import event

Name = Callable[[int], str]
DASH = "\N{EN DASH}"
_TIMES = "\N{MULTIPLICATION SIGN}"
_MINUTE_MS = 60_000
_NAMED_MAX = 3
# From here on months say more than weeks.
_WEEKS_MAX = 26


def decimal(value: float, lang: str, places: int = 1) -> str:
    """Return a number as it is read: 2.5, in Dutch 2,5; without a fraction where there is none."""
    written = f"{value:.{places}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written.replace(".", ",") if lang == "nl" else written


def length(time_ms: float, lang: str) -> str:
    """Return how long something took: "27 min", "13 h 40 min"."""
    hours, minutes = divmod(round(time_ms / _MINUTE_MS), 60)
    hour = "u" if lang == "nl" else "h"
    if not hours:
        return f"{minutes} min"
    return f"{hours} {hour} {minutes} min" if minutes else f"{hours} {hour}"


def day(at: date, lang: str, with_year: bool = False) -> str:
    """Return a day: "3 Nov", "3 Nov 2026"."""
    year = f" {at.year}" if with_year else ""
    return f"{at.day} {words.MONTHS[lang][at.month - 1]}{year}"


def days(first: date, last: date, lang: str, with_year: bool = False) -> str:
    """Return from which day to which: "3 to 9 Nov", with a dash."""
    if first == last:
        return day(first, lang, with_year)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}{DASH}{day(last, lang, with_year)}"
    begins = day(first, lang, with_year and first.year != last.year)
    return f"{begins} {DASH} {day(last, lang, with_year)}"


def part(period: Period, lang: str) -> str:
    """Return the days of a column; whole months by name."""
    first, last = period.first, period.last
    if first.day == 1 and (last + timedelta(days=1)).day == 1:
        months = words.MONTHS[lang]
        begins, ends = months[first.month - 1], months[last.month - 1]
        return f"{begins} {last.year}" if begins == ends else f"{begins}{DASH}{ends} {last.year}"
    return days(first, last, lang)


def period(whole: Period, lang: str) -> str:
    """Return the period and how long it is."""
    told = days(whole.first, whole.last, lang, with_year=True)
    weeks = round(whole.days / 7)
    if whole.days < 14:
        return f"{told} ({counted(whole.days, 'day', lang)})"
    if weeks <= _WEEKS_MAX:
        return f"{told} ({counted(weeks, 'week', lang)})"
    months = round(whole.days / 30.44)
    if months < 24:
        return f"{told} ({counted(months, 'month', lang)})"
    return f"{told} ({decimal(months / 12, lang)} {'jaar' if lang == 'nl' else 'years'})"


_COUNTED = {
    ("session", "nl"): ("sessie", "sessies"),
    ("day", "nl"): ("dag", "dagen"),
    ("week", "nl"): ("week", "weken"),
    ("month", "nl"): ("maand", "maanden"),
    ("group", "nl"): ("spiergroep", "spiergroepen"),
    ("group", "en"): ("muscle group", "muscle groups"),
}


def counted(count: int, word: str, lang: str) -> str:
    """Return "1 day", "3 days"; `word` is "session", "day", "week", "month" or "group"."""
    one, more = _COUNTED.get((word, lang), (word, word + "s"))
    return f"{count} {one if count == 1 else more}"


def of(count: int, whole: int, lang: str) -> str:
    """Return "3 of 8"."""
    return f"{count} {'van' if lang == 'nl' else 'of'} {whole}"


# Columns and days.


def days_of(count: int, whole: int, lang: str) -> str:
    """Return "29 of 52 days"."""
    days_told = counted(whole, "day", lang)
    return f"{count} {'van' if lang == 'nl' else 'of'} {days_told}"


def days_practised(figures: Figures, lang: str) -> str:
    """Return on how many of the days that the watch has told about there was a session."""
    return days_of(len(figures.days), figures.told.days if figures.told else 0, lang)


def sessions_of(column: Column, lang: str) -> str:
    """Return how many sessions there were and how many of them ended early."""
    told = counted(column.sessions, "session", lang)
    if column.early:
        told += f", {column.early} {words.LEGEND['early'].say(lang)}"
    if column.agreed is not None:
        told += f", {decimal(column.agreed, lang)} {words.LEGEND['agreed'].say(lang)}"
    return told


def minutes_of(column: Column, lang: str) -> str:
    """Return how long was practised, and how long it was planned to take."""
    told = length(column.practised_ms, lang)
    if column.planned_ms:
        told += f", {_planned(lang)} {length(column.planned_ms, lang)}"
    return told


def group_of(sums: GroupSums, lang: str) -> str:
    """Return in how many sessions of a column a group was asked for again, cut or skipped."""
    found = (
        (sums.asked_in, words.ASKED),
        (sums.left_early_in, words.LEGEND["hurt"]),
    )
    told = [f"{count}{_TIMES} {word.say(lang).lower()}" for count, word in found if count]
    return ", ".join([counted(sums.sessions, "session", lang), *told])


def day_of_entry(at: date, entry: ReportEntry, lang: str) -> str:
    """Return what a session of a day was: when, how long, how it ended."""
    weekday = words.WEEKDAYS[lang][at.weekday()]
    began = f", {entry.began:%H:%M}" if entry.began is not None else ""
    told = f"{weekday} {day(at, lang)}{began}: {length(entry.duration_ms, lang)}"
    return f"{told}, {ending(entry.ending, lang)}"


def ending(number: int, lang: str) -> str:
    """Return how a session ended."""
    name = event.ENDINGS[number] if 0 < number < len(event.ENDINGS) else ""
    return ENDINGS[name].say(lang) if name in ENDINGS else f"{number}?"


# Sums at the top.


def on_days(figures: Figures, lang: str) -> str:
    """Return on how many days there were sessions; at least, where some have no known day."""
    least = ""
    if any(entry.span.day is None for entry in figures.entries):
        least = "minstens " if lang == "nl" else "at least "
    return f"{'op' if lang == 'nl' else 'on'} {least}{days_practised(figures, lang)}"


def agreed(figures: Figures, lang: str) -> str:
    """Return what was agreed on for the days the watch has told about, "" without an agreement."""
    if figures.agreed is None or figures.agreed_a_week is None:
        return ""
    a_week = decimal(figures.agreed_a_week, lang)
    if lang == "nl":
        return f"afgesproken {decimal(figures.agreed, lang, 0)}, {a_week} per week"
    return f"agreed {decimal(figures.agreed, lang, 0)}, {a_week} a week"


def endings(figures: Figures, lang: str) -> str:
    """Return how the sessions that were not completed ended, the most frequent first."""
    found = [
        f"{count} {ending(number, lang)}"
        for number, count in figures.endings
        if number != event.COMPLETED
    ]
    return ", ".join(found)


def session_length(medians: Medians, lang: str) -> str:
    """Return how long a session takes, and how long it was planned to take at least."""
    if medians.duration_ms is None:
        return ""
    told = f"{length(medians.duration_ms, lang)} {'per sessie' if lang == 'nl' else 'a session'}"
    if medians.planned_ms is None:
        return told
    return f"{told}, {_planned(lang)} {length(medians.planned_ms, lang)}"


def beginning(figures: Figures, lang: str) -> str:
    """Return around which time sessions begin, "" where that is not known."""
    at = usual_beginning(figures.entries)
    if at is None:
        return ""
    return f"meestal rond {at:%H:%M}" if lang == "nl" else f"mostly around {at:%H:%M}"


def planned_repeats(medians: Medians, lang: str) -> str:
    """Return how many repeats were planned, without those asked for."""
    if medians.planned_repeats is None:
        return ""
    least = "minstens" if lang == "nl" else "at least"
    return f"{_planned(lang)} {least} {decimal(medians.planned_repeats, lang)}"


def groups_done(medians: Medians, lang: str) -> str:
    """Return how many muscle groups a session has, of how many that were planned."""
    if medians.groups is None:
        return ""
    told = decimal(medians.groups, lang)
    if medians.planned_groups is not None:
        told += f" {'van' if lang == 'nl' else 'of'} {decimal(medians.planned_groups, lang)}"
    return f"{told} {'spiergroepen' if lang == 'nl' else 'muscle groups'}"


def tension(before: float | None, after: float | None, lang: str) -> str:
    """Return the tension before and after, "" where it was not rated."""
    if before is None or after is None:
        return ""
    return f"{decimal(before, lang)} → {decimal(after, lang)}"


def rated(figures: Figures, lang: str) -> str:
    """Return how many sessions were rated before and after."""
    if not figures.rated:
        return "niet beoordeeld" if lang == "nl" else "not rated"
    told = counted(figures.rated, "session", lang)
    if lang == "nl":
        return f"voor → na, mediaan van {told}, zelf gerapporteerd"
    return f"before → after, median of {told}, self-reported"


# Where to look.


def flag(one: Flag, name: Name, lang: str) -> str:
    """Return what there is to look at; `name` names muscle groups by number."""
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
    told = [f"{name(muscle)} ({of(count, whole, lang)})" for muscle, count in groups[:_NAMED_MAX]]
    more = len(groups) - len(told)
    if more:
        told.append(words.MORE_GROUPS.say(lang).format(more))
    return ", ".join(told)


def use(one: Use, lang: str, with_year: bool) -> str:
    """Return since when a protocol was practised and how often."""
    since = "vanaf" if lang == "nl" else "from"
    return (
        f"{since} {between(one.first, lang, with_year)}, {counted(one.sessions, 'session', lang)}"
    )


def span(low: int, high: int) -> str:
    """Return "2 to 5" with a dash, or "3"."""
    return str(low) if low == high else f"{low}{DASH}{high}"


def _planned(lang: str) -> str:
    return "gepland" if lang == "nl" else "planned"


def between(span: Span, lang: str, with_year: bool) -> str:
    """Return on which day something was, or on one of which days."""
    if span.first is not None and span.last is not None:
        return days(span.first, span.last, lang, with_year)
    if span.first is not None:
        return f"{'vanaf' if lang == 'nl' else 'from'} {day(span.first, lang, with_year)}"
    if span.last is not None:
        return f"{'tot en met' if lang == 'nl' else 'up to'} {day(span.last, lang, with_year)}"
    return "op een onbekend moment" if lang == "nl" else "at an unknown time"


def needs_year(figures: Figures) -> bool:
    """Whether a day of the period is ambiguous without its year."""
    return figures.period.first.year != figures.period.last.year
