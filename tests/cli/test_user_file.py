# SPDX-License-Identifier: MIT
"""Files that commands write for their user: private, never over another, `-` for the terminal."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from tests.rigs.eight_weeks import fill

FILES = {
    "log show": ("log", "show", "1", "--svg"),
    "cue show": ("cue", "show", "tense", "--svg"),
    "rehearse": ("rehearse", "onderweg", "--svg"),
    "report": ("report", "--since", "2026-09-28", "--until", "2026-11-22", "--html"),
    "csv": ("log", "export", "--format", "csv", "-o"),
    "jsonl": ("log", "export", "--format", "jsonl", "-o"),
    "ical": ("log", "export", "--format", "ical", "-o"),
    "fhir": ("log", "export", "--format", "fhir", "-o"),
    "protocol new": ("protocol", "new", "mine", "-o"),
}


@pytest.fixture
def filled(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(home)
    with PracticeLog.in_folder() as log:
        fill(log)
    return home


def run(*arguments: str):
    return CliRunner().invoke(main, arguments)


@pytest.mark.parametrize("command", FILES.values(), ids=FILES)
def test_a_file_is_private_and_replaces_none_unasked(filled: Path, command: tuple[str, ...]):
    path = filled / "here"
    path.write_text("precious")
    refused = run(*command, str(path))
    assert refused.exit_code == 1
    assert f"{path} exists already" in refused.stderr
    assert "--force" in refused.stderr
    assert path.read_text() == "precious"
    assert run(*command, str(path), "--force").exit_code == 0
    assert path.read_text() != "precious"
    assert path.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in filled.iterdir() if one.is_file()] == ["here"]


@pytest.mark.parametrize("command", FILES.values(), ids=FILES)
def test_a_dash_is_standard_output_and_nothing_else_is_printed(
    filled: Path, command: tuple[str, ...]
):
    path = filled / "here"
    assert run(*command, str(path)).exit_code == 0
    told = run(*command, "-")
    assert told.exit_code == 0
    assert told.stdout_bytes == path.read_bytes()
    assert not (filled / "-").exists()
    if command[-1] == "--svg":
        assert ET.fromstring(told.stdout).tag.endswith("svg")


def test_a_tilde_is_the_home_folder(filled: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HOME", str(filled / "me"))
    monkeypatch.setenv("USERPROFILE", str(filled / "me"))
    assert run("log", "list", "--data=~/practice").exit_code == 0
    assert (filled / "me" / "practice" / "practice.db").exists()
    monkeypatch.setenv("LOSLATEN_DATA", "~/other")
    assert run("log", "list").exit_code == 0
    assert (filled / "me" / "other" / "practice.db").exists()
    assert not (filled / "~").exists()


def test_the_home_folder_of_nobody_is_a_name_as_it_stands(
    filled: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(filled)
    assert run("log", "list", "--data=~nobody-here/practice").exit_code == 0
    monkeypatch.setenv("LOSLATEN_DATA", "~nobody-here/other")
    assert run("log", "list").exit_code == 0
