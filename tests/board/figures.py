# SPDX-License-Identifier: MIT
"""The figures that the firmware is held to on a board, each with its goal.

docs/hil.md has the same bars for a physical board, and docs/benchmarks.md tells what they are.
"""

from collections.abc import Callable, Iterator
from dataclasses import fields

from loslaten_core.link import message as m
from tests.bench import Row
from tests.board import goals, plan, presses, scenarios
from tests.board.hardware import PICO_W_HEAP_BYTES
from tests.board.heap import Heap
from tests.board.scenarios import Outcome

_STEP_BYTES = 1_024
_MOST_LESS_BYTES = 64 * 1_024
_NEVER_MS = 9_999.0
# Of each kind; `python -m tests.torture.presses` makes hundreds.
_PRESSES = 6
_PRESSES_NOTE = f"{_PRESSES} presses, full watch"


def edges_within_5_ms() -> Row:
    """Return the share of the motor's edges that are close to their moment."""
    value = _lateness().within_pct(goals.EDGE_NEAR_MS)
    name = f"edges within {goals.EDGE_NEAR_MS} ms"
    return _least(name, value, "%", goals.EDGES_NEAR_PCT, "session with presses, full watch")


def edge_latest() -> Row:
    """Return how late the latest edge was."""
    return _most("edge, latest", max(_lateness().edges), "ms", goals.EDGE_LATEST_MS)


def drive_length() -> Row:
    """Return how far a drive's length is from the plan's."""
    value = max(map(abs, _lateness().lengths))
    return _most("drive's length, worst", value, "ms", goals.DRIVE_LENGTH_MS)


def release_onset() -> Row:
    """Return how late the latest beginning of a release was."""
    value = max(_lateness().releases)
    return _most("onset of a release, latest", value, "ms", goals.RELEASE_LATE_MS)


def press_to_motor() -> Row:
    """Return how long the slowest answer to a press takes to begin, where nothing is felt."""
    value = max(_lateness().answers)
    return _most("press to motor, latest", value, "ms", goals.ANSWER_MS, "72 ms felt, by plan")


def press_while_counting() -> Row:
    """Return how long the slowest answer takes while a laptop lets a full watch count."""
    return _press_while("count", "counting")


def press_while_pulling() -> Row:
    """Return how long the slowest answer takes while a laptop pulls all that there is."""
    return _press_while("pull", "pulling")


def press_while_putting() -> Row:
    """Return how long the slowest answer takes while a laptop puts protocol after protocol."""
    return _press_while("put", "putting")


def largest_free_block() -> Row:
    """Return the smallest of the largest free blocks, on a full watch whatever it does."""
    value = min((heap.largest for heap in _full_heaps()), default=0)
    goal = goals.LARGEST_BLOCK_BYTES
    return _least("largest free block, least", value, "bytes", goal, "full watch")


def free_share() -> Row:
    """Return the smallest share of the heap that was free on a full watch."""
    value = min((heap.free_pct for heap in _full_heaps()), default=0)
    return _least("heap free, least", value, "%", goals.FREE_PCT, "full watch")


def in_use_in_session() -> Row:
    """Return the most memory in use in a session, the interpreter's included."""
    value = _in_use(scenarios.ordinary_session(), "session")
    return _most("in use, session", value, "bytes", goals.SESSION_BYTES)


def in_use_syncing() -> Row:
    """Return the most memory in use while a laptop is connected."""
    value = _in_use(scenarios.ordinary_sync(), "syncing")
    return _most("in use, syncing", value, "bytes", goals.SYNCING_BYTES)


def least_heap() -> Row:
    """Return by how much the heap may be smaller than a Pico W's, for a full watch to practise."""
    low, high = -_STEP_BYTES, _MOST_LESS_BYTES
    while high - low > _STEP_BYTES:
        middle = (low + high) // 2 // _STEP_BYTES * _STEP_BYTES
        if scenarios.practises_with(middle).is_well:
            low = middle
        else:
            high = middle
    note = "below a Pico W's" if low >= 0 else "does not start with a Pico W's"
    return _least("least heap that starts", low, "bytes", goals.SPARE_BYTES, note)


def pull() -> Row:
    """Return the speed of records on the link, from the request to the last."""
    outcome = scenarios.ordinary_sync()
    laptop = outcome.laptop
    answers = laptop.answered(m.PULL) if laptop else []
    value = 0.0
    if laptop and answers and answers[0].code == m.SUCCESS:
        value = sum(map(len, laptop.records)) / answers[0].took_ms
    return _least("pull", value, "kB/s", goals.PULL_KB_S, "of records, 15 ms x 4 packets")


def morning_sync() -> Row:
    """Return how long the sync of one night takes, from connected to confirmed."""
    laptop = scenarios.morning().laptop
    confirmed = laptop.answered(m.CONFIRM) if laptop else []
    value = (confirmed[0].came_ms - laptop.connected_ms) / 1_000 if laptop and confirmed else 99
    return _most("sync of one night", value, "s", goals.ONE_NIGHT_S)


def feed_gap() -> Row:
    """Return the longest time between two feeds of the watchdog, in any scenario."""
    gaps = {name: scenario().feed_gap_ms for name, scenario in scenarios.ALL.items()}
    name = max(gaps, key=lambda name: gaps[name])
    note = f"of 8,000; in {name}"
    return _most("gap between feeds, longest", gaps[name], "ms", goals.FEED_GAP_MS, note)


def first_tick() -> Row:
    """Return how long after power is given the motor moves for the first time."""
    motor = scenarios.start().board.motor
    value = next((at_ms for at_ms, duty in motor if duty), 99_999)
    return _most("power-on to first tick", value, "ms", goals.FIRST_TICK_MS, "full watch")


FIGURES: tuple[Callable[[], Row], ...] = (
    edges_within_5_ms,
    edge_latest,
    drive_length,
    release_onset,
    press_to_motor,
    press_while_counting,
    press_while_pulling,
    press_while_putting,
    largest_free_block,
    free_share,
    in_use_in_session,
    in_use_syncing,
    least_heap,
    pull,
    morning_sync,
    feed_gap,
    first_tick,
)
# What is looked at on a full watch. In "put" it fills up.
FULL = (scenarios.start, scenarios.session, scenarios.sync, scenarios.put, scenarios.live)


def _lateness() -> plan.Lateness:
    """Return a session's lateness; where the motor did something else, nothing was on time."""
    try:
        return scenarios.lateness(scenarios.session(), scenarios.full())
    except ValueError:
        return plan.Lateness(*([_NEVER_MS] for _ in fields(plan.Lateness)))


def _press_while(asked: str, what: str) -> Row:
    value = max(presses.waits_ms(asked, _PRESSES))
    return _most(f"press to motor, {what}", value, "ms", goals.ANSWER_SERVED_MS, _PRESSES_NOTE)


def _full_heaps() -> Iterator[Heap]:
    for scenario in (*FULL, scenarios.week):
        for _, heap in scenario().heaps:
            yield heap


def _in_use(outcome: Outcome, when: str) -> float:
    heaps = outcome.heaps_when(when)
    return PICO_W_HEAP_BYTES - min((heap.free for heap in heaps), default=0)


def _least(name: str, value: float, unit: str, goal: float, note: str = "") -> Row:
    return Row(name, round(value, 1), unit, note, at_least=goal)


def _most(name: str, value: float, unit: str, goal: float, note: str = "") -> Row:
    return Row(name, round(value, 1), unit, note, at_most=goal)
