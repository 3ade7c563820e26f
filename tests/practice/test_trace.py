# SPDX-License-Identifier: MIT
"""The same session, byte for byte, on CPython and on MicroPython."""

from pathlib import Path

from tests.practice import trace

SCRIPT = Path(trace.__file__)


def test_both_interpreters_do_the_same(micropython):
    here = trace.text()
    assert here.count("'seed'") == trace.SEEDS
    assert here.count("('completed'") > 60
    assert here.count("('stopped'") > 40
    # Not compared in the assertion itself: pytest would take minutes to explain texts this long.
    there = micropython(SCRIPT.read_text() + "\nprint(text(), end='')\n")
    same = here == there
    assert same, first_difference(here, there)


def first_difference(here: str, there: str) -> str:
    pairs = zip(here.splitlines(), there.splitlines(), strict=False)
    for number, (one, other) in enumerate(pairs, 1):
        if one != other:
            return f"line {number}: {one!r} here, {other!r} there"
    return f"{len(here)} characters here, {len(there)} there"
