# SPDX-License-Identifier: MIT
"""Troubles with the practice log are said in words, and nothing is lost by them."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from loslaten.practice_log import database, migrations
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from tests.rigs.killed import deaths
from tests.rigs.raw_records import NOW_MS, pages, practised, raw

ROOT = Path(__file__).parents[2]


def python(code: str, *arguments: object, **options: object) -> subprocess.Popen:
    """Run `code` as a process of its own, with the tests' helpers at hand."""
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def test_a_process_killed_at_any_statement_leaves_whole_pages(tmp_path):
    killed = deaths("tests.practice_log.killed_import", tmp_path, 300)
    # The log has more statements than this, and so have been met; a hook that never fires has not.
    assert killed["statement"] > 50
    assert killed["instructions"] > 20


TWO_AT_ONCE = """
import sys
from pathlib import Path
from tests.rigs.raw_records import NOW_MS, SERIAL, pages
from loslaten.practice_log.log import PracticeLog
with PracticeLog(Path(sys.argv[1])) as log:
    own = log.see_watch(sys.argv[2].encode(), sys.argv[2], NOW_MS).id
    shared = log.see_watch(SERIAL, "nightstand", NOW_MS).id
    for page in pages(40, 2):
        log.take_page(own, page, NOW_MS)
        log.take_page(shared, page, NOW_MS)
        log.sessions()
"""


def test_two_processes_at_once_take_turns_from_the_very_first_statement(tmp_path):
    path = tmp_path / "practice.db"
    running = [python(TWO_AT_ONCE, path, name) for name in ("watch--1", "watch--2", "watch--3")]
    told = [process.communicate(timeout=300) for process in running]
    assert [process.returncode for process in running] == [0, 0, 0], told
    with PracticeLog(path) as log:
        log.check()
        assert len(log.sessions()) == 4 * 40


COUNT_NIGHTS = """
import sys
from pathlib import Path
from loslaten.practice_log.log import PracticeLog
with PracticeLog(Path(sys.argv[1])) as log:
    print(len(log.sessions()))
"""


def nights_told_elsewhere(path):
    """Let a process of its own open the log, count its nights and close it."""
    told, errors = python(COUNT_NIGHTS, path).communicate(timeout=300)
    assert told, errors
    return int(told)


def test_a_log_opened_twice_here_is_still_known_elsewhere_to_be_open(path):
    with PracticeLog(path) as log:
        # As the page does while a sync goes on. A lock lost by that lets the next process that
        # closes the log take its journal away, and what is written from then on with it.
        PracticeLog(path).close()
        assert nights_told_elsewhere(path) == 3
        log.take_page(log.watches()[0].id, pages(5, 10)[0], NOW_MS)
        assert nights_told_elsewhere(path) == 5
    assert nights_told_elsewhere(path) == 5


def test_a_full_disk_loses_nothing_at_whatever_page_it_comes(path):
    raws = [raw(100 + n, practised(), uptime_ms=10**9 + n) for n in range(40)]
    with PracticeLog(path) as log:
        (used,) = log._one("PRAGMA page_count")
        refused = []
        for spare in range(40):
            log._db.execute(f"PRAGMA max_page_count = {used + spare}")
            try:
                log.take_page(1, raws, NOW_MS)
            except StoreError as error:
                refused.append((error.message, error.advice, len(log.sessions())))
                log.check()
            else:
                break
        assert len(refused) >= 3
        for message, advice, sessions in refused:
            assert "no space left" in message
            assert "watch keeps" in advice
            assert sessions == 3
        assert len(log.sessions()) == 43
        log.check()


# A superuser may write anywhere, so that is given up; once everything is imported, for the sources
# may lie in a private folder.
READ_THEN_WRITE = """
import os, sys
from pathlib import Path
from loslaten.practice_log import trouble
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
if os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    with PracticeLog(Path(sys.argv[1])) as log:
        print(len(log.sessions()))
        log.see_watch(bytes(8), "", 0)
except StoreError as error:
    print(error.message)
    print(error.advice)
"""


def read_then_write(path: Path) -> list[str]:
    """Lines that a reader sees who may not write."""
    process = python(READ_THEN_WRITE, path)
    output, errors = process.communicate(timeout=300)
    assert process.returncode == 0, errors
    return output.splitlines()


@pytest.fixture
def public(path: Path):
    """The folder of a log where anybody could come; below its own a pytest lets nobody in."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(path, folder)
        for one in (folder, *folder.parents):
            if one.stat().st_uid == os.getuid() and not one.stat().st_mode & 0o001:
                one.chmod(one.stat().st_mode | 0o011)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize(
    ("file_mode", "folder_mode"), [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)]
)
def test_a_log_on_a_medium_that_cannot_be_written_is_read(public, file_mode, folder_mode):
    path = public / "practice.db"
    path.chmod(file_mode)
    public.chmod(folder_mode)
    sessions, message, advice = read_then_write(path)
    assert sessions == "3"
    assert message == f"the practice log {path} cannot be written"
    assert "--data" in advice
    assert sorted(one.name for one in public.iterdir()) == ["practice.db"]


def test_a_log_that_was_not_closed_is_not_read_by_halves(public):
    path = public / "practice.db"
    path.with_name("practice.db-wal").write_bytes(b"what a killed process left")
    path.chmod(0o444)
    public.chmod(0o555)
    message, advice = read_then_write(path)
    assert message == f"the practice log {path} was not closed and cannot be written"
    assert "practice.db-wal" in advice


def test_an_old_sqlite_is_said(path, monkeypatch):
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(StoreError, match=r"needs 3\.37"):
        PracticeLog(path)


def test_a_folder_in_which_nothing_can_be_made_is_said(public):
    public.chmod(0o555)
    message, advice = read_then_write(public / "new" / "practice.db")
    assert "cannot be opened: Permission denied" in message
    assert "--data" in advice


def test_a_folder_that_is_a_file_is_said(path):
    with pytest.raises(StoreError, match=r"cannot be opened: (File exists|Not a directory)"):
        PracticeLog(path / "practice.db")


def test_a_newer_log_is_left_alone(path):
    connection = sqlite3.connect(path)
    connection.execute(f"PRAGMA user_version = {migrations.VERSION + 1}")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="knows up to") as caught:
        PracticeLog(path)
    assert "unharmed" in caught.value.advice
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "practice.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(StoreError, match="another program"):
        PracticeLog(path)
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(tmp_path):
    path = tmp_path / "practice.db"
    path.write_text("Dear diary, " * 500)
    with pytest.raises(StoreError, match="is not a practice log") as caught:
        PracticeLog(path)
    assert "left as it is" in caught.value.advice
    assert path.read_text() == "Dear diary, " * 500


def test_an_empty_file_is_a_log_that_was_never_written(tmp_path):
    path = tmp_path / "practice.db"
    path.touch()
    with PracticeLog(path) as log:
        assert log.sessions() == []


def use(path: Path) -> None:
    with PracticeLog(path) as log:
        log.check()
        for session in log.sessions():
            log.groups(session.id)


@pytest.mark.parametrize("kept", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_a_log_cut_off_anywhere_is_said_before_anything_is_taken(path, kept):
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    before = path.read_bytes()
    with pytest.raises(StoreError, match=r"damaged|not a practice log") as caught:
        use(path)
    assert "backup" in caught.value.advice
    assert path.read_bytes() == before


def test_a_damaged_page_is_an_error_in_words_or_no_harm(path, tmp_path):
    """Every page in turn, overwritten: an error that is not StoreError would be a traceback."""
    whole = path.read_bytes()
    said = 0
    for at in range(0, len(whole), 4096):
        damaged = tmp_path / f"damaged-{at}" / "practice.db"
        damaged.parent.mkdir()
        shutil.copy(path, damaged)
        with damaged.open("r+b") as file:
            file.seek(at + 3)
            file.write(b"\xa5" * 200)
        try:
            use(damaged)
        except StoreError:
            said += 1
        shutil.rmtree(damaged.parent)
    assert said > 5


def test_every_failure_of_the_file_is_one_line_with_advice():
    for error_code, name in ((5, "BUSY"), (13, "FULL"), (8, "READONLY"), (11, "CORRUPT")):
        error = sqlite3.OperationalError(name)
        error.sqlite_errorcode = error_code
        with (
            pytest.raises(StoreError) as caught,
            database.in_words(Path("/somewhere/practice.db")),
        ):
            raise error
        assert "\n" not in caught.value.message
        assert caught.value.advice


@pytest.mark.parametrize(
    ("code", "said", "advice"),
    [
        ("SQLITE_IOERR_LOCK", "cannot be locked", "network shares"),
        ("SQLITE_IOERR_SHMMAP", "cannot be locked", "network shares"),
        ("SQLITE_IOERR_READ", "cannot be read or written", "still there"),
        ("SQLITE_PROTOCOL", "cannot be read or written", "still there"),
        ("SQLITE_CORRUPT", "is damaged", "log restore"),
        ("SQLITE_ERROR", "is damaged", "log restore"),
    ],
)
def test_what_the_disk_says_comes_with_advice(tmp_path, code, said, advice):
    error = sqlite3.OperationalError("said by SQLite")
    error.sqlite_errorcode = getattr(sqlite3, code)
    with pytest.raises(StoreError) as told, database.in_words(tmp_path / "practice.db"):
        raise error
    assert said in told.value.message
    assert told.value.advice is not None
    assert advice in told.value.advice
    assert told.value.told("nl").message != told.value.message


def test_somebody_elses_log_names_its_owner(tmp_path, monkeypatch):
    path = tmp_path / "practice.db"
    path.touch()
    monkeypatch.setattr(database.os, "getuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(StoreError) as told, database.in_words(path):
        raise PermissionError(13, "Permission denied")
    assert path.owner() in told.value.advice
    assert "chown" in told.value.advice


def test_a_path_with_the_letters_of_an_address_is_opened(tmp_path):
    folder = tmp_path / "who? #1 100%25"
    with PracticeLog(folder / "practice.db") as log:
        log.see_watch(bytes(8), "kept", 0)
    assert [one.name for one in folder.iterdir()] == ["practice.db"]
