# SPDX-License-Identifier: MIT
"""Every limit a protocol must keep, in one place, with the reason a person is told.

The laptop checks a file against these before it sends it and the watch checks again what it
receives. Times are whole tenths of a second, which is what the packed form can carry.
"""

# How a muscle group is practised.
TENSE_RELEASE = 0
RELEASE_ONLY = 1
COUNT = 2
LEFT_OUT = 3
MODES = ("tense-release", "release-only", "count", "left-out")

# How much force a muscle group is tensed with. The leaflet: calmly, without too much force, in the
# end a light tension; firmly only the buttocks and the fist.
CALM = 0
LIGHT = 1
FIRM = 2
EFFORTS = ("calm", "light", "firm")

# When the wearer is asked how tense they are, from 0 to 10; the packed form has room for one more.
NOT_RATED = 0
RATED_BEFORE = 1
RATED_BEFORE_AND_AFTER = 2
RATINGS = ("off", "before", "before-and-after")

NAME_BYTES = (1, 20)
GROUPS = (1, 24)
# At the least "it has begun" is felt to its end before the first group is announced; a shorter one
# would push the first cues over one another (tests/haptics/test_beginning.py).
SETTLE_IN_LEAST_MS = 2_500
SETTLE_IN_MS = (SETTLE_IN_LEAST_MS, 300_000)
FADE_PCT = (0, 50)
STRENGTH_PCT = (40, 100)
READY_GAP_MS = (2_000, 15_000)

# Leaflet, step 1; the same 5 to 7 s in Bernstein & Borkovec (1973).
TENSE_MS = (5_000, 7_000)
# Leaflet, step 1 and group a: feet cramp easily.
TENSE_FOOT_MS = (2_000, 3_000)
# From 10 s (applied relaxation, Öst 1987) to 60 s (Bernstein & Borkovec, last repeat).
RELEASE_MS = (10_000, 60_000)
# Leaflet, step 2: at most five; one is the fewest that is a repeat at all.
REPEATS = (1, 5)
# Leaflet, step 2, of what is tensed: a rule for what is newly put on a watch (`checks.when_new`).
TENSED_REPEATS = (2, 5)
# Bernstein & Borkovec, counting stage: one to ten, one count an out-breath.
COUNT_PACE_MS = (4_000, 12_000)
COUNTS = (1, 10)
# Leaflet, last step: at least five minutes. Seated practice on the way has no lying rest.
FINAL_REST_LYING_MS = (300_000, 3_600_000)
FINAL_REST_SEATED_MS = (0, 3_600_000)
# The longest way through a protocol: a night's practice, not a night.
LONGEST_MS = 2 * 3_600_000

WHY_CRAMP = "feet cramp when they are held longer"
WHY_TENSE = "shorter is not felt, longer tires the muscle and invites cramp"
WHY_RELEASE = (
    "the difference is felt in the release, which needs time but not so much that attention drifts"
)
WHY_GAP = "time to find the next muscle group without losing the thread"
WHY_REPEATS = "the leaflet repeats a group until the difference is felt, five times at most"
WHY_TENSED_REPEATS = "the leaflet tenses a group two to five times, until the difference is felt"
WHY_REST = "after the last group one lies still for at least five minutes"
WHY_COUNT = "one count goes with one calm out-breath"
WHY_SETTLE = "time to lie down, and to feel that it has begun"
WHY_STRENGTH = "weaker is not felt on a tensed arm"
WHY_LONGEST = "the longest way through may last two hours"
