# SPDX-License-Identifier: MIT
"""Exports with one field changed, made again with an end that fits, and every reading command."""

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.backup.read import digest
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten_core.journal import record
from tests.practice_log.test_backup import exported
from tests.rigs.kept_log import fill

READING = (
    ("log", "list", "--all"),
    ("log", "list", "--all", "--json"),
    ("log", "list", "--unsure"),
    ("log", "show"),
    ("log", "show", "1", "--lang", "nl"),
    ("log", "show", "1", "--json"),
    ("log", "show", "1", "--svg", "-"),
    ("log", "events", "--all"),
    ("log", "events", "--all", "--json"),
    ("log", "export", "--format", "csv"),
    ("log", "export", "--format", "csv", "--groups"),
    ("log", "export", "--format", "jsonl"),
    ("log", "export", "--format", "ical"),
    ("log", "export", "--format", "fhir"),
    ("log", "backup", "-"),
    ("report",),
    ("report", "--json"),
    ("report", "--html", "-", "--lang", "nl"),
    ("person", "list"),
    ("devices", "list"),
    ("devices", "list", "--json"),
    ("cue", "quiz", "--results"),
)
# Failures that are answers: there is nothing to show, or it has to be said whose.
ANSWERS = ("there is no session", "of several persons", "calendar", "known when it was", "no quiz")
INTEGERS = (-1, 0, 1, 255, 1 << 16, 1 << 31, 1 << 32, (1 << 48) - 1, 7 * 10**13, 10**15, 1 << 62)
TEXTS = ("", "\x1b]0;x\x07\x1b[2J\x1b[H", "=1+1", "\u202e\u2066x", "a" * 5000, "é\n\t\x00", "../x")
OTHERS = (None, True, 1.5, [], {}, [[]], {"nl": 7}, "x")


def kept_export(folder: Path) -> list[dict[str, Any]]:
    """Return the lines of a log with everything in it."""
    with WholeLog(folder / "practice.db") as log:
        fill(log)
        return [json.loads(text) for text in exported(log).splitlines()][:-1]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the path to every value within a line."""
    if path:
        yield path
    if isinstance(value, dict):
        for key, one in value.items():
            yield from places(one, (*path, key))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from places(one, (*path, index))


def mutations(lines: list[dict[str, Any]], random: Random) -> Iterator[tuple[str, bytes]]:
    """Yield files with one value changed, for every field of every type of line, in any order."""
    targets = {}
    for number, line in enumerate(lines):
        if line["type"] != "session":
            for path in places(line):
                key = (line["type"], *(one for one in path if isinstance(one, str)))
                targets.setdefault(key, []).append((number, path))
    chosen = [random.choice(found) for found in targets.values()]
    made = [
        (number, path, value) for number, path in chosen for value in values(lines, number, path)
    ]
    random.shuffle(made)
    for number, path, value in made:
        changed = json.loads(json.dumps(lines))
        inner = changed[number]
        for step in path[:-1]:
            inner = inner[step]
        inner[path[-1]] = value
        name = f"line {number + 1} {lines[number]['type']} {path}: {str(value)[:40]!r}"
        yield name, sealed(changed)


def values(lines: list[dict[str, Any]], number: int, path: tuple[Any, ...]) -> Iterator[Any]:
    """Yield what is put in a place: of the same kind where that can be, and of others."""
    old: Any = lines[number]
    for step in path:
        old = old[step]
    if path == ("raw",) and lines[number]["type"] == "record":
        yield from records(base64.b64decode(old))
    elif isinstance(old, bool):
        yield not old
    elif isinstance(old, int):
        yield from INTEGERS
    elif isinstance(old, str):
        yield from TEXTS
    yield from OTHERS


def records(raw: bytes) -> Iterator[str]:
    """Yield records with a good check that say the same at wild times, or something else."""
    one = record.decode(raw)
    for boot, uptime_ms in ((one.boot, 7 * 10**13), (record.U32_MAX, 1), (0, 0), (1, 1 << 47)):
        changed = record.Record(one.sequence, boot, uptime_ms, one.kind, one.version, one.payload)
        yield base64.b64encode(record.encode(changed)).decode()
    for at in range(min(len(one.payload), 12)):
        payload = bytearray(one.payload)
        payload[at] ^= 0x5A
        changed = record.Record(
            one.sequence, one.boot, one.uptime_ms, one.kind, one.version, bytes(payload)
        )
        yield base64.b64encode(record.encode(changed)).decode()


def sealed(lines: list[dict[str, Any]]) -> bytes:
    texts = [json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") for line in lines]
    end = {"type": "end", "lines": len(texts), "sha256": digest(texts)}
    return b"\n".join([*texts, json.dumps(end).encode()])


def complaints(text: bytes, folder: Path, environment: dict[str, str]) -> list[str]:
    """Import a file, run every reading command on the log, and return what went wrong."""
    folder.mkdir()
    file = folder / "x.jsonl"
    file.write_bytes(text)
    env = environment | {"LOSLATEN_DATA": str(folder / "data")}
    taken = CliRunner().invoke(main, ["log", "import", str(file)], env=env)
    if taken.exit_code:
        is_refused = taken.exit_code == 1 and str(file) in taken.stderr
        return [] if is_refused else _wrong("import", taken)
    found = []
    for command in READING:
        told = CliRunner().invoke(main, command, env=env)
        if told.exit_code and not any(one in told.stderr for one in ANSWERS):
            found += _wrong(" ".join(command), told)
        if any(mark in told.output for mark in ("\x1b", "\u202e", "\u2066", "\x00", "\x07")):
            found.append(f"{' '.join(command)} passes control characters on")
    return found


def _wrong(command: str, told: Any) -> list[str]:
    return [f"{command}: exit {told.exit_code}: {told.stderr.strip()[:300]}"]
