# SPDX-License-Identifier: MIT
"""Planning: the times are the engine's, and a fit is the best there is within the limits."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.protocols.file import SHIPPED_NAMES, find
from loslaten.protocols.fit import RELEASE_KEPT_MS, NoFitError, fit_at_least, fit_within
from loslaten.protocols.plan import plan, way
from loslaten.protocols.rehearsal import RehearsedPress, rehearse
from loslaten_core.practice import limits, muscles
from loslaten_core.practice.checks import problems
from loslaten_core.practice.limits import COUNT, LEFT_OUT, MODES
from loslaten_core.practice.protocol import Group, Protocol, content_id, pack

MINUTE_MS = 60_000


def by_hand_ms(protocol: Protocol, longest: bool) -> int:
    """The sum as a person would do it with the leaflet and a pencil."""
    total_ms = protocol.settle_in_ms + protocol.final_rest_ms
    for group in protocol.groups:
        if group.mode != LEFT_OUT:
            repeats = group.repeats_max if longest else group.repeats_min
            total_ms += group.ready_gap_ms + repeats * group.cycle_ms()
    return total_ms


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_the_engine_takes_as_long_as_a_pencil_says(name: str):
    protocol = find(name).protocol
    planned = plan(protocol)
    assert planned.shortest.duration_ms == by_hand_ms(protocol, longest=False)
    assert planned.longest.duration_ms == by_hand_ms(protocol, longest=True)


def test_the_handout_takes_half_an_hour_to_itself():
    planned = plan(find("handout").protocol)
    assert planned.shortest.duration_ms == (27 * 60 + 18) * 1000
    assert planned.longest.duration_ms == (57 * 60 + 33) * 1000


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_the_shortest_way_is_a_rehearsal_without_a_press(name: str):
    protocol = find(name).protocol
    assert plan(protocol).shortest.events == rehearse(protocol)


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_the_longest_way_can_be_pressed(name: str):
    protocol = find(name).protocol
    longest = plan(protocol).longest
    presses = [RehearsedPress(event.t_ms) for event in longest.events if event.event == "again"]
    assert rehearse(protocol, presses) == longest.events
    assert longest.events[-1].event == "over"
    assert longest.events[-1].t_ms == longest.duration_ms


def test_the_handout_fits_half_an_hour_with_three_repeats_of_a_shorter_release():
    fitted = fit_within(find("handout").protocol, 30 * MINUTE_MS)
    for group in fitted.protocol.groups:
        assert (group.repeats_min, group.repeats_max, group.release_ms) == (2, 3, 21_000)
    changed = {(change.field, change.before, change.after) for change in fitted.changes}
    assert changed == {("release_ms", 30_000, 21_000), ("repeats", (2, 5), (2, 3))}
    assert len(fitted.changes) == 2 * 17


# Protocol, minutes, and (fewest, most, release) of its first group then.
FITS = (
    ("handout", 58, (2, 5, 30_000)),
    ("handout", 57, (2, 5, 29_000)),
    ("handout", 40, (2, 4, 23_000)),
    ("handout", 22, (2, 2, 20_000)),
    ("handout", 20, (2, 2, 17_000)),
    ("handout", 16, (2, 2, 10_000)),
    ("onderweg", 3, (1, 1, 12_000)),
    ("onderweg", 1.8, (1, 1, 10_000)),
    ("counting", 8, (10, 10, 6_000)),
)


@pytest.mark.parametrize(("name", "minutes", "expected"), FITS)
def test_repeats_and_releases_are_given_up_in_order(name: str, minutes: float, expected: object):
    available_ms = round(minutes * MINUTE_MS)
    first = fit_within(find(name).protocol, available_ms).protocol.groups[0]
    assert (first.repeats_min, first.repeats_max, first.release_ms) == expected


@pytest.mark.parametrize(("name", "minutes"), [("handout", 15), ("counting", 7), ("seven", 6)])
def test_what_cannot_fit_is_said(name: str, minutes: int):
    with pytest.raises(NoFitError, match=rf"{name} cannot be done in {minutes}:00: it takes "):
        fit_within(find(name).protocol, minutes * MINUTE_MS)


# Protocol, minutes, and (fewest, most, release) of its first group then.
FILLS = (
    ("handout", 20, (2, 5, 30_000)),
    ("handout", 30, (2, 5, 35_000)),
    ("handout", 40, (3, 5, 34_000)),
    ("handout", 70, (5, 5, 39_000)),
    ("handout", 80, (4, 5, 59_000)),
    ("onderweg", 5, (1, 3, 43_000)),
    ("onderweg", 8, (2, 3, 37_000)),
)


@pytest.mark.parametrize(("name", "minutes", "expected"), FILLS)
def test_releases_and_repeats_are_added_in_order(name: str, minutes: int, expected: object):
    fitted = fit_at_least(find(name).protocol, minutes * MINUTE_MS).protocol
    assert way(fitted, asking=False).duration_ms >= minutes * MINUTE_MS
    first = fitted.groups[0]
    assert (first.repeats_min, first.repeats_max, first.release_ms) == expected


def test_what_cannot_last_so_long_is_said():
    with pytest.raises(NoFitError, match="four does not last 1:00:00: without a press it takes "):
        fit_at_least(find("four").protocol, 60 * MINUTE_MS)


def test_what_fits_is_left_alone():
    protocol = find("handout").protocol
    fitted = fit_within(protocol, 60 * MINUTE_MS)
    assert fitted.protocol is protocol
    assert not fitted.changes


NO_FEET = tuple(muscle.number for muscle in muscles.every() if not muscle.foot)


@st.composite
def groups(draw: st.DrawFn) -> Group:
    mode = draw(st.sampled_from(range(len(MODES))))
    counting = mode == COUNT
    fewest = draw(st.integers(1, 5))
    release = limits.COUNT_PACE_MS if counting else limits.RELEASE_MS
    return Group(
        draw(st.sampled_from(NO_FEET)),
        mode=mode,
        tense_ms=draw(st.integers(50, 70)) * 100,
        release_ms=draw(st.integers(release[0] // 100, release[1] // 100)) * 100,
        ready_gap_ms=draw(st.integers(20, 150)) * 100,
        repeats_min=fewest,
        repeats_max=draw(st.integers(fewest, 5)),
    )


@st.composite
def protocols(draw: st.DrawFn) -> Protocol:
    drawn = draw(
        st.lists(groups(), min_size=1, max_size=5, unique_by=lambda group: group.muscle).filter(
            lambda some: any(group.mode != LEFT_OUT for group in some)
        )
    )
    return Protocol("drawn", tuple(drawn), settle_in_ms=draw(st.integers(3, 300)) * 1000)


def kept(protocol: Protocol, at_most: int, release_ms: int) -> Protocol:
    """The protocol with every minimum kept and no group above these."""
    copied = copy.deepcopy(protocol)
    for group in copied.groups:
        if group.mode not in (COUNT, LEFT_OUT):
            group.repeats_max = min(group.repeats_max, max(group.repeats_min, at_most))
            group.release_ms = min(group.release_ms, release_ms)
    return copied


@settings(deadline=None)
@given(protocols(), st.integers(5 * MINUTE_MS, 60 * MINUTE_MS))
def test_a_fit_fits_and_gives_up_as_little_as_it_can(protocol: Protocol, available_ms: int):
    before = content_id(pack(protocol))
    comfortable = [
        by_hand_ms(kept(protocol, at_most, RELEASE_KEPT_MS), longest=True) <= available_ms
        for at_most in (1, 2, 3, 4, 5)
    ]
    try:
        fitted = fit_within(protocol, available_ms)
    except NoFitError:
        least = kept(protocol, 1, limits.RELEASE_MS[0])
        for group in least.groups:
            if group.mode != COUNT:
                least_repeats = 2 if group.tenses and group.repeats_min > 1 else 1
                group.repeats_min = group.repeats_max = least_repeats
        assert by_hand_ms(least, longest=True) > available_ms
        return
    assert content_id(pack(protocol)) == before
    assert not problems(fitted.protocol)
    assert way(fitted.protocol, asking=True).duration_ms <= available_ms
    again = fit_within(protocol, available_ms)
    assert pack(again.protocol) == pack(fitted.protocol)
    assert bool(fitted.changes) == (pack(fitted.protocol) != pack(protocol))
    if any(comfortable):
        for old, new in zip(protocol.groups, fitted.protocol.groups, strict=True):
            assert new.repeats_min == old.repeats_min
            assert new.release_ms >= min(old.release_ms, RELEASE_KEPT_MS)
        most = max(index for index, fits in enumerate(comfortable) if fits) + 1
        for old, new in zip(protocol.groups, fitted.protocol.groups, strict=True):
            if old.mode not in (COUNT, LEFT_OUT):
                assert new.repeats_max == min(old.repeats_max, max(old.repeats_min, most))
