# SPDX-License-Identifier: MIT
"""Paths on the watch's flash that firmware, deployment and simulator agree on.

The chooser, `device/main.py`, spells its own, since it needs nothing from any folder; a test holds
them to these.
"""

# The slot that has been well, the one on trial, and marks for the next start.
SLOT = "/slot"
TRIAL = "/trial"
SAFE_MODE = "/safe-mode"
FAILED = "/failed"
CHOOSER = "/main.py"
# Beside the firmware in its slot: the board, and its button's pin.
BOARD = "/board"

# Kept through every deployment.
DATA = "/data"
SETTINGS = DATA + "/settings"
KEY = DATA + "/key"
JOURNAL = DATA + "/journal"
FAULTS = DATA + "/faults"
# What the next person's watch has: there until that is carried out (device/handover.py).
HANDED_OVER = DATA + "/handed-over"
# What today has had of taps and reminder, and when a clock that runs on was last compared.
DAY = DATA + "/day"
DAY_CLOCK = DATA + "/day-clock"
PROTOCOLS = DATA + "/protocols"
CALIBRATION = DATA + "/calibration"
FIRST_LIGHT = DATA + "/first-light"
