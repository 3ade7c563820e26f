# SPDX-License-Identifier: MIT
"""Time and memory of a whole process are its own, whatever the one takes that measures."""

import os
import sys

import pytest

from tests.bench import bare

BALLAST_MIB = 200


def test_memory_is_that_of_the_process_and_not_of_who_measures():
    ballast = bytearray(BALLAST_MIB << 20)
    _, nothing_mib = bare.cost(bare.NOTHING, os.environ)
    assert nothing_mib < BALLAST_MIB / 2
    held = (sys.executable, "-c", f"bytearray({BALLAST_MIB} << 20)")
    assert bare.cost(held, os.environ)[1] > BALLAST_MIB
    del ballast


def test_a_command_that_fails_is_told_with_what_it_said():
    with pytest.raises(RuntimeError, match="no such thing"):
        bare.cost((sys.executable, "-c", "import sys; sys.exit('no such thing')"), os.environ)
    measured = bare.measure({"fails": (sys.executable, "-c", "exit(3)")}, 1, may_fail=True)
    assert measured["fails"].seconds > 0
