# SPDX-License-Identifier: MIT
"""The body that an exercise is read off: seventeen muscle groups, from the front and from behind.

The drawing has the person's right where it is on the person: on the left of the front view, on the
right of the back view. One half is drawn, the other is its mirror image.
"""

from dataclasses import dataclass

WIDTH, HEIGHT = 220, 424

# Shapes of the right half as seen from the front, and of what lies in the middle.
_LIMBS = {
    "upper-arm": "M65 109c-9 5-14 14-17 27l-8 39c6 5 14 5 20 2 6-16 12-30 13-45-1-9-4-17-8-23z",
    "forearm": "M39 179c6 4 13 4 20 2l-10 42c-1 7-1 14-3 21-3 8-12 7-14-1-2-9 0-17 1-25z",
    "thigh": "M69 224c11 7 24 11 39 14l-7 80c-9 4-18 4-26 1-6-26-9-62-6-95z",
    "lower-leg": "M75 323c8 3 17 3 26-1 1 25-2 46-7 71-4 2-9 2-13 0-4-25-8-45-6-70z",
    "foot": "M80 397c5 2 10 2 15 0 2 6 3 12 2 17-6 6-19 6-25 2 1-7 5-13 8-19z",
}
_MIDDLE = {
    "forehead": "M87 40c0-17 10-27 23-27s23 10 23 27z",
    "nose": "M87 43h46l-1 13H88z",
    "jaw": "M88 59h44c-2 13-11 20-22 20s-20-7-22-20z",
    "neck": "M99 81c7 4 15 4 22 0l2 12c-7 5-19 5-26 0z",
    "chest-shoulders": "M95 94c-8 6-21 7-28 13 6 12 9 26 10 43 21 6 45 6 66 0 1-17 4-31 10-43"
    "-7-6-20-7-28-13-8 6-22 6-30 0z",
    "abdomen": "M77 153c21 6 45 6 66 0-1 16 0 29 2 43-23 7-47 7-70 0 2-14 3-27 2-43z",
    "buttocks": "M75 199c23 7 47 7 70 0 3 8 4 15 5 22-12 7-26 11-40 14-14-3-28-7-40-14 1-7 2-14"
    " 5-22z",
    "skull": "M87 56c-1-8 0-14 0-16 0-17 10-27 23-27s23 10 23 27c0 2 1 8 0 16-2 14-11 23-23 23"
    "s-21-9-23-23z",
}
_SIDED = tuple(_LIMBS)
_FRONT = ("forehead", "nose", "jaw", "neck", "chest-shoulders", "abdomen")
_BACK = ("neck", "chest-shoulders", "buttocks")
# What is drawn but is no muscle group of its own from that side.
_FRONT_PLAIN, _BACK_PLAIN = ("buttocks",), ("skull", "abdomen")
# The wider groups of shorter exercises, and what of the body they are.
_PARTS = {
    "right-arm": ("right-upper-arm", "right-forearm"),
    "left-arm": ("left-upper-arm", "left-forearm"),
    "both-arms": ("right-upper-arm", "right-forearm", "left-upper-arm", "left-forearm"),
    "both-hands": ("right-forearm", "left-forearm"),
    "face": ("forehead", "nose", "jaw"),
    "face-neck": ("forehead", "nose", "jaw", "neck"),
    "trunk": ("chest-shoulders", "abdomen"),
    "shoulders": ("chest-shoulders",),
    "right-leg": ("right-thigh", "right-lower-leg", "right-foot"),
    "left-leg": ("left-thigh", "left-lower-leg", "left-foot"),
    "both-thighs": ("right-thigh", "left-thigh"),
    "both-feet": ("right-foot", "left-foot"),
    "both-legs": (
        *("right-thigh", "right-lower-leg", "right-foot"),
        *("left-thigh", "left-lower-leg", "left-foot"),
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A piece of the drawing: `path` as seen from one side, `flipped` to the other half.

    `part` is the muscle group of the leaflet that it is, "" where it is none.
    """

    part: str
    path: str
    flipped: bool = False


def front() -> tuple[Shape, ...]:
    """Return the body from the front."""
    return _view(_FRONT, _FRONT_PLAIN, "right", "left")


def back() -> tuple[Shape, ...]:
    """Return the body from behind."""
    return _view(_BACK, _BACK_PLAIN, "left", "right")


def group_at(part: str, muscles: tuple[str, ...]) -> str:
    """Return which of an exercise's muscle groups a part of the body belongs to, "" for none."""
    if part in muscles:
        return part
    for muscle in muscles:
        if muscle == "whole-body" or part in _PARTS.get(muscle, ()):
            return muscle if part else ""
    return ""


def _view(
    middle: tuple[str, ...], plain: tuple[str, ...], near: str, far: str
) -> tuple[Shape, ...]:
    shapes = [Shape(part="", path=_MIDDLE[name]) for name in plain]
    shapes += [Shape(part=name, path=_MIDDLE[name]) for name in middle]
    for limb in _SIDED:
        shapes.append(Shape(part=f"{near}-{limb}", path=_LIMBS[limb]))
        shapes.append(Shape(part=f"{far}-{limb}", path=_LIMBS[limb], flipped=True))
    return tuple(shapes)
