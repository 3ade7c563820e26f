# SPDX-License-Identifier: MIT
"""A case: one person on the desk, and the reasons for a call, what matters most first."""

from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from loslaten.desk.adherence import Adherence
from loslaten.desk.agreement import Agreed
from loslaten.practice_log.persons import PersonRow
from loslaten.report import attention
from loslaten.report.attention import Flag

# After so many days without a first session somebody has not begun, and after so many without a
# sync nothing is known; both ours.
_BEGIN_DAYS, _SILENT_DAYS = 7, 14
# Less than this share of what was agreed is little; ours.
_LITTLE_SHARE = 0.5


class Reason(IntEnum):
    """Reasons for a call, in the order in which they matter."""

    WORSE = 1
    HURTS = 2
    STOPPED = 3
    NOT_BEGUN = 4
    LITTLE = 5
    SILENT = 6
    LOOK = 7
    PLAN_OVER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A person with what was agreed, how it is followed, and what is worth a look.

    plan: the newest one, also when it is over. told_until: the last day that is known of.
    sessions: how many there were in the newest eight weeks for certain.
    """

    person: PersonRow
    watches: tuple[str, ...]
    plan: Agreed | None
    agreed_since: date | None
    adherence: Adherence
    told_until: date | None
    sessions: int
    flags: tuple[Flag, ...]
    today: date

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons for a call, the first one first; none where all is as it should be."""
        kinds = {flag.kind for flag in self.flags}
        share = self.adherence.implementation
        found = {
            Reason.WORSE: attention.WORSE in kinds,
            Reason.HURTS: attention.HURTS in kinds,
            Reason.STOPPED: self.adherence.has_stopped,
            Reason.NOT_BEGUN: self._has_not_begun,
            Reason.LITTLE: share is not None and share < _LITTLE_SHARE,
            Reason.SILENT: self._is_silent,
            Reason.LOOK: bool(kinds - {attention.WORSE, attention.HURTS}),
            Reason.PLAN_OVER: self.plan is not None and self.plan.until < self.today,
        }
        if found[Reason.STOPPED] or found[Reason.NOT_BEGUN]:
            found[Reason.LITTLE] = False
        return tuple(reason for reason, holds in found.items() if holds)

    @property
    def quiet_since(self) -> date | None:
        """The last session, else when it was agreed to begin."""
        return self.adherence.last or self.agreed_since

    @property
    def _is_running(self) -> bool:
        return self.plan is not None and self.plan.until >= self.today

    @property
    def _has_not_begun(self) -> bool:
        """Whether the watch tells that nothing was practised since it was agreed on."""
        if not self._is_running or self.adherence.initiated is not None:
            return False
        since, told = self.agreed_since, self.told_until
        return since is not None and told is not None and (told - since).days >= _BEGIN_DAYS

    @property
    def _is_silent(self) -> bool:
        """Whether nothing was heard for long of somebody who is to practise."""
        if self.plan is None and self.told_until is None:
            return False
        if self.plan is not None and not self._is_running:
            return False
        heard = max(filter(None, (self.told_until, self.agreed_since)))
        return (self.today - heard).days > _SILENT_DAYS


def ordered(cases: list[Case]) -> list[Case]:
    """Return cases by who needs a call: by the first reason, then who was quiet for longest."""

    def key(case: Case) -> tuple[int, date, str]:
        first = min(case.reasons, default=len(Reason) + 1)
        return first, case.quiet_since or date.max, case.person.called().casefold()

    return sorted(cases, key=key)
