# SPDX-License-Identifier: MIT
"""A disk without any space left: the log is read, and what is to be written says what to do."""

import itertools
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loslaten.practice_log.log import PracticeLog
from tests.page.served import served
from tests.practice_log.test_deleting import COMMAND
from tests.practice_log.test_log_unhappy import ROOT, python
from tests.rigs.raw_records import NOW_MS, SERIAL, pages

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no limit on files there")

# No file of this process may be longer than this: what SQLite shares is, and so meets a full disk.
LIMIT = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
"""
FULL = f"{LIMIT}{COMMAND}"
TWICE = f"""
{LIMIT}
from pathlib import Path
from loslaten.practice_log.log import PracticeLog
with PracticeLog(Path(sys.argv[1])) as one, PracticeLog(Path(sys.argv[1])) as other:
    print(len(one.sessions()), len(other.sessions()), flush=True)
    sys.stdin.read()
"""


def fill(path: Path) -> None:
    with PracticeLog(path) as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        log.take_page(watch_id, pages(3, 10)[0], NOW_MS)


@pytest.mark.parametrize("command", ["log list --json", "log show 1", "log backup -", "report"])
def test_a_log_on_a_full_disk_is_read(home, command):
    fill(home / "data" / "practice.db")
    running = python(FULL, *command.split())
    told, errors = running.communicate(timeout=300)
    assert (running.returncode, errors) == (0, "")
    assert told


def test_one_process_reads_it_more_than_once_as_a_page_does_and_others_say_it_is_open(home):
    path = home / "data" / "practice.db"
    fill(path)
    reading = python(TWICE, path, stdin=subprocess.PIPE)
    assert reading.stdout.readline() == "3 3\n"
    with pytest.raises(Exception, match="another loslaten"):
        PracticeLog(path, busy_ms=50)
    reading.communicate("", timeout=300)
    with PracticeLog(path) as log:
        assert len(log.sessions()) == 3


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a megabyte and a half; only root can have one."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", tmp_path],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("only root can mount a disk")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", COMMAND, *command],
        cwd=ROOT,
        env=os.environ | {"LOSLATEN_DATA": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def take_all_space(folder: Path) -> Path:
    path = folder / "fill"
    chunks = itertools.repeat(bytes(1024))
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space"):
        file.writelines(chunks)
    return path


def test_what_is_to_be_written_says_that_the_disk_is_full_and_what_to_do(disk):
    fill(disk / "practice.db")
    rest = take_all_space(disk)
    read = run(disk, "log", "list", "--json")
    assert (read.returncode, read.stdout.count('"id"')) == (0, 6)
    dutch = run(disk, "person", "add", "Anna", "--lang", "nl")
    assert "er is geen ruimte meer voor het logboek" in dutch.stderr
    assert "maak ruimte en probeer het opnieuw" in dutch.stderr
    english = run(disk, "person", "add", "Anna", "--lang", "en")
    assert "there is no space left for the practice log" in english.stderr
    assert "make space and try again" in english.stderr
    backup = run(disk, "log", "backup", str(disk / "copy.jsonl"), "--lang", "nl")
    assert "er is geen ruimte meer\n  -> maak ruimte" in backup.stderr
    page = run(disk, "open", "--no-browser", "--lang", "nl")
    assert "er is geen ruimte meer\n  -> maak ruimte" in page.stderr
    rest.unlink()
    assert run(disk, "person", "add", "Anna").returncode == 0
    with PracticeLog(disk / "practice.db") as log:
        log.check()
        assert log.persons()[-1].name == "Anna"


def test_the_page_shows_the_night_and_says_that_what_was_written_finds_no_space(disk):
    fill(disk / "practice.db")
    with served(disk) as server:
        server.enter()
        take_all_space(disk)
        assert "17 spiergroepen" in server.ask("GET", "/nights/3").text
        told = server.ask("POST", "/nights/3/note", {"text": "Met een koude kuit."}).text
        assert "De schijf van deze computer is vol" in told
        assert "leeg de prullenbak" in told
