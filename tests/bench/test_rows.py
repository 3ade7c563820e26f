"""A benchmark tells its goals, and cries when one is missed."""

import importlib
import sys
from types import ModuleType

import pytest

from tests.bench import Row, __main__

MISSED = Row("speed", 9.5, "kB/s", "of records", at_least=25)
MET = Row("gap", 3_000, "ms", at_most=4_000)


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
    __main__.main(["board"])
    told = capsys.readouterr().out
    assert told.count("MISSED") == 2
    assert "GOALS MISSED: 1" in told
    assert "speed: 9.5 kB/s, goal >= 25" in told


@pytest.mark.parametrize("part", __main__.PARTS)
def test_every_part_can_be_run(part: str) -> None:
    assert callable(importlib.import_module(f"tests.bench.{part}").run)
