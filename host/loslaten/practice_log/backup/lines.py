# SPDX-License-Identifier: MIT
"""The lines of the practice log as JSON Lines: what each holds.

The order in a file: `Log`, persons, watches, holdings, journals, protocols, plans and the like,
anchors, records, what is no record, losses, what was erased, files of nights with the sessions in
them, quizzes, sessions, notes, `End`. A
journal is one life of a watch's storage; here it has a number, by which other lines belong to it;
so has a person. A session is decoded from its record, for whoever reads the file; what is imported
are the records. `docs/exports.md` tells the same to others.

Every value is bounded by what it means: what is imported can be shown by every command afterwards.
"""

from typing import Annotated, Any, Literal

import msgspec

from loslaten.practice_log.bounds import CLOCK_MS_MAX
from loslaten.practice_log.persons import CODE_BYTES, NAME_CHARS
from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX
from loslaten_core.journal.event import ERROR_MS_MAX, ZONE_MIN_MAX
from loslaten_core.journal.record import RECORD_BYTES_MAX, U32_MAX, U48_MAX

FORMAT = "loslaten practice log"
VERSION = 3
WATCH_NAME_CHARS = 40
TITLE_CHARS = 200
# A protocol's texts: more than any protocol file has.
TEXTS_CHARS = 100_000
CONTENT_CHARS = 20_000
_PROBLEM_CHARS = 500
_PACKED_BYTES = 4096

_Hex = Annotated[str, msgspec.Meta(pattern="^([0-9a-f][0-9a-f])*$")]
_Serial = Annotated[str, msgspec.Meta(pattern="^([0-9a-f][0-9a-f]){0,16}$")]
_Code = Annotated[str, msgspec.Meta(pattern=f"^([0-9a-f][0-9a-f]){{{CODE_BYTES}}}$")]
_PublicKey = Annotated[str, msgspec.Meta(pattern="^([0-9a-f][0-9a-f]){32}$")]
_Number = Annotated[int, msgspec.Meta(ge=0, le=U32_MAX)]
_Uptime = Annotated[int, msgspec.Meta(ge=0, le=U48_MAX)]
_Time = Annotated[int, msgspec.Meta(ge=0, le=CLOCK_MS_MAX)]
# An anchor of a clock that was never set tells no time, and is kept all the same.
_TimeOrBefore = Annotated[int, msgspec.Meta(ge=-CLOCK_MS_MAX, le=CLOCK_MS_MAX)]
_Zone = Annotated[int, msgspec.Meta(ge=-ZONE_MIN_MAX, le=ZONE_MIN_MAX)]
_Error = Annotated[int, msgspec.Meta(ge=0, le=ERROR_MS_MAX)]
_Percent = Annotated[int, msgspec.Meta(ge=0, le=100)]
_Cue = Annotated[int, msgspec.Meta(ge=0, le=255)]
_Seed = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_Times = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
_Tension = Annotated[int, msgspec.Meta(ge=0, le=TENSION_MAX)] | None
_Name = Annotated[str, msgspec.Meta(max_length=NAME_CHARS)]
_WatchName = Annotated[str, msgspec.Meta(max_length=WATCH_NAME_CHARS)]
_Title = Annotated[str, msgspec.Meta(max_length=TITLE_CHARS)]
_Day = Annotated[str, msgspec.Meta(pattern="^[12][0-9]{3}-[01][0-9]-[0-3][0-9]$")]
_Raw = Annotated[bytes, msgspec.Meta(max_length=2 * RECORD_BYTES_MAX)]


class _Line(msgspec.Struct, tag_field="type", forbid_unknown_fields=True):
    """One line; its class is told by its `type`."""


class Log(_Line, tag="log"):
    """Head of the file. One that is not `whole` holds what was asked for of the sessions only."""

    format: str
    version: int
    whole: bool


class PersonLine(_Line, tag="person"):
    """Somebody who practises; without a code where the log tells nobody apart."""

    number: _Number
    code: _Code | None
    name: _Name
    added_utc_ms: _Time


class WatchLine(_Line, tag="watch"):
    """A watch that was met."""

    serial: _Serial
    name: _WatchName
    seen_utc_ms: _Time
    forgotten: bool


class HoldingLine(_Line, tag="holding"):
    """From `from_utc_ms` on, 0 for the beginning, the watch was this person's; null: forgotten."""

    watch: _Serial
    person: _Number | None
    from_utc_ms: _Time
    by_journal: bool


class JournalLine(_Line, tag="journal"):
    """One life of a watch's storage."""

    number: _Number
    watch: _Serial
    begun_utc_ms: _Time


class ProtocolLine(_Line, tag="protocol"):
    """A protocol as it was put on a watch."""

    id: _Hex
    name: _Title
    pushed_utc_ms: _Time
    texts: dict[str, Any]
    packed: Annotated[bytes, msgspec.Meta(max_length=_PACKED_BYTES)]


class PlanLine(_Line, tag="plan"):
    """Plan that was agreed between a therapist and a person."""

    person: _Number
    code: _Code
    made_utc_ms: _Time
    taken_utc_ms: _Time
    content: dict[str, Any]


class ProposalLine(_Line, tag="proposal"):
    """Proposal of the programme to a person, and the decision about it."""

    person: _Number
    kind: _Title
    content: dict[str, Any]
    decision: Literal["accepted", "declined", "later"]
    decided_utc_ms: _Time


class MeasureLine(_Line, tag="measure"):
    """A questionnaire or a diary as a person filled it in."""

    provenance: Literal["self-reported"]
    person: _Number
    instrument: _Title
    day: _Day
    answers: dict[str, Any]
    written_utc_ms: _Time


class AnchorLine(_Line, tag="anchor"):
    """At `uptime_ms` of start `boot` it was `utc_ms`, give or take `error_ms`."""

    journal: _Number
    boot: _Number
    uptime_ms: _Uptime
    utc_ms: _TimeOrBefore
    zone_min: _Zone
    error_ms: _Error


class Record(_Line, tag="record"):
    """A record to the byte, as the watch made it."""

    journal: _Number
    sequence: _Number
    kind: str
    received_utc_ms: _Time
    raw: bytes


class Unreadable(_Line, tag="unreadable"):
    """Bytes that came where a record was due, and are none."""

    journal: _Number
    problem: Annotated[str, msgspec.Meta(max_length=_PROBLEM_CHARS)]
    received_utc_ms: _Time
    raw: _Raw


class LossLine(_Line, tag="loss"):
    """Losses that a watch reported."""

    journal: _Number
    told_utc_ms: _Time
    summarised: _Number
    lost: _Number
    lost_events: _Number = 0  # earlier exports have none


class ErasedLine(_Line, tag="erased"):
    """The number of a record that was deleted, with a few bytes to know it again by."""

    journal: _Number
    sequence: _Number
    digest: _Hex
    moment: _Hex | None


class DeliveryLine(_Line, tag="delivery"):
    """File of nights that came from a person's own computer, signed with the key `sender`."""

    person: _Number | None
    code: _Code
    made_utc_ms: _Time
    received_utc_ms: _Time
    sender: _PublicKey
    proven: bool


class DeliveredLine(_Line, tag="delivered"):
    """Session that came in the file `delivery`, which says that it is that person's."""

    journal: _Number
    boot: _Number
    uptime_ms: _Uptime
    delivery: _Code


class Quiz(_Line, tag="quiz"):
    """Quiz of cues; `answers` are (played, answered, times), as numbers of cues."""

    provenance: Literal["self-reported"]
    watch: _Serial
    taken_utc_ms: _Time
    theme: _Title
    strength_pct: _Percent
    seed: _Seed
    answers: list[tuple[_Cue, _Cue, _Times]]


class SessionLine(msgspec.Struct, tag_field="type", tag="session"):
    """A session, decoded and joined with when it was; it has more fields than these."""

    journal: _Number
    boot: _Number
    uptime_ms: _Uptime
    id: _Number = 0  # of no session


class NoteLine(_Line, tag="note"):
    """Note of the wearer about the session that began at `uptime_ms` of start `boot`."""

    provenance: Literal["self-reported"]
    journal: _Number
    boot: _Number
    uptime_ms: _Uptime
    written_utc_ms: _Time
    tension_before: _Tension
    tension_after: _Tension
    text: Annotated[str, msgspec.Meta(max_length=NOTE_CHARS)]
    calmer: bool | None = None  # earlier exports have none


class End(_Line, tag="end"):
    """The last line: how many came before it, and the SHA-256 of them joined by line feeds."""

    lines: int
    sha256: _Hex


OfPerson = PlanLine | ProposalLine | MeasureLine
OfJournal = AnchorLine | Record | Unreadable | LossLine | ErasedLine
Line = (
    Log
    | PersonLine
    | WatchLine
    | HoldingLine
    | JournalLine
    | ProtocolLine
    | OfPerson
    | OfJournal
    | DeliveryLine
    | DeliveredLine
    | Quiz
    | SessionLine
    | NoteLine
    | End
)
