# SPDX-License-Identifier: MIT
"""Commands whose file comes from standard input: its lines are no answers to their questions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from loslaten.cli.user_file import is_standard_input
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import SHIPPED
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


READ = {
    "log import": "is not a practice log of Loslaten",
    "nights open": "this is no file of nights",
    "plan take": "this is no plan of loslaten's",
    "protocol show": "not TOML",
    "protocol check": "not TOML",
    "protocol plan": "not TOML",
    "rehearse": "not TOML",
    "sheet": "not TOML",
}


@pytest.mark.parametrize("is_piped", [True, False], ids=["pipe", "file"])
@pytest.mark.parametrize(("command", "found"), READ.items(), ids=READ)
def test_a_dash_is_standard_input_wherever_a_file_is_read(
    home, monkeypatch, command, found, is_piped
):
    """Also where there is a folder of that name."""
    monkeypatch.chdir(home)
    (home / "-").mkdir()
    data = b"some text that is none of these"
    file = home / "said"
    file.write_bytes(data)
    refused = run(*command.split(), "-", data=data if is_piped else file)
    assert refused.returncode == 1
    assert found in (refused.stderr + refused.stdout).decode()


def test_a_backup_goes_from_log_to_log_through_a_pipe(backup, home):
    """The data comes in more than one piece."""
    read = run("log", "import", "-", "--data", str(home / "other"), data=backup)
    assert (read.returncode, read.stderr) == (0, b"")
    with PracticeLog.in_folder(home / "other") as log:
        assert [person.name for person in log.persons()] == ["Anna"]
    put_back = run("log", "restore", "-", "--yes", data=backup)
    assert put_back.returncode == 0, put_back.stderr


def test_a_protocol_from_a_pipe_is_one_like_any(home):
    from_file = run("protocol", "show", "four", data=b"")
    from_pipe = run("protocol", "show", "-", data=(SHIPPED / "four.toml").read_bytes())
    assert from_pipe.returncode == 0, from_pipe.stderr
    assert from_pipe.stdout == from_file.stdout


def test_without_standard_input_a_dash_is_no_other_file(home):
    """A process that has none gives its number to the next file that it opens."""
    with PracticeLog.in_folder():
        pass
    refused = subprocess.run(
        ["/bin/sh", "-c", '"$0" log import - <&-', ENTRY_POINT],
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert refused.returncode == 1
    assert b"loslaten: -: Bad file descriptor" in refused.stderr


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
