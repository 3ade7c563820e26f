# SPDX-License-Identifier: MIT
"""Exports of earlier versions: each imports, and its sessions then mean what they meant.

`tests/vectors/exports` has the log of `tests/rigs/kept_log.py`, as each version wrote it.
Columns and fields are only ever added.
"""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from loslaten.cli import main

KEPT = Path(__file__).parents[1] / "vectors" / "exports"
VERSIONS = (1, 2)
# In a remark of version 1; control characters are cleaned now.
BEL = "\x07"


def printed(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["log", *arguments, "--lang", "en"])
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.fixture(params=VERSIONS)
def version(request, tmp_path, monkeypatch) -> int:
    """A version, whose export has been imported into a new log."""
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path))
    printed("import", str(KEPT / f"version-{request.param}.jsonl"))
    return request.param


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.replace(BEL, ""), newline=""), strict=True))


@pytest.mark.parametrize(("suffix", "options"), [("", ()), ("-groups", ("--groups",))])
def test_tables_have_what_they_had(version: int, suffix: str, options: tuple[str, ...]):
    kept = KEPT / f"version-{version}{suffix}.csv"
    was = rows(kept.read_bytes().decode())
    now = rows(printed("export", "--format", "csv", *options))
    assert len(was) == len(now) > 6
    for before, after in zip(was, now, strict=True):
        assert {column: after[column] for column in before} == before


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.replace(r"\u0007", "").splitlines()]


def holds(after: Any, before: Any) -> bool:
    """Whether what was there is there still; more may have come."""
    if isinstance(before, dict):
        return isinstance(after, dict) and all(
            name in after and holds(after[name], value) for name, value in before.items()
        )
    if isinstance(before, list):
        return len(before) == len(after) and all(map(holds, after, before))
    return after == before


def test_lines_have_what_they_had(version: int):
    was = lines((KEPT / f"version-{version}.jsonl").read_text("utf-8"))
    now = lines(printed("export", "--format", "jsonl"))
    # Of the file as a whole, and persons, who are numbered and coded anew.
    was = [line for line in was if line["type"] not in ("log", "end", "person")]
    assert len(was) > 30
    lost = [line for line in was if not any(holds(other, line) for other in now)]
    assert lost == []
