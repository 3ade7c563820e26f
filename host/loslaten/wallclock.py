"""What time it is, where the laptop is."""

import time
from datetime import UTC, datetime


class Wallclock:
    """The laptop's own clock and time zone."""

    def utc_ms(self) -> int:
        """Return Unix time in milliseconds."""
        return time.time_ns() // 1_000_000

    def zone_min(self, utc_ms: int) -> int:
        """Return what to add to UTC for local time at that moment, in minutes."""
        offset = datetime.fromtimestamp(utc_ms / 1000, UTC).astimezone().utcoffset()
        return int(offset.total_seconds()) // 60 if offset is not None else 0
