# SPDX-License-Identifier: MIT
"""Hardware in the loop: the firmware on a real board, measured. See docs/hil.md and `make hil`."""
