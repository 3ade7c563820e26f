# SPDX-License-Identifier: MIT
"""The tension rated by presses in the dark: every moment of it, and that no sleeper rates."""

import pytest

from loslaten_core.haptics import cue as cues
from loslaten_core.journal.session import from_tally
from loslaten_core.practice import event, rating
from loslaten_core.practice.evening import OFFER_MS, RATED_EVERY_MS, Practice
from loslaten_core.practice.limits import RATED_BEFORE, RATED_BEFORE_AND_AFTER
from tests.practice import sleepers
from tests.practice.examples import ID, double, hold, press, two_groups

# The taps come in threes.
TAPS_MS = (4_000, 5_500, 7_000, 10_000, 11_500, 13_000, 16_000, 17_500, 19_000, 22_000)
OVER_MS = 25_000
BEGUN_MS = 2_000
RATED = two_groups(ratings=RATED_BEFORE)


class Wearer:
    """Starts a session of `protocol` at BEGUN_MS; times of presses count from there."""

    def __init__(self, protocol=RATED, ratings: int = 0) -> None:
        self.practice = Practice([(ID, protocol)])
        self.practice.ratings = ratings
        self.felt: list[tuple[int, int, int]] = []
        self.do(*hold(-1_000))

    def do(self, *gestures: tuple[int, int]) -> "Wearer":
        for at_ms, gesture in gestures:
            self.wait(at_ms)
            self._take(self.practice.handle(at_ms + BEGUN_MS, gesture))
        return self

    def wait(self, until_ms: int) -> "Wearer":
        while (due_ms := self.practice.deadline_ms) is not None and due_ms <= until_ms + BEGUN_MS:
            self._take(self.practice.handle(due_ms, event.TICK))
        return self

    def _take(self, actions: list) -> None:
        for action in actions:
            if isinstance(action, event.Cancel):
                self.felt = [one for one in self.felt if one[0] <= action.at_ms - BEGUN_MS]
            elif isinstance(action, event.Cue):
                self.felt.append((action.at_ms - BEGUN_MS, action.cue, action.count))

    @property
    def rated(self) -> int | None:
        return self.practice.tally.tension_before


def test_without_a_press_it_taps_ten_times_in_threes_and_the_session_goes_on():
    wearer = Wearer().wait(100_000)
    taps = tuple(at_ms for at_ms, cue, _ in wearer.felt if cue == cues.TICK and at_ms > 0)
    assert taps == TAPS_MS
    assert wearer.rated is None
    plain = Wearer(two_groups()).wait(100_000)
    assert [one for one in wearer.felt if one[1] != cues.TICK] == [
        one for one in plain.felt if one[1] != cues.TICK
    ]


def test_a_press_at_any_moment_takes_the_number_that_has_been_tapped():
    for at_ms in range(0, 40_000, 250):
        wearer = Wearer().do(*press(at_ms)).wait(at_ms + 20_000)
        tapped = sum(tap_ms <= at_ms for tap_ms in TAPS_MS)
        in_time = TAPS_MS[0] <= at_ms < OVER_MS
        assert wearer.rated == (tapped if in_time else None), at_ms
        echoes = [count for _, cue, count in wearer.felt if cue == cues.POSITION]
        assert echoes == ([tapped] if in_time else []), at_ms


def test_the_longest_that_it_takes_is_a_press_at_the_last_moment():
    one = rating.Rating(0)
    one.advance(OVER_MS - 1)
    one.press(OVER_MS - 1, event.PRESS)
    ended_ms = 0
    while one.deadline_ms is not None:
        ended_ms = one.deadline_ms
        one.advance(ended_ms)
    assert ended_ms == rating.LONGEST_MS - 1


def test_two_presses_before_the_first_tap_are_zero_also_around_it():
    for at_ms in (500, 3_000, 3_700):
        wearer = Wearer().do(*double(at_ms))
        assert wearer.rated == 0
        taps = [cue for when, cue, _ in wearer.wait(30_000).felt if when > 4_100]
        assert cues.TICK not in taps
    assert Wearer().do(*double(4_100)).rated is None, "one, and taken back"


@pytest.mark.parametrize("later_ms", [100, 600, 2_000, 7_900])
def test_one_more_press_takes_it_back(later_ms: int):
    second = event.DOUBLE if later_ms <= 500 else event.PRESS
    wearer = Wearer().do(*press(8_000)).do((8_000 + later_ms, second))
    assert wearer.rated is None
    assert wearer.felt[-1] == (8_000 + later_ms, cues.REFUSED, 0)
    assert wearer.practice.running


def test_after_it_the_button_means_what_it_always_meant():
    wearer = Wearer().do(*press(8_000), *press(20_000)).wait(20_000)
    assert wearer.rated == 3
    assert (20_000, cues.READY, 0) in wearer.felt, "begin now"


@pytest.mark.parametrize("at_ms", [1_000, 8_000, 24_500])
def test_a_hold_stops_and_leaves_no_rating(at_ms: int):
    wearer = Wearer().do(*hold(at_ms))
    assert not wearer.practice.running
    assert (wearer.practice.tally.ending, wearer.rated) == (event.STOPPED, None)


@pytest.mark.parametrize(
    ("asked", "setting", "is_rated"),
    [(0, 0, False), (1, 0, True), (1, 1, False), (0, 2, True), (1, 2, True), (0, 3, True)],
)
def test_the_setting_goes_before_the_protocol(asked: int, setting: int, is_rated: bool):
    wearer = Wearer(two_groups(ratings=asked), setting).do(*press(8_000))
    assert wearer.rated == (3 if is_rated else None)


def test_a_settle_in_without_room_for_it_is_not_used():
    for settle_in_ms, value in ((rating.LONGEST_MS - 100, None), (rating.LONGEST_MS, 3)):
        protocol = two_groups(ratings=RATED_BEFORE, settle_in_ms=settle_in_ms)
        assert Wearer(protocol).do(*press(8_000)).rated == value


@pytest.mark.parametrize(("after_ms", "value"), [(0, None), (RATED_EVERY_MS - 20_000, None),
                                                 (RATED_EVERY_MS, 3)])  # fmt: skip
def test_it_is_asked_once_a_night(after_ms: int, value: int | None):
    wearer = Wearer().do(*hold(30_000))
    again_ms = 40_000 + after_ms
    wearer.do(*hold(again_ms), *press(again_ms + 1_000 + 8_000))
    assert wearer.rated == value


def test_it_stands_in_the_record_of_the_session():
    wearer = Wearer().do(*press(22_500)).wait(500_000)
    assert from_tally(wearer.practice.tally, event.COMPLETED).tension_before == 10


BOTH = two_groups(ratings=RATED_BEFORE_AND_AFTER, end_cue=True)
# The session was ended by a hold that came up at OVER_AT; two presses two seconds later.
STOPPED_AT, OVER_AT, AWAKE_AT = 29_000, 30_000, 32_000
COUNT_AT = AWAKE_AT + 200


def stopped(protocol=BOTH, **chosen) -> Wearer:
    wearer = Wearer(protocol, **chosen).do(*hold(STOPPED_AT))
    assert not wearer.practice.running
    return wearer


def after(wearer: Wearer) -> tuple:
    tally = wearer.practice.tally
    return tally.tension_after, tally.calmer


def test_after_a_session_ended_by_hand_two_presses_ask_for_the_count():
    wearer = stopped().do(*double(AWAKE_AT), *press(COUNT_AT + TAPS_MS[3] + 200))
    assert after(wearer) == (4, False)
    assert wearer.practice.awaits_rating, "it may be taken back"
    wearer.wait(COUNT_AT + 60_000)
    assert after(wearer) == (4, False)
    assert not wearer.practice.awaits_rating
    assert wearer.practice.deadline_ms is None


def test_breathing_grown_calmer_is_one_press_after_the_number():
    rated_at = COUNT_AT + TAPS_MS[0] + 200
    asked_at = rated_at + rating.TAKE_BACK_MS
    wearer = stopped().do(*double(AWAKE_AT), *press(rated_at)).wait(asked_at)
    assert wearer.felt[-1] == (asked_at, cues.LANDMARK, 0)
    wearer.do(*press(asked_at + 3_000))
    assert after(wearer) == (1, True)
    assert wearer.felt[-1][1] == cues.ACK
    record = from_tally(wearer.practice.tally, event.STOPPED)
    assert (record.tension_after, record.calmer) == (1, True)


def test_with_the_yes_about_breathing_it_is_over():
    """No second press says yes again, and nothing is waited for."""
    one = rating.Rating(0, is_after=True)
    one.advance(TAPS_MS[0])
    one.press(TAPS_MS[0], event.PRESS)
    asked_at = TAPS_MS[0] + rating.TAKE_BACK_MS
    one.advance(asked_at)
    assert one.deadline_ms == asked_at + rating.QUESTION_MS
    one.press(asked_at + 1_000, event.PRESS)
    assert (one.value, one.calmer, one.deadline_ms) == (1, True, None)


@pytest.mark.parametrize(("end_cue", "value"), [(True, 0), (False, None)])
def test_a_session_that_ends_by_itself_asks_only_where_its_end_is_felt(end_cue, value):
    protocol = two_groups(ratings=RATED_BEFORE_AND_AFTER, end_cue=end_cue, settle_in_ms=60_000)
    wearer = Wearer(protocol)
    ended_at = 420_000
    wearer.wait(ended_at)
    assert not wearer.practice.running
    wearer.do(*double(ended_at + 5_000), *double(ended_at + 6_000))
    assert after(wearer) == (value, False)


def test_without_two_presses_in_time_nothing_is_felt_and_nothing_told():
    wearer = stopped()
    felt = list(wearer.felt)
    wearer.wait(OVER_AT + OFFER_MS)
    assert wearer.felt == felt
    assert not wearer.practice.awaits_rating
    wearer.do(*double(OVER_AT + OFFER_MS + 1))
    assert wearer.felt[-1][1:] == (cues.POSITION, 1), "the button means what it always means"


def test_a_press_after_it_is_answered_as_always_and_a_hold_starts():
    wearer = stopped().do(*press(AWAKE_AT))
    assert wearer.felt[-1][1] == cues.HERE
    assert after(wearer) == (None, False)
    wearer = stopped().do(*hold(AWAKE_AT))
    assert wearer.practice.running
    assert not wearer.practice.awaits_rating


def test_a_hold_in_the_count_after_leaves_no_rating_and_starts_nothing():
    wearer = stopped().do(*double(AWAKE_AT), *hold(COUNT_AT + TAPS_MS[2]))
    assert after(wearer) == (None, False)
    assert not wearer.practice.running
    assert wearer.felt[-1][1] == cues.REFUSED


@pytest.mark.parametrize(
    ("asked", "setting"), [(RATED_BEFORE, 0), (RATED_BEFORE_AND_AFTER, 2), (0, 0), (0, 2), (2, 1)]
)
def test_it_is_asked_after_only_where_that_is_chosen(asked: int, setting: int):
    wearer = stopped(two_groups(ratings=asked), ratings=setting)
    assert not wearer.practice.awaits_rating


@pytest.mark.parametrize("ending", [event.BATTERY, event.FAULT])
def test_a_session_that_something_else_ended_is_not_rated(ending: int):
    wearer = Wearer(BOTH).wait(100_000)
    wearer.practice.end(102_500, ending)
    assert not wearer.practice.awaits_rating


def test_a_second_session_of_the_night_is_not_rated_after_it():
    wearer = stopped().do(*hold(100_000)).do(*hold(120_000))
    assert not wearer.practice.running
    assert not wearer.practice.awaits_rating


def test_a_sleeper_gives_no_rating():
    """A slice of `python -m tests.torture.sleepers`."""
    nights = [
        sleepers.slept(seed, rate, share)
        for seed, rate in enumerate(sleepers.RATES_PER_HOUR * 4)
        for share in sleepers.HELD_SHARES
    ]
    assert sum(night.presses for night in nights) > 1_000
    assert sum(night.restarts for night in nights) > 10
    assert sum(night.ratings for night in nights) == 0
