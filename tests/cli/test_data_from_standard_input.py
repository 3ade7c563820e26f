# SPDX-License-Identifier: MIT
"""Commands whose file comes from standard input: its lines are no answers to their questions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loslaten.cli.user_file import is_standard_input
from loslaten.practice_log.log import PracticeLog
from tests.cli.test_processes import ENTRY_POINT, PATIENCE_S

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no such names there")

NAMES = ("/dev/stdin", "/dev/fd/0", "/proc/self/fd/0", "-")


def run(*words: str, data: bytes | Path) -> subprocess.CompletedProcess[bytes]:
    """Run a command without a terminal; `data` comes to it by a pipe, or from a file."""
    from_file = isinstance(data, Path)
    with Path(data if from_file else os.devnull).open("rb") as file:
        return subprocess.run(
            [ENTRY_POINT, *words],
            **({"stdin": file} if from_file else {"input": data}),
            capture_output=True,
            timeout=PATIENCE_S,
            check=False,
            start_new_session=True,
        )


@pytest.fixture
def backup(home: Path) -> bytes:
    with PracticeLog.in_folder() as log:
        log.add_person("Anna", 0)
    return run("log", "backup", "-", data=b"").stdout


def names() -> list[str]:
    with PracticeLog.in_folder() as log:
        return [person.name for person in log.persons()]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("is_piped", [True, False], ids=["pipe", "file"])
def test_a_backup_answers_no_question(backup, home, name, is_piped):
    data = b"y\n" + backup
    file = home / "said.jsonl"
    file.write_bytes(data)
    refused = run("log", "restore", name, data=data if is_piped else file)
    assert refused.returncode == 2
    assert refused.stderr.decode() == (
        f"loslaten: {name} is standard input, so that the answer to a question cannot come from"
        " there\n  -> save it as a file first, or add --yes\n"
    )
    assert refused.stdout == b""


def test_a_backup_that_is_its_own_input_is_refused_in_dutch(backup, home):
    """Whatever it is called."""
    file = home / "backup.jsonl"
    file.write_bytes(backup)
    refused = run("log", "restore", str(file), "--lang", "nl", data=file)
    assert refused.stderr.decode() == (
        f"loslaten: {file} is de standaardinvoer, en daarvandaan kan dan geen antwoord op een"
        " vraag komen\n  -> bewaar het eerst als bestand, of geef --yes mee\n"
    )


def test_a_backup_from_a_pipe_is_put_back_without_a_question(backup):
    with PracticeLog.in_folder() as log:
        log.add_person("Bert", 0)
    put_back = run("log", "restore", "/dev/stdin", "--yes", data=backup)
    assert put_back.returncode == 0, put_back.stderr
    assert names() == ["Anna"]


def test_a_backup_in_a_file_is_put_back_after_a_yes(backup, home):
    file = home / "backup.jsonl"
    file.write_bytes(backup)
    assert run("log", "restore", str(file), data=b"y\n").returncode == 0


@pytest.mark.parametrize("is_piped", [True, False], ids=["pipe", "file"])
def test_sealed_nights_are_no_passphrase(home, is_piped):
    """There is no terminal here, which could take it."""
    sealing = b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 15\n"
    file = home / "nights.age"
    file.write_bytes(sealing)
    refused = run("nights", "open", "/dev/stdin", data=sealing if is_piped else file)
    assert refused.returncode == 2
    assert refused.stderr.decode() == (
        "loslaten: /dev/stdin is standard input, so that the answer to a question cannot come from"
        " there\n  -> save it as a file first\n"
    )


def test_a_file_elsewhere_is_not_standard_input(home):
    assert not is_standard_input(home / "backup.jsonl")
    assert not is_standard_input(home)
