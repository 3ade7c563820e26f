# SPDX-License-Identifier: MIT
"""A simulated watch from the command line: fresh as a new one, its data apart from the real."""

import json
import signal
import subprocess
import time

import pytest

from loslaten.cli.options import SIMULATED
from loslaten.practice_log.log import PracticeLog
from tests.cli.test_processes import ENTRY_POINT, Process, run, simulated

# Of a watch with who is silent: device/link.py, and some more.
PATIENCE_S = 70

pytestmark = pytest.mark.usefixtures("home")


def test_a_fresh_watch_has_something_to_practise_and_its_nights_stay_apart(home):
    with simulated("--usb") as (watch, address):
        watch.until("radio on")
        status = json.loads(run(address, "status", "--json"))
        assert status["chosen_protocol_name"] == "handout"
        assert "-> bring the log home: loslaten --sim" in run(address, "status")
        run(address, "sync")
        with PracticeLog.in_folder(home / "data" / SIMULATED) as log:
            assert [one.name for one in log.watches()] == ["Wrist"]
        assert not (home / "data" / "practice.db").exists()
        assert "Wrist" in run(address, "devices", "list")


def test_a_view_goes_on_when_time_begins_to_pass_faster():
    """Through more than the watch's patience with silence, which is then shorter than here."""
    with simulated("--usb") as (watch, address):
        watch.until("radio on")
        view = Process("--sim", address, "watch", stdin=subprocess.DEVNULL)
        view.until_error("waiting for the wearer")
        since_s = told_s(watch, "x5")
        while told_s(watch, "+0.1") < since_s + PATIENCE_S:
            time.sleep(0.2)
        watch.type("h")
        view.until("started")
        assert view.end(signal.SIGINT) == 130


def told_s(watch, typed):
    """Return the watch's time once it has answered what was typed to it about that."""
    watch.type(typed)
    return float(watch.until(" x life" if typed.startswith("x") else " s on").split()[0])


def test_an_hour_passes_at_once():
    with simulated() as (watch, _):
        watch.until("ack")
        watch.type("+3600")
        told = watch.until("3600 s on")
        assert float(told.split()[0]) >= 3600


def test_gestures_typed_at_once_are_made_one_after_another():
    with simulated() as (watch, _):
        watch.until("ack")
        watch.type("l\nh")
        watch.until("radio on")
        watch.until("started")


def test_hints_name_the_simulator(home):
    with simulated() as (_, address):
        ran = subprocess.run(
            [ENTRY_POINT, "--sim", address, "log", "show"], capture_output=True, text=True
        )
        assert f"-> practise, then: loslaten --sim {address} sync" in ran.stderr
