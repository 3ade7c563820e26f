# SPDX-License-Identifier: MIT
"""`loslaten demo` shows the same night each time, and with a speed also what is felt in it."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from loslaten import demo as story
from loslaten.cli import main
from loslaten.practice_log.folder import FILE_NAME

ROOT = Path(__file__).parents[2]


def shown(out: Path, *options: str) -> list[str]:
    run = CliRunner().invoke(main, ["demo", "--out", str(out), "--lang", "en", *options])
    assert run.exit_code == 0, run.output
    return run.output.replace(str(out), "OUT").splitlines()


def stored(out: Path) -> list[str]:
    with sqlite3.connect(out / FILE_NAME) as log:
        found = list(log.iterdump())
    log.close()
    return found


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> tuple[Path, list[str]]:
    out = tmp_path_factory.mktemp("first")
    return out, shown(out)


def test_the_same_night_is_told_stored_and_drawn_alike(first, tmp_path, monkeypatch):
    """Also where another is played in the same folder between the night and the look at it."""
    out, told = first
    played = story.play

    def played_beside_another(*arguments: Any, **options: Any) -> story.Played:
        result = played(*arguments, **options)
        monkeypatch.undo()
        assert shown(tmp_path, "--protocol", "counting") != told
        return result

    monkeypatch.setattr(story, "play", played_beside_another)
    assert shown(tmp_path) == told
    assert stored(tmp_path) == stored(out)
    drawn = (tmp_path / "night.svg").read_bytes()
    assert drawn == (out / "night.svg").read_bytes()
    assert drawn == (ROOT / "docs/images/night.svg").read_bytes()
    assert {one.name for one in tmp_path.iterdir()} == {FILE_NAME, "night.svg"}


def test_with_a_speed_it_shows_live_what_is_felt(first, tmp_path):
    out, told = first
    live = shown(tmp_path, "--speed", "10000")
    felt = [line.split() for line in live if line.startswith("   ") and line not in told]
    assert [line for line in live if line in told] == told
    names = [words[2] for words in felt if len(words) > 2]
    assert names.count("release") == 36  # 35 repeats, and the group that was skipped
    assert names.count("tense") == names.count("release")
    assert {"ready", "landmark", "ack", "started"} <= set(names)
    assert (tmp_path / "night.svg").read_bytes() == (out / "night.svg").read_bytes()
