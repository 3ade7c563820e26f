# SPDX-License-Identifier: MIT
"""Logs with one value in one row that no loslaten writes, and every reading command on each.

The value goes past the tables' own checks: a damaged byte asks for none, nor does a program of
somebody's own.
"""

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.practice_log.agreements import PlanRow, ProposalRow
from loslaten.practice_log.folder import FILE_NAME
from loslaten.practice_log.log import PracticeLog
from loslaten_core.journal import event
from tests.practice_log.mutated_exports import ANSWERS, READING
from tests.rigs.kept_log import fill
from tests.rigs.raw_records import DAY_MS, NOW_MS, raw

COMMANDS = (
    *READING,
    ("measure", "list"),
    ("measure", "list", "--json"),
    ("log", "export", "--format", "csv", "--measures"),
    ("programme", "show"),
    ("plan", "show"),
    ("nights", "list"),
    ("desk",),
    ("desk", "--json"),
)
NO_FAILURES = (*ANSWERS, "no plan", "er is geen oefening", "er is nog geen oefening")
TERMINAL_MARKS = ("\x1b", "\u202e", "\u2066", "\x00", "\x07")
INTEGERS = (-1, 0, 255, 7 * 10**13, 1 << 62, -(1 << 62))
TEXTS = (
    *("", "x", "2026-13-39", "{}", "[]", "7", '{"a": {"b": [1]}}', '{"title": 7, "groups": {}}'),
    *("\x1b[2J\u202e", "a" * 5000, b"\xff\xfe\x00"),
)
BLOBS = (b"", b"x", bytes(300))
_VALUES: Mapping[str, tuple[Any, ...]] = {"INTEGER": INTEGERS, "TEXT": TEXTS, "BLOB": BLOBS}
# No statement puts them there, in STRICT tables; a damaged page has them all the same.
_OTHER_KINDS: Mapping[str, tuple[Any, ...]] = {
    "INTEGER": ("x", b"\xff", 1.5, None),
    "TEXT": (7, b"\xff", 2.5, None),
    "BLOB": ("x", 7, 2.5, None),
}
_TABLES = """
    SELECT name FROM pragma_table_list
    WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name
"""


@dataclass(frozen=True)
class WildValue:
    """A value for a column of the first row of a table, or of its last one."""

    table: str
    column: str
    value: Any
    in_last: bool
    is_of_other_kind: bool = False

    def __str__(self) -> str:
        row = "last" if self.in_last else "first"
        return f"{self.table}.{self.column} of the {row} row: {self.value!r:.40}"

    def put(self, path: Path) -> bool:
        """Put it into a log; return whether it can stand there."""
        if self.is_of_other_kind:
            with _loosened(path, self.table, self.column):
                is_put = self._put(path)
            with closing(sqlite3.connect(path, isolation_level=None)) as log:
                log.execute("INSERT OR IGNORE INTO unplaced SELECT id, 0, 0 FROM journal")
            return is_put
        return self._put(path)

    def _put(self, path: Path) -> bool:
        with closing(sqlite3.connect(path, isolation_level=None)) as log:
            log.execute("PRAGMA ignore_check_constraints = ON")
            columns = [row[1] for row in log.execute(f"PRAGMA table_info({self.table})")]
            rows = log.execute(f"SELECT {', '.join(columns)} FROM {self.table}").fetchall()
            is_it = " AND ".join(f"{column} IS ?" for column in columns)
            # Bytes that are no UTF-8 are not taken as a text in any other way.
            value = "CAST(? AS TEXT)" if isinstance(self.value, bytes) else "?"
            if self.is_of_other_kind or _kind(log, self.table, self.column) == "BLOB":
                value = "?"
            try:
                log.execute(
                    f"UPDATE {self.table} SET {self.column} = {value} WHERE {is_it}",
                    (self.value, *rows[-1 if self.in_last else 0]),
                )
            except sqlite3.IntegrityError:
                return False
            log.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return True


def kept_log(folder: Path) -> Path:
    """Make a log with rows in every table that commands read; return its file."""
    with PracticeLog.in_folder(folder) as log:
        fill(log)
        agreed = {"times_a_week": 5, "until": "2027-12-31", "stages_locked": True}
        log.keep_plan(
            1,
            PlanRow(
                code=bytes(15) + b"1", made_utc_ms=NOW_MS, taken_utc_ms=NOW_MS, content=agreed
            ),
        )
        content = {"stage": "many", "muscle": 2, "after_session": 1, "gap_days": 3}
        log.keep_decision(
            1,
            ProposalRow(kind="lengthen", content=content, decision="later", decided_utc_ms=NOW_MS),
        )
        watch = log.watches()[0].id
        counted = event.Day(NOW_MS // DAY_MS)
        counted.taps, counted.noticed = 3, 2
        log.take_page(watch, [raw(13, counted, 6, 9_000_000)], NOW_MS)
        # The watch was cleared for the same person: journals tell whose its nights are.
        log.hand_over(watch, 1, NOW_MS + 90 * DAY_MS, by_journal=True)
    return folder / FILE_NAME


@contextmanager
def _loosened(path: Path, table: str, column: str) -> Iterator[None]:
    """Let a column of a table hold anything until the end."""
    with closing(sqlite3.connect(path, isolation_level=None)) as log:
        (sql,) = log.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        loose = re.sub(rf"\b{column} (INTEGER|TEXT|BLOB)( NOT NULL)?", rf"{column} BLOB", sql)
        _shape(log, table, loose.replace("STRICT, ", "").replace("STRICT", ""))
    yield
    with closing(sqlite3.connect(path, isolation_level=None)) as log:
        _shape(log, table, sql)


def _shape(log: sqlite3.Connection, table: str, sql: str) -> None:
    (version,) = log.execute("PRAGMA schema_version").fetchone()
    log.execute("PRAGMA writable_schema = ON")
    log.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
    log.execute(f"PRAGMA schema_version = {version + 1}")


def wild_kinds(path: Path) -> Iterator[WildValue]:
    """Yield a value of every kind that a column does not have, for every column of every table."""
    for wild in wild_values(path, _OTHER_KINDS):
        # The number of a row can be nothing else.
        if wild.column != "id":
            yield replace(wild, is_of_other_kind=True)


def wild_values(
    path: Path, values: Mapping[str, tuple[Any, ...]] = _VALUES
) -> Iterator[WildValue]:
    """Yield every value for every column of every table."""
    with closing(sqlite3.connect(path)) as log:
        for (table,) in log.execute(_TABLES).fetchall():
            (count,) = log.execute(f"SELECT count(*) FROM {table}").fetchone()
            for column, kind in log.execute(
                "SELECT name, type FROM pragma_table_info(?)", (table,)
            ).fetchall():
                for value in values[kind] if count else ():
                    for in_last in (False, True)[:count]:
                        yield WildValue(table, column, value, in_last)


def complaints(
    kept: Path, wild: WildValue, folder: Path, environment: dict[str, str]
) -> list[str]:
    """Put a value into a copy of a log, run every reading command, and return what went wrong."""
    folder.mkdir()
    shutil.copy(kept, folder)
    if not wild.put(folder / FILE_NAME):
        return []
    env = environment | {"LOSLATEN_DATA": str(folder)}
    found = []
    for command in COMMANDS:
        told = CliRunner().invoke(main, command, env=env)
        if told.exit_code and not any(one in told.stderr for one in NO_FAILURES):
            found.append(_told(command, told))
        if any(mark in told.output for mark in TERMINAL_MARKS):
            found.append(f"{' '.join(command)} passes control characters on")
    return [*found, *_lost(kept, wild, folder, env), *_useless_backup(folder, env)]


def _lost(kept: Path, wild: WildValue, folder: Path, env: dict[str, str]) -> Iterator[str]:
    """Tell of nights that are not listed any more, but the one whose row is wild."""
    nights = [_nights(env | {"LOSLATEN_DATA": str(one)}) for one in (kept.parent, folder)]
    may_go = wild.table == "session"
    if len(nights[0] - nights[1]) > may_go:
        yield f"nights {sorted(nights[0] - nights[1])} are gone"


def _nights(env: dict[str, str]) -> set[int]:
    listed = [
        CliRunner().invoke(main, ("log", "list", "--all", "--json", *unsure), env=env).stdout
        for unsure in ((), ("--unsure",))
    ]
    return {night["id"] for text in listed for night in json.loads(text or "[]")}


def _useless_backup(folder: Path, env: dict[str, str]) -> Iterator[str]:
    backup = str(folder / "backup.jsonl")
    CliRunner().invoke(main, ("log", "backup", backup), env=env)
    into = env | {"LOSLATEN_DATA": str(folder / "into")}
    told = CliRunner().invoke(main, ("log", "import", backup), env=into)
    if told.exit_code:
        yield _told(("log", "import", "of its backup"), told)


def _told(command: tuple[str, ...], told: Result) -> str:
    return f"{' '.join(command)}: exit {told.exit_code}: {told.stderr.strip()[:300]}"


def _kind(log: sqlite3.Connection, table: str, column: str) -> str:
    row = log.execute(
        "SELECT type FROM pragma_table_info(?) WHERE name = ?", (table, column)
    ).fetchone()
    return str(row[0])
