# SPDX-License-Identifier: MIT
"""A log and a watch in it, for the tests of this room."""

from pathlib import Path

import pytest

from loslaten.practice_log.log import PracticeLog
from tests.rigs.raw_records import NOW_MS, SERIAL, pages


@pytest.fixture
def log(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        yield log


@pytest.fixture
def watch(log: PracticeLog) -> int:
    return log.see_watch(SERIAL, "nightstand", NOW_MS).id


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A log of three nights."""
    path = tmp_path / "practice.db"
    with PracticeLog(path) as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch_id, pages(3, 10)[0], NOW_MS)
    return path
