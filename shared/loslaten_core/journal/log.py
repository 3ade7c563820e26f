# SPDX-License-Identifier: MIT
"""The journal: records in segments, and what happens when power, space or bytes fail.

A segment is a file named by the first sequence number that may be in it. Records are only ever
added to the newest segment; the oldest goes when its space is needed and the laptop has confirmed
all that is in it. A sequence number is never used twice: the next one is beyond the newest
segment's name and beyond every record in it; where its end is damaged, it is beyond all that could
have stood there, since a segment never holds more records than bytes.

When everything is full of unconfirmed records, sessions come first: other records stop one
segment earlier than sessions, and the last segment is for summaries alone. What then still does
not fit is counted. All of this is synchronous file work: call it when no cue plays and no
transfer runs.
"""

from loslaten_core.journal import JournalError, body, marks, record, segment, session
from loslaten_core.journal.checkpoint import Checkpoint
from loslaten_core.journal.record import SESSION, SUMMARY, Body, Record
from loslaten_core.journal.segment import Reader, SegmentReader
from loslaten_core.journal.session import SessionRecord
from loslaten_core.journal.storage import Storage

# Two LittleFS blocks of 4096 bytes, of which the second begins with a pointer.
SEGMENT_BYTES = 2 * 4096 - 4
SEGMENTS = 12
SEGMENTS_MIN = 4
# From here on the wearer is told to let the laptop take the records.
SYNC_ME_PCT = 80
_SUFFIX = ".log"
_ATTEMPTS = 2


class Segment:
    """One file of the journal: the first sequence number it may hold, and its size."""

    def __init__(self, first: int, size: int) -> None:
        self.first = first
        self.size = size

    @property
    def name(self) -> str:
        """The file's name."""
        return f"{self.first:08x}{_SUFFIX}"


class Journal:
    """A watch's journal on `storage`, of at most `segments` files of `segment_bytes` each.

    `open` comes first, once for each start of the watch. `boot` is the number of this start;
    `dropped_bytes` what was torn or damaged at the journal's end; `recovered` the sequence number
    given to a session that the power cut short, 0 when there was none; `write_errors` how often
    the storage has failed since.
    """

    def __init__(
        self, storage: Storage, segment_bytes: int = SEGMENT_BYTES, segments: int = SEGMENTS
    ) -> None:
        if segments < SEGMENTS_MIN or segment_bytes < record.RECORD_BYTES_MAX + 5:
            raise JournalError(f"{segments} segments of {segment_bytes} bytes are too few")
        self.boot = 0
        self.next_sequence = 1
        self.dropped_bytes = 0
        self.recovered = 0
        self.write_errors = 0
        self._storage = storage
        self._segment_bytes = segment_bytes
        self._segments_max = segments
        self._segments = [Segment(1, 0)]
        self._marks = marks.Marks()
        self._checkpoint = Checkpoint(storage)

    @property
    def first_sequence(self) -> int:
        """No record before this one is there any more."""
        return self._segments[0].first

    @property
    def confirmed(self) -> int:
        """The sequence number up to which the laptop has taken everything."""
        return self._marks.confirmed

    @property
    def summarised(self) -> int:
        """Number of sessions, ever, that were kept as a summary only."""
        return self._marks.summarised

    @property
    def lost(self) -> int:
        """Number of sessions, ever, that were not kept at all."""
        return self._marks.lost

    @property
    def lost_events(self) -> int:
        """Number of other records, ever, that were not kept."""
        return self._marks.lost_events

    @property
    def used_bytes(self) -> int:
        """The size of all segments."""
        return sum(one.size for one in self._segments)

    @property
    def capacity_bytes(self) -> int:
        """The size that all segments may have together."""
        return self._segments_max * self._segment_bytes

    @property
    def level_pct(self) -> int:
        """Fill level of the room for sessions with records that are not confirmed, 0..100."""
        unconfirmed = 0
        last = len(self._segments) - 1
        for index, one in enumerate(self._segments):
            if self._last_of(index) > self.confirmed:
                unconfirmed += one.size if index == last else self._segment_bytes
        return min(100, 100 * unconfirmed // ((self._segments_max - 1) * self._segment_bytes))

    def open(self) -> None:
        """Find the end of the journal, keep a session that was cut short, begin a new boot.

        Reads the newest segment once and the others not at all. A file that cannot be read is met
        as damage; OSError when the storage cannot even say what files there are.
        """
        self._marks = marks.load(self._storage)
        self._find_segments()
        unfinished = self._checkpoint.latest()
        boot, kept_as = self._scan_newest(unfinished)
        if self.confirmed >= self.next_sequence or not self._segments:
            self.next_sequence = max(self.next_sequence, self.confirmed + 1)
            self._segments.append(Segment(self.next_sequence, 0))
        self._marks.boot = max(self._marks.boot, boot, unfinished.boot if unfinished else 0) + 1
        self.boot = self._marks.boot
        self._save_marks()
        if unfinished is not None:
            self._recover(unfinished, kept_as)

    def add(self, uptime_ms: int, content: Body) -> int:
        """Write a record of this boot; return its sequence number, or 0 when it was not kept.

        A session that no longer fits is kept as a summary; what is not kept at all is counted.
        JournalError when a value of `content` is out of range.
        """
        return self._keep(record.of(content, 0, self.boot, uptime_ms))

    def checkpoint(self, uptime_ms: int, unfinished: SessionRecord) -> None:
        """Keep what has been done so far of the session that began at `uptime_ms`.

        If nothing follows, the next `open` makes it a record; let its ending be POWER_LOST.
        """
        try:
            self._checkpoint.save(self.boot, uptime_ms, unfinished)
        except OSError:
            self.write_errors += 1

    def finish(self, uptime_ms: int, finished: SessionRecord) -> int:
        """Write the session that began at `uptime_ms` and forget its checkpoints; as `add`."""
        sequence = self.add(uptime_ms, finished)
        self._clear_checkpoint()
        return sequence

    def read(self, from_sequence: int = 1) -> Reader:
        """Return the raw records from a sequence number on, oldest first; changes nothing.

        Damaged bytes that stand among them come as they are, see `Reader`.
        """
        last = len(self._segments) - 1
        segments = [
            (one.first, one.name)
            for index, one in enumerate(self._segments)
            if index == last or self._last_of(index) >= from_sequence
        ]
        return Reader(self._storage, segments, from_sequence)

    def confirm(self, sequence: int) -> None:
        """Let the space of all records up to this one be used again when it is needed.

        To be called when the laptop has them safely. Confirming less than before changes nothing.
        JournalError when there is no such record yet; OSError when it cannot be written down.
        """
        if not 0 <= sequence < self.next_sequence:
            raise JournalError(f"record {sequence} is not in 0..{self.next_sequence - 1}")
        before = self._marks.confirmed
        if sequence <= before:
            return
        self._marks.confirmed = sequence
        try:
            self._marks.save(self._storage)
        except OSError:
            self._marks.confirmed = before
            raise

    def _find_segments(self) -> None:
        found = []
        for name in self._storage.names():
            first = _first_of(name)
            if first:
                found.append(Segment(first, self._storage.size(name)))
        found.sort(key=lambda one: one.first)
        self._segments = found

    def _scan_newest(self, unfinished: Record | None) -> tuple[int, int]:
        """Set the next sequence number, beyond all that is or may be in the newest segment.

        Return the highest boot met, and as which kind `unfinished` is a record already, or 0.
        """
        if not self._segments:
            return 0, 0
        newest = self._segments[-1]
        boot, kept_as, last = 0, 0, newest.first - 1
        reader = SegmentReader(self._storage, newest.name)
        found = reader.step()
        while found is not None:
            for sequence, raw in found:
                if sequence == 0:
                    continue
                one = record.decode(raw)
                boot, last = max(boot, one.boot), max(last, sequence)
                if unfinished is not None and _is_same_session(one, unfinished):
                    kept_as = one.kind
            found = reader.step()
        self.dropped_bytes = reader.tail_bytes
        self.next_sequence = newest.first + newest.size if self.dropped_bytes else last + 1
        if reader.unread_bytes:
            newest.size = self._segment_bytes  # nothing more is entrusted to it
        return boot, kept_as

    def _recover(self, unfinished: Record, kept_as: int) -> None:
        """Make a record of a session that the power cut short, unless there is one already."""
        if kept_as == SUMMARY:
            self._count_short(unfinished, True)
        elif kept_as == 0 and self._marks.short != (unfinished.boot, unfinished.uptime_ms):
            self.recovered = self._keep(unfinished)
        self._clear_checkpoint()

    def _keep(self, one: Record) -> int:
        sequence = self._write(one)
        if sequence:
            return sequence
        if one.kind == SESSION:
            summary = _summary_of(one)
            sequence = self._write(summary) if summary else 0
            self._count_short(one, sequence > 0)
        else:
            self._marks.lost_events += 1
            self._save_marks()
        return sequence

    def _count_short(self, one: Record, is_summarised: bool) -> None:
        if self._marks.short == (one.boot, one.uptime_ms):
            return
        self._marks.short = (one.boot, one.uptime_ms)
        if is_summarised:
            self._marks.summarised += 1
        else:
            self._marks.lost += 1
        self._save_marks()

    def _write(self, one: Record) -> int:
        """Append a record under the next sequence number; return that, or 0 when it cannot be.

        A storage that fails is tried again: what disturbed it may be over.
        """
        for _ in range(_ATTEMPTS):
            one.sequence = self.next_sequence
            framed = segment.frame(record.encode(one))
            try:
                if not self._make_room(len(framed), one.kind):
                    break
                self._append(framed)
                return one.sequence
            except OSError:
                self.write_errors += 1
        return 0

    def _make_room(self, size: int, kind: int) -> bool:
        """Begin a new segment, or drop old ones, until `size` bytes fit as `kind` is allowed."""
        limit = self._segments_max - (0 if kind == SUMMARY else 1 if kind == SESSION else 2)
        while True:
            fits = self._segments[-1].size + size <= self._segment_bytes
            if len(self._segments) + (not fits) <= limit:
                break
            if not self._drop_oldest():
                return False
        if not fits:
            self._segments.append(Segment(self.next_sequence, 0))
        return True

    def _drop_oldest(self) -> bool:
        """Remove the oldest segment if all in it is confirmed; the newest one always stays."""
        if len(self._segments) == 1 or self._last_of(0) > self.confirmed:
            return False
        self._storage.remove(self._segments[0].name)
        self._segments.pop(0)
        return True

    def _append(self, framed: bytes) -> None:
        """Add a record to the newest segment; its number is used once a byte of it is there."""
        newest = self._segments[-1]
        size = newest.size + len(framed)
        try:
            self._storage.append(newest.name, framed)
        except OSError:
            size = self._storage.size(newest.name)
            raise
        finally:
            if size > newest.size:
                self.next_sequence += 1
            newest.size = size

    def _last_of(self, index: int) -> int:
        """Return the highest sequence number that a segment can hold."""
        following = self._segments[index + 1 :]
        return (following[0].first if following else self.next_sequence) - 1

    def _save_marks(self) -> None:
        try:
            self._marks.save(self._storage)
        except OSError:
            self.write_errors += 1

    def _clear_checkpoint(self) -> None:
        try:
            self._checkpoint.clear()
        except (OSError, MemoryError):
            # The session is kept, and is not to be kept again; `open` knows it.
            self.write_errors += 1


def _first_of(name: str) -> int:
    """Return the sequence number in a segment's name, 0 for any other name."""
    try:
        first = int(name[:8], 16)
    except ValueError:
        return 0
    return first if name == Segment(first, 0).name else 0


def _is_same_session(one: Record, other: Record) -> bool:
    return one.kind in (SESSION, SUMMARY) and (one.boot, one.uptime_ms) == (
        other.boot,
        other.uptime_ms,
    )


def _summary_of(one: Record) -> Record | None:
    """Return the record that stands in for a session, None when its version is not known here."""
    try:
        content = body.unpack(one)
    except JournalError:
        return None
    if not isinstance(content, SessionRecord):
        return None
    return record.of(session.summary_of(content), 0, one.boot, one.uptime_ms)
