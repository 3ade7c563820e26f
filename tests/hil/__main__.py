# SPDX-License-Identifier: MIT
"""`make hil PORT=… [BOARD=…]`: measure a real board and write build/hil/BOARD-SERIAL.md."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from loslaten.errors import LoslatenError
from loslaten.firmware import boards
from tests.hil.bench import Bench
from tests.hil.plugin import Ask, Plugin
from tests.hil.report import Report

CHECKS = ("cue_timing", "button", "flash", "memory", "radio", "current")
_FOLDER = Path(__file__).with_name("checks")
_USAGE = "make hil PORT=/dev/ttyACM0 [BOARD=pico_w] [ARGS='--only flash,memory --yes --short']"


def main(arguments: Sequence[str]) -> int:
    given = _parser().parse_args(arguments)
    if not given.port:
        return _refuse(f"say at which port the board is: {_USAGE}")
    only = given.only.split(",") if given.only else list(CHECKS)
    if unknown := sorted(set(only) - set(CHECKS)):
        return _refuse(f"no check is called {unknown[0]}; there are {', '.join(CHECKS)}")
    if given.board and given.board not in boards.names():
        known = ", ".join(boards.names())
        return _refuse(f"no board is called {given.board}; there are {known}")
    try:
        bench = Bench(given.port, given.board or None, short=given.short)
    except LoslatenError as error:
        return _refuse("; ".join(filter(None, (error.message, error.advice))))
    when = dt.datetime.now().astimezone().isoformat(timespec="seconds")
    report = Report(bench.subject, when)
    try:
        code = _measure(only, Plugin(bench, report, _nobody if given.yes else _asker()))
    finally:
        print(f"\nthe report is in {report.write(given.out)}")
        _let_go(bench)
    return code


def _measure(only: list[str], plugin: Plugin) -> int:
    # Named one by one, for pytest does not look for tests in files of such names; nothing is
    # captured, for the checklist asks.
    files = [str(_FOLDER / f"{one}.py") for one in only]
    return int(
        pytest.main([*files, "-v", "-s", "--tb=short", "-p", "no:cacheprovider"], plugins=[plugin])
    )


def _let_go(bench: Bench) -> None:
    try:
        bench.close()
    except LoslatenError as error:
        print(f"hil: {error.message}; press the board's reset button", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make hil", usage=_USAGE)
    parser.add_argument("--port", default="")
    parser.add_argument("--board", default="")
    parser.add_argument("--only", default="", help="some of: " + ",".join(CHECKS))
    parser.add_argument("--yes", action="store_true", help="ask nobody for figures")
    parser.add_argument("--short", action="store_true", help="only see that everything works")
    parser.add_argument("--out", type=Path, default=Path("build/hil"))
    return parser


def _refuse(why: str) -> int:
    print(f"hil: {why}", file=sys.stderr)
    return 2


def _asker() -> Ask:
    return _typed if sys.stdin.isatty() else _nobody


def _typed(prompt: str) -> str | None:
    try:
        return input(prompt)
    except EOFError:
        return None


def _nobody(_prompt: str) -> str | None:
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
