"""Match the journals of two practice logs by the records they have in common.

A journal is one life of a watch's storage; a wipe ends it, and numbers begin anew. Nothing in a
record says to which life it belongs, but two laptops that met the same life have records in
common, or records that go on where the other's stop.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from loslaten_core.journal import record


@dataclass(frozen=True, slots=True)
class Life:
    """A journal as one log knows it; `records` are the raw ones by sequence number."""

    watch_id: int
    begun_utc_ms: int
    records: dict[int, bytes]


def pair(theirs: Mapping[int, Life], ours: Mapping[int, Life]) -> dict[int, int]:
    """Return which of our journals each of theirs is; those that are none of ours are not in it.

    The surest pairs come first: those with the most records in common.
    """
    candidates = []
    for number, their in theirs.items():
        for journal_id, our in ours.items():
            if their.watch_id == our.watch_id and _is_possible(their, our):
                candidates.append((*_doubt(their, our), number, journal_id))
    pairs: dict[int, int] = {}
    for *_, number, journal_id in sorted(candidates):
        if number not in pairs and journal_id not in pairs.values():
            pairs[number] = journal_id
    return pairs


def _doubt(their: Life, our: Life) -> tuple[int, bool, bool]:
    """Return the doubt that two journals are one, to be sorted by."""
    common = len(their.records.keys() & our.records.keys())
    return -common, their.begun_utc_ms != our.begun_utc_ms, not our.records


def _is_possible(their: Life, our: Life) -> bool:
    """Whether one life can have made the records of both."""
    common = their.records.keys() & our.records.keys()
    if any(their.records[sequence] != our.records[sequence] for sequence in common):
        return False
    return bool(common) or _is_in_order(their.records | our.records)


def _is_in_order(records: dict[int, bytes]) -> bool:
    """Whether the starts of the watch follow each other as the records do.

    A session that a power cut ended is recorded in the next start, as of the one it began in.
    """
    newest = 0
    for sequence in sorted(records):
        boot = record.decode(records[sequence]).boot
        if boot < newest - 1:
            return False
        newest = max(newest, boot)
    return True
