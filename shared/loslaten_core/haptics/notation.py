# SPDX-License-Identifier: MIT
"""Cues as text, the way a theme's table holds them.

    .   a short pulse            /   a long pulse that swells
    -   a long pulse             \\   a long pulse that fades away
    =   a very long pulse        #   as many short pulses as the cue counts, three to a group
    (space)   a wide gap, between groups; without it pulses stand one normal gap apart

`-.` is a long and a short pulse; `- #` with a count of five is `- ... ..`. A pulse comes out as
`(length_ms, gap_ms, ramp)`: felt that long, then nothing felt for the gap. After the last pulse
that is the pause which keeps two cues from being felt as one.
"""

FLAT = 0
SWELL = 1
FADE = 2

_GROUP = 3
_SHORT = "."
_LONGS = (("-", FLAT), ("/", SWELL), ("\\", FADE))
_VERY_LONG = "="
_COUNT = "#"


class NotationError(ValueError):
    """A cue's text cannot be read; the message says what and where."""


class Measures:
    """Lengths of the notation's signs in a theme, as felt."""

    def __init__(
        self,
        short_ms: int,
        long_ms: int,
        very_long_ms: int,
        gap_ms: int,
        wide_gap_ms: int,
        pause_ms: int,
    ) -> None:
        self.short_ms = short_ms
        self.long_ms = long_ms
        self.very_long_ms = very_long_ms
        self.gap_ms = gap_ms
        self.wide_gap_ms = wide_gap_ms
        self.pause_ms = pause_ms


def grouped(count: int) -> str:
    """Return `count` short pulses in groups of three: more at once is not counted but guessed."""
    text = ""
    while count > _GROUP:
        text += _SHORT * _GROUP + " "
        count -= _GROUP
    return text + _SHORT * count


def pulses(text: str, count: int, measures: Measures) -> tuple[tuple[int, int, int], ...]:
    """Return the pulses that `text` stands for; NotationError if it is not in the notation."""
    found: list[tuple[int, int, int]] = []
    spelled = text.replace(_COUNT, grouped(count))
    if not count:
        spelled = spelled.rstrip(" ")
    for at in range(len(spelled)):
        if spelled[at] != " ":
            length_ms, ramp = _sign(spelled[at], text, measures)
            found.append((length_ms, measures.gap_ms, ramp))
        elif at == 0 or spelled[at - 1] == " ":
            raise NotationError(f"a space without a pulse before it in {text!r}")
        else:
            length_ms, _, ramp = found[-1]
            found[-1] = (length_ms, measures.wide_gap_ms, ramp)
    if not found:
        raise NotationError(f"no pulse in {text!r}")
    length_ms, _, ramp = found[-1]
    found[-1] = (length_ms, measures.pause_ms, ramp)
    return tuple(found)


def _sign(sign: str, text: str, measures: Measures) -> tuple[int, int]:
    if sign == _SHORT:
        return measures.short_ms, FLAT
    if sign == _VERY_LONG:
        return measures.very_long_ms, FLAT
    for known, ramp in _LONGS:
        if known == sign:
            return measures.long_ms, ramp
    raise NotationError(f"unknown sign {sign!r} in {text!r}")


def rhythm(found: "tuple[tuple[int, int, int], ...]", measures: Measures) -> str:
    """Return what is left of pulses when only their rhythm counts: short, long, and wide gaps.

    Two cues with the same rhythm cannot be told apart, however different they feel.
    """
    text = ""
    for length_ms, gap_ms, _ in found:
        text += _SHORT if 2 * length_ms < measures.short_ms + measures.long_ms else _LONGS[0][0]
        text += " " if 2 * gap_ms > measures.gap_ms + measures.wide_gap_ms else ""
    return text.rstrip(" ")
