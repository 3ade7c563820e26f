# SPDX-License-Identifier: MIT
"""From a record to what it holds, for every kind and version there has ever been.

A decoder is never removed: a journal of any age stays readable. A kind or version from the future
has no decoder here and its record stays raw, which is not an error.
"""

from loslaten_core.journal import event, session
from loslaten_core.journal.record import (
    BOOT,
    CLOCK,
    DAY,
    FAULT,
    PROTOCOL,
    SESSION,
    SUMMARY,
    Body,
    Record,
)

_DECODERS = {
    (SESSION, 1): session.unpack_session_1,
    (SESSION, 2): session.unpack_session,
    (SUMMARY, 1): session.unpack_summary,
    (BOOT, 1): event.unpack_boot_1,
    (BOOT, 2): event.unpack_boot,
    (CLOCK, 1): event.unpack_clock,
    (PROTOCOL, 1): event.unpack_protocol_change,
    (FAULT, 1): event.unpack_fault,
    (DAY, 1): event.unpack_day,
}


def unpack(record: Record) -> Body | None:
    """Return the record's body, or None when its kind or version is not known here.

    JournalError when the payload is not what its kind and version promise; the record itself is
    still good to keep.
    """
    decoder = _DECODERS.get((record.kind, record.version))
    return decoder(record.payload) if decoder else None
