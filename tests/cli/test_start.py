# SPDX-License-Identifier: MIT
"""Imports of a command before it does anything: none that only other commands need."""

import subprocess
import sys

import pytest

from loslaten.practice_log.log import PracticeLog
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw

LISTED = """
import contextlib, io, sys
from loslaten.cli import main
NOWHERE = io.TextIOWrapper(io.BytesIO())
with contextlib.suppress(SystemExit), contextlib.redirect_stdout(NOWHERE):
    main(sys.argv[1:], prog_name="loslaten")
print(*sorted(sys.modules))
"""
BLUETOOTH = {"bleak", "dbus_fast", "cryptography", "bumble"}
# Each takes as long as a bare Python, or nearly.
HEAVY = {"asyncio", "rich", "email", "urllib.request", "xml", "msgspec", "jinja2", "tempfile"}
# What draws the page of a report, and what only few logs have anything for.
ONLY_THE_PAGE = {"loslaten.programme", "loslaten.pictures", "loslaten.measures"}
# A few ms each, and only needed for passing on pipes, for new keys or on a terminal.
SMALL = {"socket", "select", "secrets", "random", "shutil"}


def imported(*arguments):
    ran = subprocess.run(
        [sys.executable, "-c", LISTED, *arguments], capture_output=True, text=True, check=True
    )
    return set(ran.stdout.splitlines()[-1].split())


@pytest.fixture
def a_night(home):
    """A log with something to show: an empty one ends a command before its work."""
    with PracticeLog.in_folder() as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS)
        log.take_page(watch.id, [raw(1, practised())], NOW_MS)


@pytest.mark.usefixtures("a_night")
@pytest.mark.parametrize(
    ("command", "needless"),
    [
        (("--help",), HEAVY | BLUETOOTH | {"sqlite3"}),
        (("log", "list"), HEAVY | SMALL | BLUETOOTH | {"hashlib", "loslaten.measures"}),
        (("log", "list", "--json"), HEAVY | BLUETOOTH),
        (("devices", "list"), HEAVY - {"tempfile"} | BLUETOOTH),
        (("report",), HEAVY - {"msgspec"} | SMALL | BLUETOOTH | ONLY_THE_PAGE),
        (("status", "--json"), {"rich", "email", "xml", "jinja2", "bumble"}),
        (("protocol", "list"), HEAVY - {"msgspec"} | BLUETOOTH | {"sqlite3"}),
        (("cue", "list"), HEAVY | BLUETOOTH | {"sqlite3"}),
        (("programme", "show"), HEAVY - {"msgspec"} | BLUETOOTH),
    ],
)
def test_a_command_imports_what_it_needs(command, needless):
    assert imported(*command) & needless == set()


@pytest.mark.usefixtures("a_night")
@pytest.mark.parametrize(
    ("command", "most"),
    [
        (("--help",), 100),
        (("log", "list"), 160),
        (("report",), 210),
        (("devices", "list"), 195),
        (("protocol", "list"), 165),
        (("cue", "list"), 130),
    ],
)
def test_a_command_imports_few_modules(command, most):
    """Imports are nearly all that a start takes: some 0.4 ms each."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"], capture_output=True, text=True
    )
    # The libraries of newer Pythons import some more of each other.
    newer = 5 if sys.version_info >= (3, 12) else 0
    assert len(imported(*command) - set(bare.stdout.split())) <= most + newer


def test_completing_a_command_imports_none(monkeypatch):
    monkeypatch.setenv("_LOSLATEN_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", "loslaten s")
    monkeypatch.setenv("COMP_CWORD", "1")
    assert imported() & {"loslaten.cli.scan", "loslaten.cli.status", *HEAVY} == set()
