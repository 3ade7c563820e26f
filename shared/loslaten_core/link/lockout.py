# SPDX-License-Identifier: MIT
"""The lock-out after failed proofs: three go free, then each failure doubles the wait."""

from loslaten_core import ticks

FREE_FAILURES = 3
FIRST_S = 15
LONGEST_S = 15 * 60


class Lockout:
    """Counts failures while the radio window is open; opening a new window starts afresh.

    A key of 256 bits cannot be guessed; the lock-out keeps a guesser from wearing the battery down
    and makes an attack visible to the laptop, which is told how long it lasts.
    """

    def __init__(self) -> None:
        self._failures = 0
        self._until_ms: int | None = None

    def failed(self, now_ms: int) -> None:
        """Count a wrong proof."""
        self._failures += 1
        beyond = self._failures - FREE_FAILURES
        if beyond > 0:
            wait_s = min(LONGEST_S, FIRST_S << min(beyond - 1, 8))
            self._until_ms = ticks.add(now_ms, 1000 * wait_s)

    def remaining_s(self, now_ms: int) -> int:
        """Return for how many seconds, rounded up, no attempt is taken."""
        if self._until_ms is None:
            return 0
        left_ms = ticks.diff(self._until_ms, now_ms)
        # A longer wait than there is means that the ticks have wrapped since: it is long over.
        if not 0 < left_ms <= 1000 * LONGEST_S:
            self._until_ms = None
            return 0
        return (left_ms + 999) // 1000

    def clear(self) -> None:
        """Forget all failures: a proof was right, or the wearer opened the radio window."""
        self._failures = 0
        self._until_ms = None
