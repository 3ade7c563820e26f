# SPDX-License-Identifier: MIT
"""The programme today: where a person is in it so far, and what is proposed to them."""

from dataclasses import dataclass
from datetime import date

from loslaten.practice_log.log import PracticeLog
from loslaten.programme import reading
from loslaten.programme.history import History, history
from loslaten.programme.offer import Offer, offer


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeToday:
    """The programme of a person on a day; None before the first night, or with no proposal."""

    so_far: History | None
    offer: Offer | None


def programme_today(log: PracticeLog, person_id: int, day: date, zone_min: int) -> ProgrammeToday:
    """Return the programme of a person on a day. Raises StoreError.

    zone_min: the zone that the days of decisions are told in.
    """
    standing = reading.standing(log, person_id, day)
    return ProgrammeToday(
        so_far=history(log, person_id, standing, zone_min),
        offer=offer(log, person_id, standing),
    )
