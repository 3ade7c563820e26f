# SPDX-License-Identifier: MIT
"""Every command printed in the docs is one, and each sequence that needs no hardware is run."""

import re
import shlex
import signal
import subprocess
import tomllib
from contextlib import ExitStack

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.practice_log.log import PracticeLog
from loslaten.report.page.pdf import find_browser
from tests.bench import PARTS
from tests.cli.commands_page import MARK, understood
from tests.cli.test_processes import ENTRY_POINT, Process, run, simulated
from tests.docs.test_links import PAGES, ROOT, text_of
from tests.rigs.eight_weeks import fill

ADDRESS = "127.0.0.1:7701"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# The reference prints the forms of commands too, with [OPTIONS] and what they are given.
FORM = re.compile(r"\[|\b[A-Z]{4,}\b|\.\.\.|…")
MAKE = re.compile(r"(?:^|`)make\s+([a-z][\w-]*)(?: ARGS=\"?([\w ]+?)\"?(?:`|$))?", re.M)
# Commands that need a watch, a server or another laptop; the last are run in tests/exchange.
APART = {"deploy", "doctor", "sync", "firmware", "cue", "sim", "open", "nights", "plan", "person"}


def lines_of(block):
    """The lines of a block, those put together that go on, without what is said about them."""
    return re.sub(r"\\\n\s*", "", block).splitlines()


def blocks(page):
    """The fenced blocks of a page, each as the arguments of its `loslaten` lines."""
    return blocks_in(text_of(page))


def blocks_in(text):
    for _, block in BLOCK.findall(text):
        printed = [arguments(line) for line in lines_of(block) if is_command(line)]
        if printed:
            yield printed


def blocks_by_hand(page):
    """The same, without those of the reference: each example there is for itself."""
    return blocks_in(text_of(page).partition(MARK)[0])


def arguments(line):
    """Arguments after `loslaten`, up to where the shell puts what is printed."""
    words = shlex.split(line, comments=True)[1:]
    return words[: words.index(">")] if ">" in words else words


def is_command(line):
    return line.startswith("loslaten ") and not FORM.search(line)


PRINTED = [
    pytest.param(line, id=f"{page.stem}: {' '.join(line)}"[:90])
    for page in PAGES
    for block in blocks(page)
    for line in block
]
each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@pytest.mark.parametrize("line", PRINTED)
def test_what_is_printed_is_a_command(line):
    understood(line)


@each_page
def test_no_line_of_a_block_is_anything_else_or_a_form(page):
    others = [
        line
        for language, block in BLOCK.findall(text_of(page).partition(MARK)[0])
        if not language and "───" not in block
        for line in lines_of(block)
        if not (is_command(line) or line.startswith("make "))
    ]
    assert others == []


@each_page
def test_every_target_of_make_is_one(page):
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*?## ", makefile, re.M))
    for target, given in MAKE.findall(page.read_text("utf-8")):
        assert target in targets
        if target == "bench" and given:
            assert set(given.split()) <= set(PARTS)


def test_what_make_runs_is_a_command():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    ran = re.findall(r"\$\(BIN\)/loslaten (.*?)(?: \$\(ARGS\))?$", makefile, re.M)
    assert len(ran) == 2
    for line in ran:
        understood(shlex.split(line))


def test_what_is_installed_has_these_extras():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    told = [re.findall(r"pip[x]? install '?\.\[([^]]+)\]", text_of(page)) for page in PAGES]
    named = {extra for page in told for extras in page for extra in extras.split(",")}
    assert {"sim", "deploy"} <= named <= set(project["optional-dependencies"])


SEQUENCES = [
    pytest.param(block, id=f"{page.stem}: {' '.join(block[0])}")
    for page in PAGES
    for block in blocks_by_hand(page)
    if not any("--sim" in line or line[0] in APART for line in block)
]


@pytest.mark.parametrize("block", SEQUENCES)
def test_a_sequence_without_hardware_works_as_printed(block, home, monkeypatch):
    """On a log of eight weeks; where it asks, something is answered."""
    monkeypatch.chdir(home)
    with PracticeLog.in_folder(home / "data") as log:
        fill(log)
    for line in block:
        if "--pdf" in line and find_browser() is None:
            continue
        ran = CliRunner().invoke(main, line, input="6\nyes\n")
        assert ran.exit_code == 0, (line, ran.output)


def test_there_are_sequences_to_run():
    assert len(SEQUENCES) > 5


def sequence(page):
    """The first block of a page that starts a simulated watch and then talks to it."""
    return next(
        block
        for block in blocks(ROOT / page)
        if ["sim", "--usb"] in block and any("--sim" in line for line in block)
    )


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("page", ["README.md", "docs/commands.md"])
def test_the_sequences_with_a_simulated_watch_work_as_printed(page):
    """But for the port, which another test may have."""
    with ExitStack() as stack:
        address = ""
        for line in sequence(page):
            if line[0] == "sim":
                watch, address = stack.enter_context(
                    simulated(*line[1:], stdin=subprocess.DEVNULL)
                )
                watch.until("radio on")
            elif line[-1] == "watch":
                assert line[:2] == ["--sim", ADDRESS]
                view = Process("--sim", address, *line[2:], stdin=subprocess.DEVNULL)
                view.until_error("waiting for the wearer")
                assert view.end(signal.SIGINT) == 130
            elif line[:2] == ["--sim", ADDRESS]:
                run(address, *line[2:])
            else:
                subprocess.run([ENTRY_POINT, *line], check=True, capture_output=True, timeout=300)
        assert address
