# SPDX-License-Identifier: MIT
"""`time` as boards have it. The tick counter is the engine's own, on the simulator's clock."""

import _bus
import _sim
import utime
from utime import ticks_add, ticks_cpu, ticks_diff, ticks_ms, ticks_us

_EPOCH_S = _bus.config("epoch_unix_s")


def sleep_ms(ms):
    """Block; interrupts go on."""
    _sim.block(max(0, int(ms)))


def sleep(seconds):
    """Block; interrupts go on."""
    _sim.block(max(0, int(seconds * 1000)))


def sleep_us(us):
    """Block. The simulated clock counts whole milliseconds: shorter waits take no time."""
    _sim.block(max(0, us // 1000))


def time_ns():
    """Nanoseconds since the board's epoch, by the real-time clock."""
    return int(_sim.wall_ms()) * 1000000 - _EPOCH_S * 1000000000


def time():
    """Seconds since the board's epoch; whole ones, for a board's floats are too short."""
    return time_ns() // 1000000000


def gmtime(seconds=None):
    """The calendar date of a time of this board's epoch."""
    return utime.gmtime((time() if seconds is None else int(seconds)) + _EPOCH_S)


localtime = gmtime


def mktime(parts):
    """The inverse of `gmtime`."""
    return int(utime.mktime(parts)) - _EPOCH_S
