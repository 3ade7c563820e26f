# SPDX-License-Identifier: MIT
"""Whatever fails in a session: the motor is off at once, the record is kept, the watch is back.

Some of the calls; `python -m tests.torture.faults` lets each of them fail.
"""

import pytest

from tests.rigs.failing_session import SCRIPTS, fails_at

FEWEST = 10


@pytest.mark.parametrize(("name", "step"), [("await", 11), ("driver call", 2)])
def test_the_motor_is_off_wherever_a_session_fails(name, step):
    assert set(SCRIPTS) == {"await", "driver call"}
    n = 1
    while fails_at(name, n):
        n += step
    assert n > FEWEST, "the script breaks nothing"
