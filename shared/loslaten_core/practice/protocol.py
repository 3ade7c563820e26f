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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from loslaten_core.practice.checks import Problem

VERSION = 2
PACKED_MAX_BYTES = 8 + 20 + 1 + 24 * 8 + 4
CONTENT_ID_BYTES = 6

_SEATED = 0x01
_RIGHT_WRIST = 0x02
_END_CUE = 0x04
_MIRRORED = 0x08
_RATINGS_SHIFT = 4
_MODE = 0x03
_EFFORT_SHIFT = 2


class ProtocolError(ValueError):
    """A protocol outside its limits, or bytes that are no protocol.

    `problems` lists every `checks.Problem` found; it is empty where the bytes could not be read at
    all.
    """

    def __init__(self, message: str, problems: "tuple[Problem, ...]" = ()) -> None:
        super().__init__(message)
        self.problems = problems


class Group:
    """One muscle group as practised in a protocol; times in ms, repeats in whole cycles."""

    def __init__(
        self,
        muscle: int,
        mode: int = limits.TENSE_RELEASE,
        tense_ms: int = 6_000,
        release_ms: int = 20_000,
        ready_gap_ms: int = 4_000,
        repeats_min: int = 2,
        repeats_max: int = 5,
        effort: int = limits.CALM,
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
        return self.mode == limits.TENSE_RELEASE

    def cycle_ms(self) -> int:
        """Return the length of one repeat: tense, if there is one, and release."""
        return (self.tense_ms if self.tenses else 0) + self.release_ms


class Protocol:
    """A whole protocol; times in ms. `wrist` is LEFT or RIGHT of `muscles`: where the watch is
    unless its wearer says otherwise. `ratings` says when the wearer is asked for their tension,
    `limits.NOT_RATED` and so on. `mirrored` says that the sides are exchanged against the protocol
    of this name; `groups` are in the order in which they are practised all the same.
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
        ratings: int = limits.NOT_RATED,
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
    # A watch has that code in memory only while it checks, and lets go of it afterwards.
    from loslaten_core.practice import checks

    _refuse(checks.problems(protocol))
    return _packed(protocol)


def _packed(protocol: Protocol) -> bytes:
    """Return the packed form of a protocol within its limits."""
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


def _refuse(problems: "list[Problem]") -> None:
    """Raise ProtocolError that tells of all problems, if there are any."""
    if problems:
        raise ProtocolError("; ".join([str(one) for one in problems]), tuple(problems))


def _version(protocol: Protocol) -> int:
    """The oldest version that can hold the protocol."""
    if protocol.mirrored or protocol.ratings != limits.NOT_RATED:
        return 2
    for group in protocol.groups:
        if group.effort == limits.FIRM:
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
    protocol = unpack_known(packed)
    _require_known(packed, pack(protocol))
    return protocol


def unpack_new(packed: bytes) -> Protocol:
    """Return a protocol that is newly put on a watch.

    Raise ProtocolError as `unpack` does, and for one that breaks a rule of `checks.when_new`.
    """
    for protocol in unpacking_new(packed):
        if protocol is not None:
            return protocol
    raise AssertionError("the last step gives it")


def unpacking_new(packed: bytes) -> "Iterator[Protocol | None]":
    """Unpack as `unpack_new` does, by steps that are short on a watch; the last gives it."""
    from loslaten_core.practice import checks

    yield None
    protocol = unpack_known(packed)
    problems: list[Problem] = []
    for _ in checks.look(protocol, problems):
        yield None
    _refuse(problems or checks.when_new(protocol))
    yield None
    _require_known(packed, _packed(protocol))
    yield protocol


def _require_known(packed: bytes, again: bytes) -> None:
    """Raise ProtocolError where packing `again` lost what the version has no place for."""
    if again != packed:
        raise ProtocolError("the packed protocol holds what is not known here")


def unpack_known(packed: bytes) -> Protocol:
    """Return the protocol in bytes that `unpack` took before: its limits are not checked again."""
    if len(packed) < 13 or len(packed) > PACKED_MAX_BYTES:
        raise ProtocolError(f"a packed protocol has 13 to {PACKED_MAX_BYTES} bytes")
    if binascii.crc32(packed[:-4]) != int.from_bytes(packed[-4:], "little"):
        raise ProtocolError("the packed protocol is damaged: its checksum does not fit")
    if not 1 <= packed[0] <= VERSION:
        raise ProtocolError(f"packed protocol version {packed[0]} is not known here")
    end = 8 + packed[7]
    if len(packed) < end + 5 or len(packed) != end + 5 + 8 * packed[end]:
        raise ProtocolError("the packed protocol's lengths do not fit together")
    return Protocol(
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
