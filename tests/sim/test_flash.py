# SPDX-License-Identifier: MIT
"""Files that survive when the power goes."""

import asyncio
import errno

import pytest

from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch

WRITES = """
import os
def append(text):
    with open("/log", "a") as log:
        log.write(text)
append("one ")
append("two ")
os.rename("/log", "/kept")
append("three ")
os.mkdir("/folder")
held = open("/held", "w")
held.write("never closed")
print("done")
"""
OPERATIONS = [
    ("create", "/log"),
    ("write", "/log"),
    ("commit", "/log"),
    ("write", "/log"),
    ("commit", "/log"),
    ("rename", "/log"),
    ("create", "/log"),
    ("write", "/log"),
    ("commit", "/log"),
    ("mkdir", "/folder"),
    ("create", "/held"),
    ("write", "/held"),
]
# What is there if the power goes in place of the n-th operation.
SURVIVES = [
    {},
    {"/log": b""},
    {"/log": b""},
    {"/log": b"one "},
    {"/log": b"one "},
    {"/log": b"one two "},
    {"/kept": b"one two "},
    {"/kept": b"one two ", "/log": b""},
    {"/kept": b"one two ", "/log": b""},
    {"/kept": b"one two ", "/log": b"three "},
    {"/kept": b"one two ", "/log": b"three ", "/folder/": b""},
    {"/kept": b"one two ", "/log": b"three ", "/folder/": b"", "/held": b""},
]


def files_of(watch):
    files = watch.flash()
    del files["/main.py"]
    return files


def flash_after(source, operation=None, kept_bytes=0, flash=None):
    async def run():
        watch = SimulatedWatch(firmware={"/main.py": source.encode()}, flash=flash)
        watch.cut_power_at(operation, kept_bytes)
        watch.power_on()
        await asyncio.sleep(1)
        watch.power_off()
        return watch, files_of(watch)

    return clock.run(run())


def test_operations_are_told_in_order():
    watch, _ = flash_after(WRITES)
    told = [args[:2] for _, kind, args in watch.trace if kind == "flash"]
    assert told == OPERATIONS


@pytest.mark.parametrize("operation", range(1, len(OPERATIONS) + 1))
def test_a_power_cut_leaves_what_was_committed(operation):
    watch, files = flash_after(WRITES, operation)
    assert files == SURVIVES[operation - 1]
    assert (0, "power_cut", OPERATIONS[operation - 1]) in watch.trace
    assert watch.state == "off"
    assert watch.printed == ""


@pytest.mark.parametrize(("kept_bytes", "tail"), [(0, b""), (1, b"t"), (3, b"two"), (99, b"two ")])
@pytest.mark.parametrize("operation", [4, 5])
def test_a_cut_may_leave_a_torn_tail(operation, kept_bytes, tail):
    _, files = flash_after(WRITES, operation, kept_bytes)
    assert files == {"/log": b"one " + tail}


def test_a_rewrite_that_is_cut_leaves_the_old_file():
    source = "with open('/f', 'w') as f:\n    f.write('second')\n"
    old = {"/f": b"first, longer"}
    assert flash_after(source, 2, flash=old)[1] == old
    assert flash_after(source, None, flash=old)[1] == {"/f": b"second"}


def test_flush_commits():
    source = "f = open('/f', 'w')\nf.write('a')\nf.flush()\nf.write('b')\n"
    assert flash_after(source)[1] == {"/f": b"a"}


def test_what_is_changed_in_place_is_the_old_until_it_is_committed():
    source = "f = open('/f', 'r+')\nf.write('new')\n"
    old = {"/f": b"first"}
    assert flash_after(source, flash=old)[1] == old
    assert flash_after(source + "f.close()\n", flash=old)[1] == {"/f": b"newst"}


def test_what_is_committed_is_not_committed_again():
    source = "f = open('/f', 'w')\nf.write('a')\nf.flush()\nf.flush()\nf.close()\n"
    watch, _ = flash_after(source)
    told = [args[0] for _, kind, args in watch.trace if kind == "flash"]
    assert told == ["create", "write", "commit"]


def test_a_file_that_another_one_replaced_is_gone():
    source = """
import os
with open("/new", "w") as new:
    new.write("new")
with open("/old", "w") as old:
    old.write("old")
    os.rename("/new", "/old")
"""
    assert flash_after(source)[1] == {"/old": b"new"}


def test_a_reset_keeps_the_flash_and_starts_the_ticks_again(play):
    source = """
import machine, os, time
names = [name for name in os.listdir("/") if name != "main.py"]
print(names, time.ticks_ms(), machine.reset_cause())
open("/boot%d" % len(names), "w").close()
time.sleep_ms(500)
machine.reset()
"""
    watch = play(source, seconds=1.6)
    assert watch.printed.split("\n") == [
        "[] 0 1",
        "['boot0'] 0 3",
        "['boot0', 'boot1'] 0 3",
        "",
    ]
    assert watch.resets == [(500, "wdt"), (1250, "wdt")]


def test_nothing_of_the_firmware_runs_after_a_reset(play):
    source = """
import machine
try:
    machine.reset()
except BaseException as error:
    print("caught", error)
finally:
    print("finally")
"""
    assert play(source, seconds=0.1).printed == ""


def test_the_flash_goes_on_to_another_watch():
    _, files = flash_after("open('/a', 'w').close()\n")
    source = "import os\nprint(sorted(os.listdir('/')))\n"
    watch, _ = flash_after(source, flash=files)
    assert watch.printed == "['a', 'main.py']\n"


def test_a_full_flash_says_so(play):
    source = """
import os
block_bytes, _, blocks, free = os.statvfs("/")[:4]
print(block_bytes * blocks)
try:
    with open("/big", "wb") as file:
        for _ in range(blocks):
            file.write(bytes(block_bytes))
            file.flush()
except OSError as error:
    print(error.errno, os.statvfs("/")[3])
"""
    assert play(source).printed == f"{848 * 1024}\n{errno.ENOSPC} 0\n"


@pytest.mark.parametrize(
    ("statement", "number"),
    [
        ("open('/no')", errno.ENOENT),
        ("os.remove('/no')", errno.ENOENT),
        ("os.stat('/no')", errno.ENOENT),
        ("os.mkdir('/d'); os.mkdir('/d')", errno.EEXIST),
        ("os.mkdir('/d'); open('/d', 'w')", errno.EISDIR),
        ("os.mkdir('/d'); open('/d/f', 'w').close(); os.rmdir('/d')", errno.ENOTEMPTY),
        ("os.listdir('/main.py')", errno.ENOTDIR),
    ],
)
def test_errors_have_the_numbers_of_a_board(play, statement, number):
    source = f"""
import errno, os
try:
    {statement}
except OSError as error:
    print(error.errno, error.errno == getattr(errno, "{errno.errorcode[number]}", error.errno))
"""
    assert play(source).printed == f"{number} True\n"
