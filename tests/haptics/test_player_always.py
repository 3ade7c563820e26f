# SPDX-License-Identifier: MIT
"""Invariants of the player, whatever it is asked for, and in whatever order."""

from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from loslaten_core import ticks
from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.motor import MAX_ON_MS
from tests.haptics import bench
from tests.haptics.bench import EVERY_CUE, MOTORS, THEMES, felt, run_out, run_until, unwrapped

# Anything in any order: (ms since the last one, what, arguments).
_cue = st.tuples(
    st.sampled_from(EVERY_CUE), st.integers(0, 100), st.integers(-50, 4_000) | st.just(0)
)
_doings = st.lists(
    st.tuples(
        st.integers(0, 2_500),
        st.one_of(
            _cue.map(lambda args: ("plan", *args)),
            _cue.map(lambda args: ("play", *args)),
            st.integers(-30, 2_000).map(lambda after_ms: ("cancel", after_ms)),
        ),
    ),
    max_size=12,
)


def do(one, now_ms, doing):
    if doing[0] == "cancel":
        one.cancel(ticks.add(now_ms, doing[1]))
        return
    what, (cue, count, firm), strength_pct, after_ms = doing
    if what == "plan":
        one.plan(ticks.add(now_ms, after_ms), cue, count, strength_pct, firm)
    else:
        one.play(now_ms, cue, count, strength_pct)


def played(theme_name, motor_name, doings, start_ms=0, lateness_ms=()):
    one = bench.player(theme_name, motor_name)
    trace = []
    now_ms = start_ms
    for wait_ms, doing in doings:
        now_ms = ticks.add(now_ms, wait_ms)
        run_until(one, trace, now_ms, lateness_ms)
        do(one, now_ms, doing)
        # The firmware drives the motor at what a cancelled cue leaves before it asks what follows.
        trace.append((now_ms, one.level))
        trace.append((now_ms, one.advance(now_ms)))
    run_out(one, trace)
    return unwrapped(trace, start_ms), one


_themes = st.sampled_from(sorted(THEMES))
_motors = st.sampled_from(sorted(MOTORS))


@given(_themes, _motors, _doings)
def test_whatever_happens_it_ends_with_the_motor_off(theme_name, motor_name, doings):
    trace, one = played(theme_name, motor_name, doings)
    assert one.level == 0
    assert not one.busy
    assert not trace or trace[-1][1] == 0


@given(_themes, _motors, _doings)
def test_whatever_happens_pulses_are_felt_apart(theme_name, motor_name, doings):
    trace, one = played(theme_name, motor_name, doings)
    for before, after in pairwise(bench.felt(trace, one)):
        assert after.onset_ms - before.end_ms >= one.motor.gap_ms


@example(
    "soft",
    "braked-erm",
    [
        (0, ("plan", (cues.READY, 0, False), 0, 0)),
        (12, ("plan", (cues.RELEASE, 0, False), 0, 0)),
        *[(wait_ms, ("cancel", 0)) for wait_ms in (60, 488)],
        *[(wait_ms, ("plan", (cues.READY, 0, False), 0, 0)) for wait_ms in (441, 532, 403)],
    ],
    [423],
)
@given(_themes, _motors, _doings, st.lists(st.integers(0, 900), max_size=40))
def test_whatever_happens_the_motor_is_not_on_for_long(
    theme_name, motor_name, doings, lateness_ms
):
    trace, _ = played(theme_name, motor_name, doings, 0, lateness_ms)
    on_ms = None
    for at_ms, level in trace:
        if on_ms is not None:
            # Whoever calls late finds it on for that much longer; the firmware has a timer.
            assert at_ms - on_ms <= MAX_ON_MS + max(lateness_ms, default=0)
        on_ms = None if level == 0 else (at_ms if on_ms is None else on_ms)


@given(_themes, _motors, _doings, st.integers(0, 20_000))
def test_the_wrap_of_the_ticks_changes_nothing(theme_name, motor_name, doings, before_ms):
    plain, _ = played(theme_name, motor_name, doings)
    wrapped, _ = played(theme_name, motor_name, doings, ticks.PERIOD_MS - before_ms)
    assert wrapped == plain


@given(_themes, _motors, _doings)
def test_the_same_again_gives_the_same_again(theme_name, motor_name, doings):
    assert played(theme_name, motor_name, doings)[0] == played(theme_name, motor_name, doings)[0]


@settings(max_examples=200)
@given(_themes, _motors, _doings, st.booleans())
def test_whatever_else_happens_a_release_is_felt_on_time(theme_name, motor_name, doings, firm):
    one = bench.player(theme_name, motor_name)
    at_ms = 30_000
    one.plan(at_ms, cues.RELEASE, 0, 100, firm)
    trace = []
    now_ms = at_ms - 4_000
    for wait_ms, doing in doings:
        if doing[0] != "cancel" and doing[1][0] != cues.RELEASE and now_ms + wait_ms < at_ms:
            now_ms += wait_ms
            run_until(one, trace, now_ms)
            do(one, now_ms, doing)
    pulses = felt(run_out(one, trace), one)
    release = [pulse for pulse in pulses if abs(pulse.onset_ms - at_ms) <= 3]
    assert len(release) == 1
    assert release[0].length_ms > 400
