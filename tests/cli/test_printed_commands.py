# SPDX-License-Identifier: MIT
"""Every command printed in README and docs is one, and the sequences without hardware are run."""

import re
import shlex
import signal
import subprocess
from contextlib import ExitStack
from pathlib import Path

import click
import pytest

from loslaten.cli import main
from tests.cli.test_processes import ENTRY_POINT, Process, run, simulated

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
ADDRESS = "127.0.0.1:7701"


def blocks(page):
    """The fenced blocks of a page, each as the arguments of its `loslaten` lines."""
    for block in re.findall(r"^```\w*\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S):
        lines = re.sub(r"\\\n\s*", "", block).splitlines()
        printed = [arguments(line) for line in lines if is_command(line)]
        if printed:
            yield printed


def arguments(line):
    """Arguments after `loslaten`, up to where the shell puts what is printed."""
    words = shlex.split(line, comments=True)[1:]
    return words[: words.index(">")] if ">" in words else words


def is_command(line):
    # The reference prints the forms of commands too, with [OPTIONS] and what they are given.
    return line.startswith("loslaten ") and not re.search(r"\[|\b[A-Z]{4,}\b|\.\.\.|…", line)


PRINTED = [
    pytest.param(line, id=f"{page.stem}: {' '.join(line)}"[:90])
    for page in PAGES
    for block in blocks(page)
    for line in block
]


@pytest.mark.parametrize("line", PRINTED)
def test_what_is_printed_is_a_command(line):
    command, context, rest = main, None, list(line)
    while True:
        with command.make_context(command.name, rest, parent=context) as context:
            if not isinstance(command, click.Group):
                return
            inner = [*context._protected_args, *context.args]
            if not inner and command.invoke_without_command:
                return
            name, *rest = inner
            command = command.get_command(context, name)
            assert command is not None, f"there is no command {name}"


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
