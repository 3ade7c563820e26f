# SPDX-License-Identifier: MIT
"""A board for tests on which memory and time cost what they cost on a Pico W.

The interpreter is MicroPython for WASI from PyPI: 32-bit words, a bounded heap, the collector of
the boards. `engine` mends it and runs it, `flash` holds its files, `hardware` is what is wired to
it, `laptop` who comes by radio. Time is virtual, and what is executed takes of it.

`python -m tests.board SCENARIO` runs one of `scenarios` and prints what it cost.
"""
