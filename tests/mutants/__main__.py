# SPDX-License-Identifier: MIT
"""`python -m tests.mutants [ROOM ...] [--count N]`: the run, its figure and the survivors.

It keeps no figure: those of the docs come from `make bench`, and so from one count and one seed.
"""

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from tests.bench import Row
from tests.mutants.changes import Mutant, mutant, places

REPOSITORY = Path(__file__).parents[2]
COPIED = ("device", "host", "shared", "tests", "docs", "pyproject.toml", "package.json")
LINKED = (".venv", "node_modules", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile")
# Of what the tests of a room take when nothing is changed; a mutant may loop for ever.
PATIENCE = 5
# By room: the modules that are changed, and the tests that have to notice.
ROOMS = {
    "link": (
        (
            "shared/loslaten_core/link/*.py",
            "device/link.py",
            "device/requests.py",
            "host/loslaten/link/client.py",
            "host/loslaten/link/session.py",
            "host/loslaten/link/handshake.py",
            "host/loslaten/link/scan.py",
            "host/loslaten/watches/sync.py",
            "host/loslaten/watches/reach.py",
        ),
        (
            "tests/link/test_codec.py",
            "tests/link/test_wire_doc.py",
            "tests/link/test_firmware_refusals.py",
            "tests/link/test_proof.py",
            "tests/link/test_client.py",
            "tests/link/test_pull.py",
            "tests/link/test_nonces.py",
            "tests/link/test_scan.py",
            "tests/watches/test_sync.py",
            "tests/watches/test_sync_clock.py",
            "tests/link/test_who_answers.py",
            "tests/link/test_bad_watch.py",
            "tests/link/test_bad_system.py",
            "tests/link/test_vectors.py",
            "tests/link/test_versions.py",
            "tests/cli/test_sim_typed.py",
            "tests/link/test_stubborn_bluez.py",
        ),
    ),
    "journal": (
        ("shared/loslaten_core/journal/*.py",),
        (
            "tests/journal/test_record.py",
            "tests/journal/test_extremes.py",
            "tests/journal/test_journal.py",
            "tests/journal/test_open_and_close.py",
            "tests/journal/test_damage.py",
            "tests/journal/test_power_cut.py",
            "tests/journal/test_interpreters.py",
        ),
    ),
    "practice": (("shared/loslaten_core/practice/*.py",), ("tests/practice",)),
    "practice_log": (
        ("host/loslaten/practice_log/*.py",),
        (
            "tests/practice_log/test_log.py",
            "tests/practice_log/test_database.py",
            "tests/practice_log/test_deleting.py",
            "tests/practice_log/test_forgetting.py",
            "tests/practice_log/test_intake.py",
            "tests/practice_log/test_log_unhappy.py",
            "tests/practice_log/test_busy_log.py",
            "tests/practice_log/test_full_disk.py",
            "tests/cli/test_log_events.py",
            "tests/practice_log/test_walltime.py",
            "tests/practice_log/test_days.py",
            "tests/practice_log/test_sessions.py",
            "tests/practice_log/test_holdings.py",
            "tests/practice_log/test_moments.py",
            "tests/practice_log/test_placing.py",
            "tests/practice_log/test_numbers.py",
            "tests/practice_log/test_old_logs.py",
            "tests/practice_log/test_damaged_rows.py",
            "tests/practice_log/test_backup.py",
            "tests/report/test_days.py",
            "tests/report/test_taps.py",
            "tests/exchange/test_two_hands.py",
            "tests/watches/test_sync.py",
            "tests/watches/test_sync_clock.py",
        ),
    ),
}


@dataclass(frozen=True)
class Tried:
    """A mutant, and whether a test noticed."""

    path: str
    mutant: Mutant
    is_killed: bool


class Workshop:
    """A copy of the sources in which one module at a time is changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in COPIED:
            source, target = REPOSITORY / name, folder / name
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, target)
        for name in LINKED:
            (folder / name).symlink_to(REPOSITORY / name)

    def run(self, tests: tuple[str, ...], limit_s: float | None = None) -> bool:
        """Run tests on the copy; return whether they all pass."""
        paths = (self._folder / part for part in ("host", "shared", "."))
        environment = os.environ | {
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CI": "1",  # the same examples every time
        }
        command = [sys.executable, "-m", "pytest", "-x", "-n", "0", "-p", "no:cacheprovider"]
        ran = subprocess.Popen(
            [*command, *tests],
            cwd=self._folder,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            return ran.wait(limit_s) == 0
        except subprocess.TimeoutExpired:
            return False
        finally:
            # With every program that a test has started: a mutant in it may loop for ever, too.
            with suppress(ProcessLookupError):
                os.killpg(ran.pid, signal.SIGKILL)
            ran.wait()

    def attempt(self, path: str, mutant: Mutant, tests: tuple[str, ...], limit_s: float) -> Tried:
        """Put a mutant in the place of its module, see who notices, and put the module back."""
        place = self._folder / path
        original = place.read_bytes()
        try:
            place.write_text(mutant.source, "utf-8")
            return Tried(path, mutant, not self.run(tests, limit_s))
        finally:
            place.write_bytes(original)


def chosen(patterns: tuple[str, ...], count: int, seed: int) -> list[tuple[str, Mutant]]:
    """Return `count` of all mutants of the modules, the same ones for the same seed."""
    found = [
        (path, place)
        for pattern in patterns
        for path in sorted(REPOSITORY.glob(pattern))
        for place in places(path.read_text("utf-8"))
    ]
    some = random.Random(seed).sample(found, min(count, len(found)))
    return [
        (str(path.relative_to(REPOSITORY)), mutant(path.read_text("utf-8"), place))
        for path, place in some
    ]


def campaign(room: str, count: int, seed: int, workers: int) -> Iterator[Tried]:
    """Try mutants of a room, several at a time; yield what came of each as soon as it is known."""
    patterns, tests = ROOMS[room]
    workshops: Queue[Workshop] = Queue()
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        for number in range(workers):
            place = Path(folder) / str(number)
            place.mkdir()
            workshops.put(Workshop(place))
        first = workshops.get()
        began_s = time.monotonic()
        if not first.run(tests):
            raise SystemExit(f"{room}: the tests fail before anything is changed")
        limit_s = PATIENCE * (time.monotonic() - began_s) + 10
        workshops.put(first)

        def attempt(one: tuple[str, Mutant]) -> Tried:
            workshop = workshops.get()
            try:
                return workshop.attempt(*one, tests, limit_s)
            finally:
                workshops.put(workshop)

        with ThreadPoolExecutor(workers) as pool:
            yield from pool.map(attempt, chosen(patterns, count, seed))


def told(room: str, tried: Sequence[Tried], seed: int) -> Row:
    """Return the figure of a room: the share of its mutants that a test noticed."""
    killed = sum(one.is_killed for one in tried)
    note = f"{killed} of {len(tried)} tried, seed {seed}"
    return Row(f"mutants of {room} noticed", 100 * killed / len(tried), "%", note)


def _room(name: str) -> str:
    if name not in ROOMS:
        raise argparse.ArgumentTypeError(f"no room {name}; there are {', '.join(ROOMS)}")
    return name


def main() -> None:
    """Run the campaigns that are asked for, and print what came of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("rooms", nargs="*", type=_room, metavar="ROOM", help=", ".join(ROOMS))
    parser.add_argument("--count", type=int, default=60, help="mutants of each room")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    asked = parser.parse_args()
    for room in asked.rooms or ROOMS:
        tried = []
        for one in campaign(room, asked.count, asked.seed, asked.workers):
            tried.append(one)
            if not one.is_killed:
                print(f"survived: {one.path}:{one.mutant.line}: {one.mutant.told}", flush=True)
        row = told(room, tried, asked.seed)
        print(f"{row.name}: {row.note}", flush=True)


if __name__ == "__main__":
    main()
