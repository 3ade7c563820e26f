# SPDX-License-Identifier: MIT
"""Invariants whatever the wearer does: all of a small session, and samples of all sessions."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten_core import ticks
from loslaten_core.practice import event
from tests.practice.conftest import EXPLORED
from tests.practice.evening_explorer import EveningExplorer
from tests.practice.examples import every_mode, two_groups
from tests.practice.explored_apart import explored_on_micropython
from tests.practice.session_explorer import SessionExplorer
from tests.practice.strategies import PRESSES, protocols
from tests.practice.wearer import Wearer

ALL = 60
# How deep MicroPython goes here, which is eight times as slow.
EVERY_MODE_DEPTH, EVENING_DEPTH = 4, 4
LATE_MS = st.sampled_from((0, 0, 1, 40, 3_000, 100_000))
STARTED_MS = st.one_of(st.just(0), st.integers(ticks.PERIOD_MS - 3_600_000, ticks.PERIOD_MS - 1))


@cache
def explored_two_groups() -> SessionExplorer:
    explorer = SessionExplorer(two_groups(), ALL)
    explorer.run()
    return explorer


def test_every_gesture_at_every_moment_of_two_groups(record_property):
    explorer = explored_two_groups()
    record_property(EXPLORED, explorer.summary())
    explorer.check_ends()
    assert len(explorer.edges) > 1_000


def test_every_gesture_at_every_moment_of_every_mode(record_property):
    explorer = SessionExplorer(every_mode(), ALL)
    explorer.run()
    record_property(EXPLORED, explorer.summary())
    explorer.check_ends()
    assert len(explorer.edges) > 4_000


def test_micropython_reaches_all_states_of_two_groups_in_the_same_ways(record_property):
    there = explored_on_micropython(f"SessionExplorer(two_groups(), {ALL})")
    explorer = explored_two_groups()
    assert there == (explorer.summary(), explorer.fingerprint())
    record_property(EXPLORED, f"MicroPython: {there[0]}")


def test_micropython_reaches_the_same_states_of_every_mode(record_property):
    """A slice: `python -m tests.torture.session --micropython` explores all there are."""
    there = explored_on_micropython(f"SessionExplorer(every_mode(), {EVERY_MODE_DEPTH})")
    explorer = SessionExplorer(every_mode(), EVERY_MODE_DEPTH)
    explorer.run()
    assert there == (explorer.summary(), explorer.fingerprint())
    record_property(EXPLORED, f"MicroPython: {there[0]}")


@pytest.mark.parametrize("end_cue", [False, True], ids=["silent", "end cue"])
def test_every_gesture_at_every_moment_of_an_evening_with_ratings(end_cue, record_property):
    explorer = EveningExplorer(end_cue, ALL)
    explorer.run()
    record_property(EXPLORED, explorer.summary())
    assert explorer.whole
    assert explorer.rated > 1_000
    assert len(explorer.edges) > 1_000


def test_micropython_reaches_the_same_evenings(record_property):
    """A slice, as of every mode."""
    there = explored_on_micropython(f"EveningExplorer(True, {EVENING_DEPTH})")
    explorer = EveningExplorer(True, EVENING_DEPTH)
    explorer.run()
    assert there == (explorer.summary(), explorer.fingerprint())
    record_property(EXPLORED, f"MicroPython: {there[0]}")


@settings(deadline=None, max_examples=150)
@given(protocols(), PRESSES, STARTED_MS, LATE_MS)
def test_any_session_of_any_protocol(practice, presses, started_ms, late_ms):
    wearer = Wearer(practice, started_ms, late_ms)
    for wait_ms, stay_ms in presses:
        wearer.press(wait_ms, stay_ms)
    wearer.see_it_end()
    assert isinstance(wearer.actions[-1], event.Ended)


@settings(deadline=None, max_examples=60)
@given(protocols(groups_max=4), PRESSES, STARTED_MS, st.integers(1, 3_000_000))
def test_lateness_changes_nothing(practice, presses, started_ms, late_ms):
    told = []
    for late in (0, late_ms):
        wearer = Wearer(practice, started_ms, late)
        for wait_ms, stay_ms in presses:
            wearer.press(wait_ms, stay_ms)
        wearer.see_it_end()
        told.append(wearer.actions)
    assert told[0] == told[1]
