# SPDX-License-Identifier: MIT
"""Checks of a protocol against its limits, each broken one told as a `Problem` in words."""

from loslaten_core.practice import limits, muscles

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from loslaten_core.practice.protocol import Group, Protocol


class Problem:
    """One limit that is broken: the field, its value, what is allowed and why."""

    def __init__(self, field: str, value: object, allowed: str, why: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        self.why = why

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; allowed: {self.allowed} ({self.why})"


def problems(protocol: "Protocol") -> list[Problem]:
    """Return every limit the protocol breaks, in the order of its fields."""
    found: list[Problem] = []
    for _ in look(protocol, found):
        pass
    return found


def look(protocol: "Protocol", found: list[Problem]) -> "Iterator[None]":
    """Add every limit the protocol breaks to `found`, one group a step.

    All of them at once take a slow processor 60 ms, in which somebody may press the button.
    """
    _check_name(found, protocol.name)
    _time(found, "settle_in", protocol.settle_in_ms, limits.SETTLE_IN_MS, limits.WHY_SETTLE)
    rest = limits.FINAL_REST_SEATED_MS if protocol.seated else limits.FINAL_REST_LYING_MS
    _time(found, "final_rest", protocol.final_rest_ms, rest, limits.WHY_REST, 1000)
    _number(found, "fade_pct", protocol.fade_pct, limits.FADE_PCT, limits.WHY_STRENGTH)
    if protocol.wrist not in (muscles.LEFT, muscles.RIGHT):
        found.append(Problem("wrist", protocol.wrist, "left, right", "the watch is on one arm"))
    if not 0 <= protocol.ratings < len(limits.RATINGS):
        found.append(
            Problem("ratings", protocol.ratings, ", ".join(limits.RATINGS), "no such way")
        )
    _number(found, "groups", len(protocol.groups), limits.GROUPS, "what the watch can hold")
    seen: list[int] = []
    for index, group in enumerate(protocol.groups):
        yield
        field = f"group {index + 1}"
        muscle = muscles.by_number(group.muscle)
        if muscle is None:
            found.append(Problem(field, group.muscle, "the catalogue's numbers", "unknown muscle"))
            continue
        field = f"{field} ({muscle.key})"
        if group.muscle in seen:
            found.append(
                Problem(field, "twice", "once", "a muscle group stands once in a protocol")
            )
        seen.append(group.muscle)
        _check_group(found, field, group, muscle)
    if not found:
        _check_whole(found, protocol)


def when_new(protocol: "Protocol") -> list[Problem]:
    """Return every rule for new protocols that one within its limits breaks.

    One that is on a watch or in a log already stays readable and is practised on.
    """
    found: list[Problem] = []
    for index, group in enumerate(protocol.groups):
        fewest, most = limits.TENSED_REPEATS
        if group.tenses and not fewest <= group.repeats_min <= group.repeats_max <= most:
            muscle = muscles.by_number(group.muscle)
            field = f"group {index + 1} ({muscle.key if muscle else group.muscle}) repeats"
            value = f"{group.repeats_min} to {group.repeats_max}"
            allowed = f"{fewest} to {most}"
            found.append(Problem(field, value, allowed, limits.WHY_TENSED_REPEATS))
    return found


def _check_name(found: list[Problem], name: str) -> None:
    for char in name:
        if char not in "abcdefghijklmnopqrstuvwxyz0123456789-":
            found.append(Problem("name", repr(name), "a to z, 0 to 9 and -", "it is typed"))
            return
    _number(found, "name length", len(name), limits.NAME_BYTES, "what the watch can hold")


def _check_group(found: list[Problem], field: str, group: "Group", muscle: muscles.Muscle) -> None:
    if group.mode not in (
        limits.TENSE_RELEASE,
        limits.RELEASE_ONLY,
        limits.COUNT,
        limits.LEFT_OUT,
    ):
        found.append(Problem(field + " mode", group.mode, ", ".join(limits.MODES), "no such way"))
        return
    if not 0 <= group.effort < len(limits.EFFORTS):
        found.append(
            Problem(field + " effort", group.effort, ", ".join(limits.EFFORTS), "no such way")
        )
    if group.tenses:
        allowed = limits.TENSE_FOOT_MS if muscle.foot else limits.TENSE_MS
        why = limits.WHY_CRAMP if muscle.foot else limits.WHY_TENSE
        _time(found, field + " tense", group.tense_ms, allowed, why)
    counting = group.mode == limits.COUNT
    pace = limits.COUNT_PACE_MS if counting else limits.RELEASE_MS
    why = limits.WHY_COUNT if counting else limits.WHY_RELEASE
    _time(found, field + " release", group.release_ms, pace, why)
    _time(found, field + " ready_gap", group.ready_gap_ms, limits.READY_GAP_MS, limits.WHY_GAP)
    allowed = limits.COUNTS if counting else limits.REPEATS
    why = limits.WHY_COUNT if counting else limits.WHY_REPEATS
    _number(found, field + " repeats minimum", group.repeats_min, allowed, why)
    _number(found, field + " repeats maximum", group.repeats_max, allowed, why)
    if group.repeats_min > group.repeats_max:
        span = "minimum <= maximum"
        value = f"{group.repeats_min} to {group.repeats_max}"
        found.append(Problem(field + " repeats", value, span, why))
    _number(
        found,
        field + " strength_pct",
        group.strength_pct,
        limits.STRENGTH_PCT,
        limits.WHY_STRENGTH,
    )


def _check_whole(found: list[Problem], protocol: "Protocol") -> None:
    longest_ms = protocol.settle_in_ms + protocol.final_rest_ms
    practised = 0
    for group in protocol.groups:
        if group.mode != limits.LEFT_OUT:
            practised += 1
            longest_ms += group.ready_gap_ms + group.repeats_max * group.cycle_ms()
    if not practised:
        found.append(Problem("groups", "all left out", "at least one", "nothing would be felt"))
    if longest_ms > limits.LONGEST_MS:
        value = f"{longest_ms // 60_000} min"
        found.append(Problem("longest way", value, "120 min", limits.WHY_LONGEST))


def _time(
    found: list[Problem],
    field: str,
    value_ms: int,
    allowed_ms: tuple[int, int],
    why: str,
    step_ms: int = 100,
) -> None:
    """Check a time that is carried in steps of `step_ms`."""
    low, high = allowed_ms
    if not low <= value_ms <= high or value_ms % step_ms:
        allowed = f"{_s(low)} to {_s(high)} s, in steps of {_s(step_ms)} s"
        found.append(Problem(field, _s(value_ms) + " s", allowed, why))


def _number(
    found: list[Problem], field: str, value: int, allowed: tuple[int, int], why: str
) -> None:
    if not allowed[0] <= value <= allowed[1]:
        found.append(Problem(field, value, f"{allowed[0]} to {allowed[1]}", why))


def _s(value_ms: int) -> str:
    """Return a time in seconds as people write it: "6", "2.5"."""
    if value_ms < 0:
        return "-" + _s(-value_ms)
    whole, rest = value_ms // 1000, value_ms % 1000
    return str(whole) if not rest else f"{whole}.{rest:03d}".rstrip("0")
