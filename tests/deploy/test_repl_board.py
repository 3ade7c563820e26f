# SPDX-License-Identifier: MIT
"""The simulated board on a cable answers mpremote's own commands as a board does."""

import subprocess
import sys

import pytest

from loslaten.deploy.console import Console
from loslaten.deploy.errors import DeployError
from loslaten.firmware import tree
from loslaten.sim.bedroom import deployed
from loslaten.sim.micropython.repl import ReplBoard


@pytest.fixture(scope="module")
def board():
    with ReplBoard(flash={"/data/x": b"kept", "/boot-note.txt": b"hello"}) as one:
        one.power_on()
        yield one


def mpremote(board, *command):
    done = subprocess.run(
        [sys.executable, "-m", "mpremote", "connect", board.port, *command],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_runs_python(board):
    assert mpremote(board, "exec", "print(6 * 7)") == "42\n"


def test_a_soft_reset_forgets_the_program_and_keeps_the_flash(board):
    mpremote(board, "exec", "x = 1")
    assert mpremote(board, "resume", "exec", "print(x)") == "1\n"
    mpremote(board, "soft-reset")
    assert mpremote(board, "resume", "exec", "print('x' in globals())") == "False\n"
    assert board.flash()["/data/x"] == b"kept"


def test_files_come_and_go(board, tmp_path):
    note = tmp_path / "note.txt"
    note.write_bytes(bytes(range(256)) * 5)
    mpremote(board, "fs", "cp", str(note), ":note.txt")
    assert board.flash()["/note.txt"] == note.read_bytes()
    assert "note.txt" in mpremote(board, "fs", "ls")
    mpremote(board, "fs", "rm", ":note.txt")
    assert "/note.txt" not in board.flash()


def test_the_firmware_is_interrupted():
    with ReplBoard(flash=tree.firmware_tree() | deployed("pico_w")) as board:
        board.power_on()
        assert mpremote(board, "resume", "exec", "print('free')") == "free\n"


COUNTS = b"""
import asyncio, machine
counted = [0, 0]
def count(which):
    counted[which] += 1
machine.Timer(period=20, mode=machine.Timer.PERIODIC, callback=lambda timer: count(0))
async def main():
    while True:
        count(1)
        await asyncio.sleep_ms(20)
asyncio.run(main())
"""


def test_what_is_interrupted_stands_still_and_its_timers_go_on():
    with ReplBoard(flash={"/main.py": COUNTS}) as board, Console(board.port) as console:
        board.power_on()
        board.wait(1_000)
        console.interrupt(lambda: None)
        began, began_loop = console.ask("counted")
        board.wait(1_000)
        ended, ended_loop = console.ask("counted")
        assert ended - began >= 50
        assert ended_loop == began_loop >= 50


LATER = """
import asyncio
async def main():
    print("first")
    await asyncio.sleep_ms(50)
    print("last" if {well} else 1 / 0)
asyncio.run(main())
"""


def test_what_is_run_may_take_its_time_and_fail_late(board):
    with Console(board.port) as console:
        console.interrupt(lambda: None)
        assert console.run(LATER.format(well=True)).split() == ["first", "last"]
        with pytest.raises(DeployError, match="ZeroDivisionError"):
            console.run(LATER.format(well=False))
        assert console.run("print(1)").strip() == "1"


def test_what_was_run_is_forgotten(board):
    with Console(board.port) as console:
        console.interrupt(lambda: console.run("x = 1"))
        console.forget()
        assert console.run("print('x' in globals())").strip() == "False"
        assert console.ask("names('/data')") == ["x"]


def test_what_is_at_the_pins_stays_there_when_all_is_forgotten(board):
    level = "import machine\nprint(machine.Pin(17, machine.Pin.IN).value())"
    with Console(board.port) as console:
        console.interrupt(lambda: None)
        console.forget()
        assert console.run(level).strip() == "1", "USB power"


WIRED = """
from machine import PWM, Pin
seen = []
into = Pin(15, Pin.IN, Pin.PULL_UP)
into.irq(lambda pin: seen.append(pin.value()))
out = Pin(14, Pin.OPEN_DRAIN, value=1)
out.value(0)
out.value(1)
motor = PWM(Pin(16), freq=22_000)
felt = Pin(17, Pin.IN)
for duty in (40_000, 0):
    motor.duty_u16(duty)
    seen.append(felt.value())
print(seen)
"""


def test_a_wire_carries_what_a_pin_drives():
    with ReplBoard(wires=((14, 15), (16, 17))) as board:
        board.power_on()
        assert mpremote(board, "exec", WIRED) == "[0, 1, 1, 0]\n"
