# SPDX-License-Identifier: MIT
"""Intents to hand a watch over: kept in the log until the watch shows what became of them.

A damaged one still says that the watch was to be cleared: then nobody knows whose it is.
"""

import json
from dataclasses import dataclass

from loslaten_core.journal.record import U32_MAX

# In the state of a log, before the number of a watch that is about to be cleared.
HANDING_OVER = "handing over "


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """Next holder of a watch, None: nobody, and the digest of the key that it is to have then.

    The digest is empty where it cannot be read.
    """

    person_id: int | None
    key_digest: bytes

    def as_text(self) -> str:
        """Return what stands in the log."""
        return json.dumps({"person": self.person_id, "key": self.key_digest.hex()})

    def is_done(self, key_digest: bytes) -> bool:
        """Whether a watch with this key was cleared, as far as anybody knows."""
        return self.key_digest in (b"", key_digest)


def intent(text: str) -> Intent:
    """Return what stands in the log, as far as it can be read."""
    try:
        told = json.loads(text)
        person_id, key_digest = told["person"], bytes.fromhex(told["key"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return Intent(person_id=None, key_digest=b"")
    is_number = isinstance(person_id, int) and 0 < person_id <= U32_MAX
    return Intent(person_id=person_id if is_number else None, key_digest=key_digest)
