# SPDX-License-Identifier: MIT
"""The measures of a picture of a night, in px; columns from left to right."""

from loslaten.language.concepts import PhaseKind

WIDTH = 1000
LEFT = 28
RIGHT = WIDTH - LEFT
# A row: the group's number and name, its timeline, what became of it.
NUMBER = LEFT
NAME = LEFT + 26
TIMELINE = 246
TIMELINE_END = 872
RESULT = 886

BAND = 20
DRIVE = 15
LINE = 14
# A pause is drawn to scale up to here, then with a break: it may last ten minutes.
PAUSE_MOST = 64
# How tall a phase stands in its band, as a share: tension rises out of rest.
HEIGHTS = {
    PhaseKind.SETTLE: 0.45,
    PhaseKind.READY: 0.45,
    PhaseKind.TENSE: 1.0,
    PhaseKind.RELEASE: 0.7,
    PhaseKind.COUNT: 0.7,
    PhaseKind.PAUSED: 1.0,
    PhaseKind.REST: 0.7,
}
