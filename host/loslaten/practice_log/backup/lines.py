"""The lines of the practice log as JSON Lines: what each holds, and the reading of one.

The order in a file: `Log`, watches, journals, protocols, anchors, records, what is no record,
losses, quizzes, sessions, notes, `End`. A journal is one life of a watch's storage; here it has a
number, by which other lines belong to it. A session is decoded from its record, for whoever reads
the file; what is imported are the records. `docs/exports.md` tells the same to others.
"""

from typing import Annotated, Any, Literal

import msgspec

from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX

FORMAT = "loslaten practice log"
VERSION = 1

_Hex = Annotated[str, msgspec.Meta(pattern="^([0-9a-f][0-9a-f])*$")]
_Number = Annotated[int, msgspec.Meta(ge=0, le=(1 << 32) - 1)]
# As wide as SQLite's: what a log holds today can be written and read again.
_Integer = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_Times = Annotated[int, msgspec.Meta(ge=1, le=(1 << 63) - 1)]
_Tension = Annotated[int, msgspec.Meta(ge=0, le=TENSION_MAX)] | None


class _Line(msgspec.Struct, tag_field="type", forbid_unknown_fields=True):
    """One line; its class is told by its `type`."""


class Log(_Line, tag="log"):
    """Head of the file. One that is not `whole` holds what was asked for of the sessions only."""

    format: str
    version: int
    whole: bool


class WatchLine(_Line, tag="watch"):
    """A watch that was met."""

    serial: _Hex
    name: str
    seen_utc_ms: _Integer
    forgotten: bool


class JournalLine(_Line, tag="journal"):
    """One life of a watch's storage."""

    number: _Number
    watch: _Hex
    begun_utc_ms: _Integer


class ProtocolLine(_Line, tag="protocol"):
    """A protocol as it was put on a watch."""

    id: _Hex
    name: str
    pushed_utc_ms: _Integer
    texts: dict[str, Any]
    packed: bytes


class AnchorLine(_Line, tag="anchor"):
    """At `uptime_ms` of start `boot` it was `utc_ms`, give or take `error_ms`."""

    journal: _Number
    boot: _Integer
    uptime_ms: _Integer
    utc_ms: _Integer
    zone_min: _Integer
    error_ms: _Integer


class Record(_Line, tag="record"):
    """A record to the byte, as the watch made it."""

    journal: _Number
    sequence: _Number
    kind: str
    received_utc_ms: _Integer
    raw: bytes


class Unreadable(_Line, tag="unreadable"):
    """Bytes that came where a record was due, and are none."""

    journal: _Number
    problem: str
    received_utc_ms: _Integer
    raw: bytes


class LossLine(_Line, tag="loss"):
    """Losses that a watch reported."""

    journal: _Number
    told_utc_ms: _Integer
    summarised: _Integer
    lost: _Integer
    lost_events: _Integer = 0  # earlier exports have none


class Quiz(_Line, tag="quiz"):
    """Quiz of cues; `answers` are (played, answered, times), as numbers of cues."""

    provenance: Literal["self-reported"]
    watch: _Hex
    taken_utc_ms: _Integer
    theme: str
    strength_pct: _Integer
    seed: _Integer
    answers: list[tuple[_Integer, _Integer, _Times]]


class SessionLine(msgspec.Struct, tag_field="type", tag="session"):
    """A session, decoded and joined with when it was; it has more fields than these."""

    journal: _Number
    boot: _Integer
    uptime_ms: _Integer


class NoteLine(_Line, tag="note"):
    """Note of the wearer about the session that began at `uptime_ms` of start `boot`."""

    provenance: Literal["self-reported"]
    journal: _Number
    boot: _Integer
    uptime_ms: _Integer
    written_utc_ms: _Integer
    tension_before: _Tension
    tension_after: _Tension
    text: Annotated[str, msgspec.Meta(max_length=NOTE_CHARS)]


class End(_Line, tag="end"):
    """The last line: how many came before it, and the SHA-256 of them joined by line feeds."""

    lines: int
    sha256: _Hex


_Told = AnchorLine | Record | Unreadable | LossLine
Line = Log | WatchLine | JournalLine | ProtocolLine | _Told | Quiz | SessionLine | NoteLine | End
_decoder: msgspec.json.Decoder[Line] = msgspec.json.Decoder(Line)


def decode(text: bytes) -> Line:
    """Return the line in `text`; ValueError with the reason when it is none."""
    try:
        return _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"this is not JSON: {error}") from None
