# SPDX-License-Identifier: MIT
"""Any protocol within the limits, and anything a wearer can do with one button."""

from hypothesis import strategies as st

from loslaten_core.practice import checks, limits, muscles
from loslaten_core.practice.protocol import Group, Protocol


def tenths(allowed_ms: tuple[int, int], most_ms: int = 10**9):
    """A time in this range, in steps of a tenth of a second."""
    return st.integers(allowed_ms[0] // 100, min(allowed_ms[1], most_ms) // 100).map(
        lambda steps: steps * 100
    )


@st.composite
def groups(draw, muscle: muscles.Muscle) -> Group:
    mode = draw(st.sampled_from((0, 0, 0, 1, 2, 3)))
    counting = mode == limits.COUNT
    fewest, most = limits.COUNTS if counting else limits.REPEATS
    repeats_max = draw(st.integers(fewest, most))
    return Group(
        muscle.number,
        mode=mode,
        tense_ms=draw(tenths(limits.TENSE_FOOT_MS if muscle.foot else limits.TENSE_MS)),
        release_ms=draw(tenths(limits.COUNT_PACE_MS if counting else limits.RELEASE_MS)),
        ready_gap_ms=draw(tenths(limits.READY_GAP_MS)),
        repeats_min=draw(st.integers(fewest, repeats_max)),
        repeats_max=repeats_max,
        effort=draw(st.sampled_from((limits.CALM, limits.LIGHT, limits.FIRM))),
        strength_pct=draw(st.integers(*limits.STRENGTH_PCT)),
    )


@st.composite
def protocols(draw, groups_max: int = limits.GROUPS[1]) -> Protocol:
    order = draw(st.permutations(muscles.every()))[: draw(st.integers(1, groups_max))]
    chosen = [draw(groups(muscle)) for muscle in order]
    if all(group.mode == limits.LEFT_OUT for group in chosen):
        chosen[-1].mode = limits.RELEASE_ONLY
    seated = draw(st.booleans())
    rest = limits.FINAL_REST_SEATED_MS if seated else limits.FINAL_REST_LYING_MS
    made = Protocol(
        draw(st.text("abcxyz0189-", min_size=1, max_size=limits.NAME_BYTES[1])),
        tuple(chosen),
        settle_in_ms=draw(tenths(limits.SETTLE_IN_MS)),
        final_rest_ms=draw(st.integers(rest[0] // 1000, rest[1] // 1000)) * 1000,
        fade_pct=draw(st.integers(*limits.FADE_PCT)),
        seated=seated,
        wrist=draw(st.sampled_from((muscles.LEFT, muscles.RIGHT))),
        end_cue=draw(st.booleans()),
        mirrored=draw(st.booleans()),
        ratings=draw(st.integers(0, len(limits.RATINGS) - 1)),
    )
    shorten(made)
    return made


def shorten(made: Protocol) -> None:
    """Shorten the releases until the longest way through is within the limit."""
    over = [p for p in checks.problems(made) if p.field == "longest way"]
    if over:
        made.final_rest_ms = limits.FINAL_REST_LYING_MS[0]
        for group in made.groups:
            group.release_ms = limits.RELEASE_MS[0]


# How long until the button goes down again and how long it stays down, in ms. Most presses are
# short: holds end a session that has not begun well, and little is learned from it.
WAITS_MS = st.one_of(
    st.integers(30, 700), st.integers(700, 30_000), st.integers(30_000, 90_000), st.just(620_000)
)
STAYS_MS = st.sampled_from((1, 100, 100, 400, 699, 700, 900, 2_999, 3_000, 7_999, 9_000))
_QUICK = st.tuples(st.integers(30, 200), st.integers(20, 200))
_PRESS = st.one_of(st.tuples(WAITS_MS, STAYS_MS), _QUICK)
PRESSES = st.one_of(st.lists(_PRESS, max_size=60), st.lists(_PRESS, min_size=20, max_size=60))
