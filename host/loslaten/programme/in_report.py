# SPDX-License-Identifier: MIT
"""The programme in the report: where the wearer is, and what was decided in its period."""

from datetime import date

from loslaten.practice_log.log import PracticeLog
from loslaten.programme.history import history
from loslaten.programme.reading import standing
from loslaten.report.page.html import Programme

# So many decisions fit beside all the rest; older ones are in an older report.
_DECISIONS_MAX = 6


def in_report(
    log: PracticeLog, person_id: int, first: date, last: date, today: date, zone_min: int
) -> Programme | None:
    """Return the programme of a person, with the decisions of the days from first to last.

    None before the first night. Raises StoreError.
    """
    found = history(log, person_id, standing(log, person_id, today), zone_min)
    if found is None:
        return None
    decided = [one for one in found.decided if first <= one.day <= last][:_DECISIONS_MAX]
    return Programme(
        here=found.here, decided=tuple((one.day, one.what, one.answer) for one in decided)
    )
