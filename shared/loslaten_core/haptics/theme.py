# SPDX-License-Identifier: MIT
"""Themes: what every cue feels like, one table each. Their number is the setting's value.

The rules behind the tables are in `rules`, which also checks them. Rhythm and length carry the
meaning; a theme's strength and ramps only decide how it feels. TENSE is two short pulses and
RELEASE one long one, so they differ in both; its firm form is longer and stronger, for a release
that has to come through tension in the arm that wears the watch.
"""

from loslaten_core.haptics import cue as cues
from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT, CueError, kept_count
from loslaten_core.haptics.notation import Measures, pulses

# The firm form of a cue is this much stronger than the cue, as far as the motor goes.
FIRM_PLUS_PCT = 25


# The cues in the order in which a theme has their texts.
ORDER = (
    cues.READY,
    cues.TENSE,
    cues.RELEASE,
    cues.LANDMARK,
    cues.END,
    cues.ACK,
    cues.LIMIT,
    cues.PAUSED,
    cues.RESUMED,
    cues.POSITION,
    cues.BATTERY,
    cues.REFUSED,
    cues.TICK,
    cues.HERE,
    cues.SYNC,
    cues.STARTED,
    cues.RADIO,
)
_BETWEEN = "|"


class Theme:
    """A theme: `texts` has the texts of all cues in one, which takes the least memory.

    They stand in `ORDER` with a bar between them. `firm_release` is the firm form of a release.
    """

    def __init__(
        self, name: str, strength_pct: int, measures: Measures, texts: str, firm_release: str
    ) -> None:
        self.name = name
        self.strength_pct = strength_pct
        self.measures = measures
        self.texts = texts
        self.firm_release = firm_release

    def text(self, cue: int, firm: bool = False) -> str:
        """Return a cue in the notation; CueError if the theme does not know it."""
        if firm and cue == cues.RELEASE:
            return self.firm_release
        begin = 0
        for known in ORDER:
            end = self.texts.find(_BETWEEN, begin)
            if known == cue:
                return self.texts[begin:] if end < 0 else self.texts[begin:end]
            begin = end + 1
        raise CueError(f"no cue {cue} in theme {self.name}")

    def pulses(
        self, cue: int, count: int = 0, firm: bool = False
    ) -> tuple[tuple[int, int, int], ...]:
        """Return a cue's pulses (see `notation`); CueError if there is no such cue."""
        return pulses(self.text(cue, firm), kept_count(cue, count), self.measures)

    def strength(self, strength_pct: int, wearer_pct: int, firm: bool) -> int:
        """Return how strong a cue is played, in LOWEST_STRENGTH_PCT..100.

        `strength_pct` is what the practice asks for, its fade included, and `wearer_pct` what the
        wearer has chosen.
        """
        own_pct = min(self.strength_pct + (FIRM_PLUS_PCT if firm else 0), 100)
        wanted_pct = own_pct * strength_pct * wearer_pct // 10_000
        return min(max(wanted_pct, LOWEST_STRENGTH_PCT), 100)


STANDARD = Theme(
    "standard",
    75,
    Measures(120, 520, 900, 240, 440, 660),
    r".-|..|\|--|\\\|"
    r".|...|-.|..-|"
    r"- #|.-. #|-..|"
    r".|.|-.-|.--|--.",
    "=",
)

# A partner sleeps beside you: weak, and every long pulse comes or goes gently.
SOFT = Theme(
    "soft",
    55,
    Measures(120, 540, 960, 240, 440, 660),
    r"./|..|\|/\|\\\|"
    r".|...|\.|../|"
    r"\ #|./. #|\..|"
    r".|.|\./|.//|\\.",
    "=",
)

STRONG = Theme(
    "strong",
    90,
    Measures(130, 540, 1_000, 240, 440, 660),
    r".-|..|-|--|---|"
    r".|...|-.|..-|"
    r"- #|.-. #|-..|"
    r".|.|-.-|.--|--.",
    "=",
)

THEMES = (STANDARD, SOFT, STRONG)


def by_name(name: str) -> Theme:
    """Return the theme of this name; CueError if there is none."""
    for theme in THEMES:
        if theme.name == name:
            return theme
    raise CueError(f"no theme called {name}")
