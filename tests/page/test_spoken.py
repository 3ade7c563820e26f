# SPDX-License-Identifier: MIT
"""The voice on the virtual clock: it never speaks over the wrist, and ends in time."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.protocols.file import SHIPPED_NAMES, find
from loslaten.protocols.rehearsal import RehearsedPress
from loslaten.protocols.spoken import (
    BEFORE_CUE_MS,
    EARLY_MS,
    FELT_MS,
    NAME_FROM,
    NOTHING_FROM,
    Guide,
    Level,
    Utterance,
    level_of,
)
from loslaten_core.haptics import cue as cues
from loslaten_core.practice import event
from loslaten_core.practice.gesture import Button
from loslaten_core.practice.session import Run

SPOKEN = tuple(name for name in SHIPPED_NAMES if name != "counting")


class Said:
    """A session with a guide beside it: what was spoken, and the cues with their moments.

    An utterance that has begun when something happens is cut off there, as a browser does.
    """

    def __init__(self, name, lang, ms_per_char, level, presses=()):
        self.file = find(name)
        levels = {group.muscle: level for group in self.file.groups}
        guide = Guide(self.file, lang, lambda text: 250 + ms_per_char * len(text), levels)
        self.spoken: list[Utterance] = []
        self.cues: list[tuple[int, int]] = []
        self.releases: list[tuple[int, int]] = []
        self.pending: list[Utterance] = []
        self._guide = guide
        run = Run(self.file.protocol, bytes(6), 0)
        self._take(run.begin())
        edges = [edge for press in sorted(presses) for edge in press.edges()]
        button = Button()
        while run.deadline_ms is not None:
            due = [run.deadline_ms, button.deadline_ms, edges[0][0] if edges else None]
            now_ms = min(at_ms for at_ms in due if at_ms is not None)
            gestures = button.edge(*edges.pop(0)) if now_ms == due[2] else button.advance(now_ms)
            for at_ms, gesture in gestures:
                self._take(run.handle(at_ms, gesture))
            self._take(run.handle(now_ms, event.TICK))
        self.spoken += self.pending

    def _take(self, actions):
        for action in actions:
            if isinstance(action, event.Cue):
                self.cues.append((action.at_ms, action.cue))
            elif isinstance(action, event.Cancel):
                self.cues = [cue for cue in self.cues if cue[0] <= action.at_ms]
            elif isinstance(action, event.Happened):
                at_ms, what, index, repeat, _ = action
                if what == event.RELEASE:
                    self.releases.append((at_ms, index))
                said = self._guide.take(at_ms, what, index, repeat)
                begun = [one for one in self.pending if one.at_ms < at_ms]
                self.spoken += [one for one in begun if one.ends_ms <= at_ms]
                still = [one for one in begun if one.ends_ms > at_ms]
                # What is being said goes on through the cue that it leads to.
                self.pending = still + said if what == event.READY else said

    def due(self, cue):
        return [at_ms for at_ms, number in self.cues if number == cue]


def held(said: Said) -> None:
    for one in said.spoken:
        for at_ms in said.due(cues.RELEASE):
            assert one.ends_ms <= at_ms or one.at_ms >= at_ms, (one, at_ms)
        if one.cue == "tense":
            following = [at_ms for at_ms in said.due(cues.TENSE) if at_ms >= one.at_ms]
            assert not following or one.ends_ms + BEFORE_CUE_MS <= following[0], one
        if one.cue == "release":
            before = [at_ms for at_ms in said.due(cues.RELEASE) if at_ms <= one.at_ms]
            assert before, one
            assert one.at_ms >= before[-1] + FELT_MS
    for one, other in zip(said.spoken, said.spoken[1:], strict=False):
        assert one.ends_ms <= other.at_ms, (one, other)


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("ms_per_char", [45, 70, 110])
@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("name", SPOKEN)
def test_the_wrist_comes_first(name, level, ms_per_char, lang):
    held(Said(name, lang, ms_per_char, level))


@settings(max_examples=60)
@given(
    st.lists(
        st.builds(
            RehearsedPress,
            st.integers(1, 150).map(lambda place: place * 4_000 + 700),
            st.sampled_from(["press", "double", "hold"]),
        ),
        max_size=12,
        unique_by=lambda press: press.at_ms,
    ),
    st.sampled_from([50, 75, 120]),
)
def test_whatever_the_finger_does(presses, ms_per_char):
    held(Said("handout", "nl", ms_per_char, Level.FULL, presses))


def test_a_long_instruction_begins_in_the_release_before_it():
    said = Said("handout", "nl", 70, Level.FULL)
    ready = said.due(cues.READY) + said.due(cues.LANDMARK)
    early = [
        one
        for one in said.spoken
        if one.cue == "tense" and any(0 < at_ms - one.at_ms <= EARLY_MS for at_ms in ready)
    ]
    assert len(early) >= 10
    texts = {one.text for one in said.spoken}
    assert {group.instruction.nl for group in said.file.groups} <= texts


def test_less_is_said_as_a_group_goes_well():
    assert level_of(0) is Level.FULL
    assert level_of(NAME_FROM) is Level.NAME
    assert level_of(NOTHING_FROM) is Level.NOTHING
    full, name, nothing = (Said("handout", "nl", 70, level).spoken for level in reversed(Level))
    assert len(full) >= len(name) > len(nothing)
    assert {one.cue for one in nothing} == {""}
    assert "Rechtervoet." in {one.text for one in name}
