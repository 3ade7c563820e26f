# SPDX-License-Identifier: MIT
"""Time of the tests is measured beside a bare Python's, on two cores."""

import os
import sys
import tempfile

import pytest

from tests.bench import suite


def test_a_command_takes_its_time_and_a_bare_python_its_own():
    with tempfile.TemporaryFile("w+") as said:
        asleep = [sys.executable, "-c", "import time; time.sleep(0.5); print('3 passed')"]
        wall_s, bare_s = suite._timed(asleep, said)
        said.seek(0)
        assert suite._PASSED.findall(said.read()) == ["3"]
    assert wall_s > 0.5
    assert 0 < bare_s < 0.5


def test_what_another_make_was_told_is_not_told_on(monkeypatch: pytest.MonkeyPatch):
    told = "ARGS", "MAKEFLAGS"
    for name in told:
        monkeypatch.setenv(name, "ARGS=suite")
    asks = f"import os; exit(' '.join(set(os.environ) & {{*{told}}}) or None)"
    with tempfile.TemporaryFile("w+") as said:
        suite._timed([sys.executable, "-c", asks], said)


def test_tests_that_fail_are_told():
    with (
        tempfile.TemporaryFile("w+") as said,
        pytest.raises(RuntimeError, match="one of them failed"),
    ):
        suite._timed([sys.executable, "-c", "exit('one of them failed')"], said)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="only Linux tells its cores")
def test_two_cores_are_used_and_all_given_back():
    before = os.sched_getaffinity(0)
    with suite.two_cores():
        assert len(os.sched_getaffinity(0)) == min(suite.CORES, len(before))
    assert os.sched_getaffinity(0) == before
