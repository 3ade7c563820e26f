# SPDX-License-Identifier: MIT
"""A page as PDF, printed by a browser that is on this machine.

Chromium and its relatives lay the page out as they show it, one is on most machines, and it costs
this tool nothing. Libraries that do the same bring a text layout engine of their own, and none of
them knows all of the CSS and SVG that a browser shows.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from loslaten import system
from loslaten.errors import LoslatenError
from loslaten.files import UnwritableError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

BROWSER_VARIABLE = "LOSLATEN_BROWSER"
_NAMES = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "microsoft-edge-stable", "msedge", "brave-browser"),
)
_APPLICATIONS = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")
_PROGRAMS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
    r"Chromium\Application\chrome.exe",
)
_PROGRAM_FOLDERS = ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
_BY_HAND = Text(
    "maak de pagina met --html BESTAND, open die in een browser en druk af naar een PDF",
    "make the page with --html FILE, open it in any browser and print it to a PDF",
)
_NO_PDF = Text("{} maakte geen PDF", "{} made no PDF")
_NOT_DONE = Text("{} was na {:.0f} s nog niet klaar", "{} did not finish in {:.0f} s")
# A browser that starts for the first time takes its time.
TIMEOUT_S = 60.0
# Nothing but the page: no profile of the user's, no network, no header with the file's name.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
)


class PrintError(LoslatenError):
    """The page could not be printed."""


def find_browser() -> str | None:
    """Return the browser that prints: the one in $LOSLATEN_BROWSER, else the first one found."""
    if chosen := os.environ.get(BROWSER_VARIABLE):
        return shutil.which(chosen)
    found = (shutil.which(name) for name in _candidates())
    return next(filter(None, found), None)


def printed(page: str, folder: Path, timeout_s: float = TIMEOUT_S) -> bytes:
    """Return a page of HTML as PDF, made in a temporary folder within `folder`.

    Raises PrintError, UnwritableError.
    """
    browser = find_browser()
    if browser is None:
        raise PrintError(
            Text(
                "er is geen Chromium, Chrome of Edge gevonden om mee af te drukken",
                "no Chromium, Chrome or Edge to print with was found",
            ),
            _BY_HAND,
        )
    try:
        return _printed(page, folder, browser, timeout_s)
    except OSError as error:
        raise UnwritableError(folder, error) from error


def _printed(page: str, within: Path, browser: str, timeout_s: float) -> bytes:
    with tempfile.TemporaryDirectory(
        prefix="loslaten-", dir=within, ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        source, target = folder / "page.html", folder / "page.pdf"
        source.write_text(page, encoding="utf-8")
        said = _run(
            [
                *command(browser, folder / "profile"),
                "--no-pdf-header-footer",
                f"--print-to-pdf={target}",
                source.as_uri(),
            ],
            timeout_s,
        )
        content = target.read_bytes() if target.is_file() else b""
        if not content.startswith(b"%PDF"):
            raise PrintError(_NO_PDF.format(browser), _BY_HAND, tuple(said.splitlines()[-3:]))
        return content


def command(browser: str, profile: Path) -> list[str]:
    """Return how a browser is started to do one thing unseen, with a profile of its own."""
    started = [browser, *FLAGS, f"--user-data-dir={profile}"]
    if system.is_administrator():
        # It refuses to run as root in its sandbox; the page has no scripts and loads nothing.
        started.append("--no-sandbox")
    return started


def _run(arguments: list[str], timeout_s: float) -> str:
    """Run a browser and return what it said."""
    try:
        done = subprocess.run(
            arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise PrintError(_NOT_DONE.format(arguments[0], timeout_s), _BY_HAND) from None
    except OSError as error:
        raise PrintError(
            Text("{}: {}", "{}: {}").format(arguments[0], reason_of(error)), _BY_HAND
        ) from error
    return done.stdout.decode(errors="replace")


def _candidates() -> Iterator[str]:
    yield from _NAMES
    if sys.platform == "darwin":
        for name in _APPLICATIONS:
            yield f"/Applications/{name}.app/Contents/MacOS/{name}"
    if sys.platform == "win32":
        for variable in _PROGRAM_FOLDERS:
            folder = os.environ.get(variable)
            if folder:
                yield from (str(Path(folder) / program) for program in _PROGRAMS)
