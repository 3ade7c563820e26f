# SPDX-License-Identifier: MIT
"""The agreement between watch and laptop.

Pure Python that runs unchanged on MicroPython and CPython: no clock, no I/O, no asyncio, no
`machine`. Time comes in as `now_ms`, what should happen goes out as values.
"""
