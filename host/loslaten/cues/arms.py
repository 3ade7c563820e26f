# SPDX-License-Identifier: MIT
"""The arm that wears the watch, relaxed and clenched: the two states a strength is fitted for."""

from dataclasses import dataclass

from loslaten.cues import words
from loslaten.language.text import Text
from loslaten_core.haptics import cue as cues


@dataclass(frozen=True, kw_only=True)
class Arm:
    """A state of the arm that wears the watch, and the cue and the setting that belong to it."""

    name: str
    clenched: bool
    cue: int
    setting: str
    intro: Text


# The two short pulses are the least that a relaxed arm has to notice; through tension the release
# has to come.
ARMS = (
    Arm(
        name="relaxed", clenched=False, cue=cues.TENSE, setting="strength_pct", intro=words.RELAXED
    ),
    Arm(
        name="clenched",
        clenched=True,
        cue=cues.RELEASE,
        setting="clenched_strength_pct",
        intro=words.CLENCHED,
    ),
)
