# SPDX-License-Identifier: MIT
"""From the weakest strength that is felt to the wearer's settings on the watch.

A cue is played at a share of the theme's own strength: what the protocol asks for, its fade
included, times what the wearer has chosen. The setting has to be such that the weakest cue of a
session is still felt.
"""

from dataclasses import dataclass

from loslaten_core.haptics.cue import LOWEST_STRENGTH_PCT
from loslaten_core.haptics.theme import THEMES, Theme
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import Protocol


@dataclass(frozen=True, kw_only=True)
class Fit:
    """The setting that was found: `weakest_pct` is how strong the weakest cue is played with it.

    `enough` says whether that is as strong as the threshold.
    """

    threshold_pct: int
    setting_pct: int
    weakest_pct: int

    @property
    def enough(self) -> bool:
        """Whether the weakest cue is felt."""
        return self.weakest_pct >= self.threshold_pct


def fit(theme: Theme, protocol: Protocol | None, threshold_pct: int, clenched: bool) -> Fit:
    """Return the weakest setting with which all cues of a protocol are felt.

    `clenched`: the cues that come through tension in the arm that wears the watch. Without a
    protocol, or where it has no such cue, a cue that has not faded counts.
    """
    asked_pct = weakest_asked_pct(protocol, clenched)
    for setting_pct in range(LOWEST_STRENGTH_PCT, 101):
        weakest_pct = theme.strength(asked_pct, setting_pct, clenched)
        if weakest_pct >= threshold_pct:
            break
    return Fit(threshold_pct=threshold_pct, setting_pct=setting_pct, weakest_pct=weakest_pct)


def in_practice(settings: dict[str, int | str]) -> tuple[Theme, int]:
    """Return a watch's theme, and how strong it plays a cue that has not faded."""
    theme, strength_pct = (settings[name] for name in ("theme", "strength_pct"))
    assert isinstance(theme, int)
    assert isinstance(strength_pct, int)
    return THEMES[theme], THEMES[theme].strength(100, strength_pct, False)


def weakest_asked_pct(protocol: Protocol | None, clenched: bool) -> int:
    """Return the weakest strength that a protocol asks for: that of a group times its fade."""
    if protocol is None:
        return 100
    last = max(len(protocol.groups) - 1, 1)
    asked = [
        group.strength_pct * (100 - protocol.fade_pct * place // last) // 100
        for place, group in enumerate(protocol.groups)
        if group.mode != LEFT_OUT and (not clenched or protocol.tenses_watch_arm(group))
    ]
    if not clenched:
        asked.append(protocol.groups[-1].strength_pct * (100 - protocol.fade_pct) // 100)
    return min(asked, default=100)
