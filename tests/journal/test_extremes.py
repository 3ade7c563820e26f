# SPDX-License-Identifier: MIT
"""The most that each number of a record may be, what stands there untold, and what it means."""

import binascii

import pytest

from loslaten_core.journal import JournalError, body, event, record, segment, session, varint
from loslaten_core.practice.protocol import Protocol
from loslaten_core.practice.tally import Tally
from tests.journal.test_record import PROTOCOL_ID, fields, group


def largest_session(version=2, groups=64):
    one = session.SessionRecord(b"\xff" * 6, [])
    if version == 1:
        one.VERSION = 1
    for _ in range(groups):
        most = group(255, 15, 255, 65_535, True, version > 1, True, 86_400_000, 86_400_000)
        one.groups.append(most)
    one.ending, one.pauses = 7, 1_023
    one.duration_ms = one.settle_in_ms = one.paused_ms = one.final_rest_ms = 86_400_000
    one.battery_before_mv = one.battery_after_mv = 65_535
    one.worst_late_ms = 3_600_000
    if version > 1:
        one.tension_before, one.tension_after, one.calmer = 10, 10, True
    return one


def largest_boot(version=2):
    one = event.Boot(65_535, "x" * 24)
    if version == 1:
        one.VERSION = 1
    one.dropped_bytes, one.rtc_drift_ppm = (1 << 32) - 1, 500_000
    one.uptime_drift_ppm = 500_000 if version > 1 else 100
    one.rtc_ms, one.rtc_kept = (1 << 47) - 1, True
    return one


def largest_day():
    one = event.Day(47_482)
    one.taps, one.noticed, one.silenced, one.reminded = 255, 255, True, True
    return one


@pytest.mark.parametrize(
    "content",
    [
        largest_session(),
        largest_session(version=1),
        session.summary_of(largest_session()),
        largest_boot(),
        largest_boot(version=1),
        event.Clock(4_102_444_800_000, 900, 86_400_000),
        event.Clock(1_704_067_200_000, -900, 0),
        event.ProtocolChange(255, b"\xff" * 6),
        event.Fault(65_535, "x" * 96),
        largest_day(),
    ],
    ids=lambda content: f"{type(content).__name__} {content.VERSION}",
)
def test_the_most_that_may_be_is_written_and_read(content):
    stored = record.Record(1, 1, 1, content.KIND, content.VERSION, content.pack())
    assert fields(body.unpack(stored)) == fields(content)


_TIME_DS, _U32, _U48 = 864_000, (1 << 32) - 1, (1 << 48) - 1
_HEAD = [PROTOCOL_ID, 1_023 << 3 | 7, *[_TIME_DS] * 4, 65_535, 65_535, 3_600_000]
_GROUP = [b"\x01", 255 << 4 | 15, _TIME_DS]
# What each kind's payload begins with: bytes as they are, and the most that a number may be.
MOST = {
    session.unpack_session_1: [*_HEAD, *_GROUP, _TIME_DS << 1 | 1, 65_535 << 2 | 3],
    session.unpack_session: [*_HEAD, 0x1BB, *_GROUP, _TIME_DS << 2 | 3, 65_535 << 2 | 3],
    session.unpack_summary: [PROTOCOL_ID, 1_023 << 3 | 7, _TIME_DS, _TIME_DS, 64, 960],
    event.unpack_boot_1: [65_535, _U32, 500_000, _U48],
    event.unpack_boot: [65_535, _U32, 500_000, 500_000, _U48],
    event.unpack_clock: [4_102_444_800_000, 1_800, 86_400_000],
    event.unpack_fault: [65_535],
    event.unpack_day: [47_482, 255, 255, 3],
}


def written(parts):
    out = bytearray()
    for part in parts:
        if isinstance(part, bytes):
            out += part
        else:
            varint.put(out, part, _U48 + 1, "part")
    return bytes(out)


@pytest.mark.parametrize("unpack", MOST, ids=lambda unpack: unpack.__name__)
def test_one_more_than_a_number_may_be_is_not_read(unpack):
    most = MOST[unpack]
    assert unpack(written(most)).pack() == written(most)
    for at, number in enumerate(most):
        if not isinstance(number, bytes):
            with pytest.raises(JournalError):
                unpack(written([*most[:at], number + 1, *most[at + 1 :]]))


@pytest.mark.parametrize(
    "unpack",
    [session.unpack_summary, event.unpack_clock, event.unpack_day],
    ids=lambda unpack: unpack.__name__,
)
def test_nothing_may_stand_behind_the_last_number(unpack):
    with pytest.raises(JournalError, match="1 bytes too many"):
        unpack(written([*MOST[unpack], 0]))


def test_one_group_more_than_fits_is_not_read():
    packed = largest_session().pack()
    one_more = packed[len(largest_session(groups=63).pack()) :]
    with pytest.raises(JournalError, match="64 groups"):
        session.unpack_session(packed + one_more)


@pytest.mark.parametrize("ratings", [12, 15, 12 << 4, 15 << 4, 1 << 9])
def test_a_rating_that_nobody_can_press_is_not_read(ratings):
    packed = session.SessionRecord(PROTOCOL_ID, []).pack()
    assert packed[-1] == 0
    rated = bytearray(packed[:-1])
    varint.put(rated, ratings, record.U32_MAX, "ratings")
    with pytest.raises(JournalError):
        session.unpack_session(bytes(rated))


def test_a_session_has_all_of_its_tally():
    tally = Tally(Protocol("A night", ()), PROTOCOL_ID, 0)
    tally.groups, tally.ending = [group(done=2)], 5
    names = "pauses duration_ms settle_in_ms paused_ms final_rest_ms tension_before tension_after"
    for number, name in enumerate(names.split(), 1):
        setattr(tally, name, number)
    tally.calmer = True
    one = session.from_tally(tally, 3)
    told = {name: value for name, value in vars(tally).items() if name != "started_ms"}
    assert {name: getattr(one, name) for name in told} == told | {"ending": 3}


@pytest.mark.parametrize(
    "begin",
    [
        b"\x31\x80\x00",
        b"\x31" + b"\xff" * 7,
        b"\x31\xff\xff\xff\xff\x1f",
        b"\x01\x05",
        b"\x30\x05",
    ],
    ids=["two forms", "endless", "beyond 32 bits", "no kind", "no version"],
)
def test_what_no_watch_wrote_is_no_record_though_its_check_is_good(begin):
    head = begin + bytes(4)
    raw = head + binascii.crc32(head).to_bytes(4, "little")
    assert record.sequence_of(raw) == 0
    assert not record.is_record(raw)


def test_the_longest_record_is_found_wherever_it_is_cut():
    kept = record.Record(1, 1, 1, record.FAULT, 1, b"")
    kept.payload = b"\xff" * (384 - len(record.encode(kept)))
    raw = record.encode(kept)
    framed = segment.frame(raw)
    assert (len(raw), len(framed)) == (384, 388)
    for cut in range(len(framed) + 1):
        scan = segment.Scan()
        assert scan.feed(framed[:cut]) + scan.feed(framed[cut:]) == [(1, raw)]
        assert (scan.size, scan.damaged_bytes, scan.tail_bytes) == (388, 0, 0)


@pytest.mark.parametrize("run", [0, 1, 252, 253, 254, 255, 256, 507, 508, 509, 762])
@pytest.mark.parametrize("before", [b"", b"\x00", b"\x07\x00"])
@pytest.mark.parametrize("behind", [b"", b"\x00", b"\x00\x07"])
def test_runs_without_a_zero_come_back_however_long(run, before, behind):
    raw = before + b"\x01" * run + behind
    stuffed = segment.stuff(raw)
    assert 0 not in stuffed
    assert len(stuffed) == len(raw) + 1 + run // 254
    assert segment.unstuff(stuffed) == raw


def test_what_is_not_told_is_nothing():
    boot, day = event.Boot(event.UNKNOWN, ""), event.Day(1)
    assert (boot.dropped_bytes, boot.rtc_drift_ppm, boot.rtc_ms, boot.rtc_kept) == (0, 0, 0, False)
    assert (day.taps, day.noticed, day.silenced, day.reminded) == (0, 0, False, False)
    one = fields(session.SessionRecord(PROTOCOL_ID, [group()]))
    (untouched,) = one.pop("groups")
    assert (one.pop("protocol_id"), untouched.pop("muscle")) == (PROTOCOL_ID, 1)
    assert not any(one.values())
    assert not any(untouched.values())


def test_a_number_on_the_flash_never_gets_a_new_meaning():
    causes = "UNKNOWN POWER_ON RESET_PIN WATCHDOG DEEP_SLEEP SOFT_RESET BROWN_OUT"
    changes = "PUT CHOSEN DELETED"
    faults = (
        "TASK_FAILED SERVICE_FAILED PROTOCOL_DAMAGED MOTOR_FAILED STORAGE_FAILED BATTERY_FAILED "
        "START_FAILED RADIO_FAILED"
    )
    kinds = "SESSION SUMMARY BOOT CLOCK PROTOCOL FAULT DAY"
    for module, names, first in (
        (event, causes, 0),
        (event, changes, 1),
        (event, faults, 1),
        (record, kinds, 1),
    ):
        for number, name in enumerate(names.split(), first):
            assert getattr(module, name) == number, name
