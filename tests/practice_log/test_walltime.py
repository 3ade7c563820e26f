# SPDX-License-Identifier: MIT
"""The wall time of what the watch counted: right within its bounds, and never made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.practice_log import walltime
from loslaten.practice_log.starts import WallAnchor
from loslaten.practice_log.walltime import BETWEEN, CARRIED, EXACT, Timeline
from loslaten_core.journal import JournalError, event

# 2026-03-28 21:00 UTC, the evening before summer time begins in the Netherlands.
EVENING = 1_774_731_600_000
SECOND = 1000
HOUR = 3600 * SECOND
DAY = 24 * HOUR
# What the made-up worlds lose by counting in whole milliseconds.
ROUNDING_MS = 5


def start(boot, rtc_ms=0, kept=False, ppm=0, uptime_ms=0):
    body = event.Boot(event.DEEP_SLEEP, "0.1")
    body.rtc_ms, body.rtc_kept, body.rtc_drift_ppm = rtc_ms, kept, ppm
    return boot, uptime_ms, body


def anchor(boot, uptime_ms, utc_ms, zone_min=60, error_ms=50):
    return WallAnchor(boot, uptime_ms, utc_ms, zone_min, error_ms)


def bounds(moment):
    return moment.earliest_ms, moment.latest_ms


@pytest.mark.parametrize("uptime_ms", [0, 3 * HOUR, 5 * HOUR, 30 * HOUR])
def test_one_anchor_is_exact_before_and_after_it_and_drift_widens_the_bound(uptime_ms):
    timeline = Timeline([anchor(1, 5 * HOUR, EVENING)], [], [(1, uptime_ms)])
    moment = timeline.at(1, uptime_ms)
    away_ms = uptime_ms - 5 * HOUR
    assert moment.quality == EXACT
    assert moment.utc_ms == EVENING + away_ms
    assert moment.error_ms == pytest.approx(50 + abs(away_ms) / 10_000, abs=2)
    assert bounds(moment) == (moment.utc_ms - moment.error_ms, moment.utc_ms + moment.error_ms)
    assert moment.zones_min == (60,)
    assert not moment.is_disputed


def test_each_start_drifts_as_its_own_board_may():
    boots = [start(1), start(2)]
    boots[1][2].uptime_drift_ppm = 5_000
    anchors = [anchor(1, 0, EVENING), anchor(2, 0, EVENING + DAY)]
    timeline = Timeline(anchors, boots, [(1, 10 * HOUR), (2, 10 * HOUR)])
    errors_ms = [timeline.at(boot, 10 * HOUR).error_ms - 50 for boot in (1, 2)]
    assert errors_ms == pytest.approx([10 * HOUR / 10_000, 10 * HOUR / 200], rel=0.01)
    # A start of version 1 of its record says nothing, and counts by the crystal.
    assert event.unpack_boot_1(b"\x01\x00\x00").uptime_drift_ppm == event.CRYSTAL_DRIFT_PPM


def test_two_anchors_show_the_drift_and_bound_it():
    # The crystal is 60 ppm slow: ten days of uptime are 51.84 s longer.
    late_ms = 10 * DAY * 60 // 1_000_000
    timeline = Timeline(
        [anchor(1, 0, EVENING), anchor(1, 10 * DAY, EVENING + 10 * DAY + late_ms)], [], []
    )
    middle = timeline.at(1, 5 * DAY)
    assert middle.quality == EXACT
    assert middle.utc_ms == EVENING + 5 * DAY + late_ms // 2
    # One anchor alone would leave 43.25 s to either side.
    assert middle.error_ms < 20 * SECOND
    for uptime_ms in (0, 10 * DAY):
        assert timeline.at(1, uptime_ms).error_ms <= 50


def test_a_later_anchor_improves_an_earlier_session():
    first = Timeline([anchor(1, 0, EVENING)], [], [(1, 3 * DAY)]).at(1, 3 * DAY)
    second = Timeline(
        [anchor(1, 0, EVENING), anchor(1, 3 * DAY + HOUR, EVENING + 3 * DAY + HOUR)], [], []
    ).at(1, 3 * DAY)
    assert second.error_ms < first.error_ms / 10
    unknown = Timeline([anchor(1, 0, EVENING)], [], [(2, HOUR)]).at(2, HOUR)
    known = Timeline([anchor(1, 0, EVENING), anchor(2, 2 * HOUR, EVENING + DAY)], [], []).at(
        2, HOUR
    )
    assert (unknown.quality, known.quality) == (BETWEEN, EXACT)


def test_deep_sleep_is_bridged_by_a_clock_that_ran_on():
    boots = [
        start(1, rtc_ms=10_000, ppm=20),
        start(2, rtc_ms=10_000 + 8 * HOUR, kept=True, ppm=20),
        start(3, rtc_ms=10_000 + 30 * HOUR, kept=True, ppm=20),
    ]
    timeline = Timeline([anchor(1, HOUR, EVENING)], boots, [(3, HOUR)])
    moment = timeline.at(3, HOUR)
    assert moment.quality == CARRIED
    assert moment.utc_ms == EVENING + 30 * HOUR
    # The hour before the anchor and the hour after the start by the crystal, the rest by the RTC.
    crystal_ms, rtc_ms = 2 * HOUR // 10_000, 30 * HOUR * 20 // 1_000_000
    expected_ms = 50 + walltime.RTC_READ_MS + crystal_ms + rtc_ms
    assert moment.error_ms == pytest.approx(expected_ms, abs=3)
    before = Timeline([anchor(3, 0, EVENING)], boots, []).at(1, 0)
    assert before.quality == CARRIED
    assert before.utc_ms == EVENING - 30 * HOUR


def test_a_poor_clock_carries_with_its_own_drift():
    boots = [start(1, rtc_ms=0, ppm=30_000), start(2, rtc_ms=8 * HOUR, kept=True, ppm=30_000)]
    moment = Timeline([anchor(1, 0, EVENING)], boots, []).at(2, 0)
    assert moment.error_ms == pytest.approx(8 * HOUR * 0.03, rel=0.04)


@pytest.mark.parametrize(
    ("boots", "why"),
    [
        ([start(1, 1000, ppm=20), start(2, 9000, ppm=20)], "the clock had stopped"),
        ([start(1, 9000, ppm=20), start(2, 1000, kept=True, ppm=20)], "it went backwards"),
        ([start(1), start(2, 9000, kept=True, ppm=20)], "there was none before"),
        ([start(1, 1000, ppm=20), start(2, kept=True)], "there is none now"),
        ([start(1, 1000, ppm=20)], "the record of the start is lost"),
        ([], "both are lost"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_carried_through_a_gap(boots, why):
    moment = Timeline([anchor(1, HOUR, EVENING)], boots, [(2, HOUR)]).at(2, HOUR)
    assert moment.quality == BETWEEN
    assert moment.utc_ms is None
    assert moment.error_ms is None


def test_a_lost_start_in_the_middle_breaks_the_chain():
    boots = [start(1, 1000, ppm=20), start(3, 9000, kept=True, ppm=20)]
    assert Timeline([anchor(1, 0, EVENING)], boots, []).at(3, 0).quality == BETWEEN


def test_between_the_neighbours():
    timeline = Timeline(
        [anchor(1, HOUR, EVENING), anchor(4, 2 * HOUR, EVENING + 2 * DAY)],
        [],
        [(1, 3 * HOUR), (2, 4 * HOUR), (3, HOUR)],
    )
    moment = timeline.at(2, HOUR)
    assert moment.quality == BETWEEN
    slack_ms = 10 * SECOND
    # After the last of boot 1, and the hour before it in its own boot.
    assert moment.earliest_ms == pytest.approx(EVENING + 2 * HOUR + HOUR, abs=slack_ms)
    # Before boot 4 began, less boot 3 and the rest of its own.
    assert moment.latest_ms == pytest.approx(
        EVENING + 2 * DAY - 2 * HOUR - HOUR - 3 * HOUR, abs=slack_ms
    )
    assert moment.earliest_ms <= EVENING + 3 * HOUR
    assert moment.latest_ms >= EVENING + 2 * DAY - 6 * HOUR


@pytest.mark.parametrize(
    ("boot", "has_earliest", "has_latest"),
    [(1, False, True), (3, True, False), (9, True, False), (0, False, True)],
)
def test_only_one_side_is_known(boot, has_earliest, has_latest):
    timeline = Timeline([anchor(2, HOUR, EVENING)], [], [(1, HOUR), (2, 0), (3, HOUR)])
    moment = timeline.at(boot, 0)
    assert moment.quality == BETWEEN
    assert (moment.earliest_ms is not None) == has_earliest
    assert (moment.latest_ms is not None) == has_latest


def test_without_anchors_nothing_is_known():
    moment = Timeline([], [start(1)], [(1, HOUR)]).at(1, HOUR)
    assert (moment.quality, bounds(moment), moment.utc_ms) == (BETWEEN, (None, None), None)
    assert moment.zones_min == ()


@pytest.mark.parametrize("utc_ms", [0, 1, 946_684_800_000, 1_000_000_000_000, 5_000_000_000_000])
def test_an_impossible_time_is_no_anchor(utc_ms):
    with pytest.raises(JournalError):
        anchor(1, 0, utc_ms)


def test_two_anchors_that_contradict_each_other_leave_only_the_extremes():
    # The laptop's clock was set back by an hour between two syncs.
    timeline = Timeline(
        [anchor(1, 0, EVENING), anchor(1, 2 * HOUR, EVENING + HOUR)], [], [(1, HOUR)]
    )
    moment = timeline.at(1, HOUR)
    assert moment.quality == BETWEEN
    assert moment.is_disputed
    assert moment.utc_ms is None
    assert moment.earliest_ms <= EVENING
    assert moment.latest_ms >= EVENING + HOUR


def test_a_third_anchor_settles_it():
    good = [anchor(1, 0, EVENING), anchor(1, DAY, EVENING + DAY)]
    wrong = anchor(1, 2 * HOUR, EVENING + HOUR)
    moment = Timeline([*good, wrong], [], []).at(1, HOUR)
    agreed = Timeline(good, [], []).at(1, HOUR)
    assert moment.quality == EXACT
    assert moment.is_disputed
    assert bounds(moment) == bounds(agreed)
    assert moment.utc_ms == agreed.utc_ms


def test_contradiction_between_starts_is_admitted():
    timeline = Timeline(
        [anchor(1, 0, EVENING + DAY), anchor(3, 0, EVENING)], [], [(1, HOUR), (2, HOUR)]
    )
    moment = timeline.at(2, 0)
    assert moment.quality == BETWEEN
    assert moment.is_disputed
    assert moment.earliest_ms <= moment.latest_ms
    assert timeline.at(3, 0).utc_ms == EVENING


@given(
    hours=st.sets(st.integers(0, 3_000), min_size=1, max_size=60),
    errors_ms=st.lists(st.integers(1, 5 * HOUR), min_size=60, max_size=60),
    uptime_ms=st.integers(0, 3_000 * HOUR),
)
def test_of_years_of_anchors_the_nearest_are_heard(hours, errors_ms, uptime_ms):
    anchors = [
        anchor(1, hour * HOUR, EVENING + hour * HOUR + wrong_ms // 2, hour % 5, wrong_ms)
        for hour, wrong_ms in zip(sorted(hours), errors_ms, strict=False)
    ]
    before = [one for one in anchors if one.uptime_ms <= uptime_ms]
    after = [one for one in anchors if one.uptime_ms > uptime_ms]
    few = Timeline(before[-5:] + after[:5], [], []).at(1, uptime_ms)
    assert Timeline(anchors[::-1], [], []).at(1, uptime_ms) == few


@pytest.mark.parametrize(
    ("zones", "uptime_ms", "expected"),
    [
        ((60, 60), 12 * HOUR, (60,)),
        ((60, 120), 2 * HOUR, (60, 120)),
        ((60, 120), 22 * HOUR, (120, 60)),
        ((60, 120), -HOUR, (60,)),
        ((60, 120), 25 * HOUR, (120,)),
        ((60, -300), 20 * HOUR, (-300, 60)),
        ((345, 840), 1 * HOUR, (345, 840)),
    ],
)
def test_summer_time_and_journeys_within_a_boot(zones, uptime_ms, expected):
    """UTC runs on; the offset is certain only between two anchors that have the same."""
    timeline = Timeline(
        [
            anchor(1, 2 * HOUR, EVENING, zones[0]),
            anchor(1, 26 * HOUR, EVENING + DAY, zones[1]),
        ],
        [],
        [],
    )
    moment = timeline.at(1, 2 * HOUR + uptime_ms)
    assert moment.zones_min == expected
    assert moment.utc_ms == EVENING + uptime_ms


def drift(time_ms, ppm):
    return int(time_ms * ppm / 1_000_000)


@st.composite
def worlds(draw):
    """Notes of the watch about starts, sleeps and syncs, and their true times."""
    now_ms = EVENING
    anchors, boots, events = [], [], []
    rtc_ppm = draw(st.sampled_from([0, 20, 20_000]))
    uptime_ppm = draw(st.sampled_from([100, 5_000]))
    rtc_ms = 0
    for boot in range(1, draw(st.integers(2, 6))):
        asleep_ms = draw(st.integers(0, 2 * DAY))
        now_ms += asleep_ms
        rtc_off = draw(st.integers(-rtc_ppm, rtc_ppm))
        rtc_ms += asleep_ms + drift(asleep_ms, rtc_off)
        kept = draw(st.booleans())
        if not kept or boot == 1:
            rtc_ms = draw(st.integers(0, DAY))
        if draw(st.integers(0, 9)):
            boots.append(start(boot, rtc_ms // SECOND * SECOND, kept, rtc_ppm))
            boots[-1][2].uptime_drift_ppm = uptime_ppm
        off = draw(st.integers(-uptime_ppm, uptime_ppm)) if boots else 0
        uptime_ms = 0
        for _ in range(draw(st.integers(1, 4))):
            awake_ms = draw(st.integers(1, 3 * DAY))
            uptime_ms += awake_ms
            true_ms = awake_ms + drift(awake_ms, off)
            now_ms += true_ms
            rtc_ms += true_ms + drift(true_ms, rtc_off)
            events.append((boot, uptime_ms, now_ms))
            if draw(st.booleans()):
                error_ms = draw(st.integers(0, 500))
                wrong_ms = draw(st.integers(-error_ms, error_ms))
                anchors.append(anchor(boot, uptime_ms, now_ms + wrong_ms, 60, error_ms))
    return anchors, boots, events


@given(worlds())
def test_the_truth_lies_within_the_bounds(world):
    anchors, boots, events = world
    timeline = Timeline(anchors, boots, [event[:2] for event in events])
    for boot, uptime_ms, true_ms in events:
        moment = timeline.at(boot, uptime_ms)
        assert not moment.is_disputed
        assert moment.earliest_ms is None or moment.earliest_ms - ROUNDING_MS <= true_ms
        assert moment.latest_ms is None or true_ms <= moment.latest_ms + ROUNDING_MS
        if moment.quality != BETWEEN:
            assert abs(moment.utc_ms - true_ms) <= moment.error_ms + ROUNDING_MS
        if any(one.boot == boot for one in anchors):
            assert moment.quality == EXACT
