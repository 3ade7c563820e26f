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

NO_ARM = 0
LEFT = 1
RIGHT = 2
BOTH = 3


class Muscle:
    """One muscle group: its number, key, region, the arm it tenses and whether it is a foot."""

    def __init__(self, number: int, key: str, region: int, arm: int, foot: bool) -> None:
        self.number = number
        self.key = key
        self.region = region
        self.arm = arm
        self.foot = foot


# Numbers 1 to 17 are the leaflet's groups a to q in its order; chest and shoulders press both
# upper arms back, so they count as tensing both arms.
_ROWS = (
    (1, "right-foot", LEGS, NO_ARM),
    (2, "right-lower-leg", LEGS, NO_ARM),
    (3, "right-thigh", LEGS, NO_ARM),
    (4, "left-foot", LEGS, NO_ARM),
    (5, "left-lower-leg", LEGS, NO_ARM),
    (6, "left-thigh", LEGS, NO_ARM),
    (7, "buttocks", TRUNK, NO_ARM),
    (8, "abdomen", TRUNK, NO_ARM),
    (9, "right-forearm", ARMS, RIGHT),
    (10, "right-upper-arm", ARMS, RIGHT),
    (11, "left-forearm", ARMS, LEFT),
    (12, "left-upper-arm", ARMS, LEFT),
    (13, "chest-shoulders", ARMS, BOTH),
    (14, "neck", FACE, NO_ARM),
    (15, "jaw", FACE, NO_ARM),
    (16, "nose", FACE, NO_ARM),
    (17, "forehead", FACE, NO_ARM),
    (20, "right-arm", ARMS, RIGHT),
    (21, "left-arm", ARMS, LEFT),
    (22, "face", FACE, NO_ARM),
    (23, "trunk", TRUNK, BOTH),
    (24, "right-leg", LEGS, NO_ARM),
    (25, "left-leg", LEGS, NO_ARM),
    (26, "both-arms", ARMS, BOTH),
    (27, "face-neck", FACE, NO_ARM),
    (28, "both-legs", LEGS, NO_ARM),
    (29, "both-feet", LEGS, NO_ARM),
    (30, "both-thighs", LEGS, NO_ARM),
    (31, "both-hands", ARMS, BOTH),
    (32, "shoulders", ARMS, BOTH),
    (33, "whole-body", TRUNK, NO_ARM),
)
_FEET = (1, 4, 29)

MUSCLES = tuple([Muscle(n, key, region, arm, n in _FEET) for n, key, region, arm in _ROWS])


def by_number(number: int) -> Muscle | None:
    """Return the muscle group with this catalogue number, or None."""
    for muscle in MUSCLES:
        if muscle.number == number:
            return muscle
    return None


def by_key(key: str) -> Muscle | None:
    """Return the muscle group with this key ("right-foot"), or None."""
    for muscle in MUSCLES:
        if muscle.key == key:
            return muscle
    return None
