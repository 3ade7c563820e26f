# SPDX-License-Identifier: MIT
"""The line that tells what takes so long."""

import io
import re
import time

from rich.console import Console

from loslaten.cli.busy import Busy
from loslaten.language.text import Text

_LOOKING = Text("het horloge zoeken", "looking for the watch")
_BRINGING = Text("gegevens ophalen", "bringing records home")
_HOLD = Text("houd de knop ingedrukt", "hold the button")
_TALKING = Text("met het horloge praten", "talking to the watch")
_PATIENCE_S = 60


class Terminal(Console):
    """A terminal, and what has been shown on it."""

    def __init__(self) -> None:
        self.output = io.StringIO()
        super().__init__(file=self.output, force_terminal=True, width=90, legacy_windows=False)

    def until(self, words: str) -> str:
        """Wait until words are shown, which a thread does; return everything that is."""
        until_s = time.monotonic() + _PATIENCE_S
        while words not in self.output.getvalue():
            assert time.monotonic() < until_s, self.output.getvalue()
            time.sleep(0.01)
        return self.output.getvalue()


def test_short_work_shows_nothing():
    terminal = Terminal()
    with Busy(_LOOKING, "en", terminal, 600) as busy:
        busy.tell(_BRINGING)
        time.sleep(0.3)
    assert "bringing" not in terminal.output.getvalue()


def test_long_work_says_what_it_is():
    terminal = Terminal()
    with Busy(_LOOKING, "en", terminal, 0) as busy:
        busy.tell(_BRINGING)
        terminal.until("bringing records home")


def test_how_much_is_done():
    terminal = Terminal()
    with Busy(_LOOKING, "en", terminal, 0) as busy:
        busy.tell(_BRINGING, 30, 64)
        assert "bringing records home" in terminal.until("30 / 64")


def test_a_wait_counts_down():
    terminal = Terminal()
    with Busy(_LOOKING, "en", terminal, 0) as busy:
        assert busy.count_down(_HOLD, 600.2)
        found = re.search(r"hold the button \((\d+) s\)", terminal.until(" s)"))
        assert found is not None
        assert 600 - _PATIENCE_S <= int(found[1]) <= 600
        busy.tell(_TALKING)
        shown = terminal.until("talking to the watch")
    assert "talking to the watch (" not in shown


def test_without_a_terminal_a_wait_has_to_be_told_otherwise():
    with Busy(_LOOKING, "en") as busy:
        assert not busy.count_down(_HOLD, 60)


def test_without_a_terminal_there_is_nothing(capsys):
    with Busy(_LOOKING, "en", patience_s=0) as busy:
        busy.tell(_BRINGING, 1, 2)
    assert capsys.readouterr() == ("", "")
