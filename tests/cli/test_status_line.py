# SPDX-License-Identifier: MIT
"""`loslaten watch` on a terminal: the line at the bottom and what is printed above it."""

import os
import re
import threading
from contextlib import redirect_stderr, redirect_stdout

import pytest

from loslaten.cli import main
from loslaten.sim.body.wearer import Wishes
from tests.cli.test_live import begin_practising
from tests.rigs.bedroom import Bedroom
from tests.rigs.screen import Screen

# A line that is whole: when, what, and often what was felt.
TOLD = r"22:3\d:\d\d  [a-z][^:]*( \([a-z ]+\))?"


def on_terminal(bedroom: Bedroom, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> str:
    """Run a command whose output and errors go to one terminal; return all that it wrote."""
    ours, theirs = os.openpty()
    written = bytearray()

    def read() -> None:
        try:
            while more := os.read(ours, 4096):
                written.extend(more)
        except OSError:  # the other end is closed
            pass

    reader = threading.Thread(target=read)
    reader.start()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with (
        os.fdopen(theirs, "w", encoding="utf-8", buffering=1) as terminal,
        redirect_stdout(terminal),
        redirect_stderr(terminal),
    ):
        main.main(list(arguments), obj=bedroom.surroundings(), standalone_mode=False)
    reader.join(10)
    os.close(ours)
    return written.decode()


@pytest.mark.skipif(os.name != "posix", reason="pseudo-terminals are POSIX")
def test_no_line_of_a_session_is_written_over(bedroom: Bedroom, monkeypatch: pytest.MonkeyPatch):
    begin_practising(bedroom, Wishes(cut_s={2: 2.0}))
    written = on_terminal(bedroom, monkeypatch, "watch")
    screen = Screen()
    screen.write(written)
    waiting, *told = screen.lines
    assert waiting == "no session is under way; waiting for the wearer to start one"
    assert [line.split()[1] for line in (told[0], told[6], told[7], told[8], told[-1])] == [
        "started",
        "ready",
        "tense",
        "cut",
        "over",
    ]
    assert [line for line in told if not re.fullmatch(TOLD, line)] == []
    assert " left" in written  # the line at the bottom was there
