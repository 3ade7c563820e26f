# SPDX-License-Identifier: MIT
"""The watch's side of one connection: proof, requests, records, live events. No Bluetooth in here.

`Server` is fed frames and the time, and gives frames; `device/radio.py` carries them. What the
requests mean is the firmware's business, which hands in its `Services` (device/contract.pyi).
A new `Server` for every connection, so that nothing of one can leak into the next.
"""

from device import requests
from device.requests import RefusedError
from loslaten_core import ticks
from loslaten_core.link import message as m
from loslaten_core.link.frame import (
    ACK,
    FRAME_MAX_BYTES,
    FRAME_MIN_BYTES,
    WINDOW_FRAMES,
    Receiver,
    Sender,
    usable_bytes,
)
from loslaten_core.link.handshake import WatchHandshake
from loslaten_core.link.hkdf import same
from loslaten_core.link.wire import WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Steps

VERSIONS = (m.VERSION_MIN, m.VERSION_MAX)
# Who has not proved the key by then is not the wearer's laptop.
AUTHENTICATE_MS = 10_000
# A laptop that keeps a link open says something at least this often.
SILENCE_MS = 60_000
# How long a last reply may take to be acknowledged before a reboot goes ahead without.
FAREWELL_MS = 2_000
# Somebody may press the button. Fewer than there are in what is read of the journal at once, which
# takes a slow board some 20 ms: so it reads at most once between two looks at the button.
_COUNTED_AT_ONCE = 4
# What may wait for room in the window; live events beyond it are counted, not kept.
_BACKLOG_BYTES = 256


class Server:
    """One connection.

    lockout: outlives connections. random(n): n bytes never used before. cipher(key): an object as
    `loslaten_core.link.ccm.Ccm`. versions: (oldest, newest) that are spoken.

    `receive` frames, then send what `next_frame` gives until it gives None; call both again when a
    frame arrives, at `deadline_ms`, and after `event`. Once `closed` says why, drop the link and
    call `end`.
    """

    def __init__(
        self, services, lockout, random, cipher, now_ms: int, versions: tuple[int, int] = VERSIONS
    ) -> None:
        self._services = services
        self._lockout = lockout
        self._cipher = cipher
        self._frame_bytes = FRAME_MIN_BYTES
        self._handshake: WatchHandshake | None = WatchHandshake(
            services.watch_id,
            random(m.NONCE_BYTES),
            FRAME_MAX_BYTES,
            services.key,
            lockout.remaining_s(now_ms),
            versions,
        )
        self._plain = Sender(FRAME_MIN_BYTES)
        self._sender = self._plain
        self._receiver = Receiver()
        self._records = None
        # A request that is carried out by steps.
        self._steps = None
        self._counts = False
        self._sent = 0
        self._subscribed = False
        self._events_lost = 0
        self._farewell = None
        self._leaving = False
        self._now_ms = now_ms
        self.closed = ""
        self.deadline_ms = ticks.add(now_ms, AUTHENTICATE_MS)

    @property
    def proven(self) -> bool:
        """Whether the laptop has proved that it holds the key."""
        return self._handshake is None

    @property
    def pulling(self) -> bool:
        """Whether records are on their way; the journal is not written meanwhile."""
        return self._records is not None

    @property
    def working(self) -> bool:
        """Whether `next_frame` is to be asked on, though it gives none: it works by steps."""
        return self._steps is not None or (self._records is not None and self._counts)

    def set_frame_bytes(self, frame_bytes: int) -> None:
        """Say what a notification may carry (MTU - 3). It counts from the proof on: the few frames
        before have 20 bytes, which every link carries.
        """
        self._frame_bytes = frame_bytes

    def receive(self, now_ms: int, frame: bytes) -> None:
        """Take a frame. Anything but a genuine one in its turn closes the connection."""
        if self.closed:
            return
        self._now_ms = now_ms
        try:
            opened = self._receiver.open(frame)
            if opened is None:
                return
            kind, payload = opened
            if kind == ACK:
                self._sender.acknowledge(payload)
            elif self._handshake is not None:
                self._prove(self._handshake, self._receiver.message(payload))
            else:
                for request in self._receiver.messages(payload):
                    self._take(request)
        except WireError as error:
            self._close(str(error))
            return
        except Exception as error:
            self._fail(error)
            return
        if self.proven and not self._leaving:
            self.deadline_ms = ticks.add(now_ms, SILENCE_MS)

    def next_frame(self, now_ms: int) -> "bytes | None":
        """Return a frame to send now, or None while there is none or the window is full."""
        try:
            return None if self.closed else self._next_frame(now_ms)
        except Exception as error:
            self._fail(error)
            return None

    def _next_frame(self, now_ms: int) -> "bytes | None":
        if ticks.diff(now_ms, self.deadline_ms) >= 0:
            self._close("left" if self._leaving else "silence")
            return None
        if self._plain.waiting_bytes:
            return self._plain.cut()
        if self._records is not None:
            self._read(self._records)
        elif self._steps is not None:
            steps, self._steps = self._steps, None
            self._take_reply(self._reply(m.PUT_PROTOCOL, lambda: self._step(steps)))
        if not self._sender.waiting_bytes:
            if self._leaving and self.proven and not self._sender.outstanding:
                self._close("left")
            return None
        return None if self._sender.outstanding >= WINDOW_FRAMES else self._sender.cut()

    def event(self, at_ms: int, event: int, group: int, repeat: int, cue: int) -> None:
        """Tell a subscribed laptop what happened in the session, at a tick value.

        Never waits: what does not fit is counted, and the count goes with the next event.
        """
        if not self._subscribed or self.closed:
            return
        if self.pulling or self._sender.waiting_bytes > _BACKLOG_BYTES:
            self._events_lost = min(self._events_lost + 1, 255)
            return
        body = m.LIVE.pack(at_ms, event, group, repeat, cue, self._events_lost)
        self._sender.put(m.request(m.EVENT, body))
        self._events_lost = 0

    def end(self) -> None:
        """The link is gone: do what only waited for that."""
        self._close("link lost")
        farewell, self._farewell = self._farewell, None
        if farewell:
            farewell()

    def _close(self, reason: str) -> None:
        self.closed = self.closed or reason
        self._stop_reading()
        self._stop_working()

    def _fail(self, error: Exception) -> None:
        """Close for a lack of memory, or what else nobody foresaw: it costs no more than this."""
        self._close("failed")
        if self.proven:
            # What a stranger brings about is not written down, or the flash would be full of it.
            self._services.fault(error)

    def _leave(self) -> None:
        """Take nothing more, and close as soon as the reply has gone out."""
        self._leaving = True
        self.deadline_ms = ticks.add(self._now_ms, FAREWELL_MS)

    def _take(self, request: bytes) -> None:
        if not self._leaving:
            self._take_reply(self._answer(request[0], request[1:]))

    def _take_reply(self, reply: bytes) -> None:
        if reply:
            self._sender.put(reply)

    def _prove(self, handshake: WatchHandshake, request: "bytes | None") -> None:
        if request is None or self._leaving:
            return
        if request[0] == m.HELLO and not handshake.greeted:
            self._plain.put(handshake.hello(request))
            if handshake.keys is None:
                self._leave()
            return
        keys = handshake.keys
        if request[0] != m.AUTHENTICATE or keys is None:
            raise WireError("a request before the proof")
        if not same(request[1:], keys.laptop_proof):
            self._lockout.failed(self._now_ms)
            self._plain.put(m.refusal(m.AUTHENTICATE, m.WRONG_KEY))
            self._leave()
            return
        self._lockout.clear()
        self._handshake = None
        self._plain.put(m.reply(m.AUTHENTICATE, m.SUCCESS, keys.watch_proof))
        key, iv = keys.to_laptop
        frame_bytes = usable_bytes(self._frame_bytes, handshake.frame_bytes)
        self._sender = Sender(frame_bytes, self._cipher(key), iv)
        key, iv = keys.to_watch
        self._receiver = Receiver(self._cipher(key), iv)

    def _answer(self, opcode: int, body: bytes) -> bytes:
        """Return the reply to a request, empty when it comes later."""
        if self.pulling and opcode != m.ABORT:
            return m.refusal(opcode, m.BUSY, "records are on their way")
        if self._steps is not None:
            return m.refusal(opcode, m.BUSY, "a protocol is being taken")
        if opcode in _HANDLERS:
            return self._reply(opcode, lambda: _HANDLERS[opcode](self, body))
        return self._reply(opcode, lambda: requests.answer(self._services, opcode, body))

    def _reply(self, opcode: int, work) -> bytes:
        """Return the reply that comes of `work()`, empty when it comes later."""
        try:
            answer = work()
            return b"" if answer is None else m.reply(opcode, m.SUCCESS, answer)
        except RefusedError as refused:
            return m.refusal(opcode, refused.code, refused.reason)
        except WireError as error:
            return m.refusal(opcode, m.INVALID_OPERAND, str(error))
        except ValueError as error:
            return m.refusal(opcode, m.REFUSED, str(error))
        except Exception as error:
            self._services.fault(error)
            return m.refusal(opcode, m.FAULT, str(error))

    # Requests that concern the connection itself: from the request's body to the reply's.

    def _pull(self, body: bytes) -> None:
        self._begin_to_read(body, False)

    def _count(self, body: bytes) -> None:
        self._begin_to_read(body, True)

    def _put_protocol(self, body: bytes) -> None:
        if not 0 < len(body) <= m.PROTOCOL_BYTES:
            raise WireError(f"a protocol of {len(body)} bytes; {m.PROTOCOL_BYTES} fit")
        self._steps = self._services.put_protocol(body)

    def _step(self, steps: "Steps") -> "bytes | None":
        """Do the next step of a request; return the body of its reply at the end."""
        body = next(steps)
        if body is None:
            self._steps = steps
            return None
        return m.exactly(body, m.CONTENT_ID_BYTES)

    def _begin_to_read(self, body: bytes, counts: bool) -> None:
        sequence = m.SEQUENCE.unpack(body)[0]
        self._sent, self._counts = 0, counts
        self._records = iter(self._services.records(sequence))

    def _read(self, records) -> None:
        """Count a few records, or put as many where the next frame takes them from as it holds."""
        sender = self._sender
        try:
            if self._counts:
                for _ in range(_COUNTED_AT_ONCE):
                    next(records)
                    self._sent += 1
            else:
                while not sender.full:
                    sender.put_request(m.RECORD, next(records))
                    self._sent += 1
        except StopIteration:
            self._end_pull(m.SUCCESS if self._sent or self._counts else m.NO_RECORDS)
        except Exception as error:
            self._services.fault(error)
            self._end_pull(m.NOT_COMPLETED, str(error))

    def _end_pull(self, code: int, reason: str = "") -> None:
        self._stop_reading()
        opcode = m.COUNT if self._counts else m.PULL
        if code == m.SUCCESS:
            self._sender.put(m.reply(opcode, code, m.AMOUNT.pack(self._sent)))
        else:
            self._sender.put(m.refusal(opcode, code, reason))

    def _stop_reading(self) -> None:
        """Let go of the records, and of the file that they come from."""
        records, self._records = self._records, None
        if records is not None:
            records.close()

    def _stop_working(self) -> None:
        """Let go of a request that is carried out by steps."""
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.close()

    def _abort(self, body: bytes) -> bytes:
        m.exactly(body, 0)
        if not self.pulling:
            raise RefusedError(m.ABORT_UNSUCCESSFUL)
        self._end_pull(m.NOT_COMPLETED, "aborted")
        return b""

    def _subscribe(self, body: bytes) -> bytes:
        self._subscribed = m.switch(body)
        self._events_lost = 0
        return b""

    def _forget_key(self, body: bytes) -> bytes:
        m.exactly(body, 0)
        self._services.forget_key()
        self._leave()
        return b""

    def _hand_over(self, body: bytes) -> bytes:
        size = m.SEQUENCE.size
        (sequence,) = m.SEQUENCE.unpack(body[:size])
        self._services.hand_over(sequence, *m.unpack_hand_over(body[size:]))
        self._farewell = lambda: self._services.reboot(False)
        self._leave()
        return b""

    def _reboot(self, body: bytes) -> bytes:
        safe_mode = m.switch(body)
        self._farewell = lambda: self._services.reboot(safe_mode)
        self._leave()
        return b""


_HANDLERS = {
    m.PULL: Server._pull,
    m.COUNT: Server._count,
    m.PUT_PROTOCOL: Server._put_protocol,
    m.ABORT: Server._abort,
    m.SUBSCRIBE: Server._subscribe,
    m.FORGET_KEY: Server._forget_key,
    m.REBOOT: Server._reboot,
    m.HAND_OVER: Server._hand_over,
}
