# SPDX-License-Identifier: MIT
"""Battery life: a simulated night, times the currents of a board."""
