# SPDX-License-Identifier: MIT
"""Records in a file: how they are told apart, and found again when some of it is damaged.

Each record is COBS-stuffed, so that it has no zero byte, and has a zero byte before and after it
(Cheshire & Baker, "Consistent Overhead Byte Stuffing", 1999). A reader that met nonsense goes on
at the next zero. Both zeros belong to the record: when one of them is hit, the neighbour still has
its own. There is no header that could be hit; what a segment must say about itself is its name.
"""

from loslaten_core.journal import record
from loslaten_core.journal.storage import Storage

# One byte of stuffing for every 254 begun.
STUFFED_BYTES_MAX = record.RECORD_BYTES_MAX + 1 + record.RECORD_BYTES_MAX // 254
_BLOCK = 254
_CHUNK_BYTES = 1024


def frame(raw: bytes) -> bytes:
    """Return a record's bytes as they stand in a file."""
    return b"\0" + stuff(raw) + b"\0"


def stuff(raw: bytes) -> bytes:
    """Return `raw` without zero bytes: every run is led by the distance to the next zero."""
    # In place, like `unstuff`: a session of many zeros is written when memory has run out, too.
    out = bytearray(1)
    out += raw
    longs = []
    begin, size = 0, len(raw)
    while begin <= size:
        end = raw.find(b"\0", begin)
        end = size if end < 0 else end
        if end - begin < _BLOCK:
            out[begin] = end - begin + 1
        else:
            out[begin] = _BLOCK + 1
            longs.append((begin, end))
        begin = end + 1
    for begin, end in reversed(longs):
        _lead_blocks(out, begin, end - begin)
    return bytes(out)


def _lead_blocks(out: bytearray, begin: int, length: int) -> None:
    """Put a distance behind each full block of a run that is longer than one."""
    distance = length % _BLOCK + 1
    for block in range(length // _BLOCK, 0, -1):
        at = begin + 1 + block * _BLOCK
        out[at:at] = bytes((distance,))
        distance = _BLOCK + 1


def unstuff(stuffed: bytes, begin: int = 0, end: int | None = None) -> bytes | None:
    """Return what was stuffed into a part of these bytes, or None when `stuff` never made them."""
    end = len(stuffed) if end is None else end
    if begin == end:
        return None
    # In place, and behind the first distance: this is what reading the journal takes longest over.
    out = bytearray(memoryview(stuffed)[begin + 1 : end])
    at = stuffed[begin] - 1
    size = end - begin - 1
    if size < _BLOCK:
        while at < size:
            distance = out[at]
            out[at] = 0
            at += distance
        return bytes(out) if at == size else None
    longs = [at] if at == _BLOCK else []
    while at < size:
        distance = out[at]
        out[at] = 0
        at += distance
        if distance > _BLOCK:
            longs.append(at)
    if at != size:
        return None
    for long_at in reversed(longs):
        # A run of full length stands for itself: there is no zero behind it.
        out[long_at : long_at + 1] = b""
    return bytes(out)


class Scan:
    """Finds records in bytes that come in pieces; needs memory for one record, no more.

    What it finds is (sequence, raw record), or (0, bytes) where the bytes are no record.
    `damaged_bytes` counts what was neither a record nor a zero between records.
    """

    def __init__(self) -> None:
        self.size = 0
        self.damaged_bytes = 0
        self._whole_until = 0
        self._stuffed = b""
        self._length = 0

    @property
    def tail_bytes(self) -> int:
        """Bytes after the last whole record."""
        return self.size - self._whole_until

    def feed(self, chunk: bytes) -> list[tuple[int, bytes]]:
        """Take the next bytes and return what ends in them."""
        found: list[tuple[int, bytes]] = []
        at = 0
        while True:
            end = chunk.find(b"\0", at)
            if end < 0:
                break
            if self._length:
                self._take(chunk[at:end])
                self.size += 1
                self._close(found)
            else:
                self.size += end + 1 - at
                if end > at:
                    self._find(found, chunk, at, end)
            at = end + 1
        if at < len(chunk):
            self._take(chunk[at:])
        return found

    def finish(self) -> list[tuple[int, bytes]]:
        """Return what ends where the file ends."""
        found: list[tuple[int, bytes]] = []
        if self._length:
            self._close(found)
        return found

    def _take(self, run: bytes) -> None:
        self.size += len(run)
        self._length += len(run)
        if self._length <= STUFFED_BYTES_MAX:
            self._stuffed = self._stuffed + run if self._stuffed else run

    def _close(self, found: list[tuple[int, bytes]]) -> None:
        """Take what has been put together of several chunks."""
        stuffed, length = self._stuffed, self._length
        self._stuffed, self._length = b"", 0
        self._find(found, stuffed, 0, len(stuffed), length - len(stuffed))

    def _find(
        self, found: list[tuple[int, bytes]], chunk: bytes, at: int, end: int, missing: int = 0
    ) -> None:
        """Take the bytes between two zeros, of which some may be `missing`: not kept."""
        is_whole = not missing and end - at <= STUFFED_BYTES_MAX
        raw = unstuff(chunk, at, end) if is_whole else None
        sequence = 0 if raw is None else record.sequence_of(raw)
        if raw is not None and sequence:
            found.append((sequence, raw))
            self._whole_until = self.size
        else:
            found.append((0, chunk[at : min(end, at + record.RECORD_BYTES_MAX)]))
            self.damaged_bytes += end - at + missing


class SegmentReader:
    """Reads one segment from its start to its end, each byte once, with the file closed between.

    `unread_bytes` is what the storage could not give; it counts as damaged.
    """

    def __init__(self, storage: Storage, name: str) -> None:
        self.scan = Scan()
        self.unread_bytes = 0
        self._storage = storage
        self._name = name
        self._offset = 0
        self._is_over = False

    @property
    def damaged_bytes(self) -> int:
        """Bytes met so far that are no record."""
        return self.scan.damaged_bytes + self.unread_bytes

    @property
    def tail_bytes(self) -> int:
        """Bytes after the last whole record, once all is read."""
        return self.scan.tail_bytes + self.unread_bytes

    def step(self) -> list[tuple[int, bytes]] | None:
        """Read a little further; return what was found on the way, None at the end."""
        if self._is_over:
            return None
        try:
            chunk = self._storage.read(self._name, self._offset, _CHUNK_BYTES)
        except OSError:
            self.unread_bytes = max(0, self._storage.size(self._name) - self._offset)
            chunk = b""
        self._offset += len(chunk)
        if len(chunk) == _CHUNK_BYTES:
            return self.scan.feed(chunk)
        self._is_over = True
        return self.scan.feed(chunk) + self.scan.finish()


class Reader:
    """Iterates over the raw records of some segments from a sequence number on.

    Bytes among them that are no record, because they were damaged or torn, come as they are, at
    most as many as a record has: whoever reads can tell by their check, keep them and say so.
    `damaged_bytes` counts them, and what could not be read at all; it is complete at the end.
    """

    def __init__(
        self, storage: Storage, segments: list[tuple[int, str]], from_sequence: int
    ) -> None:
        self.damaged_bytes = 0
        self._storage = storage
        self._segments = segments
        self._from_sequence = from_sequence
        self._segment: SegmentReader | None = None
        self._found: list[bytes] = []
        self._has_begun = False

    def __iter__(self) -> "Reader":
        return self

    def close(self) -> None:
        """Let go of the file under way; nothing more is asked for."""
        self._storage.rest()

    def __next__(self) -> bytes:
        while not self._found:
            if self._segment is None:
                if not self._segments:
                    raise StopIteration
                first, name = self._segments[0]
                self._segments = self._segments[1:]
                self._segment = SegmentReader(self._storage, name)
                self._has_begun = self._has_begun or first >= self._from_sequence
            self._step(self._segment)
        return self._found.pop(0)

    def _step(self, segment: SegmentReader) -> None:
        found = segment.step()
        if found is None:
            self.damaged_bytes += segment.damaged_bytes
            self._segment = None
            return
        has_begun, wanted = self._has_begun, self._found
        for sequence, raw in found:
            # Damage before the first record that is wanted was met by an earlier reader.
            has_begun = has_begun or sequence >= self._from_sequence
            if has_begun:
                wanted.append(raw)
        self._has_begun = has_begun
