# SPDX-License-Identifier: MIT
"""The flash in the scratch folder: how long it takes, whether it keeps what it got, and how long
interrupts stand still meanwhile.
"""

import asyncio
import binascii
import os
import sys
import time

from bench import scratch
from machine import Timer

from device import files
from device.flash import Flash
from loslaten_core.journal.event import Fault
from loslaten_core.journal.log import Journal

_FOLDER = scratch.FOLDER + "/flash"
_PAGE_BYTES = 4_096
_SMALL_BYTES = 200
_DETAIL = "as long as the record of a session is"
_TICK_MS = 1
_IS_RP2 = sys.platform == "rp2"
_AT_ONCE = {"hard": True} if _IS_RP2 else {}
_TIMER = -1 if _IS_RP2 else 3


class Ticker:
    """An interrupt every millisecond; `worst_us` is the longest that one kept the next waiting."""

    def __init__(self):
        self.worst_us = 0
        self._last_us = time.ticks_us()
        self._timer = Timer(_TIMER)
        self._timer.init(mode=Timer.PERIODIC, period=_TICK_MS, callback=self._tick, **_AT_ONCE)

    def stop(self):
        self._timer.deinit()

    def _tick(self, _timer):
        now_us = time.ticks_us()
        waited_us = time.ticks_diff(now_us, self._last_us)
        self._last_us = now_us
        if waited_us > self.worst_us:
            self.worst_us = waited_us


async def main(board, pages, small, records):
    """Write and read back `pages` of 4 KB, replace a small file `small` times, keep `records`."""
    scratch.remove(_FOLDER)
    files.make_folder(_FOLDER)
    found = {"idle_gap_us": await _gap(None)}
    page = bytes([(7 * index + 13) & 0xFF for index in range(_PAGE_BYTES)])
    page_us = []
    append_us = []
    replace_us = []

    def write_pages():
        for number in range(pages):
            page_us.append(_timed(_write, _FOLDER + "/" + str(number), page))

    found["page_gap_us"] = await _gap(write_pages)
    found["page_us"] = page_us
    found["pages_read_back"] = sum(
        [_is(_FOLDER + "/" + str(number), page) for number in range(pages)]
    )
    path = _FOLDER + "/replaced"

    def replace():
        for number in range(small):
            data = bytes([number & 0xFF]) * _SMALL_BYTES
            replace_us.append(_timed(files.write, path, data))

    found["replace_gap_us"] = await _gap(replace)
    found["replace_us"] = replace_us
    found["replaced"] = files.read(path) == bytes([(small - 1) & 0xFF]) * _SMALL_BYTES
    found["left_beside"] = len(os.listdir(_FOLDER)) - len(files.names(_FOLDER))
    journal = Journal(Flash(_FOLDER + "/journal"))
    journal.open()

    def keep():
        for number in range(records):
            append_us.append(_timed(journal.add, number, Fault(1, _DETAIL)))

    found["append_gap_us"] = await _gap(keep)
    found["append_us"] = append_us
    again = Journal(Flash(_FOLDER + "/journal"))
    found["scan_us"] = _timed(again.open)
    found["records_after"] = again.next_sequence - again.first_sequence
    scratch.remove(_FOLDER)
    scratch.tell(found)


async def _gap(work):
    """Do some work; return how long the interrupt had to wait at most, in µs."""
    ticker = Ticker()
    await asyncio.sleep_ms(20)
    ticker.worst_us = 0
    if work is None:
        await asyncio.sleep_ms(200)
    else:
        work()
        await asyncio.sleep_ms(20)
    ticker.stop()
    return ticker.worst_us


def _timed(work, *given):
    began_us = time.ticks_us()
    work(*given)
    return time.ticks_diff(time.ticks_us(), began_us)


def _write(path, data):
    with open(path, "wb") as file:
        file.write(data)


def _is(path, data):
    read = files.read(path)
    return read is not None and binascii.crc32(read) == binascii.crc32(data)
