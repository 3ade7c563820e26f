# SPDX-License-Identifier: MIT
"""Troubles on a real BlueZ: nothing is lost, and the person is told what to do."""

import json
import time

import pytest

# What has nothing to do with the board is shown with one.
ONE_BOARD = pytest.mark.parametrize("laptop", ["pico_w"], indirect=True)
# Enough packets to be connected, proven and well within the records.
PACKETS = 130
# More than those packets bring, also where BlueZ knows the services already.
NIGHTS = 240


def sessions(laptop):
    return json.loads(laptop.told("log", "list", "--all", "--json"))


@pytest.fixture
def full(laptop):
    laptop.wearer("year", nights=NIGHTS)
    yield laptop
    laptop.wearer("year", nights=0)


def test_a_sync_cut_in_the_middle_is_resumed(full):
    full.bedroom.ask("drop_after", packets=PACKETS)
    cut = full.run("sync")
    assert cut.code == 1, cut
    assert "connection to the watch was lost" in cut.err
    had = len(sessions(full))
    assert 0 < had < NIGHTS
    again = full.run("sync")
    assert again.code == 0, again
    assert len(sessions(full)) == NIGHTS


@ONE_BOARD
def test_ctrl_c_in_a_sync_leaves_all_whole(full):
    before = full.bedroom.ask("packets")
    going = full.start("sync")
    while full.bedroom.ask("packets") < before + PACKETS:
        assert going.code is None, going
        time.sleep(0.02)
    going.interrupt()
    assert going.wait().code in (0, 130)
    assert full.run("sync").code == 0
    assert len(sessions(full)) == NIGHTS


def test_a_watch_that_restarts_is_there_again(laptop):
    watching = laptop.start("watch")
    watching.until("no session is under way")
    laptop.wearer("power", on=False)
    time.sleep(1)
    laptop.wearer("power", on=True)
    done = watching.wait()
    assert done.code == 1, done
    assert "connection to the watch was lost" in done.err
    assert laptop.run("status").code == 0


@ONE_BOARD
def test_a_watch_that_is_gone_is_told_and_found_when_it_is_back(laptop):
    laptop.wearer("power", on=False)
    done = laptop.run("status", "--wait", "5")
    assert done.code == 1
    assert "was not heard" in done.err
    assert "hold the watch's button down very long" in done.err
    laptop.wearer("power", on=True)
    assert laptop.run("status").code == 0


@ONE_BOARD
def test_an_adapter_that_is_switched_off_is_named_by_every_command(laptop):
    machine = laptop.machine
    assert machine.run("bluetoothctl", "power", "off").code == 0
    try:
        for command in ("scan", "status", "sync"):
            done = laptop.run(command)
            assert done.code == 1, done
            assert "Bluetooth is switched off" in done.err, done
        checks = json.loads(laptop.run("doctor", "--json").out)
        assert any("switched off" in str(check) for check in checks)
    finally:
        machine.run("bluetoothctl", "power", "on")
    assert laptop.run("status").code == 0


@ONE_BOARD
def test_a_bluetooth_service_that_does_not_run_is_named(laptop):
    machine = laptop.machine
    machine.run("killall", "bluetoothd")
    try:
        done = laptop.run("status")
        assert done.code == 1
        assert "Bluetooth service does not run" in done.err, done
    finally:
        machine.run("sh", "-c", "bluetoothd -n > /dev/null 2>&1 &")
        machine.run(
            "sh", "-c", "until bluetoothctl show | grep -q 'Powered: yes'; do sleep 1; done"
        )
    assert laptop.run("status").code == 0


@ONE_BOARD
def test_a_second_program_does_not_disturb_the_first(laptop):
    watching = laptop.start("watch")
    watching.until("no session is under way")
    second = laptop.run("status", "--wait", "5")
    assert second.code == 1, second
    assert "another computer" in second.err or "another program" in second.err, second
    assert watching.code is None, "the first goes on"
    watching.interrupt()
    assert watching.wait().code == 130
    assert laptop.run("status").code == 0


def test_other_services_after_an_update_are_found(laptop):
    """BlueZ remembers what services a device has; an update may have moved them."""
    assert laptop.run("status").code == 0
    laptop.wearer("update")
    try:
        done = laptop.run("status")
        assert done.code == 0, done
    finally:
        laptop.wearer("restore")
    assert laptop.run("status").code == 0
