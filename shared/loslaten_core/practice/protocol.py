# SPDX-License-Identifier: MIT
"""A protocol: which muscle groups, in which order, how long, how often; and its packed form.

Packed form, versions 1 and 2, little-endian:

    u8 version | u8 flags | u16 settle_in_ds | u16 final_rest_s | u8 fade_pct
    | u8 name length | name (UTF-8) | u8 groups | 8 bytes a group | u32 CRC-32 of all before

    group: u8 muscle | u8 flags | u8 tense_ds | u16 release_ds | u8 ready_gap_ds
         | u8 repeats (minimum high nibble, maximum low) | u8 strength_pct

    flags: 1 seated, 2 right wrist, 4 end cue; in version 2 also 8 mirrored, 16 and 32 ratings
    group flags: 1 and 2 mode, 4 light; in version 2 also 8 firm

`_ds` are tenths of a second. A protocol is packed in the oldest version that can hold it, so a
practice has one packed form for ever and an older watch takes whatever it can practise. The
content id is over these bytes: the same practice has the same id on every laptop, and a log entry
points at exactly what was practised.
"""

import binascii

from loslaten_core.practice import limits, muscles

VERSION = 2
PACKED_MAX_BYTES = 8 + 20 + 1 + 24 * 8 + 4
CONTENT_ID_BYTES = 6

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

_SEATED = 0x01
_RIGHT_WRIST = 0x02
_END_CUE = 0x04
_MIRRORED = 0x08
_RATINGS_SHIFT = 4
_MODE = 0x03
_EFFORT_SHIFT = 2


class ProtocolError(ValueError):
    """A protocol outside its limits, or bytes that are no protocol.

    `problems` lists every `Problem` found; it is empty where the bytes could not be read at all.
    """

    def __init__(self, message: str, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__(message)
        self.problems = problems


class Problem:
    """One limit that is broken: the field, its value, what is allowed and why."""

    def __init__(self, field: str, value: object, allowed: str, why: str) -> None:
        self.field = field
        self.value = value
        self.allowed = allowed
        self.why = why

    def __str__(self) -> str:
        return f"{self.field} is {self.value}; allowed: {self.allowed} ({self.why})"


class Group:
    """One muscle group as practised in a protocol; times in ms, repeats in whole cycles."""

    def __init__(
        self,
        muscle: int,
        mode: int = TENSE_RELEASE,
        tense_ms: int = 6_000,
        release_ms: int = 20_000,
        ready_gap_ms: int = 4_000,
        repeats_min: int = 2,
        repeats_max: int = 5,
        effort: int = CALM,
        strength_pct: int = 100,
    ) -> None:
        self.muscle = muscle
        self.mode = mode
        self.tense_ms = tense_ms
        self.release_ms = release_ms
        self.ready_gap_ms = ready_gap_ms
        self.repeats_min = repeats_min
        self.repeats_max = repeats_max
        self.effort = effort
        self.strength_pct = strength_pct

    @property
    def tenses(self) -> bool:
        """Whether the muscles are tensed at all."""
        return self.mode == TENSE_RELEASE

    def cycle_ms(self) -> int:
        """Return the length of one repeat: tense, if there is one, and release."""
        return (self.tense_ms if self.tenses else 0) + self.release_ms


class Protocol:
    """A whole protocol; times in ms. `wrist` is LEFT or RIGHT of `muscles`: where the watch is
    unless its wearer says otherwise. `ratings` says when the wearer is asked for their tension,
    NOT_RATED and so on. `mirrored` says that the sides are exchanged against the protocol of this
    name; `groups` are in the order in which they are practised all the same.
    """

    def __init__(
        self,
        name: str,
        groups: tuple[Group, ...],
        settle_in_ms: int = 60_000,
        final_rest_ms: int = 300_000,
        fade_pct: int = 30,
        seated: bool = False,
        wrist: int = muscles.LEFT,
        end_cue: bool = False,
        mirrored: bool = False,
        ratings: int = NOT_RATED,
    ) -> None:
        self.name = name
        self.groups = groups
        self.settle_in_ms = settle_in_ms
        self.final_rest_ms = final_rest_ms
        self.fade_pct = fade_pct
        self.seated = seated
        self.wrist = wrist
        self.end_cue = end_cue
        self.mirrored = mirrored
        self.ratings = ratings

    def tenses_watch_arm(self, group: Group, worn: int = 0) -> bool:
        """Whether the tension is in the arm that wears the watch, where it masks touch.

        `worn` is the wrist that the wearer has chosen, LEFT or RIGHT, or 0: the protocol's own.
        """
        muscle = muscles.by_number(group.muscle)
        return group.tenses and muscle is not None and bool(muscle.arm & (worn or self.wrist))


def content_id(packed: bytes) -> bytes:
    """Return the stable id of a packed protocol: the first 6 bytes of its SHA-256."""
    # Not above: for CPython this costs more than the rest of the module, and few commands need it.
    import hashlib

    return hashlib.sha256(packed).digest()[:CONTENT_ID_BYTES]


def pack(protocol: Protocol) -> bytes:
    """Return the packed form. Raise ProtocolError when the protocol breaks a limit."""
    require(protocol)
    name = protocol.name.encode()
    flags = _SEATED if protocol.seated else 0
    flags |= _RIGHT_WRIST if protocol.wrist == muscles.RIGHT else 0
    flags |= _END_CUE if protocol.end_cue else 0
    flags |= _MIRRORED if protocol.mirrored else 0
    flags |= protocol.ratings << _RATINGS_SHIFT
    out = bytearray((_version(protocol), flags))
    out += (protocol.settle_in_ms // 100).to_bytes(2, "little")
    out += (protocol.final_rest_ms // 1000).to_bytes(2, "little")
    out += bytes((protocol.fade_pct, len(name)))
    out += name
    out += bytes((len(protocol.groups),))
    for group in protocol.groups:
        out += _pack_group(group)
    out += binascii.crc32(out).to_bytes(4, "little")
    return bytes(out)


def _version(protocol: Protocol) -> int:
    """The oldest version that can hold the protocol."""
    if protocol.mirrored or protocol.ratings != NOT_RATED:
        return 2
    for group in protocol.groups:
        if group.effort == FIRM:
            return 2
    return 1


def _pack_group(group: Group) -> bytes:
    release = (group.release_ms // 100).to_bytes(2, "little")
    return bytes(
        (
            group.muscle,
            group.mode | group.effort << _EFFORT_SHIFT,
            group.tense_ms // 100 if group.tenses else 0,
            release[0],
            release[1],
            group.ready_gap_ms // 100,
            group.repeats_min << 4 | group.repeats_max,
            group.strength_pct,
        )
    )


def unpack(packed: bytes) -> Protocol:
    """Return the protocol in `packed`.

    Raise ProtocolError for bytes that are cut, damaged or of another version, and for a protocol
    that breaks a limit, however it came to be packed.
    """
    if len(packed) < 13 or len(packed) > PACKED_MAX_BYTES:
        raise ProtocolError(f"a packed protocol has 13 to {PACKED_MAX_BYTES} bytes")
    if binascii.crc32(packed[:-4]) != int.from_bytes(packed[-4:], "little"):
        raise ProtocolError("the packed protocol is damaged: its checksum does not fit")
    if not 1 <= packed[0] <= VERSION:
        raise ProtocolError(f"packed protocol version {packed[0]} is not known here")
    end = 8 + packed[7]
    if len(packed) < end + 5 or len(packed) != end + 5 + 8 * packed[end]:
        raise ProtocolError("the packed protocol's lengths do not fit together")
    protocol = Protocol(
        _name(packed[8:end]),
        tuple([_unpack_group(packed, end + 1 + 8 * i) for i in range(packed[end])]),
        settle_in_ms=int.from_bytes(packed[2:4], "little") * 100,
        final_rest_ms=int.from_bytes(packed[4:6], "little") * 1000,
        fade_pct=packed[6],
        seated=bool(packed[1] & _SEATED),
        wrist=muscles.RIGHT if packed[1] & _RIGHT_WRIST else muscles.LEFT,
        end_cue=bool(packed[1] & _END_CUE),
        mirrored=bool(packed[1] & _MIRRORED),
        ratings=packed[1] >> _RATINGS_SHIFT & 3,
    )
    # Anything its version has no place for would be lost in silence.
    if pack(protocol) != packed:
        raise ProtocolError("the packed protocol holds what is not known here")
    return protocol


def _name(raw: bytes) -> str:
    try:
        return str(raw, "utf-8")
    except (UnicodeError, ValueError):
        raise ProtocolError("the protocol's name is not UTF-8 text") from None


def _unpack_group(packed: bytes, at: int) -> Group:
    flags = packed[at + 1]
    return Group(
        packed[at],
        mode=flags & _MODE,
        tense_ms=packed[at + 2] * 100,
        release_ms=int.from_bytes(packed[at + 3 : at + 5], "little") * 100,
        ready_gap_ms=packed[at + 5] * 100,
        repeats_min=packed[at + 6] >> 4,
        repeats_max=packed[at + 6] & 0x0F,
        effort=flags >> _EFFORT_SHIFT & 3,
        strength_pct=packed[at + 7],
    )


def require(protocol: Protocol) -> None:
    """Raise ProtocolError naming every broken limit, or return."""
    found = tuple(problems(protocol))
    if found:
        raise ProtocolError("; ".join([str(problem) for problem in found]), found)


def problems(protocol: Protocol) -> list[Problem]:
    """Return every limit the protocol breaks, in the order of its fields."""
    found: list[Problem] = []
    _check_name(found, protocol.name)
    _time(found, "settle_in", protocol.settle_in_ms, limits.SETTLE_IN_MS, limits.WHY_SETTLE)
    rest = limits.FINAL_REST_SEATED_MS if protocol.seated else limits.FINAL_REST_LYING_MS
    _time(found, "final_rest", protocol.final_rest_ms, rest, limits.WHY_REST, 1000)
    _number(found, "fade_pct", protocol.fade_pct, limits.FADE_PCT, limits.WHY_STRENGTH)
    if protocol.wrist not in (muscles.LEFT, muscles.RIGHT):
        found.append(Problem("wrist", protocol.wrist, "left, right", "the watch is on one arm"))
    if not 0 <= protocol.ratings < len(RATINGS):
        found.append(Problem("ratings", protocol.ratings, ", ".join(RATINGS), "no such way"))
    _number(found, "groups", len(protocol.groups), limits.GROUPS, "what the watch can hold")
    seen: list[int] = []
    for index, group in enumerate(protocol.groups):
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
    return found


def _check_name(found: list[Problem], name: str) -> None:
    for char in name:
        if char not in "abcdefghijklmnopqrstuvwxyz0123456789-":
            found.append(Problem("name", repr(name), "a to z, 0 to 9 and -", "it is typed"))
            return
    _number(found, "name length", len(name), limits.NAME_BYTES, "what the watch can hold")


def _check_group(found: list[Problem], field: str, group: Group, muscle: muscles.Muscle) -> None:
    if group.mode not in (TENSE_RELEASE, RELEASE_ONLY, COUNT, LEFT_OUT):
        found.append(Problem(field + " mode", group.mode, ", ".join(MODES), "no such way"))
        return
    if not 0 <= group.effort < len(EFFORTS):
        found.append(Problem(field + " effort", group.effort, ", ".join(EFFORTS), "no such way"))
    if group.tenses:
        allowed = limits.TENSE_FOOT_MS if muscle.foot else limits.TENSE_MS
        why = limits.WHY_CRAMP if muscle.foot else limits.WHY_TENSE
        _time(found, field + " tense", group.tense_ms, allowed, why)
    counting = group.mode == COUNT
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


def _check_whole(found: list[Problem], protocol: Protocol) -> None:
    longest_ms = protocol.settle_in_ms + protocol.final_rest_ms
    practised = 0
    for group in protocol.groups:
        if group.mode != LEFT_OUT:
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
