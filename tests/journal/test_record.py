# SPDX-License-Identifier: MIT
"""Records and their payloads: sizes, ranges, damage, and what is not known yet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten_core.journal import JournalError, body, event, record, session, varint
from loslaten_core.practice.tally import GroupTally

PROTOCOL_ID = bytes(range(1, 7))


def group(
    muscle=1,
    done=0,
    asked=0,
    cuts=0,
    skipped=False,
    interrupted=False,
    left_out=False,
    tense=0,
    release=0,
):
    tally = GroupTally(muscle, left_out)
    tally.done, tally.asked, tally.cuts, tally.skipped = done, asked, cuts, skipped
    tally.interrupted = interrupted
    tally.tense_ms, tally.release_ms = tense, release
    return tally


def fields(thing):
    """Everything a body holds, groups too, to compare with."""
    values = dict(vars(thing))
    if "groups" in values:
        values["groups"] = [vars(one) for one in values["groups"]]
    return values


def time_ms(largest_ds=session.TIME_DS_MAX):
    return st.integers(0, largest_ds).map(lambda ds: ds * 100)


groups = st.builds(
    group,
    muscle=st.integers(0, 255),
    done=st.integers(0, session.DONE_MAX),
    asked=st.integers(0, session.ASKED_MAX),
    cuts=st.integers(0, session.CUTS_MAX),
    skipped=st.booleans(),
    interrupted=st.booleans(),
    left_out=st.booleans(),
    tense=time_ms(),
    release=time_ms(),
)
tensions = st.none() | st.integers(0, session.TENSION_MAX)
protocol_ids = st.binary(min_size=6, max_size=6)


@st.composite
def sessions(draw):
    one = session.SessionRecord(draw(protocol_ids), draw(st.lists(groups, max_size=24)))
    one.ending = draw(st.integers(0, session.ENDING_MAX))
    one.pauses = draw(st.integers(0, session.PAUSES_MAX))
    for name in ("duration_ms", "settle_in_ms", "paused_ms", "final_rest_ms"):
        setattr(one, name, draw(time_ms()))
    one.battery_before_mv = draw(st.integers(0, session.MV_MAX))
    one.battery_after_mv = draw(st.integers(0, session.MV_MAX))
    one.worst_late_ms = draw(st.integers(0, session.LATE_MS_MAX))
    one.tension_before, one.tension_after = draw(tensions), draw(tensions)
    one.calmer = draw(st.booleans())
    return one


@st.composite
def boots(draw):
    one = event.Boot(draw(st.integers(0, event.CODE_MAX)), draw(st.text(max_size=6)))
    one.dropped_bytes = draw(st.integers(0, record.U32_MAX))
    one.uptime_drift_ppm = draw(st.integers(0, event.PPM_MAX))
    one.rtc_drift_ppm = draw(st.integers(0, event.PPM_MAX))
    if one.rtc_drift_ppm:
        one.rtc_ms = draw(st.integers(0, record.U48_MAX >> 1))
        one.rtc_kept = draw(st.booleans())
    return one


@st.composite
def days(draw):
    one = event.Day(draw(st.integers(0, event.DAY_MAX)))
    one.taps = draw(st.integers(0, event.TAPS_MAX))
    one.noticed = draw(st.integers(0, one.taps))
    one.silenced, one.reminded = draw(st.booleans()), draw(st.booleans())
    return one


bodies = st.one_of(
    sessions(),
    sessions().map(session.summary_of),
    boots(),
    st.builds(
        event.Clock,
        st.integers(event.UTC_MS_MIN, event.UTC_MS_MAX),
        st.integers(-event.ZONE_MIN_MAX, event.ZONE_MIN_MAX),
        st.integers(0, event.ERROR_MS_MAX),
    ),
    st.builds(event.ProtocolChange, st.integers(0, 255), protocol_ids),
    days(),
    st.builds(event.Fault, st.integers(0, event.CODE_MAX), st.text(max_size=24)),
)


@given(
    bodies, st.integers(0, record.U32_MAX), st.integers(0, record.U32_MAX),
    st.integers(0, record.U48_MAX),
)  # fmt: skip
def test_what_is_written_is_read(content, sequence, boot, uptime_ms):
    raw = record.encode(record.of(content, sequence, boot, uptime_ms))
    read = record.decode(raw)
    assert (read.sequence, read.boot, read.uptime_ms) == (sequence, boot, uptime_ms)
    assert (read.kind, read.version) == (content.KIND, content.VERSION)
    unpacked = body.unpack(read)
    assert type(unpacked) is type(content)
    assert fields(unpacked) == fields(content)
    assert record.encode(read) == raw
    assert record.sequence_of(raw) == sequence


@given(st.binary(max_size=record.RECORD_BYTES_MAX + 8))
def test_garbage_is_one_error_or_a_record_that_is_the_same_again(garbage):
    try:
        read = record.decode(garbage)
    except JournalError:
        return
    assert record.encode(read) == garbage


@given(st.integers(1, record.KIND_MAX), st.integers(1, record.VERSION_MAX), st.binary(max_size=99))
def test_any_payload_is_one_error_or_a_body_that_is_the_same_again(kind, version, payload):
    raw = record.encode(record.Record(1, 1, 1, kind, version, payload))
    try:
        content = body.unpack(record.decode(raw))
    except JournalError:
        return
    if content is not None:
        assert content.pack() == payload


@given(bodies, st.integers(1, 2**20), st.data())
def test_a_flipped_byte_is_seen(content, sequence, data):
    raw = bytearray(record.encode(record.of(content, sequence, 1, 1000)))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(JournalError):
        record.decode(bytes(raw))


@given(bodies)
def test_a_record_cut_anywhere_is_seen(content):
    raw = record.encode(record.of(content, 7, 1, 1000))
    for length in range(len(raw)):
        with pytest.raises(JournalError):
            record.decode(raw[:length])


@pytest.mark.parametrize(("kind", "version"), [(9, 1), (31, 7), (record.SESSION, 3)])
def test_what_came_later_stays_raw(kind, version):
    raw = record.encode(record.Record(5, 2, 3, kind, version, b"later"))
    read = record.decode(raw)
    assert body.unpack(read) is None
    assert read.payload == b"later"
    assert record.encode(read) == raw


def test_a_kind_from_the_future_has_a_name():
    assert record.Record(1, 1, 1, 9, 1, b"").kind_name == "kind 9"
    assert record.Record(1, 1, 1, record.FAULT, 1, b"").kind_name == "fault"


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": 0}, "kind"),
        ({"kind": 32}, "kind"),
        ({"version": 0}, "version"),
        ({"version": 8}, "version"),
        ({"sequence": -1}, "sequence"),
        ({"sequence": 1 << 32}, "sequence"),
        ({"boot": 1 << 32}, "boot"),
        ({"uptime_ms": 1 << 48}, "uptime_ms"),
        ({"payload": bytes(record.RECORD_BYTES_MAX)}, "bytes"),
    ],
)
def test_a_record_out_of_range_is_refused(change, word):
    good = {"sequence": 1, "boot": 1, "uptime_ms": 1, "kind": 1, "version": 1, "payload": b""}
    with pytest.raises(JournalError, match=word):
        record.encode(record.Record(**{**good, **change}))


def of_day(taps, noticed=0):
    one = event.Day(20_000)
    one.taps, one.noticed = taps, noticed
    return one


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("protocol_id", b"short"),
        ("ending", 8),
        ("ending", -1),
        ("pauses", 1024),
        ("duration_ms", -100),
        ("settle_in_ms", 86_400_100),
        ("battery_before_mv", 65_536),
        ("battery_after_mv", -1),
        ("worst_late_ms", 3_600_001),
        ("tension_before", 11),
        ("tension_after", -1),
        ("groups", [group()] * 65),
        ("groups", [group(muscle=256)]),
        ("groups", [group(done=16)]),
        ("groups", [group(asked=256)]),
        ("groups", [group(cuts=1 << 16)]),
        ("groups", [group(tense=-51)]),
        ("groups", [group(release=86_400_100)]),
    ],
)
def test_a_session_out_of_range_is_refused(name, value):
    one = session.SessionRecord(PROTOCOL_ID, [])
    setattr(one, name, value)
    with pytest.raises(JournalError):
        one.pack()


@pytest.mark.parametrize(
    "content",
    [
        event.Clock(0, 60, 0),
        event.Clock(946_684_800_000, 60, 0),
        event.Clock(event.UTC_MS_MAX + 1, 60, 0),
        event.Clock(event.UTC_MS_MIN, 901, 0),
        event.Clock(event.UTC_MS_MIN, -901, 0),
        event.Clock(event.UTC_MS_MIN, 0, -1),
        event.Boot(-1, ""),
        event.Boot(event.POWER_ON, "x" * 25),
        event.ProtocolChange(256, PROTOCOL_ID),
        event.ProtocolChange(event.PUT, b""),
        event.Fault(-1, ""),
        event.Fault(65_536, ""),
        event.Boot(65_536, ""),
        of_day(taps=256),
        of_day(taps=3, noticed=4),
    ],
    ids=lambda content: f"{type(content).__name__} {list(vars(content).values())[:2]}",
)
def test_an_event_out_of_range_is_refused(content):
    with pytest.raises(JournalError):
        content.pack()


@pytest.mark.parametrize("utc_ms", [0, 946_684_800_000, event.UTC_MS_MIN - 1])
def test_a_time_that_cannot_be_is_not_read_either(utc_ms):
    payload = bytearray()
    for value in (utc_ms, varint.zigzag(60), 0):
        varint.put(payload, value, event.UTC_MS_MAX, "value")
    with pytest.raises(JournalError, match="utc_ms"):
        event.unpack_clock(bytes(payload))


@pytest.mark.parametrize(
    ("packed", "unpack"),
    [
        (session.SessionRecord(PROTOCOL_ID, []).pack(), session.unpack_session),
        (session.Summary(PROTOCOL_ID).pack(), session.unpack_summary),
    ],
)
def test_more_pauses_than_there_can_be_are_not_read(packed, unpack):
    assert unpack(packed).pauses == 0
    too_many = bytearray()
    varint.put(too_many, (session.PAUSES_MAX + 1) << 3, record.U32_MAX, "ending")
    after_ending = len(PROTOCOL_ID) + 1
    with pytest.raises(JournalError):
        unpack(PROTOCOL_ID + bytes(too_many) + packed[after_ending:])


def test_a_long_fault_is_cut_between_letters():
    for told, kept in (
        ("é" * 100, "é" * 48),
        ("xx" + "é" * 100, "xx" + "é" * 47),
        ("x" * 97, "x" * 96),
    ):
        assert event.unpack_fault(event.Fault(3, told).pack()).detail == kept


def test_times_are_rounded_to_a_tenth_of_a_second():
    one = session.SessionRecord(PROTOCOL_ID, [group(tense=12_049, release=70_050)])
    read = session.unpack_session(one.pack())
    assert (read.groups[0].tense_ms, read.groups[0].release_ms) == (12_000, 70_100)


def test_version_1_of_a_session_is_read_for_ever():
    groups = [
        group(2, done=0, tense=3_000),
        group(3, done=1, asked=1, cuts=1),
        group(4, skipped=True),
    ]
    one = session.SessionRecord(PROTOCOL_ID, groups)
    one.VERSION = 1
    stored = record.of(one, 1, 1, 1)
    read = body.unpack(record.decode(record.encode(stored)))
    assert [each.interrupted for each in read.groups] == [True, False, False]
    assert [each.cuts for each in read.groups] == [0, 1, 0]
    assert (read.tension_before, read.tension_after, read.calmer) == (None, None, False)
    assert read.pack() == stored.payload


def test_a_summary_counts_what_was_done():
    one = session.SessionRecord(PROTOCOL_ID, [group(done=3), group(skipped=True), group(done=5)])
    one.ending, one.duration_ms, one.pauses, one.final_rest_ms = 2, 600_000, 3, 90_000
    summary = session.summary_of(one)
    assert (summary.groups_done, summary.repeats_done) == (2, 8)
    assert (summary.ending, summary.duration_ms) == (2, 600_000)
    assert (summary.pauses, summary.final_rest_ms) == (3, 90_000)


@pytest.mark.parametrize("value", [0, 1, 127, 128, 16_383, 16_384, (1 << 48) - 1])
def test_a_varint_has_one_form(value):
    out = bytearray()
    varint.put(out, value, record.U48_MAX, "value")
    assert varint.take(bytes(out), 0, record.U48_MAX, "value") == (value, len(out))
    longer = bytes(out[:-1]) + bytes((out[-1] | 128, 0))
    with pytest.raises(JournalError):
        varint.take(longer, 0, record.U48_MAX, "value")


@pytest.mark.parametrize("value", [0, 1, -1, 840, -840])
def test_zigzag_and_back(value):
    assert varint.zigzag(value) >= 0
    assert varint.unzigzag(varint.zigzag(value)) == value
