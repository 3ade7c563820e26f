# SPDX-License-Identifier: MIT
"""Time of a simulated watch, divided by what it costs the battery."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from loslaten.sim.watch import Message, SimulatedWatch

_Value = TypeVar("_Value")
_BEGINS = {("sleep", "light"): "light sleep", ("sleep", "deep"): "deep sleep"}


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Seconds in each state, with the radio on, and of the motor at full drive.

    A motor at half drive for two seconds is one second. `wake_ups` is how often the processor was
    woken from sleep.
    """

    seconds: dict[str, float]
    radio_s: float
    motor_s: float
    wake_ups: int


def usage(watch: SimulatedWatch, from_ms: int, to_ms: int) -> Usage:
    """Return what the watch did between two moments of the simulation."""
    seconds = dict.fromkeys(("awake", "light sleep", "deep sleep"), 0.0)
    for state, lasted_ms in _within(_states(watch.trace), from_ms, to_ms):
        seconds[state] += lasted_ms / 1000
    radio = _within(_radio(watch.trace), from_ms, to_ms)
    motor = _within(watch.motor, from_ms, to_ms)
    return Usage(
        seconds=seconds,
        radio_s=sum(lasted_ms for is_on, lasted_ms in radio if is_on) / 1000,
        motor_s=sum(abs(level_pct) * lasted_ms for level_pct, lasted_ms in motor) / 100_000,
        wake_ups=sum(
            kind in ("wake", "start") and from_ms <= t_ms < to_ms for t_ms, kind, _ in watch.trace
        ),
    )


def _states(trace: Iterable[Message]) -> Iterator[tuple[int, str]]:
    yield 0, "awake"
    for t_ms, kind, args in trace:
        if kind == "sleep":
            yield t_ms, _BEGINS[kind, args[0]]
        elif kind in ("wake", "start"):
            yield t_ms, "awake"


def _radio(trace: Iterable[Message]) -> Iterator[tuple[int, bool]]:
    for t_ms, kind, args in trace:
        if kind == "ble_active":
            yield t_ms, args[0]
        elif kind in ("reset", "power_off", "power_cut"):
            yield t_ms, False


def _within(
    changes: Iterable[tuple[int, _Value]], from_ms: int, to_ms: int
) -> Iterator[tuple[_Value, int]]:
    """Yield (value, ms) for every stretch between two changes, cut to the time asked for."""
    value: _Value | None = None
    since_ms = from_ms
    for at_ms, changed in changes:
        now_ms = min(max(at_ms, from_ms), to_ms)
        if value is not None and now_ms > since_ms:
            yield value, now_ms - since_ms
        value, since_ms = changed, now_ms
    if value is not None and to_ms > since_ms:
        yield value, to_ms - since_ms
