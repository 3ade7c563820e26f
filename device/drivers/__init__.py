# SPDX-License-Identifier: MIT
"""Thin drivers of the chips around the processor.

A motor driver has `set_level(level)`, with a level of 0 to 100, or below 0 to brake; `off()`,
which may be called at any time and any number of times, and says whether the motor is certain to
be off; and `check()`, which says whether the motor can be driven at all.
"""
