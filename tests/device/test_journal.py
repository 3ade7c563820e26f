# SPDX-License-Identifier: MIT
"""The journal on the watch's own file system, on MicroPython, with the power going any time.

The exhaustive version, at every byte, is in tests/journal: this one shows that the firmware's
storage keeps the promises that it relies on.
"""

import pytest

from loslaten_core.journal import record

MAKE_FOLDER = "import os\nos.mkdir('/data')\n"
JOURNAL = """
from device.flash import Flash
from loslaten_core.journal import event, session
from loslaten_core.journal.log import Journal
from loslaten_core.practice.tally import GroupTally

def practice(done, ending):
    one = session.SessionRecord(b"watch!", [GroupTally(muscle, False) for muscle in range(1, 18)])
    for group in one.groups[:done]:
        group.done = 2
    one.ending = ending
    return one

def say(word, sequence):
    if sequence:
        print(word, sequence, next(journal.read(sequence)).hex())

journal = Journal(Flash("/data/journal"), 400, 4)
journal.open()
"""
LIFE = (
    JOURNAL
    + """
say("recovered", journal.recovered)
say("kept", journal.add(10, event.Boot(event.POWER_ON, "0.1")))
say("kept", journal.add(20, event.ProtocolChange(event.CHOSEN, b"watch!")))
for night in range(1, 4):
    journal.checkpoint(night * 1000, practice(5, 5))
    print("checkpoint", night * 1000)
    say("kept", journal.finish(night * 1000, practice(17, 1)))
journal.confirm(5)
print("confirmed", 5)
for night in range(4, 13):
    say("kept", journal.finish(night * 1000, practice(17, 1)))
print("bytes", journal.used_bytes, journal.lost)
"""
)
LOOK = (
    JOURNAL
    + """
for raw in journal.read():
    print("found", raw.hex())
print("boot", journal.boot, journal.recovered, journal.confirmed, journal.dropped_bytes)
say("added", journal.add(1, practice(17, 1)))
"""
)


def told(printed, word):
    """The lines that begin with `word`, split."""
    return [line.split()[1:] for line in printed.splitlines() if line.split()[0] == word]


@pytest.fixture(scope="module")
def empty(flash):
    return flash.run(MAKE_FOLDER, {}).data


def test_a_life_rotates_and_uses_space_again(flash, empty):
    ran = flash.run(LIFE, empty)
    assert told(ran.printed, "bytes")
    segments = [path for path in ran.data if path.endswith(".log")]
    assert len(segments) >= 3
    assert min(segments) > "/data/journal/00000001.log"
    assert max(len(ran.data[path]) for path in segments) <= 400


def cuts_of(flash, empty):
    """Run the life with the power cut at every second operation; yield what came of it."""
    for operation in range(1, 400, 2):
        kept_bytes = operation // 2 % 2 * (1 + 7 * operation % 60)
        ran = flash.run(LIFE, empty, (operation, kept_bytes))
        if not ran.was_cut:
            return
        yield ran


def test_nothing_promised_is_lost_whenever_the_power_goes(flash, empty):
    count = 0
    for ran in cuts_of(flash, empty):
        count += 1
        looked = flash.run(LOOK, ran.data).printed
        found = {}
        for (raw,) in told(looked, "found"):
            if not record.is_record(bytes.fromhex(raw)):
                continue  # torn
            sequence = record.sequence_of(bytes.fromhex(raw))
            assert sequence not in found
            found[sequence] = raw
        # The power may have gone between the confirm and the word about it.
        confirmed = int(told(looked, "boot")[0][2])
        for sequence, raw in told(ran.printed, "kept"):
            if int(sequence) in found:
                assert found[int(sequence)] == raw
            else:
                assert int(sequence) <= confirmed
        starts = [start_of(raw) for raw in found.values()]
        assert len(starts) == len(set(starts))
        for (start_ms,) in told(ran.printed, "checkpoint"):
            assert (record.SESSION, int(start_ms)) in starts or confirmed == 5
        ((added, _),) = told(looked, "added")
        assert int(added) > max(found, default=0)
        numbers = [int(sequence) for sequence, _ in told(ran.printed, "kept")]
        assert int(added) > max(numbers, default=0)
    assert count > 25


def start_of(raw):
    one = record.decode(bytes.fromhex(raw))
    return one.kind, one.uptime_ms


def test_what_is_not_there_reads_as_empty(flash, empty):
    script = (
        "from device.flash import Flash\n"
        "flash = Flash('/data/journal')\n"
        "print(flash.names(), flash.size('no'), flash.read('no', 0, 9))\n"
        "flash.append('a', b'one')\nflash.append('a', b'two')\nflash.replace('b', b'x')\n"
        "print(flash.read('a', 2, 2), flash.read('a', 5, 9), flash.size('a'))\n"
        "flash.replace('b', b'')\nflash.remove('a')\n"
        "print(flash.names(), flash.size('b'))\n"
    )
    assert flash.run(script, empty).printed.splitlines() == [
        "[] 0 b''",
        "b'et' b'o' 6",
        "['b'] 0",
    ]


WHILE_IT_IS_READ = """
from device.flash import Flash
files = Flash("/data/journal")
files.append("one", b"abcdef")
files.append("two", b"xyz")
print(files.read("one", 0, 4))
files.append("one", b"ghi")
print(files.read("one", 4, 4), files.read("two", 0, 2), files.read("one", 8, 4))
print(files.read("one", 0, 4))
files.replace("one", b"ABCDEF")
print(files.read("one", 4, 4))
files.remove("one")
print(files.read("one", 4, 4), files.read("one", 0, 4), files.names())
"""


def test_a_file_that_is_being_read_may_be_changed(flash):
    assert flash.run(MAKE_FOLDER + WHILE_IT_IS_READ, {}).printed.splitlines() == [
        "b'abcd'",
        "b'efgh' b'xy' b'i'",
        "b'abcd'",
        "b'EF'",
        "b'' b'' ['two']",
    ]


def test_a_reader_that_is_closed_leaves_no_file_open(flash):
    look = "print(journal._storage._reading is None)\n"
    fill = "for day in range(12):\n    journal.finish(day * 1000 + 1000, practice(17, 0))\n"
    # Longer than what is read at once.
    begin = "journal = Journal(Flash('/data/long'))\njournal.open()\n"
    read = "reader = journal.read(1)\nnext(reader)\n" + look + "reader.close()\n" + look
    ran = flash.run(MAKE_FOLDER + JOURNAL + begin + fill + read, {})
    assert ran.printed.splitlines()[-2:] == ["False", "True"]


ROOM = """
import builtins
from device import files
files.keep_room()
first = files._room
real, fails = builtins.open, [{fails}]
def open_in_little_room(path, mode):
    if fails and fails.pop(0):
        raise MemoryError
    return real(path, mode)
files.open = open_in_little_room
files.write("/data/a", b"a")
print(files._room is first, files._is_given_up, files.read("/data/a"))
"""


def test_a_file_is_opened_in_the_room_that_is_kept_and_the_room_comes_back(flash):
    ran = flash.run(MAKE_FOLDER + ROOM.format(fails=True), {})
    assert ran.printed == "False False b'a'\n"


def test_a_file_for_which_the_room_is_not_enough_is_told(flash):
    asked = MAKE_FOLDER + ROOM.format(fails="True, True").replace(
        'files.write("/data/a", b"a")',
        'try:\n    files.write("/data/a", b"a")\nexcept MemoryError:\n    print("none")',
    )
    assert flash.run(asked, {}).printed.startswith("none\nTrue True ")
