# SPDX-License-Identifier: MIT
"""A BlueZ that hangs, errs or goes at each call: every command ends, in words.

The limits are those of every day, and time jumps where the stand-in hangs: a busy computer makes
no other call run out of its time.
"""

import asyncio
import json
import time

import pytest
from bleak.backends.bluezdbus.version import BlueZFeatures
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.link.keys import KeyStore
from loslaten.practice_log.log import PracticeLog
from tests.link.wrist import KEY, WATCH_ID
from tests.rigs.bedroom import failure
from tests.rigs.bluez_stub import GO, HANG, Bluez, StubbornBus

ERRORS = {
    "failed": ("org.bluez.Error.Failed", "odd"),
    "not ready": ("org.bluez.Error.NotReady", "Resource Not Ready"),
    "denied": ("org.bluez.Error.AccessDenied", "Rejected"),
    "in progress": ("org.bluez.Error.InProgress", "In Progress"),
    "no reply": ("org.freedesktop.DBus.Error.NoReply", "no reply"),
    "unknown object": ("org.freedesktop.DBus.Error.UnknownObject", "gone"),
}
BEHAVIOURS = {"hangs": HANG} | ERRORS
METHODS = (
    "GetManagedObjects",
    "SetDiscoveryFilter",
    "StartDiscovery",
    "StopDiscovery",
    "Connect",
    "Disconnect",
)
ABORTED = ("org.bluez.Error.Failed", "le-connection-abort-by-remote")


# What passes between two attempts, or is listened for where nothing more comes.
PAUSES = (
    "link.scan._PAUSE_S",
    "link.transport._PAUSE_S",
    "doctor.air._LISTEN_S",
    "watches.reach.ANOTHER_S",
)


@pytest.fixture(autouse=True)
def at_home(home, monkeypatch):
    """A home with a key and a log, no bluetoothctl, and no time lost between two attempts."""
    for name in PAUSES:
        monkeypatch.setattr(f"loslaten.{name}", 0.02)
    monkeypatch.setattr(BlueZFeatures, "checked_bluez_version", True)
    KeyStore().put(WATCH_ID, KEY)
    with PracticeLog.in_folder():
        pass


@pytest.fixture
def bluez(tmp_path, monkeypatch):
    one = Bluez(tmp_path, WATCH_ID)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", one.bus_address)
    monkeypatch.setattr(
        asyncio.BaseEventLoop, "time", lambda loop: time.monotonic() + one.waited_s
    )
    yield one
    one.close()
    assert not one.waited_for_ever


def loslaten(*arguments):
    return CliRunner().invoke(main, arguments)


def diagnosis():
    """Return what doctor says about Bluetooth, once it is seen to have gone to its end."""
    result = loslaten("doctor", "--json")
    assert result.exit_code in (0, 1), result.output
    checks = json.loads(result.stdout)
    looked_at = [check["about"] for check in checks]
    assert looked_at[:4] == ["versions", "practice log", "persons", "keys"]
    assert looked_at[-1] == "simulator"
    return {check["about"]: check for check in checks}


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
@pytest.mark.parametrize("method", METHODS)
def test_doctor_ends_and_says_what_it_found(bluez, method, behaviour):
    bluez.script[method] = BEHAVIOURS[behaviour]
    found = diagnosis()
    assert bluez.calls.count(method) >= 1
    about = found["Bluetooth"]
    if method in ("StopDiscovery", "Connect", "Disconnect"):
        assert about["told"] == "works; watches heard: 1"
        assert found["watch"]["verdict"] == "wrong"  # the stand-in is no watch
    else:
        assert about["verdict"] == "wrong"
        assert about["advice"]


@pytest.mark.parametrize("behaviour", BEHAVIOURS)
def test_a_search_that_cannot_be_stopped_still_shows_what_was_heard(bluez, behaviour):
    bluez.script["StopDiscovery"] = BEHAVIOURS[behaviour]
    result = loslaten("scan", "--timeout", "0.5", "--json")
    assert result.exit_code == 0, result.output
    assert [watch["name"] for watch in json.loads(result.stdout)] == ["Maan"]


@pytest.mark.parametrize(
    ("behaviour", "words"),
    [
        ("hangs", "does not answer"),
        ("not ready", "switched off"),
        ("denied", "does not let this program"),
        ("in progress", "another program"),
        ("no reply", "does not answer"),
    ],
)
@pytest.mark.parametrize("method", ["StartDiscovery", "Connect"])
def test_what_is_refused_is_named(bluez, method, behaviour, words):
    if (method, behaviour) == ("Connect", "hangs"):
        words = "no answer in time"
    bluez.script[method] = BEHAVIOURS[behaviour]
    assert words in failure(loslaten("status"))


@pytest.mark.parametrize("method", ["StartDiscovery", "Connect"])
@pytest.mark.parametrize("error", [ERRORS["in progress"], ABORTED])
def test_what_is_known_to_pass_is_tried_again(bluez, method, error):
    bluez.script[method] = [error, error, None]
    loslaten("status")
    assert bluez.calls.count(method) >= 3


def test_what_does_not_pass_is_not_tried_again(bluez):
    bluez.script["Connect"] = ERRORS["denied"]
    failure(loslaten("status"))
    assert bluez.calls.count("Connect") == 1


def test_an_adapter_that_does_not_say_what_it_can(bluez):
    del bluez.adapter["Roles"]
    assert "does not say what it can do" in diagnosis()["Bluetooth"]["told"]
    assert "does not say what it can do" in failure(loslaten("scan", "--timeout", "0.5"))


def test_a_bus_that_goes_in_the_middle_of_a_search(bluez):
    bluez.script["StartDiscovery"] = GO
    failure(loslaten("scan", "--timeout", "0.5"))
    diagnosis()


LOGIN = {b"AUTH": b"OK " + b"0" * 32, b"NEGOTIATE_UNIX_FD": b"AGREE_UNIX_FD"}


def test_a_bus_that_never_says_a_word(tmp_path, monkeypatch):
    # No limit is too short.
    monkeypatch.setattr("loslaten.link.scan.START_S", 0.2)
    told_by_bus(StubbornBus(tmp_path, None), monkeypatch, "does not answer")


@pytest.mark.parametrize(
    ("answers", "nonsense", "words"),
    [
        (LOGIN, b"", "hung up"),
        (LOGIN, b"0" * 64, "does not answer as it should"),
        ({}, b"", "does not let this program use Bluetooth"),
        ({b"AUTH": b"REJECTED"}, b"", "does not let this program use Bluetooth"),
        ({b"AUTH": b"what?"}, b"", "does not let this program use Bluetooth"),
    ],
)
def test_a_bus_that_hangs_up_refuses_or_talks_nonsense(
    tmp_path, monkeypatch, answers, nonsense, words
):
    told_by_bus(StubbornBus(tmp_path, answers, nonsense), monkeypatch, words)


def told_by_bus(bus, monkeypatch, words):
    """See that the diagnosis and the commands say these words about a bus."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus.bus_address)
    try:
        assert words in diagnosis()["Bluetooth"]["told"]
        for command in (("scan", "--timeout", "0.5"), ("status",)):
            assert words in failure(loslaten(*command))
    finally:
        bus.close()


def test_a_locked_keyring_is_a_line_of_the_diagnosis(bluez, monkeypatch):
    def locked():
        raise RuntimeError("locked")

    monkeypatch.setattr("loslaten.doctor.computer.system_keyring", locked)
    found = diagnosis()
    assert found["keys"]["verdict"] == "wrong"
    assert "locked" in found["keys"]["told"]
