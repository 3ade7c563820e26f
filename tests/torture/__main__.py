# SPDX-License-Identifier: MIT
"""`make torture`: every long campaign, and a summary of what was tried and survived.

    make torture
    make torture ARGS="nights --nights 50 --seed 7"
    make torture ARGS="--without mutants --side-by-side 1"

Each campaign is a program of its own (`python -m tests.torture.nights --help`); the last line that
it prints is its summary. All that draw lots get one seed, with which a failure is met again alone.
Names of campaigns come first, and options of a campaign go to it where it is the only one.
"""

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

from tests.rigs.scratch import write_to_memory

# The longest first, so that none is left to run alone in the end.
CAMPAIGNS = {
    "nights": "random nights with random faults, two laptops",
    "memory": "an allocation that fails, in a session on a board's heap",
    "deploy": "deployments that are cut",
    "persons": "histories of hand-overs, syncs, files and deletions of several persons",
    "heap": "nights on a board's heap",
    "presses": "presses while the link is loaded or a laptop keeps the watch busy",
    "practice_log": "changed exports and wild rows, and every command after them",
    "properties": "other examples of the properties that tests hold",
    "session": "every gesture at every moment of every state of the practice",
    "micropython": "the same on MicroPython",
    "programme": "simulated wearers through a year",
    "days": "a fortnight with taps by day and a reminder, on a board of each kind",
    "handed_over": "the power cut at every operation of a hand-over",
    "faults": "a call that fails, in a session",
    "sleepers": "sleepers who press at random",
    "link": "cut links and mutated frames",
    "journal": "the power cut at every operation, and damaged journals",
    "sealing": "nights sealed with a passphrase as the library does, and opened",
    "fitting": "wearers who answer when the strength is fitted",
    "mutants": "changes of the code that a test must notice",
}
# Programs that have not the name of their campaign.
PROGRAMS = {
    "micropython": ("tests.torture.session", "--micropython"),
    "mutants": ("tests.mutants",),
}
DRAWS_LOTS = {
    "fitting",
    "journal",
    "link",
    "mutants",
    "nights",
    "persons",
    "practice_log",
    "programme",
    "properties",
    "session",
    "sleepers",
}
# It keeps all cores busy by itself.
ALONE = "mutants"
# Where a campaign that is under way can be followed.
LOGS = Path("build/torture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Outcome of a campaign: what it printed, its exit code, and how long it took."""

    name: str
    output: str
    code: int
    took_s: float

    def summary(self) -> str:
        """The campaign in one line."""
        *_, last = ["", *self.output.splitlines()]
        ended = "FAILED" if self.code else "survived"
        return f"{self.name:<13}{self.took_s:>6.0f} s  {ended}: {last.strip()}"


def main(arguments: Sequence[str]) -> int:
    """Run the campaigns; 1 where one of them failed."""
    names, given, options = wishes(arguments)
    write_to_memory()
    print(f"torture: {len(names)} campaigns, seed {given.seed}", flush=True)
    began_s = time.monotonic()
    beside = [name for name in names if name != ALONE]
    with ThreadPoolExecutor(given.side_by_side) as pool:
        outcomes = list(pool.map(lambda name: run(name, given.seed, options), beside))
    if ALONE in names:
        outcomes.append(run(ALONE, given.seed, options))
    minutes = (time.monotonic() - began_s) / 60
    print(f"\ntorture: {len(names)} campaigns, seed {given.seed}, {minutes:.0f} min")
    for outcome in outcomes:
        print(outcome.summary())
    failed = [outcome.name for outcome in outcomes if outcome.code]
    for name in failed:
        again = " ".join((name, *options, f"--seed {given.seed}"))
        print(f'again: make torture ARGS="{again}"')
    print(f"FAILED: {', '.join(failed)}" if failed else "all survived")
    return 1 if failed else 0


def wishes(arguments: Sequence[str]) -> tuple[list[str], argparse.Namespace, list[str]]:
    """Return the campaigns wanted, the options of them all, and those of the only one."""
    named = list(takewhile(lambda word: not word.startswith("-"), arguments))
    parser = argparse.ArgumentParser(
        prog="python -m tests.torture",
        usage="%(prog)s [CAMPAIGN ...] [options]",
        epilog=f"Campaigns: {', '.join(CAMPAIGNS)}.",
        allow_abbrev=False,
    )
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of all lots")
    parser.add_argument(
        "--side-by-side",
        type=int,
        default=os.cpu_count() or 1,
        help="how many at a time (as many as there are cores)",
    )
    parser.add_argument(
        "--without", action="append", default=[], choices=CAMPAIGNS, metavar="CAMPAIGN"
    )
    given, options = parser.parse_known_args(arguments[len(named) :])
    if unknown := set(named) - set(CAMPAIGNS):
        parser.error(f"no campaign {', '.join(sorted(unknown))}; there are {', '.join(CAMPAIGNS)}")
    names = [name for name in CAMPAIGNS if name in (named or CAMPAIGNS)]
    names = [name for name in names if name not in given.without]
    if options and len(names) != 1:
        parser.error(
            f"{' '.join(options)}: an option of a campaign, and not one campaign is named"
        )
    return names, given, options


def run(name: str, seed: int, options: Sequence[str]) -> Outcome:
    """Run a campaign; tell that it begins, and in the end all that it printed."""
    program, *fixed = PROGRAMS.get(name, (f"tests.torture.{name}",))
    lots = ("--seed", str(seed)) if name in DRAWS_LOTS else ()
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    print(f"{name} begins: {CAMPAIGNS[name]}; {log}", flush=True)
    began_s = time.monotonic()
    with log.open("wb") as file:
        ran = subprocess.run(
            [sys.executable, "-u", "-m", program, *fixed, *lots, *options],
            stdout=file,
            stderr=subprocess.STDOUT,
            check=False,
        )
    output = log.read_text("utf-8", "replace")
    outcome = Outcome(
        name=name, output=output, code=ran.returncode, took_s=time.monotonic() - began_s
    )
    print(f"{output}{outcome.summary().split(':')[0]}", flush=True)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
