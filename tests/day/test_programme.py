# SPDX-License-Identifier: MIT
"""The day programme and the reminder: what is felt, what a press says, and when all is quiet."""

import re
from pathlib import Path
from random import Random

import pytest

from loslaten_core.day import programme
from loslaten_core.day.local_time import DAY_MS, MINUTE_MS, LocalTime
from loslaten_core.day.programme import DayProgramme, Wishes
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics import theme
from loslaten_core.practice import event

HOUR_MS = 60 * MINUTE_MS
# A Monday, 2026-11-23, 00:00 in UTC and in the zone.
MONDAY = 20_780
FROM_MIN, UNTIL_MIN, REMINDER_MIN = 9 * 60, 17 * 60, 21 * 60


class Life:
    """A watch that has run since Monday's midnight; times are hours since then."""

    def __init__(self, taps=5, reminder=None, seed=1, error_ms=0, drift_ppm=0) -> None:
        self.day = DayProgramme(
            Wishes(taps, FROM_MIN, UNTIL_MIN, reminder), Random(seed).randrange
        )
        self.day.local = LocalTime((0,), MONDAY * DAY_MS, 0, error_ms, drift_ppm)
        self.now_ms = 0
        self.felt: list[float] = []
        self.is_free = True

    def until(self, hours: float) -> "Life":
        while True:
            cue = self.day.advance(self.now_ms, self.is_free)
            if cue:
                assert cue == programme.TAP
                self.felt.append(self.now_ms / HOUR_MS)
            due_ms = self.day.deadline_ms
            end_ms = round(hours * HOUR_MS)
            if due_ms is None or due_ms > end_ms:
                self.now_ms = end_ms
                return self
            assert due_ms > self.now_ms or cue
            self.now_ms = max(due_ms, self.now_ms)

    def next_tap(self) -> "Life":
        before = len(self.felt)
        while len(self.felt) == before:
            self.until((self.day.deadline_ms or self.now_ms) / HOUR_MS)
        return self

    def do(self, what: int, after_ms: int = 1_000) -> "int | None":
        self.now_ms += after_ms
        return self.day.gesture(self.now_ms, what)

    @property
    def today(self):
        return self.day._today


def test_five_taps_fall_inside_the_hours_of_each_day():
    life = Life().until(24 * 7)
    assert len(life.felt) == 35
    for at in life.felt:
        assert 9 <= at % 24 < 17
    closed = life.until(24 * 7 + 5).day.closed
    assert [(day.day, day.taps, day.noticed) for day in closed] == [
        (MONDAY + number, 5, 0) for number in range(7)
    ]


def test_moments_are_uniform_over_the_hours():
    """Kolmogorov and Smirnov, over 2,000 seeds; beyond 1.95 / sqrt(n) is 1 in 1,000."""
    at = sorted((time - 9) / 8 for seed in range(2_000) for time in Life(seed=seed).until(18).felt)
    assert len(at) == 10_000
    furthest = max(max((i + 1) / len(at) - x, x - i / len(at)) for i, x in enumerate(at))
    assert furthest < 1.95 / len(at) ** 0.5


def test_a_press_after_a_tap_says_done_once():
    life = Life().until(8).next_tap()
    assert life.do(event.PRESS) == cues.ACK
    assert life.do(event.PRESS) == cues.ACK
    assert (life.today.taps, life.today.noticed) == (1, 1)


@pytest.mark.parametrize("after_ms", [0, 29_999, 30_000])
def test_thirty_seconds_long_a_press_answers(after_ms):
    assert Life().until(8).next_tap().do(event.PRESS, after_ms) == cues.ACK


def test_outside_them_the_button_means_what_it_always_means():
    life = Life().until(8)
    assert life.do(event.PRESS) is None
    life.next_tap()
    for what in (event.PRESS, event.DOUBLE, event.HOLD_REACHED, event.HOLD, event.LONG):
        assert life.do(what, 30_001) is None
    assert life.today.noticed == 0
    assert not life.today.silenced


def test_a_hold_silences_until_tomorrow():
    life = Life().until(8).next_tap()
    assert life.do(event.PRESS) == cues.ACK
    assert life.do(event.HOLD_REACHED, 700) == programme.TAP
    assert life.do(event.HOLD, 500) == cues.PAUSED
    assert (life.today.taps, life.today.noticed, life.today.silenced) == (1, 0, True)
    assert len(life.until(24).felt) == 1
    assert len(life.until(48).felt) == 6


def test_a_hold_that_comes_up_after_the_half_minute_still_answers():
    life = Life().until(8).next_tap()
    assert life.do(event.PRESS, 29_900) == cues.ACK
    assert life.do(event.HOLD, 900) == cues.PAUSED


def test_a_button_that_is_lain_on_silences_nothing():
    life = Life().until(8).next_tap()
    life.do(event.PRESS)
    assert life.do(event.STUCK, 8_000) == 0
    assert not life.today.silenced


def test_nothing_while_power_comes_in_and_nothing_is_put_off():
    life = Life(reminder=REMINDER_MIN)
    life.is_free = False
    assert not life.until(24).felt
    life.is_free = True
    assert len([at for at in life.until(48).felt if at % 24 < 17]) == 5


def test_nothing_after_a_session_until_the_next_day_begins_at_four():
    life = Life(reminder=REMINDER_MIN).until(12)
    before = len(life.felt)
    life.day.practised(life.now_ms)
    assert len(life.until(28).felt) == before
    assert len(life.until(52).felt) == before + 6


def test_practising_after_midnight_counts_for_the_evening_before():
    life = Life(taps=0, reminder=REMINDER_MIN).until(24.5)
    life.day.practised(life.now_ms)
    assert life.until(48).felt == [21, 45]


@pytest.mark.parametrize(("began", "felt"), [(20.9, []), (21.1, [21])])
def test_the_reminder_is_dropped_if_somebody_has_practised(began, felt):
    life = Life(taps=0, reminder=REMINDER_MIN).until(began)
    life.day.practised(life.now_ms)
    assert life.until(24).felt == felt


def test_a_session_before_the_time_was_known_counts_once_it_is():
    life = Life(taps=5, reminder=REMINDER_MIN)
    known, life.day.local = life.day.local, None
    life.until(10).day.practised(life.now_ms)
    life.now_ms += HOUR_MS
    life.day.local = known
    assert life.until(24).felt == []


def test_it_is_never_felt_twice_also_after_a_restart_or_a_clock_put_back():
    life = Life(taps=0, reminder=REMINDER_MIN).until(21.001)
    assert life.felt == [21]
    again = Life(taps=0, reminder=REMINDER_MIN)
    again.day.restore(life.day.state)
    again.until(24)
    assert again.felt == []
    life.day.local = LocalTime((0,), MONDAY * DAY_MS + 20 * HOUR_MS, life.now_ms, 0, 0)
    assert life.until(24).felt == [21]


def test_the_clock_not_known_or_too_wide_is_silence():
    unknown = Life(reminder=REMINDER_MIN)
    unknown.day.local = None
    assert not unknown.until(24).felt
    assert not unknown.day.is_known(0)
    wide = Life(reminder=REMINDER_MIN, error_ms=programme.ERROR_MAX_MS + 1)
    assert not wide.until(24).felt
    # 100 ppm are 8.64 s a day: five minutes after 34 days.
    drifting = Life(reminder=REMINDER_MIN, drift_ppm=100).until(24 * 60)
    assert 33 < max(drifting.felt) / 24 < 36


def test_taps_are_inside_the_hours_however_wrong_the_clock_may_be():
    for seed in range(300):
        life = Life(seed=seed, error_ms=programme.ERROR_MAX_MS).until(24)
        assert all(9 + 5 / 60 <= at < 17 - 5 / 60 for at in life.felt)


def test_other_wishes_hold_from_now_on_and_no_day_has_more_taps_than_wished():
    life = Life().until(13)
    before = len(life.felt)
    life.day.wish(Wishes(5, FROM_MIN, UNTIL_MIN, None))
    assert before <= len(life.until(24).felt) <= 5
    life.day.wish(Wishes(0, FROM_MIN, UNTIL_MIN, None))
    assert len(life.until(72).felt) <= 5


def test_hours_the_wrong_way_round_are_none():
    life = Life()
    life.day.wish(Wishes(5, UNTIL_MIN, FROM_MIN, None))
    assert not life.until(48).felt


@pytest.mark.parametrize("state", [b"", b"1234567890", b"123456"])
def test_a_state_that_is_none_changes_nothing(state):
    life = Life()
    life.day.restore(state)
    assert life.day.state == b""


def test_both_interpreters_have_the_same_days(micropython):
    there = micropython(SCRIPT).splitlines()
    printed: list[str] = []
    exec(SCRIPT, {"print": lambda *things: printed.append(" ".join(map(str, things)))})
    assert there == printed
    assert len(printed) > 300


SCRIPT = """
from loslaten_core.day.local_time import LocalTime, rule
from loslaten_core.day.programme import DayProgramme, Wishes

state = [1]

def draw(n):
    state[0] = (state[0] * 1103515245 + 12345) & 0x7FFFFFFF
    return (state[0] >> 8) * n >> 23

day = DayProgramme(Wishes(5, 540, 1020, 1260), draw)
day.local = LocalTime(rule("60,120,3,5,0,120,10,5,0,180"), 1_791_000_000_000, 0, 30, 50)
now = 0
while day.deadline_ms is None or now < 60 * 86_400_000:
    if draw(40) == 0:
        day.practised(now)
    cue = day.advance(now, draw(10) > 0)
    print(now, cue, day.deadline_ms, day.state)
    if cue:
        print(day.gesture(now + draw(60_000), 1 + draw(6)))
    if day.deadline_ms is None:
        break
    now = max(day.deadline_ms, now + 1)
print([(one.day, one.taps, one.noticed, one.silenced, one.reminded) for one in day.closed])
"""


def test_the_documentation_tells_what_is_felt_by_day():
    root = Path(__file__).parents[2]
    told = (
        (root / "docs" / "haptics.md").read_text().partition("## By day")[2].partition("\n## ")[0]
    )
    strength_pct = re.search(r"_STRENGTH_PCT = (\d+)", (root / "device" / "days.py").read_text())
    assert strength_pct is not None
    assert f"at {strength_pct[1]} % of" in told
    assert f"below the {theme.LOWEST_STRENGTH_PCT} %" in told
    assert f"within {programme.ANSWER_MS // 1000} s after a tap" in told
    assert theme.STANDARD.text(programme.TAP) == "."

    life = Life(taps=1).until(17)
    life.now_ms = round(life.felt[0] * HOUR_MS) + 1_000
    answers = {}
    for name, gestures in (
        ("a press", (event.PRESS,)),
        ("a hold", (event.PRESS, event.HOLD_REACHED, event.HOLD)),
    ):
        felt = [life.day.gesture(life.now_ms, gesture) for gesture in gestures]
        answers[name] = [cues.name(cue) for cue in felt if cue]
    rows = re.findall(r"^\| (a \w+) \| (.*?) \|", told, re.MULTILINE)
    assert {name: re.findall(r"(\w+) `", felt) for name, felt in rows} == answers
