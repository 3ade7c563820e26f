# SPDX-License-Identifier: MIT
"""Invariants whatever the wearer does: all of a small session, and samples of all sessions."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.firmware import tree
from loslaten_core import ticks
from loslaten_core.practice import event
from tests.practice.conftest import EXPLORED
from tests.practice.examples import every_mode, two_groups
from tests.practice.explore import Explorer
from tests.practice.explore_evening import EveningExplorer
from tests.practice.strategies import PRESSES, protocols
from tests.practice.wearer import Wearer

# How deep MicroPython goes here, which is thirteen times as slow.
DEPTH = {"two_groups": 5, "every_mode": 4}
SCRIPT = """
from tests.practice.examples import {made}
from tests.practice.explore import Explorer
from tests.practice.explore_evening import EveningExplorer

explorer = Explorer({made}(), {depth})
explorer.run()
print(explorer.summary())
print(explorer.fingerprint())
"""
EVENINGS = """
from tests.practice.explore_evening import EveningExplorer

explorer = EveningExplorer({end_cue}, {depth})
explorer.run()
print(explorer.summary())
print(explorer.fingerprint())
"""
LATE_MS = st.sampled_from((0, 0, 1, 40, 3_000, 100_000))
STARTED_MS = st.one_of(st.just(0), st.integers(ticks.PERIOD_MS - 3_600_000, ticks.PERIOD_MS - 1))


def explored_tree() -> tree.Files:
    """The shared core, with what explores it beside it."""
    here = Path(__file__).parent
    names = ("examples.py", "monitor.py", "explore.py", "explore_evening.py")
    beside = {f"/tests/practice/{name}": (here / name).read_bytes() for name in names}
    return tree.core_tree() | beside


@pytest.mark.parametrize(
    "practice", [two_groups(), every_mode()], ids=["two groups", "every mode"]
)
def test_every_gesture_at_every_moment_of_every_state(practice, record_property):
    explorer = Explorer(practice, depth_max=60)
    explorer.run()
    record_property(EXPLORED, explorer.summary())
    assert explorer.whole
    assert explorer.states > 1_000


@pytest.mark.parametrize("made", ["two_groups", "every_mode"])
def test_micropython_reaches_the_same_states_in_the_same_ways(made, micropython, record_property):
    """A slice: `python -m tests.torture.session --micropython` explores all there are."""
    source = SCRIPT.format(made=made, depth=DEPTH[made])
    there = micropython(source, explored_tree()).splitlines()
    explorer = Explorer(globals()[made](), DEPTH[made])
    explorer.run()
    assert there == [explorer.summary(), str(explorer.fingerprint())]
    record_property(EXPLORED, f"MicroPython: {there[0]}")


@pytest.mark.parametrize(("end_cue", "depth"), [(False, 8), (True, 60)], ids=["silent", "end cue"])
def test_every_gesture_at_every_moment_of_an_evening_with_ratings(end_cue, depth, record_property):
    """All there are with an end cue; with a silent end a slice, which is whole in the torture."""
    explorer = EveningExplorer(end_cue, depth)
    explorer.run()
    record_property(EXPLORED, explorer.summary())
    assert explorer.whole == end_cue
    assert explorer.rated > 1_000
    assert len(explorer.edges) > 1_000


def test_micropython_reaches_the_same_evenings(micropython, record_property):
    """A slice, as of the sessions."""
    there = micropython(EVENINGS.format(end_cue=True, depth=4), explored_tree()).splitlines()
    explorer = EveningExplorer(True, 4)
    explorer.run()
    assert there == [explorer.summary(), str(explorer.fingerprint())]
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
