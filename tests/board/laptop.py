# SPDX-License-Identifier: MIT
"""Visitors by radio: a laptop on a paced air, and a stranger without the key."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from loslaten.link.cipher import AesCcm
from loslaten.link.handshake import LaptopHandshake
from loslaten_core.journal import record
from loslaten_core.link import message as m
from loslaten_core.link.frame import (
    ACK,
    FRAME_MAX_BYTES,
    FRAME_MIN_BYTES,
    WINDOW_FRAMES,
    Receiver,
    Sender,
)
from tests.board.deployed import KEY
from tests.board.hardware import Board

Request = tuple[int, bytes]

_CONNECTED, _DISCONNECTED, _WRITTEN, _MTU_AGREED = 1, 2, 3, 21
_MTU = bytes(FRAME_MAX_BYTES + 3)
_ENOMEM, _EINVAL = 12, 22
_VERSIONS = (m.VERSION_MIN, m.VERSION_MAX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A reply: to what, its code and body, and when it was asked for and came."""

    opcode: int
    code: int
    body: bytes
    asked_ms: float
    came_ms: float

    @property
    def took_ms(self) -> float:
        """Length of the request."""
        return self.came_ms - self.asked_ms


class Air:
    """A connection, in events of `interval_ms` that carry `packets` each way.

    It comes `after_ms` after the watch's radio goes on, once for each time that it does.
    """

    def __init__(
        self,
        board: Board,
        *,
        after_ms: float = 300,
        interval_ms: float = 15,
        packets: int = 4,
        queue: int = 8,
    ) -> None:
        self.refused = 0
        self.frames = 0
        self._board = board
        self._after_ms = after_ms
        self._interval_ms = interval_ms
        self._packets = packets
        self._room = queue
        self._to_laptop: deque[bytes] = deque()
        self._to_watch: deque[bytes] = deque()
        self._connection = 0
        self.is_there = False
        board.central = self

    def radio(self, is_on: bool) -> None:
        """Connect soon to a radio that goes on; forget one that goes off."""
        self.is_there = False
        self._connection += 1
        connection = self._connection
        if is_on:
            self._board.at(self._board.now_ms + self._after_ms, lambda: self._connect(connection))

    def notified(self, frame: bytes) -> int:
        """Take a notification while somebody is there and there is room."""
        if not self.is_there:
            return _EINVAL
        if len(self._to_laptop) >= self._room:
            self.refused += 1
            return _ENOMEM
        self._to_laptop.append(frame)
        return 0

    def hung_up(self) -> None:
        """The watch ends the connection."""
        self.leave()

    def leave(self, *, is_told: bool = True) -> None:
        """End the connection; the stack may fail to tell the firmware."""
        if self.is_there:
            self.is_there = False
            if is_told:
                self._board.hear(_DISCONNECTED)

    def come(self) -> None:
        """Connect once more to a radio that is on."""
        self._connect(self._connection)

    def write(self, frame: bytes) -> None:
        """Send a frame with the next event."""
        self._to_watch.append(frame)

    def connected(self) -> None:
        """The connection is there."""

    def take(self, frame: bytes) -> None:
        """Take a frame from the watch."""

    def event_ended(self) -> None:
        """All frames of one event have been taken."""

    def _connect(self, connection: int) -> None:
        if connection != self._connection:
            return
        self.is_there = True
        self._to_laptop.clear()
        self._to_watch.clear()
        self._board.hear(_CONNECTED)
        self._board.hear(_MTU_AGREED, _MTU)
        self.connected()
        self._event(connection)

    def _event(self, connection: int) -> None:
        if connection != self._connection or not self.is_there:
            return
        for _ in range(min(len(self._to_watch), self._packets)):
            self._board.hear(_WRITTEN, self._to_watch.popleft())
        count = min(len(self._to_laptop), self._packets)
        for _ in range(count):
            self.frames += 1
            frame = self._to_laptop.popleft()
            if frame:
                self.take(frame)
        if count:
            self.event_ended()
        self._board.at(self._board.now_ms + self._interval_ms, lambda: self._event(connection))


class Laptop(Air):
    """Proves its key and asks one request after the other; then it leaves, unless it `stays`."""

    def __init__(
        self, board: Board, requests: Sequence[Request], *, stays: bool = False, **air: float
    ) -> None:
        super().__init__(board, **air)  # type: ignore[arg-type]
        self.answers: list[Answer] = []
        self.records: list[bytes] = []
        self.events: list[bytes] = []
        self.connected_ms = 0.0
        self._requests = requests
        self._stays = stays

    def answered(self, opcode: int) -> list[Answer]:
        """Return the replies to one kind of request."""
        return [answer for answer in self.answers if answer.opcode == opcode]

    def connected(self) -> None:
        self.connected_ms = self._board.now_ms
        self._left = deque(self._requests)
        self._handshake = LaptopHandshake(bytes(range(16)), FRAME_MAX_BYTES, _VERSIONS)
        self._sender, self._receiver = Sender(FRAME_MIN_BYTES), Receiver()
        self._is_proven = False
        self._acknowledged = 0
        self._ask(m.HELLO, self._handshake.hello)

    def take(self, frame: bytes) -> None:
        opened = self._receiver.open(frame)
        if opened is None or opened[0] == ACK:
            return
        messages = self._receiver.messages(opened[1])
        is_end = any(message[0] != m.RECORD for message in messages)
        for message in messages:
            if message[0] == m.RECORD:
                self.records.append(message[1:])
            elif message[0] == m.EVENT:
                self.events.append(message[1:])
            else:
                self._reply(message)
        unacknowledged = self._receiver.counter - self._acknowledged
        if self._is_proven and (is_end or unacknowledged >= WINDOW_FRAMES // 2):
            self._acknowledge()

    def _acknowledge(self) -> None:
        if self._receiver.counter > self._acknowledged:
            self._acknowledged = self._receiver.counter
            self.write(self._sender.acknowledgement(self._acknowledged))

    def _reply(self, message: bytes) -> None:
        now_ms = self._board.now_ms
        self.answers.append(
            Answer(
                opcode=self._opcode,
                code=message[1],
                body=message[2:],
                asked_ms=self._asked_ms,
                came_ms=now_ms,
            )
        )
        if self._opcode == m.HELLO:
            self._handshake.read_hello(message)
            self._keys = self._handshake.keys(KEY)
            proof = m.request(m.AUTHENTICATE, self._keys.laptop_proof)
            self._ask(m.AUTHENTICATE, proof)
            return
        if self._opcode == m.AUTHENTICATE:
            self._is_proven = True
            key, iv = self._keys.to_watch
            self._sender = Sender(self._handshake.frame_bytes, AesCcm(key), iv)
            key, iv = self._keys.to_laptop
            self._receiver = Receiver(AesCcm(key), iv)
        if self._left:
            opcode, body = self._left.popleft()
            self._ask(opcode, m.request(opcode, body))
        elif not self._stays:
            self.leave()

    def _ask(self, opcode: int, message: bytes) -> None:
        self._opcode, self._asked_ms = opcode, self._board.now_ms
        self._sender.put(message)
        while self._sender.waiting_bytes:
            self.write(self._sender.cut())


class Stranger(Air):
    """Sends frames without a proof, one in each event."""

    def __init__(self, board: Board, frames: Sequence[bytes], **air: float) -> None:
        super().__init__(board, packets=1, **air)  # type: ignore[arg-type]
        self._frames = frames

    def connected(self) -> None:
        for frame in self._frames:
            self.write(frame)


def long_message() -> list[bytes]:
    """Return frames that say that a message of 1,024 bytes comes, and hold more than that."""
    frames = []
    for number in range(6):
        payload = bytes([0x55]) * (57 if number == 4 else 242)
        if number == 0:
            payload = (1_024).to_bytes(2, "little") + payload[2:]
        frames.append(bytes([1, number]) + payload)
    return frames


class Nightly(Laptop):
    """Comes every morning and takes what is new since the last time, `first` at the beginning."""

    def __init__(self, board: Board, first: int) -> None:
        super().__init__(board, ())
        self.nights = 0
        self._next = first

    def connected(self) -> None:
        self._requests = sync_requests(self._next)
        super().connected()

    def event_ended(self) -> None:
        super().event_ended()
        for raw in self.records:
            one = record.decode(raw)
            self._next = max(self._next, one.sequence + 1)
            self.nights += one.kind == record.SESSION
        self.records.clear()


def sync_requests(last: int) -> list[tuple[int, bytes]]:
    """Return what a laptop asks for in a sync when it has all records but those from `last` on."""
    return [
        (m.STATUS, b""),
        (m.SETTINGS, b""),
        (m.SET_CLOCK, m.CLOCK.pack(1_800_000_000_000, 60, 20)),
        (m.PULL, m.SEQUENCE.pack(last)),
        (m.CONFIRM, m.SEQUENCE.pack(last)),
    ]
