# SPDX-License-Identifier: MIT
"""Remains on the flash when the power goes: after each operation and at each byte of it."""

from tests.rigs.ram_flash import apply


def torn(files, operation):
    """Remains when the power goes during `operation`: from nothing to almost all of it.

    LittleFS leaves a file as it was before it was opened, or empty when it is new; the rest is for
    file systems that are less kind.
    """
    what, name, data = operation
    yield dict(files)
    if what == "remove":
        return
    kept = files.get(name, b"") if what == "append" else b""
    for length in range(len(data)):
        yield {**files, name: kept + data[:length]}


def cuts(operations, files=(), bytewise=True):
    """Yield (operations done, files) for a power cut at every operation and every byte of it.

    With `bytewise` False: before each operation and half-way through it.
    """
    now = dict(files)
    for done, operation in enumerate(operations):
        states = list(torn(now, operation))
        for state in states if bytewise else (states[0], states[len(states) // 2]):
            yield done, state
        apply(now, operation)
    yield len(operations), dict(now)
