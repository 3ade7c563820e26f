# SPDX-License-Identifier: MIT
"""Commands on a damaged log: they answer, or say that it is damaged; never that loslaten is."""

from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.practice_log.mutated_exports import ANSWERS
from tests.rigs.kept_log import fill

FLIPS = 60
COMMANDS = (
    ("log", "list", "--all"),
    ("log", "show", "1"),
    ("log", "events", "--all"),
    ("log", "export", "--format", "csv", "--groups"),
    ("log", "backup", "-"),
    ("report",),
    ("person", "list"),
)


@pytest.fixture
def kept(home: Path) -> Path:
    with PracticeLog.in_folder() as log:
        fill(log)
    return home / "data" / "practice.db"


def test_flipped_bytes_are_told_as_damage(kept: Path):
    random = Random(5)
    good = kept.read_bytes()
    damaged = 0
    for _ in range(FLIPS):
        content = bytearray(good)
        for _ in range(random.choice((1, 8, 64))):
            content[random.randrange(100, len(content))] ^= 1 << random.randrange(8)
        for name in ("practice.db-wal", "practice.db-shm"):
            kept.with_name(name).unlink(missing_ok=True)
        kept.write_bytes(content)
        command = random.choice(COMMANDS)
        told = CliRunner().invoke(main, command)
        said = told.stderr
        assert told.exit_code in (0, 1), (command, said, told.exception)
        assert "mistake in loslaten" not in said, (command, said)
        if told.exit_code and not any(one in said for one in ANSWERS):
            assert "damaged" in said or "another program" in said or "not a practice log" in said
            damaged += 1
    assert damaged > FLIPS // 10


def test_cut_off_and_foreign_files_are_told(kept: Path):
    good = kept.read_bytes()
    for name in ("practice.db-wal", "practice.db-shm"):
        kept.with_name(name).unlink(missing_ok=True)
    for content in (good[: len(good) // 2], good[:2000], b"%PDF-1.7\n" * 400, good[::-1]):
        kept.write_bytes(content)
        told = CliRunner().invoke(main, ["log", "list"])
        assert told.exit_code == 1
        assert "mistake in loslaten" not in told.stderr
        assert "damaged" in told.stderr or "is not a practice log" in told.stderr
        assert "loslaten log restore" in told.stderr
