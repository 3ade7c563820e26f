# SPDX-License-Identifier: MIT
"""The catalogue of muscle groups: frozen numbers that protocols, the watch and the journal share.

A number is never given a new meaning, so a journal stays readable after every protocol in it has
changed. Names and instructions for people are texts on the laptop; the watch needs only what
changes its behaviour: the region (landmarks, "where am I"), the arm that is tensed (its release
cue must survive the tension) and whether it is a foot (cramp: tensed 2 to 3 s, leaflet step 1).
"""

# The parts of the body from the feet up. Shoulders belong to the arms, so that in the leaflet's
# order each part comes once and their numbers rise: "where am I" can be held in mind.
LEGS = 1
TRUNK = 2
ARMS = 3
FACE = 4

# Bits, for both arms have both.
LEFT = 1
RIGHT = 2


class Muscle:
    """One muscle group: its number, key, region, the arm it tenses and whether it is a foot."""

    def __init__(self, number: int, key: str, region: int, arm: int, foot: bool) -> None:
        self.number = number
        self.key = key
        self.region = region
        self.arm = arm
        self.foot = foot


# Numbers 1 to 17 are the leaflet's groups a to q in its order; chest and shoulders press both
# upper arms back, so they count as tensing both arms. One text, for as objects they take 4 KB of a
# watch's memory: number, region, arm, whether it is a foot, key.
_REGIONS = "-ltaf"
_ARMS = "-lrb"
_ROWS = (
    "01 l - f right-foot     "
    "02 l - - right-lower-leg"
    "03 l - - right-thigh    "
    "04 l - f left-foot      "
    "05 l - - left-lower-leg "
    "06 l - - left-thigh     "
    "07 t - - buttocks       "
    "08 t - - abdomen        "
    "09 a r - right-forearm  "
    "10 a r - right-upper-arm"
    "11 a l - left-forearm   "
    "12 a l - left-upper-arm "
    "13 a b - chest-shoulders"
    "14 f - - neck           "
    "15 f - - jaw            "
    "16 f - - nose           "
    "17 f - - forehead       "
    "20 a r - right-arm      "
    "21 a l - left-arm       "
    "22 f - - face           "
    "23 t b - trunk          "
    "24 l - - right-leg      "
    "25 l - - left-leg       "
    "26 a b - both-arms      "
    "27 f - - face-neck      "
    "28 l - - both-legs      "
    "29 l - f both-feet      "
    "30 l - - both-thighs    "
    "31 a b - both-hands     "
    "32 a b - shoulders      "
    "33 t - - whole-body     "
)
_ROW_CHARS = 24
_NUMBERS = bytes([int(_ROWS[at : at + 2]) for at in range(0, len(_ROWS), _ROW_CHARS)])


def every() -> tuple[Muscle, ...]:
    """Return all muscle groups, in the order of their numbers."""
    return tuple([_muscle(place) for place in range(len(_NUMBERS))])


def by_number(number: int) -> Muscle | None:
    """Return the muscle group with this catalogue number, or None."""
    place = _NUMBERS.find(bytes((number,))) if 0 <= number <= 255 else -1
    return None if place < 0 else _muscle(place)


def by_key(key: str) -> Muscle | None:
    """Return the muscle group with this key ("right-foot"), or None."""
    for muscle in every():
        if muscle.key == key:
            return muscle
    return None


def _muscle(place: int) -> Muscle:
    row = _ROWS[place * _ROW_CHARS : (place + 1) * _ROW_CHARS]
    return Muscle(
        _NUMBERS[place],
        row[9:].rstrip(),
        _REGIONS.index(row[3]),
        _ARMS.index(row[5]),
        row[7] == "f",
    )
