# SPDX-License-Identifier: MIT
"""A log and a watch in it, for the tests of this room."""

from pathlib import Path

import pytest

from loslaten.practice_log.log import PracticeLog
from tests.rigs.raw_records import NOW_MS, SERIAL


@pytest.fixture
def log(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        yield log


@pytest.fixture
def watch(log: PracticeLog) -> int:
    return log.see_watch(SERIAL, "nightstand", NOW_MS).id
