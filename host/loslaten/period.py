"""Days from and to, as asked for by `--since` and `--until`."""

from dataclasses import dataclass
from datetime import date

from loslaten.practice_log.walltime import Moment
from loslaten.report.columns import span_of


@dataclass(frozen=True, slots=True)
class Period:
    """Days of practice, both included; None: no end on that side."""

    since: date | None = None
    until: date | None = None

    @property
    def is_limited(self) -> bool:
        """Whether it leaves anything out."""
        return self.since is not None or self.until is not None

    def may_hold(self, moment: Moment) -> bool:
        """Whether a moment may lie in the period: nothing is left out that may belong."""
        span = span_of(moment)
        is_before = self.since and span.last and span.last < self.since
        is_after = self.until and span.first and span.first > self.until
        return not is_before and not is_after
