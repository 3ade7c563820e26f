# SPDX-License-Identifier: MIT
"""Every command there is, walked in Dutch; one that is new and not walked fails."""

import asyncio
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from loslaten.cli import main
from tests.cli.commands_page import commands
from tests.rigs.bedroom import Bedroom
from tests.rigs.kept_log import made
from tests.rigs.two_laptops import Laptop
from tests.test_dutch import ABOUT_PROTOCOLS, NAMES, READING, WITH_WATCH, english, night

__all__ = ["night"]

# In this order, on one log. What stands in files has tests of its own.
ON_A_LOG = (
    "log export --format csv -o nachten.csv",
    "log export --format csv --groups --excel -o groepen.csv",
    "log export --format ical -o nachten.ics",
    "log export --format fhir -o nachten.json",
    "log export --format jsonl -o nachten.jsonl",
    "log import nachten.jsonl",
    "log backup kopie.jsonl",
    "log delete 1 2 --yes",
    "log delete 3 --yes",
    "log restore kopie.jsonl --yes",
    "person rename Anna",
    "person add Bert",
    "person list",
    "person hand-over Bert --watch =nightstand --from 2025-11-02",
    "person forget Bert --yes",
    "measure questions",
    "measure add week tension=6",
    "measure list",
    "programme show",
    "nights key",
    "nights list",
    "plan show",
    "desk",
    "sheet handout --html blad.html",
    "protocol new avond",
)
IN_A_SESSION = ("watch", "cue learn", "cue quiz", "cue calibrate", "devices forget")
BETWEEN_TWO = ("plan write", "plan take", "nights seal", "nights open")
BY_THEMSELVES = ("demo", "open", "programme accept", "programme later", "plan put")
ELSEWHERE = {
    "deploy": "tests/deploy/test_every_board.py",
    "firmware": "tests/deploy/test_every_board.py",
    "firmware flash": "tests/deploy/test_every_board.py",
    "nights send": "tests/cli/test_nights_send.py",
    "sim": "tests/cli/test_processes.py",
    "completion": "",  # a script, for the shell alone
}


def path_of(line: str) -> str:
    """Return the words of a line that name its command."""
    words, command, context = [], main, click.Context(main, **main.context_settings)
    for word in line.split():
        below = command.get_command(context, word) if isinstance(command, click.Group) else None
        if below is None:
            break
        words.append(word)
        command = below
    return " ".join(words)


def test_every_command_is_walked():
    lists = (WITH_WATCH, ABOUT_PROTOCOLS, READING, ON_A_LOG, IN_A_SESSION, BETWEEN_TWO)
    walked = {path_of(line) for one in (*lists, BY_THEMSELVES, ELSEWHERE) for line in one}
    leaves = {
        words.removeprefix("loslaten ")
        for words, command, _ in commands()
        if not isinstance(command, click.Group)
    }
    assert leaves - walked == set()
    root = Path(__file__).parents[1]
    for file in filter(None, ELSEWHERE.values()):
        assert '"nl"' in (root / file).read_text("utf-8"), file


# Typed as they are: names of files and watches, and of answers to a question.
TYPED = r"handout\.toml|avond\.toml|=nightstand|^  (?:tension|calmer|lights-out|up|woke|quality)\b"


# Parts of a help page that click writes, and commands in a list of them.
OF_CLICK = r"Usage:|Options:|Commands:|Show this|\[default|required\]"
# Typed as they are: commands that are listed or shown as examples, and values to choose from.
SHOWN = r"^  [a-z-]+(?=  )|^    (?:loslaten|echo) .*|\[[^][]*\]|\(:[a-z]+\)"


def assert_dutch(line: str, printed: str) -> None:
    """Raise AssertionError where English words stand in what a command printed."""
    printed = re.sub(TYPED, "", printed, flags=re.MULTILINE)
    found = english(re.sub(r"\S*/\S*", " ", printed)) - NAMES.get(line.split()[0], set())
    assert not found, (line, printed)


@pytest.mark.parametrize("words", [words for words, *_ in commands()])
def test_help_is_dutch(words: str):
    line = words.removeprefix("loslaten").strip()
    result = CliRunner().invoke(
        main, [*line.split(), "--help", "--lang", "nl"], prog_name="loslaten"
    )
    assert result.exit_code == 0, result.output
    assert_dutch(line or "help", re.sub(SHOWN, "", result.output, flags=re.MULTILINE))
    assert not re.search(OF_CLICK, result.output)


def test_commands_that_keep_the_log_are_dutch(tmp_path, monkeypatch, home):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    made(tmp_path).close()
    for line in ON_A_LOG:
        result = CliRunner().invoke(main, line.split())
        told = result.output + repr(result.exception)
        assert result.exit_code == 0 or "loslaten: " in result.stderr, (line, told)
        assert_dutch(line, result.output)
    page = re.sub(
        r"<(style|svg).*?</\1>|<[^>]*>", " ", Path("blad.html").read_text("utf-8"), flags=re.S
    )
    assert_dutch("sheet", page)


def test_lessons_are_dutch(night: Bedroom):
    prompts: list[str] = []

    def typing(*typed: str):
        lines = iter(typed)

        async def ask(prompt: str) -> str | None:
            prompts.append(prompt)
            await asyncio.sleep(3)
            return next(lines, "q")

        return ask

    for line, typed in (
        ("cue learn", ("r", "", "x", "", "")),
        ("cue quiz --rounds 1 --seed 1", ("1",) * 5),
        ("cue calibrate", ("j", "n", "j", "")),
    ):
        night.ask = typing(*typed)
        result = night.loslaten(*line.split(), "--lang", "nl")
        assert_dutch(line, result.output)
    for prompt in prompts:
        assert_dutch("cue", prompt)


def test_a_session_is_watched_in_dutch(night: Bedroom):
    night.printed("protocol", "push", "onderweg", "--choose")
    night.meanwhile(night.wearer.hold("start"))
    assert_dutch("watch", night.printed("watch", "--lang", "nl"))


def test_a_key_is_forgotten_in_dutch(night: Bedroom):
    result = night.loslaten("devices", "forget", "582f128fdc153c5c", "--lang", "nl", line="j\n")
    assert_dutch("devices", result.output)


def test_two_laptops_are_dutch(tmp_path, monkeypatch):
    monkeypatch.setenv("LC_ALL", "nl_NL.UTF-8")
    home, practice = Laptop(tmp_path / "home"), Laptop(tmp_path / "practice")
    for laptop in (home, practice):
        laptop.data.mkdir(parents=True)
    plan, nights = str(tmp_path / "plan"), str(tmp_path / "nights")
    printed = []

    def walk(laptop: Laptop, *given: str) -> None:
        result = laptop.run(*given)
        assert result.exit_code == 0, result.output
        printed.append((" ".join(given[:2]), result.output))

    walk(practice, "person", "rename", "Anna")
    asked = (
        "--protocol",
        "handout",
        "--times",
        "5",
        "--until",
        "2026-12-31",
        "--writer",
        "Jansen",
    )
    walk(practice, "plan", "write", *asked, "-o", plan)
    walk(home, "plan", "take", plan)
    walk(home, "plan", "show")
    walk(home, "nights", "seal", "-o", nights)
    walk(practice, "nights", "open", nights)
    walk(practice, "nights", "list")
    for line, told in printed:
        assert_dutch(line, told)


def test_a_proposal_and_a_plan_are_answered_in_dutch(night: Bedroom):
    for line in ("programme accept", "programme later", "plan put"):
        result = night.loslaten(*line.split(), "--lang", "nl")
        assert result.exit_code in (0, 1)
        assert_dutch(line, result.output)


def test_the_demonstration_is_dutch(tmp_path):
    result = CliRunner().invoke(
        main, ["demo", "--protocol", "onderweg", "--out", str(tmp_path), "--lang", "nl"]
    )
    assert result.exit_code == 0, result.output
    assert_dutch("demo", result.output)


def test_the_page_in_the_menu_is_told_in_dutch(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    result = CliRunner().invoke(main, ["open", "--add-to-menu", "--lang", "nl"])
    assert result.output.startswith("Loslaten staat in het menu: ")
