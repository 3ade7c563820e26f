# SPDX-License-Identifier: MIT
"""`micropython` of the simulated board: the engine's, and what only boards have."""

from micropython import *


def alloc_emergency_exception_buf(size):
    """Do nothing: the engine needs no reserve to raise in an interrupt."""
