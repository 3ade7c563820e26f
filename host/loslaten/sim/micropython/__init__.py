# SPDX-License-Identifier: MIT
"""A real MicroPython under Node, on the clock of the simulation."""
