# SPDX-License-Identifier: MIT
"""The session at length: larger protocols explored whole, and many random wearers.

    python -m tests.torture.session --more 2 --depth 60 --sessions 20000 --seed 1
    python -m tests.torture.session --micropython

The second explores the protocols of the tests whole, on MicroPython too, and compares. Stops at
the first broken invariant, with what led to it.
"""

import argparse
import random
import time

from hypothesis import HealthCheck, given, seed, settings

from tests.practice.evening_explorer import EveningExplorer
from tests.practice.examples import every_mode, two_groups
from tests.practice.exploration import Exploration
from tests.practice.explored_apart import explored_on_micropython
from tests.practice.session_explorer import SessionExplorer
from tests.practice.strategies import PRESSES, protocols
from tests.practice.test_invariants import LATE_MS, STARTED_MS
from tests.practice.wearer import Wearer

# The explorations that MicroPython repeats; both interpreters make them of these expressions.
COMPARED = (
    "SessionExplorer(two_groups(), {depth})",
    "SessionExplorer(every_mode(), {depth})",
    "EveningExplorer(True, {depth})",
    "EveningExplorer(False, {depth})",
)
NAMES = {
    "SessionExplorer": SessionExplorer,
    "EveningExplorer": EveningExplorer,
    "two_groups": two_groups,
    "every_mode": every_mode,
}


def explore(more: int, depth: int) -> int:
    """Explore a protocol with up to `more` repeats more than in the tests; return its states."""
    began_s = time.monotonic()
    explorer = SessionExplorer(every_mode(more), depth)
    explorer.run()
    if explorer.whole:
        explorer.check_ends()
    print(
        f"{explorer.summary()}, {more} repeats more, {time.monotonic() - began_s:.0f} s",
        flush=True,
    )
    return len(explorer.edges)


def compare(depth: int) -> None:
    """Explore what the tests explore on both interpreters; stop where they differ."""
    told = []
    for made in COMPARED:
        began_s = time.monotonic()
        exploration: Exploration = eval(made.format(depth=depth), NAMES.copy())
        exploration.run()
        here = (exploration.summary(), exploration.fingerprint())
        there = explored_on_micropython(made.format(depth=depth))
        if there != here:
            raise SystemExit(f"CPython: {here}; MicroPython: {there}")
        told.append(f"{len(exploration.edges)} states {exploration.depth} deep")
        print(f"both interpreters: {here[0]}, {time.monotonic() - began_s:.0f} s", flush=True)
    print(f"session: the same on both interpreters: {', '.join(told)}")


def wear(sessions: int, number: int) -> int:
    """Let `sessions` random wearers practise, chosen by the seed `number`; return the steps."""
    print(f"random sessions: seed {number}", flush=True)
    steps = 0

    @seed(number)
    @settings(
        max_examples=sessions,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(protocols(), PRESSES, STARTED_MS, LATE_MS)
    def practise(practice, presses, started_ms, late_ms):
        wearer = Wearer(practice, started_ms, late_ms)
        for wait_ms, stay_ms in presses:
            wearer.press(wait_ms, stay_ms)
        wearer.see_it_end()
        nonlocal steps
        steps += wearer.calls

    practise()
    return steps


def main() -> None:
    """Run both with what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--more", type=int, default=2, help="repeats more, up to 3 (2)")
    parser.add_argument("--depth", type=int, default=60, help="how deep to explore (60)")
    parser.add_argument("--sessions", type=int, default=20_000, help="random sessions (20000)")
    parser.add_argument("--seed", type=int, default=random.randrange(2**32), help="of the random")
    parser.add_argument("--micropython", action="store_true", help="compare both interpreters")
    asked = parser.parse_args()
    if asked.micropython:
        compare(asked.depth)
        return
    states = [explore(more, asked.depth) for more in range(1, asked.more + 1)]
    steps = wear(asked.sessions, asked.seed)
    print(
        f"session: {' and '.join(map(str, states))} states with more repeats;"
        f" {asked.sessions} random sessions of {steps} steps from seed {asked.seed};"
        " no invariant broken"
    )


if __name__ == "__main__":
    main()
