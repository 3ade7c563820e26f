# SPDX-License-Identifier: MIT
"""A cue as a person would say it: "short, long", "one long, fading"."""

from loslaten_core.haptics import theme

_COUNTED = "#"
_FADING = "\\"
# Of each language: short, long, one, three, fading, and what is counted out.
_WORDS = {
    "en": ("short", "long", "one {}", "three {}", "fading", "then so many short"),
    "nl": ("kort", "lang", "één keer {}", "drie keer {}", "uitdovend", "dan zoveel keer kort"),
}


def in_words(cue: int, language: str = "en") -> str:
    """Return how a cue of the standard theme feels."""
    short, long, once, thrice, fading, counted = _WORDS[language]
    text = theme.STANDARD.text(cue).replace(" ", "")
    strokes = [short if one == "." else long for one in text if one != _COUNTED]
    words = ", ".join(strokes)
    if len(set(strokes)) == 1 and len(text) in (1, 3):
        words = (once if len(text) == 1 else thrice).format(strokes[0])
    if set(text) == {_FADING}:
        words += ", " + fading
    return words + (f", {counted}" if _COUNTED in text else "")
