# SPDX-License-Identifier: MIT
"""The line that tells what takes so long."""

import io
import time

from rich.console import Console

from loslaten.cli.busy import Busy
from loslaten.language.text import Text

_LOOKING = Text("het horloge zoeken", "looking for the watch")
_BRINGING = Text("gegevens ophalen", "bringing records home")
_HOLD = Text("houd de knop ingedrukt", "hold the button")
_TALKING = Text("met het horloge praten", "talking to the watch")


def shown(patience_s: float, done: int = 0, total: int = 0) -> str:
    """Output on a terminal of work that takes a moment."""
    console = Console(file=io.StringIO(), force_terminal=True, width=90, legacy_windows=False)
    with Busy(_LOOKING, "en", console, patience_s) as busy:
        busy.tell(_BRINGING, done, total)
        time.sleep(0.3)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def test_short_work_shows_nothing():
    assert "bringing" not in shown(60)


def test_long_work_says_what_it_is():
    assert "bringing records home" in shown(0)


def test_how_much_is_done():
    text = shown(0, 30, 64)
    assert "bringing records home" in text
    assert "30 / 64" in text


def test_a_wait_counts_down():
    console = Console(file=io.StringIO(), force_terminal=True, width=90, legacy_windows=False)
    with Busy(_LOOKING, "en", console, 0) as busy:
        assert busy.count_down(_HOLD, 61.2)
        time.sleep(0.3)
        busy.tell(_TALKING)
        time.sleep(0.3)
    shown = console.file.getvalue()
    assert "hold the button (61 s)" in shown
    assert "talking to the watch (" not in shown


def test_without_a_terminal_a_wait_has_to_be_told_otherwise():
    with Busy(_LOOKING, "en") as busy:
        assert not busy.count_down(_HOLD, 60)


def test_without_a_terminal_there_is_nothing(capsys):
    with Busy(_LOOKING, "en", patience_s=0) as busy:
        busy.tell(_BRINGING, 1, 2)
    assert capsys.readouterr() == ("", "")
