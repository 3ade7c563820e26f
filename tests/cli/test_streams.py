# SPDX-License-Identifier: MIT
"""Standard output that nobody reads any more, and standard input that never ends."""

import asyncio
import os
import pty
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from loslaten.cli import keyboard
from loslaten.cli.asking import answer
from loslaten.cli.keyboard import Keyboard
from loslaten.practice_log.log import PracticeLog
from tests.cli.test_processes import ENTRY_POINT, PATIENCE_S, simulated
from tests.rigs.raw_records import NOW_MS, SERIAL, pages

MEMORY_BYTES = 1 << 30
ASKING = (
    ("person", "forget", "Anna"),
    ("measure", "add", "week"),
    ("nights", "seal", "--passphrase", "-o", "nights.age"),
    ("nights", "send", "--fhir", "https://fhir.example.org/fhir/R4", "--keep-token"),
)


@pytest.fixture(autouse=True)
def kept(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    with PracticeLog.in_folder() as log:
        log.add_person("Anna", 0)
    monkeypatch.chdir(home)
    return home


def read_until(part: str, words: Sequence[str], typed: str = "") -> tuple[int, str]:
    """Run a command whose reader leaves after a line; return its exit code and its errors."""
    process = subprocess.Popen(
        [ENTRY_POINT, *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    while part and part not in process.stdout.readline():
        pass
    process.stdout.close()
    process.stdout = None
    try:
        _, errors = process.communicate(typed, timeout=PATIENCE_S)
    finally:
        process.kill()
    return process.returncode, errors


@pytest.mark.parametrize(
    ("part", "typed"),
    [("", ""), ("ready: ", ""), (" s ", "\n"), (" s ", "+60\n"), (" s ", "x60\n")],
    ids=repr,
)
def test_a_simulator_ends_with_its_reader(part, typed):
    words = ("sim", "--port", "0", "--usb", "--speed", "20")
    assert read_until(part, words, typed) == (1, "")


def test_a_demonstration_ends_with_its_reader():
    assert read_until("•", ("demo", "--speed", "60")) == (1, "")


@pytest.mark.parametrize(
    "words",
    [
        "--help",
        "log list",
        "log list --json",
        "log export --format jsonl -o -",
        "protocol plan handout",
    ],
)
def test_a_command_ends_with_its_reader(words):
    assert read_until("", words.split()) == (1, "")


@pytest.mark.parametrize("words", ["log backup -", "log export --format jsonl -o -"])
def test_what_is_read_bit_by_bit_ends_with_its_reader(words):
    """It is in the midst of the log then."""
    with PracticeLog.in_folder() as log:
        watch_id = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        for page in pages(200):
            log.take_page(watch_id, page, NOW_MS)
    assert read_until("{", words.split()) == (1, "")


def test_a_live_command_ends_with_its_reader():
    with simulated("--usb", "--speed", "5") as (watch, address):
        watch.until("radio on")
        watch.type("x1")
        live = subprocess.Popen(
            [ENTRY_POINT, "--sim", address, "watch", "--json"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert live.stdout is not None
        assert live.stderr is not None
        live.stdout.close()
        live.stdout = None
        assert "waiting for the wearer" in live.stderr.readline()
        watch.type("h")
        assert live.communicate(timeout=PATIENCE_S)[1] == ""
        assert live.returncode == 1


def bounded_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


@pytest.mark.parametrize(
    ("words", "endless"),
    [(words, "cat /dev/zero") for words in ASKING] + [(words, "yes x") for words in ASKING[:2]],
)
def test_a_question_takes_no_more_than_is_typed(words, endless):
    with subprocess.Popen(endless.split(), stdout=subprocess.PIPE) as feed:
        asked = subprocess.run(
            [ENTRY_POINT, *words],
            stdin=feed.stdout,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
            start_new_session=True,
            preexec_fn=bounded_memory,
        )
        feed.kill()
    assert asked.returncode == 1
    assert asked.stderr.endswith("more comes from standard input than anybody types\n")


def test_at_a_terminal_standard_input_stays_what_it_was(monkeypatch):
    """Python hides a secret on Windows only if it is."""
    ours, its = pty.openpty()
    with os.fdopen(its, encoding="utf-8") as terminal:
        monkeypatch.setattr(sys, "stdin", terminal)
        os.write(ours, b"yes\n")
        assert answer("sure?") == "yes"
        assert sys.stdin is terminal
    os.close(ours)


@pytest.mark.parametrize("words", ASKING, ids=" ".join)
def test_a_question_that_nobody_can_answer_is_no_mistake(words):
    asked = subprocess.run(
        ["sh", "-c", f'exec "{ENTRY_POINT}" "$@" <&-', "sh", *words],
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
        start_new_session=True,
    )
    assert asked.returncode == 1
    assert "mistake in loslaten" not in asked.stderr
    assert "Aborted!" in asked.stderr


def test_a_line_without_an_end_is_the_end_of_the_keyboard(monkeypatch):
    with Path("/dev/zero").open("rb") as endless:
        monkeypatch.setattr(keyboard, "_STDIN", endless.fileno())
        assert asyncio.run(asyncio.wait_for(Keyboard().line(), PATIENCE_S)) is None


def test_questions_without_an_end_are_not_asked(monkeypatch):
    out, into = os.pipe()
    monkeypatch.setattr(keyboard, "_STDIN", out)

    async def ask() -> int:
        keys, asked = Keyboard(), 0
        while await keys.ask("") is not None:
            asked += 1
        return asked

    with subprocess.Popen(["yes", "x"], stdout=into) as feed:
        assert asyncio.run(asyncio.wait_for(ask(), PATIENCE_S)) == 1000
        feed.kill()
    os.close(out)
    os.close(into)
