# SPDX-License-Identifier: MIT
"""Practice logs as a watch sends them."""

from loslaten_core.journal import event, record
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally

PROTOCOL_ID = b"\x11\x22\x00\x44\x55\x66"
DAY_MS = 86_400_000


def session(night):
    """A session of all 17 groups with something of everything in it."""
    groups = [GroupTally(muscle, False) for muscle in range(1, 18)]
    for index, group in enumerate(groups):
        group.done, group.asked = 2 + (index + night) % 3, (index + night) % 3
        group.tense_ms = group.done * 6_000 + 37 * night
        group.release_ms = group.done * 30_000 + 53 * night
    groups[night % 17].cuts = 1
    groups[(night + 5) % 17].skipped = True
    one = SessionRecord(PROTOCOL_ID, groups)
    one.ending, one.pauses, one.duration_ms = COMPLETED, night % 2, 1_900_000 + 100 * night
    one.settle_in_ms, one.paused_ms, one.final_rest_ms = 60_000, 45_000, 300_000
    one.battery_before_mv, one.battery_after_mv, one.worst_late_ms = 3_900, 3_850, 12
    return one


def records(nights):
    """The raw records of so many nights in a row, after one start of the watch."""
    bodies = [event.Boot(event.POWER_ON, "0.1")] + [session(night) for night in range(nights)]
    return [
        record.encode(record.of(body, sequence, 1, sequence * DAY_MS))
        for sequence, body in enumerate(bodies, 1)
    ]
