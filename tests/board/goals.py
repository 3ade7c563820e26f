# SPDX-License-Identifier: MIT
"""The bars for the firmware on a board, charged in tests/board and measured by `make hil`."""

# A wearer feels when a cue begins and ends, and counts on the rhythm (docs/haptics.md).
EDGE_NEAR_MS = 5
EDGES_NEAR_PCT = 99
EDGE_LATEST_MS = 10
DRIVE_LENGTH_MS = 5
RELEASE_LATE_MS = 5
# Of the 100 ms in which a press is to be felt, what a coin motor leaves.
ANSWER_MS = 40
# While a laptop is served: a collection or the load of code may have just begun, which take 25 ms
# each, and now and then one follows the other.
ANSWER_SERVED_MS = 50

# An open file takes 1,148 bytes in one piece, a frame and its message 1,300.
LARGEST_BLOCK_BYTES = 16 * 1_024
FREE_PCT = 25
SESSION_BYTES = 110_000
SYNCING_BYTES = 135_000
SPARE_BYTES = 24 * 1_024
# Of the 8 KB that an RP2040 has; below lie interrupts and what the flash's driver takes.
STACK_BYTES = 6 * 1_024

PULL_KB_S = 25
ONE_NIGHT_S = 2

# Half of what the watchdog waits.
FEED_GAP_MS = 4_000
FIRST_TICK_MS = 3_000
