# SPDX-License-Identifier: MIT
"""Lines as text with the end that fits them; what could not be read again is left out of them."""

import hashlib
from collections.abc import Iterable, Iterator

import msgspec

from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.decoding import decode
from loslaten.practice_log.backup.line_check import LineCheck
from loslaten.practice_log.backup.whole_log import WholeLog


def sealed(
    log: WholeLog, told: Iterable[dict[str, object] | msgspec.Struct], *, is_whole: bool
) -> Iterator[str]:
    """Yield lines of a log with their ends, as of one moment. Raises StoreError.

    Of a part of the log nobody asks whether what its lines belong to stands above them.
    """
    digest = hashlib.sha256()
    count = 0
    check = LineCheck() if is_whole else None
    with log.snapshot():
        for one in told:
            text = msgspec.json.encode(one)
            if not _can_be_read(text, check):
                kind = one["type"] if isinstance(one, dict) else one.__struct_config__.tag
                log.leave_out(str(kind), text)
                continue
            digest.update(b"\n" + text if count else text)
            count += 1
            yield text.decode() + "\n"
    yield msgspec.json.encode(line.End(count, digest.hexdigest())).decode() + "\n"


def _can_be_read(text: bytes, check: LineCheck | None) -> bool:
    try:
        entry = decode(text)
        if check is not None:
            check.admit(entry)
    except ValueError:
        return False
    return True
