# SPDX-License-Identifier: MIT
"""The laptop's wall clock."""

import time
from datetime import UTC, datetime


def now() -> tuple[int, int]:
    """Return Unix time in milliseconds, and what to add to UTC for local time, in minutes."""
    utc_ms = time.time_ns() // 1_000_000
    offset = datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone().utcoffset()
    return utc_ms, int(offset.total_seconds()) // 60 if offset is not None else 0
