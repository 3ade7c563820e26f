# SPDX-License-Identifier: MIT
"""A night as the page tells it: two sentences, a strip along time, and six weeks of days."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from loslaten.language import dates
from loslaten.language.concepts import PhaseKind
from loslaten.language.vocabulary import region as region_name
from loslaten.page.strip import Mark, marks, place_pct
from loslaten.page.words import Speech
from loslaten.pictures.night import computed, events
from loslaten.practice_log import moments as when
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span, span_of
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import Night, nights
from loslaten.practice_log.walltime import Moment
from loslaten_core.practice.event import COMPLETED

WEEKS = 6
# The room that a letter takes under the strip, where the page is wide and on a phone.
_LETTER_PCT, _PHONE_LETTER_PCT = 1.5, 2.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A part of the session, named under the middle of it; `is_tight`: a phone has no room."""

    x_pct: float
    text: str
    is_tight: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """The strip of a night."""

    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A day of the six weeks: `kind` is "done", "early", "none", "unknown" or "ahead"."""

    at: date
    kind: str


def sentences(night: Night, speech: Speech) -> str:
    """Return a night in two to four sentences."""
    return " ".join(_sentences(night, speech))


def _sentences(night: Night, speech: Speech) -> Iterator[str]:
    say, session = speech.say, night.session
    yield from _span(night.began, session.duration_ms, speech)
    planned = len(night.groups) - night.left_out
    if not night.groups:
        yield say("today.did_sum", n=session.groups_done)
    elif session.groups_done == planned:
        yield say("today.did_all", n=planned)
    else:
        yield say("today.did_some", n=session.groups_done, of=planned)
    if night.asked:
        yield say("today.asked", n=night.asked)
    cut = [group.name.say(speech.lang) for group in night.groups if group.cuts]
    if cut:
        yield say("today.left_early", groups=_listed(cut, speech))
    skipped = [group.name.say(speech.lang) for group in night.groups if group.skipped]
    if skipped:
        yield say("today.skipped", groups=_listed(skipped, speech))
    interrupted = [group.name.say(speech.lang) for group in night.groups if group.interrupted]
    if interrupted:
        yield say("today.interrupted", groups=_listed(interrupted, speech))


def _span(moment: Moment, duration_ms: int, speech: Speech) -> Iterator[str]:
    """Say when a night began and ended, as well as that is known, or else how long it took."""
    if moment.utc_ms is None or moment.error_ms is None or _calendar_day(moment) is None:
        if when.quality(moment) != "unknown":
            yield f"{when.title(moment, speech.lang)}."
        yield speech.say("today.span_unknown", n=round(duration_ms / 60_000))
        return
    began = when.local(moment, moment.utc_ms)
    ended = began + timedelta(milliseconds=duration_ms)
    times = {"began": f"{began:%H:%M}", "ended": f"{ended:%H:%M}"}
    if when.is_sharp(moment):
        yield speech.say("today.span", **times)
    else:
        bound = dates.bound(moment.error_ms, speech.lang)
        yield speech.say("today.span_about", **times, bound=bound)


def _listed(names: Sequence[str], speech: Speech) -> str:
    if len(names) == 1:
        return names[0]
    return speech.say("today.and", first=", ".join(names[:-1]), last=names[-1])


def heading_of_last(night: Night, today: date, speech: Speech) -> str:
    """Return when the newest night was: last night, or its day."""
    if _is_last_night(night, today):
        return speech.say("today.last_night")
    if (day := _calendar_day(night.began)) is None:
        return speech.say("today.last_time_some_day")
    return speech.say("today.last_time", when=dates.long_day(day, speech.lang))


def heading(night: Night, today: date, speech: Speech) -> str:
    """Return when any night was: last night, or its day."""
    if _is_last_night(night, today):
        return speech.say("today.last_night")
    if (day := _calendar_day(night.began)) is None:
        return speech.say("today.some_night")
    told = dates.long_day(day, speech.lang)
    return told[0].upper() + told[1:]


def _is_last_night(night: Night, today: date) -> bool:
    day = span_of(night.began).day
    return day is not None and timedelta(0) <= today - day <= timedelta(days=1)


def _calendar_day(moment: Moment) -> date | None:
    """Return the day of the calendar that a moment was on, None where it may be either of two."""
    if moment.earliest_ms is None or moment.latest_ms is None:
        return None
    first, last = (when.local(moment, at).date() for at in (moment.earliest_ms, moment.latest_ms))
    return first if first == last else None


def strip(night: Night, speech: Speech) -> Strip:
    """Return the strip of a night, as far as its sums allow."""
    phases = computed.phases(night)
    whole_ms = sum(phase.length_ms for phase in phases)

    regions: list[tuple[int, int, int]] = []
    for phase in phases:
        if phase.group < 0:
            continue
        region = events.region_of(night.groups[phase.group].muscle)
        if regions and regions[-1][0] == region:
            regions[-1] = (region, regions[-1][1], phase.end_ms)
        else:
            regions.append((region, phase.at_ms, phase.end_ms))
    parts = [
        (region_name(region, speech.lang), begins, ends) for region, begins, ends in regions
    ] + [
        (speech.say("today.rest"), phase.at_ms, phase.end_ms)
        for phase in phases
        if phase.kind == PhaseKind.REST
    ]
    labels = tuple(_labels(parts, whole_ms))
    return Strip(marks=marks(phases, whole_ms), labels=labels)


def _labels(parts: Sequence[tuple[str, int, int]], whole_ms: int) -> Iterator[Label]:
    """Yield the names that fit under their part, which goes from one moment to another."""
    for name, begins_ms, ends_ms in parts:
        letter_pct = place_pct(ends_ms - begins_ms, whole_ms) / max(len(name), 1)
        if name and letter_pct > _LETTER_PCT:
            yield Label(
                x_pct=place_pct((begins_ms + ends_ms) / 2, whole_ms),
                text=name,
                is_tight=letter_pct <= _PHONE_LETTER_PCT,
            )


def recent(log: PracticeLog, choice: Choice, today: date) -> list[Night]:
    """Return the nights of six weeks in their order, and the newest one wherever it is."""
    days = Span(today - timedelta(weeks=WEEKS), today)
    sessions = log.sessions(replace(choice, days=days))
    newest = log.newest_session(choice)
    if newest is not None and newest.id not in [one.id for one in sessions]:
        sessions.append(newest)
    return nights(log, sessions)


def weeks(found: Sequence[Night], told_until: date | None, today: date) -> tuple[Day, ...]:
    """Return the days of six weeks up to the end of this one.

    told_until: the last day that the watch has told about; later days are not known yet.
    """
    spans = [(span_of(night.began), night.session.ending) for night in found]
    first = today - timedelta(days=today.weekday(), weeks=WEEKS - 1)
    days = (first + timedelta(days=count) for count in range(WEEKS * 7))
    return tuple(Day(at=day, kind=_kind(day, spans, told_until, today)) for day in days)


def _kind(
    day: date, spans: Sequence[tuple[Span, int]], told_until: date | None, today: date
) -> str:
    if day > today:
        return "ahead"
    endings = [ending for span, ending in spans if span.day == day]
    if endings:
        return "done" if COMPLETED in endings else "early"
    return "none" if told_until is not None and day <= told_until else "unknown"
