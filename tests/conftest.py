# SPDX-License-Identifier: MIT
"""Fixtures for all tests."""

import gc
import os
import re
import signal
import tempfile
import time
import zoneinfo
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from loslaten.sim.micropython.script import run_script
from tests.rigs.bedroom import Bedroom
from tests.rigs.compiled import compiled_once
from tests.rigs.scratch import write_to_memory

# How long an example takes to make or to run is no test's business. What `make test` runs is the
# same every time; `python -m tests.torture.properties` looks elsewhere each time.
_ANY_PACE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("loslaten", derandomize=True, **_ANY_PACE)
settings.register_profile("search", print_blob=True, **_ANY_PACE)
settings.load_profile("loslaten")

# Zones by the database that is pinned, whatever the computer's own says of them today.
zoneinfo.reset_tzpath(())

# Whole watches, boards, browsers, programs and explorations: minutes, so `make quick` leaves them,
# as it does all that have a `bedroom`.
# What takes longest stands first and begins first, so that no core waits for another in the end;
# what waits for a board or a browser, and what computes, by turns, so that none waits meanwhile.
LONG = (
    "tests/hil/test_on_simulated_board.py",
    "tests/board/test_scenarios.py",
    "tests/board/test_gates.py",
    "tests/deploy/test_whole_way.py",
    "tests/device/test_button_felt.py",
    "tests/page/test_first_week.py",
    "tests/practice/test_invariants.py",
    "tests/link/test_cuts.py",
    "tests/device/test_radio_fails.py",
    "tests/deploy/test_deploy.py",
    "tests/device/test_days.py",
    "tests/page/test_accessible.py",
    "tests/deploy/test_every_board.py",
    "tests/cli/test_power.py",
    "tests/device/test_radio_window.py",
    "tests/deploy/test_cuts.py",
    "tests/nights/",
    "tests/cli/test_processes.py",
    "tests/device/test_protocols.py",
    "tests/cli/test_simulated_apart.py",
    "tests/device/test_kept.py",
    "tests/deploy/",
    "tests/page/test_unhappy.py",
    "tests/board/",
    "tests/device/",
    "tests/page/",
    "tests/hil/",
    "tests/cli/test_printed_commands.py",
    "tests/release/",
    "tests/sim/",
    "tests/battery_life/",
    "tests/practice_log/test_log_unhappy.py",
    "tests/journal/test_power_cut.py",
    "tests/programme/test_wearers.py",
    "tests/test_dutch.py",
    "tests/cli/test_demo.py",
    "tests/cli/test_firmware.py",
    "tests/cli/test_hints.py",
    "tests/cli/test_live.py",
    "tests/journal/test_random_life.py",
    "tests/link/test_fuzz.py",
    "tests/link/test_over_air.py",
    "tests/link/test_services_over_air.py",
    "tests/link/test_whole_watch.py",
    "tests/practice_log/test_backup.py",
    "tests/practice_log/test_import.py",
    "tests/practice_log/test_mutated_exports.py",
    "tests/practice_log/test_person_mixups.py",
    "tests/practice_log/test_placing.py",
    "tests/practice_log/test_two_restores.py",
    "tests/practice_log/test_wild_rows.py",
    "tests/practice/test_trace.py",
    "tests/haptics/test_interpreters.py",
    "tests/sending/test_medplum.py",
    "tests/report/test_browser.py",
    "tests/test_home.py",
    "tests/test_dutch_walk.py",
    "tests/cli/test_days.py",
    "tests/cli/test_status_line.py",
    "tests/cli/test_streams.py",
    "tests/cli/test_sync_full.py",
    "tests/watches/test_hand_over.py",
    "tests/exchange/test_two_hands.py",
)
_QUICKLY = "not long"
# Files that look at the same runs of a board, which take longer than all that is said about them.
TOGETHER = ("tests/board/test_gates.py", "tests/board/test_scenarios.py")

PERSONAL = re.compile("LOSLATEN_(DATA|DEBUG)|LANGUAGE|LC_.*|XDG_.*|COLUMNS|(NO|FORCE)_COLOR")


def pytest_configure(config: pytest.Config) -> None:
    """Keep the home, the language and the clock of whoever runs the tests away from them.

    A practice log, a key or a fetched MicroPython of theirs is neither used nor touched. Ctrl-C
    means what it always does, also where a shell started the tests in the background.
    """
    write_to_memory()
    home = tempfile.TemporaryDirectory(prefix="loslaten-home-")
    config.add_cleanup(home.cleanup)
    for name in filter(PERSONAL.fullmatch, list(os.environ)):
        del os.environ[name]
    os.environ |= {"HOME": home.name, "LANG": "C.UTF-8", "TZ": "UTC"}
    time.tzset()
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Count more processes than there are cores to run on: one waits for half of its time, for a
    board, a browser or another program. What `make quick` runs mostly computes.
    """
    can_tell = hasattr(os, "sched_getaffinity")
    cores = len(os.sched_getaffinity(0)) if can_tell else os.cpu_count() or 1
    return cores + (1 if config.option.markexpr == _QUICKLY else 3)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object | None:
    """Give a file to one process, and files that belong together to the same one."""
    if config.option.dist != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class ByFile(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return TOGETHER[0] if file in TOGETHER else file

    return ByFile(config, log)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what takes long before it is imported, which takes long, too."""
    return True if config.option.markexpr == _QUICKLY and _place(collection_path, config) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark what takes long, and begin with it."""
    places = {path: _place(path, config) for path in {item.path for item in items}}
    for item in items:
        if places[item.path] or "bedroom" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.long)
    items.sort(key=lambda item: places[item.path] or len(LONG) + 1)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Let nobody look for garbage while tests are collected, of which there is none."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """Let no collection of garbage look again and again at all that was collected."""
    gc.collect()
    gc.freeze()


def _place(path: Path, config: pytest.Config) -> int:
    """Return the place of a file or folder among what takes long, from 1; 0: it does not."""
    told = path.relative_to(config.rootpath).as_posix() + "/" * path.is_dir()
    return next((place for place, one in enumerate(LONG, 1) if told.startswith(one)), 0)


@pytest.fixture(scope="session", autouse=True)
def _compiled_once() -> Iterator[None]:
    """Firmware is made once, whichever tests ask for it."""
    with compiled_once():
        yield


@pytest.fixture(scope="session")
def micropython() -> Callable[[str], str]:
    """Runs source on MicroPython with the shared core beside it; answers what it printed.

    What the source raises comes out as `ScriptError` with MicroPython's traceback.
    """
    return run_script


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own: the practice log and the keys are in here, the language is English."""
    monkeypatch.setenv("LOSLATEN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return tmp_path


@pytest.fixture
def bedroom(home: Path) -> Iterator[Bedroom]:
    """A bedroom whose watch has its radio window open."""
    room = Bedroom()
    room.open_radio()
    yield room
    room.close()
