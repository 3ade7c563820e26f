# SPDX-License-Identifier: MIT
"""A benchmark tells its goals, and cries when one is missed."""

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from tests.bench import PARTS, Row, __main__, table

MISSED = Row("speed", 9.5, "kB/s", "of records", at_least=25)
MET = Row("gap", 3_000, "ms", at_most=4_000)
COUNT = Row("wake-ups", 584, "", "a session")


def test_a_goal_is_told_and_held() -> None:
    assert MISSED.goal == "goal >= 25"
    assert MET.goal == "goal <= 4,000"
    assert not MISSED.is_met
    assert MET.is_met
    assert Row("count", 3, "").is_met


def test_a_missed_goal_is_loud(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    part = ModuleType("tests.bench.board")
    part.__dict__["run"] = lambda: [MISSED, MET]
    monkeypatch.setitem(sys.modules, "tests.bench.board", part)
    monkeypatch.setattr(table, "keep", lambda measured: None)
    __main__.main(["board"])
    told = capsys.readouterr().out
    assert told.count("MISSED") == 2
    assert "GOALS MISSED: 1" in told
    assert "speed: 9.5 kB/s, goal >= 25" in told


@pytest.mark.parametrize("part", PARTS)
def test_every_part_can_be_run(part: str) -> None:
    assert callable(importlib.import_module(f"tests.bench.{part}").run)


def test_the_page_is_the_table_of_what_was_measured() -> None:
    kept = table.load()
    assert list(kept) == list(PARTS), "make bench"
    page = table.PAGE.read_text("utf-8")
    assert table.page(page, kept) == page, "make bench"


def test_a_part_measured_anew_takes_its_own_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table, "KEPT", tmp_path / "kept.json")
    monkeypatch.setattr(table, "PAGE", tmp_path / "page.md")
    table.PAGE.write_text(f"prose\n{table.BEGIN}{table.END}more prose\n", "utf-8")
    table.keep({"board": [MISSED], "night": [MET, COUNT]})
    assert "| `speed` | >= 25 kB/s | 9.5 kB/s **missed** | of records |" in table.PAGE.read_text(
        "utf-8"
    )
    table.keep({"board": [MISSED._replace(value=26.0, before=7.5)]})
    page = table.PAGE.read_text("utf-8")
    assert table.load() == {
        "board": [MISSED._replace(value=26.0, before=7.5)],
        "night": [MET, COUNT],
    }
    assert "| `speed` | >= 25 kB/s | 7.5 | 26 kB/s | of records |" in page
    assert "| `gap` | <= 4,000 ms | 3,000 ms |  |" in page
    assert page.startswith("prose\n")
    assert page.endswith("more prose\n")
    assert "missed" not in page
