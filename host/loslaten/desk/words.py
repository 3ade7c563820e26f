# SPDX-License-Identifier: MIT
"""A case in words, in Dutch and in English."""

from collections.abc import Iterator

from loslaten.desk.adherence import Adherence
from loslaten.desk.case import Case, Reason
from loslaten.language import dates
from loslaten.language.muscle_texts import muscle_name
from loslaten.language.numbers import DAYS, SESSIONS, decimal, of
from loslaten.language.text import Text
from loslaten.report.page import phrases

_DASH = "\N{EN DASH}"
REASONS = {
    Reason.WORSE: Text("meer spanning na het oefenen", "tenser after practising"),
    Reason.HURTS: Text("misschien pijn of kramp", "perhaps pain or cramp"),
    Reason.STOPPED: Text("gestopt", "stopped"),
    Reason.NOT_BEGUN: Text("nog niet begonnen", "not begun yet"),
    Reason.LITTLE: Text("minder dan de helft", "less than half"),
    Reason.SILENT: Text("niets gehoord", "nothing heard"),
    Reason.LOOK: Text("iets om te bekijken", "something worth a look"),
    Reason.PLAN_OVER: Text("plan is afgelopen", "plan is over"),
}
NAME = Text("naam", "name")
CALL = Text("bellen om", "call about")
AGREED = Text("afgesproken", "agreed")
INITIATION = Text("initiatie", "initiation")
IMPLEMENTATION = Text("implementatie", "implementation")
PERSISTENCE = Text("persistentie", "persistence")
LAST = Text("laatst", "last")
TOLD = Text("bekend tot", "known up to")
LOOK = Text("samen bekijken", "worth a look together")
NOTHING = Text("niets bijzonders", "nothing out of the ordinary")
_NAMELESS = Text("(zonder naam)", "(no name)")
_A_WEEK = Text("{} per week, tot {}", "{} a week, up to {}")
_NO_PLAN = Text("geen plan", "no plan")
_AFTER = Text("na {}", "after {}")
_SAME_DAY = Text("dezelfde dag", "the same day")
_SINCE = Text("sinds {}", "since {}")
_NOT_YET = Text("nog niet", "not yet")
_SHARE = Text("{} ({}\u00a0%)", "{} ({}\u00a0%)")


def name(case: Case, lang: str) -> str:
    """Return what a person is called."""
    person = case.person
    return person.called() if person.name or person.code else _NAMELESS.say(lang)


def reasons(case: Case, lang: str) -> str:
    """Return the reasons for a call, "" without one."""
    return ", ".join(REASONS[reason].say(lang) for reason in case.reasons)


def agreed(case: Case, lang: str) -> str:
    """Return what the newest plan says."""
    if case.plan is None:
        return _NO_PLAN.say(lang)
    return _A_WEEK.say(lang).format(
        case.plan.times_a_week, dates.day(case.plan.until, lang, with_year=True)
    )


def initiation(case: Case, lang: str) -> str:
    """Return when it was begun."""
    found = case.adherence
    if found.initiated is None:
        return _NOT_YET.say(lang)
    if found.days_to_begin is None:
        return _SINCE.say(lang).format(dates.day(found.initiated, lang, with_year=True))
    if found.days_to_begin == 0:
        return _SAME_DAY.say(lang)
    return _AFTER.say(lang).format(DAYS.say(found.days_to_begin, lang))


def implementation(found: Adherence, lang: str) -> str:
    """Return how much of what was agreed is practised."""
    if found.window is None:
        return _DASH
    share = found.implementation
    if share is None or found.agreed is None:
        return SESSIONS.say(found.done, lang)
    return _SHARE.say(lang).format(
        of(found.done, decimal(found.agreed, lang), lang), round(100 * share)
    )


def persistence(found: Adherence, lang: str) -> str:
    """Return for how long it was kept up, and whether it has ended."""
    days = found.persistence_days
    if days is None:
        return _DASH
    told = DAYS.say(days, lang)
    return f"{told}, {REASONS[Reason.STOPPED].say(lang)}" if found.has_stopped else told


def known_up_to(case: Case, lang: str) -> str:
    """Return the last day that the watch has told about."""
    return _DASH if case.told_until is None else dates.day(case.told_until, lang, with_year=True)


def looks(case: Case, lang: str) -> Iterator[str]:
    """Yield what the report finds worth a look, in its own sentences."""

    def named(muscle: int) -> str:
        return muscle_name(muscle, lang)

    for flag in case.flags:
        yield phrases.flag(flag, named, lang)
