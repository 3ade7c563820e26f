# SPDX-License-Identifier: MIT
"""Scenarios of a watch, on a board: starts, sessions, syncs, deployments, a week.

Each scenario is a function without arguments that returns an `Outcome`; `ALL` names them. The
heap is looked at every so often as a collection would leave it, which changes nothing.
"""

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loslaten_core.link import message as m
from tests.board import deployed, goals, plan
from tests.board.hardware import Board
from tests.board.heap import Heap
from tests.board.laptop import Laptop, Nightly, Stranger, long_message, sync_requests

START_MS = 12_000
HOLD_MS, VERY_LONG_HOLD_MS, TAP_MS = 1_300, 3_400, 200
# The start of a session, presses, a hold that pauses and one that goes on, and two presses at once
# that leave a group.
PRESSES: tuple[plan.Press, ...] = (
    (START_MS, HOLD_MS),
    (19_300, TAP_MS),
    (95_000, TAP_MS),
    (300_000, HOLD_MS),
    (330_000, HOLD_MS),
    (700_000, TAP_MS),
    (900_000, TAP_MS),
    (900_350, TAP_MS),
)
SESSION_END_MS = 1_700_000
# What the battery's reading promises, by the board's own curve.
SESSIONS_LEFT = 7
FAULT_MS = 200_000
TROUBLE = Path(__file__).with_name("firmware") / "trouble.py"
WEEK_NIGHTS, NIGHT_MS = 7, 1_200_000
SHORT_NIGHT_MS = 300_000
FULL_NIGHTS, ORDINARY_NIGHTS = 600, 300
_IDLE_MS = 1_800_000
_SESSION_LOOKS_MS, _LINK_LOOKS_MS = 10_000, 250


@dataclass(kw_only=True)
class Outcome:
    """Outcome of a scenario. `ended`: why the board stopped before its end, or "".

    `heaps`: the heap at each look, by what went on then: "idle", "session" or "syncing".
    """

    board: Board
    ended: str = ""
    heaps: list[tuple[str, Heap]] = field(default_factory=list)
    laptop: Laptop | None = None

    def heaps_when(self, what: str) -> list[Heap]:
        """Return the heaps seen while this went on."""
        return [heap for when, heap in self.heaps if when == what]

    @property
    def feed_gap_ms(self) -> float:
        """The longest time between two feeds of the watchdog."""
        return self.board.feed_gap_ms

    @property
    def is_well(self) -> bool:
        """Whether nothing stopped the board, and nothing was complained of."""
        return not self.ended and not self.board.printed


def full() -> tuple[bytes, ...]:
    """Return a full watch's protocols: the leaflet's whole exercise, and the largest there are."""
    return (deployed.SHIPPED[0], *deployed.largest_protocols()[1:])


@functools.cache
def start() -> Outcome:
    """A full watch is switched on."""
    return _lived(_board(deployed.largest_protocols(), FULL_NIGHTS), 20_000, 1_000)


@functools.cache
def session() -> Outcome:
    """A whole session of the leaflet's exercise with presses, on a full watch."""
    return _session(full(), FULL_NIGHTS)


@functools.cache
def ordinary_session() -> Outcome:
    """The same on a watch with one protocol and ten months of nights."""
    return _session(deployed.SHIPPED[:1], ORDINARY_NIGHTS)


@functools.cache
def sync() -> Outcome:
    """A full watch on USB power gives all that it has to a laptop."""
    return _pull(deployed.largest_protocols(), FULL_NIGHTS, 90_000)


@functools.cache
def ordinary_sync() -> Outcome:
    """A watch with one protocol gives ten months of nights to a laptop."""
    return _pull(deployed.SHIPPED[:1], ORDINARY_NIGHTS, 45_000)


@functools.cache
def morning() -> Outcome:
    """The wearer opens a radio window, and a laptop takes the one night that it lacks."""
    board = _board(deployed.SHIPPED[:3], ORDINARY_NIGHTS)
    board.press(START_MS, VERY_LONG_HOLD_MS)
    laptop = Laptop(board, sync_requests(ORDINARY_NIGHTS))
    return _lived(board, 40_000, _LINK_LOOKS_MS, laptop)


@functools.cache
def put() -> Outcome:
    """A laptop puts eight of the largest protocols, has them told, and takes them back."""
    board = _board((), FULL_NIGHTS, has_usb=True)
    packed = deployed.largest_protocols()
    requests = [(m.PUT_PROTOCOL, one) for one in packed]
    requests.append((m.LIST_PROTOCOLS, b""))
    requests += [(m.GET_PROTOCOL, deployed.content_id(one)) for one in packed]
    return _lived(board, 60_000, _LINK_LOOKS_MS, Laptop(board, requests))


@functools.cache
def live() -> Outcome:
    """A laptop looks on while somebody practises, in the wearer's own radio window."""
    board = _board(full(), FULL_NIGHTS)
    board.press(START_MS, VERY_LONG_HOLD_MS)
    laptop = Laptop(board, [(m.SUBSCRIBE, m.SWITCH.pack(1))], stays=True)
    board.press(START_MS + 20_000, HOLD_MS)
    return _lived(board, 170_000, 1_000, laptop)


@functools.cache
def first_start() -> Outcome:
    """Firmware that was just deployed starts for the first time."""
    flash = deployed.flash(deployed.SHIPPED[:1], is_first_start=True)
    return _lived(Board(flash=flash, has_usb=True), 25_000, 1_000)


@functools.cache
def week() -> Outcome:
    """Seven evenings and mornings on one charge: a session, a radio window, a sync."""
    board = _board(deployed.largest_protocols(), ORDINARY_NIGHTS)
    laptop = Laptop(board, sync_requests(ORDINARY_NIGHTS))
    for night in range(WEEK_NIGHTS):
        board.press(START_MS + night * NIGHT_MS, HOLD_MS)
        board.press((night + 1) * NIGHT_MS - 60_000, VERY_LONG_HOLD_MS)
    return _lived(board, WEEK_NIGHTS * NIGHT_MS, 20_000, laptop, has_session=True)


def many_nights(nights: int, early: int) -> tuple[Heap, Heap, int]:
    """Let nights of a short exercise pass on a full watch, each taken by a laptop.

    Return the heap in the morning after the `early`-th night and after the last, and how many
    nights the laptop has in the end.
    """
    board = _board((deployed.short(),), FULL_NIGHTS)
    laptop = Nightly(board, FULL_NIGHTS + 1)
    heaps: list[Heap] = []
    for night in range(nights):
        board.press(START_MS + night * SHORT_NIGHT_MS, HOLD_MS)
        board.press((night + 1) * SHORT_NIGHT_MS - 90_000, VERY_LONG_HOLD_MS)
    for night in (early, nights):
        board.at(night * SHORT_NIGHT_MS, lambda: heaps.append(board.memory.live()))
    ended = board.run(nights * SHORT_NIGHT_MS + 1)
    assert not ended, ended
    early_heap, late_heap = heaps
    return early_heap, late_heap, laptop.nights


@functools.cache
def stranger() -> Outcome:
    """Somebody without the key announces a long message and sends more than that."""
    board = _board(deployed.SHIPPED, FULL_NIGHTS, has_usb=True)
    Stranger(board, long_message())
    return _lived(board, 40_000, 1_000)


@functools.cache
def fault() -> Outcome:
    """In the middle of a session the heap is taken to its last block, and a task fails."""
    return fault_at(FAULT_MS)


def fault_at(at_ms: int) -> Outcome:
    """Take the heap to its last block at a moment of a session of the most groups there may be.

    The heap is looked at whenever the firmware asks for the time, once the task has failed.
    """
    board = _board(deployed.largest_protocols()[:1], ORDINARY_NIGHTS)
    board.flash.files["/trouble.py"] = deployed.fitted(TROUBLE.read_text("utf-8")).encode()
    board.asked = deployed.fitted("lambda: __import__('trouble').begin()")
    board.press(*PRESSES[0])
    board.ask(at_ms)
    board.press(at_ms + 500, TAP_MS)
    heaps: list[tuple[str, Heap]] = []

    def look(board: Board) -> None:
        if board.motor and board.motor[-1][0] > at_ms + 500 + TAP_MS:
            heaps.append(("failed", board.memory.live()))

    board.on_look = look
    outcome = _lived(board, at_ms + 10_000, 0)
    outcome.heaps = heaps
    return outcome


@functools.cache
def small_heap() -> Outcome:
    """A full watch with 24 KB less heap starts, and a session begins."""
    return practises_with(goals.SPARE_BYTES)


@functools.cache
def busy() -> tuple[float, float]:
    """Return how many ms the processor is busy in a session, and the share of idle time after."""
    board = _board(deployed.SHIPPED[:1], ORDINARY_NIGHTS)
    board.press(*PRESSES[0])
    moments: list[float] = []
    for at_ms in (START_MS - 1_000, SESSION_END_MS, SESSION_END_MS + _IDLE_MS):
        board.at(at_ms, lambda: moments.append(board.busy_ms))
    board.run(SESSION_END_MS + _IDLE_MS + 1)
    started_ms, over_ms, idled_ms = moments
    return over_ms - started_ms, (idled_ms - over_ms) / _IDLE_MS


def practises_with(less_bytes: int) -> Outcome:
    """Let a full watch with so much less heap than a Pico W start and practise for a while."""
    board = _board(full(), FULL_NIGHTS)
    board.heap_bytes -= less_bytes // 16 * 16
    for press in PRESSES[:2]:
        board.press(*press)
    return _lived(board, 120_000, 0)


def lateness(outcome: Outcome, protocols: Sequence[bytes]) -> plan.Lateness:
    """Hold a session's motor against what it should have done."""
    until_ms = int(outcome.board.now_ms)
    wanted = plan.plan(PRESSES, protocols, SESSIONS_LEFT, until_ms)
    return plan.compare(wanted, outcome.board.motor, START_MS)


ALL: dict[str, Callable[[], Outcome]] = {
    "start": start,
    "session": session,
    "ordinary-session": ordinary_session,
    "sync": sync,
    "ordinary-sync": ordinary_sync,
    "morning": morning,
    "put": put,
    "live": live,
    "first-start": first_start,
    "week": week,
    "stranger": stranger,
    "fault": fault,
    "small-heap": small_heap,
}


def _board(protocols: Sequence[bytes], nights: int, **options: Any) -> Board:
    return Board(flash=deployed.flash(protocols, nights=nights), **options)


def _session(protocols: Sequence[bytes], nights: int) -> Outcome:
    board = _board(protocols, nights)
    for press in PRESSES:
        board.press(*press)
    return _lived(board, SESSION_END_MS, _SESSION_LOOKS_MS, has_session=True)


def _pull(protocols: Sequence[bytes], nights: int, until_ms: float) -> Outcome:
    board = _board(protocols, nights, has_usb=True)
    laptop = Laptop(board, [(m.STATUS, b""), (m.PULL, m.SEQUENCE.pack(1))])
    return _lived(board, until_ms, _LINK_LOOKS_MS, laptop)


def _lived(
    board: Board,
    until_ms: float,
    look_ms: float,
    laptop: Laptop | None = None,
    *,
    has_session: bool = False,
) -> Outcome:
    """Run a board and look at its heap every `look_ms`, 0 for never, once it has started."""
    outcome = Outcome(board=board, laptop=laptop)

    def look() -> None:
        board.at(board.now_ms + look_ms, look)
        if board.first_wait_ms is None:
            return
        if laptop is not None and laptop.is_there:
            when = "syncing"
        else:
            when = "session" if has_session else "idle"
        outcome.heaps.append((when, board.memory.live()))

    if look_ms:
        board.at(look_ms, look)
    outcome.ended = board.run(until_ms)
    return outcome
