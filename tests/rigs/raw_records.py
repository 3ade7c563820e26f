# SPDX-License-Identifier: MIT
"""Records as a watch sends them, for what the laptop makes of them."""

from loslaten_core.journal import event, record
from loslaten_core.journal.record import Body
from loslaten_core.journal.session import SessionRecord, Summary
from loslaten_core.practice.event import COMPLETED
from loslaten_core.practice.tally import GroupTally

SERIAL = bytes(range(8))
PROTOCOL_ID = b"\x11\x22\x00\x44\x55\x66"
NOW_MS = 1_795_375_800_000  # 2026-11-22 19:30 UTC
DAY_MS = 86_400_000


def raw(sequence: int, body: Body, boot: int = 1, uptime_ms: int = 0) -> bytes:
    return record.encode(record.of(body, sequence, boot, uptime_ms or sequence * 1000))


def practised(groups: int = 17, protocol_id: bytes = PROTOCOL_ID) -> SessionRecord:
    """A session with something of everything in it."""
    one = SessionRecord(
        protocol_id, [GroupTally(muscle, False) for muscle in range(1, groups + 1)]
    )
    for group in one.groups:
        group.done, group.tense_ms, group.release_ms = 2, 12_000, 60_000
    one.groups[0].asked, one.groups[0].done = 1, 3
    one.groups[1].cuts, one.groups[1].tense_ms = 0b10, 8_300
    one.groups[-1].skipped, one.groups[-1].done = True, 1
    one.ending, one.pauses, one.duration_ms = COMPLETED, 1, 1_900_000
    one.settle_in_ms, one.paused_ms, one.final_rest_ms = 60_000, 45_000, 300_000
    one.battery_before_mv, one.battery_after_mv, one.worst_late_ms = 3_900, 3_850, 12
    return one


def summarised() -> Summary:
    one = Summary(PROTOCOL_ID)
    one.ending, one.duration_ms, one.final_rest_ms = COMPLETED, 1_800_000, 300_000
    one.groups_done, one.repeats_done = 17, 34
    return one


def pages(nights: int, per_page: int = 4) -> list[list[bytes]]:
    """Some nights in pages: one start of the watch, its clock set once, a session a night."""
    raws = [
        raw(1, event.Boot(event.POWER_ON, "0.1"), uptime_ms=10),
        raw(2, event.Clock(NOW_MS, 60, 40), uptime_ms=5_000),
    ]
    raws += [
        raw(3 + night, practised(), uptime_ms=(night + 1) * DAY_MS) for night in range(nights)
    ]
    return [raws[at : at + per_page] for at in range(0, len(raws), per_page)]


def session_of_night(night: int) -> SessionRecord:
    """A session of all 17 groups with something of everything in it, another one each night."""
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


def records_of_nights(nights: int) -> list[bytes]:
    """The raw records of so many nights in a row, after one start of the watch."""
    bodies: list[Body] = [event.Boot(event.POWER_ON, "0.1")] + [
        session_of_night(night) for night in range(nights)
    ]
    return [raw(at, body, uptime_ms=at * DAY_MS) for at, body in enumerate(bodies, 1)]
