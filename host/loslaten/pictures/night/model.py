# SPDX-License-Identifier: MIT
"""Model of a picture of a night: plain data, wherever it came from.

All times are ms after the session's start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from loslaten.language.concepts import Gesture, Meaning, PhaseKind

# A level over time, in steps of (t_ms, level_pct).
Trace = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of the session. `group` is the index of its muscle group, -1 outside of groups;
    `repeat` counts from 1, 0 where there is none.
    """

    at_ms: int
    length_ms: int
    kind: PhaseKind
    group: int = -1
    repeat: int = 0

    @property
    def end_ms(self) -> int:
        """Time at which the next phase begins."""
        return self.at_ms + self.length_ms


@dataclass(frozen=True, slots=True)
class PressMark:
    """The button: when it went down, what gesture it was, and what that meant."""

    at_ms: int
    kind: Gesture
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue, by its name in `loslaten_core.haptics.cue`, and when it was due to be felt.

    `firm` is the form that has to come through tension in the arm that wears the watch.
    """

    at_ms: int
    name: str
    firm: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupLane:
    """A muscle group and what became of it. `region` is a region of the muscle catalogue, 0
    where that is not known; `cuts` are the repeats that were cut short, from 1; `interrupted`: a
    repeat was broken off and did not come again.
    """

    name: str
    region: int
    done: int
    asked: int = 0
    cuts: tuple[int, ...] = ()
    skipped: bool = False
    interrupted: bool = False
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NightPicture:
    """One night, ready to be drawn.

    `title` and `subtitle` head it, `facts` are short sums below them. `started` is the local time
    of its start, None where that is not certain: then times are told from the start. `drive` is
    the motor's level and `felt` what was felt of it, in steps of (t_ms, level_pct), each level
    holding until the next; a negative drive brakes. Both may be empty, as in a rehearsal.
    `computed` says that the phases have been computed from sums: their moments are not known.
    """

    title: str
    subtitle: str
    facts: tuple[str, ...]
    started: datetime | None
    duration_ms: int
    groups: tuple[GroupLane, ...]
    phases: tuple[Phase, ...]
    presses: tuple[PressMark, ...] = ()
    cues: tuple[Cue, ...] = ()
    drive: Trace = ()
    felt: Trace = ()
    computed: bool = False
    lang: str = "en"
