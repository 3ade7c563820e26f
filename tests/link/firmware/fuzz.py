# SPDX-License-Identifier: MIT
"""Random and mutated frames for the watch's server; the same file on both interpreters.

Each frame meets a server in one of four states: fresh, greeted, proven, or sending records. Most
are a genuine frame with something done to it, some are random, and some are genuine in form but
say nonsense, as only somebody with the key could. Nothing may be raised, and only the last kind
may reach the services.
"""

from device.link import Server
from loslaten_core.link import message
from loslaten_core.link.frame import Receiver, Sender
from loslaten_core.link.handshake import Keys
from loslaten_core.link.lockout import Lockout

KEY = bytes(range(32))
WATCH_ID = b"wrist-01"
NONCE = bytes(16)
VERSIONS = (1, 1)


class Touched:
    """Services that count how often they are called, and refuse everything in turn."""

    watch_id = WATCH_ID
    key = KEY

    def __init__(self):
        self.calls = 0

    def __getattr__(self, name):
        def call(*_):
            self.calls += 1
            if self.calls % 3 == 0:
                raise ValueError("no")
            if self.calls % 3 == 1:
                raise OSError(5)
            return []

        return call

    def fault(self, _):
        """Errors in services are noted."""

    def reboot(self, _):
        """The link would end here."""


class Fuzzer:
    """bits(n): n random bits. cipher(key): as the server's."""

    def __init__(self, bits, cipher):
        self.bits = bits
        self.cipher = cipher
        self.services = Touched()
        self.outcomes = {"refused": 0, "ignored": 0, "taken": 0}
        self._genuine = [self._handshake_frames(1), self._handshake_frames(2), [], []]
        self._keys = None
        self._prepare()

    def frames(self, count):
        """Throw `count` frames at the server."""
        for _ in range(count):
            state = self.bits(2)
            server = self._server(state)
            sealed = state >= 2 and self.bits(3) == 0
            frame = self._nonsense() if sealed else self._mutated(self._pick(state))
            before = self.services.calls
            server.receive(1000, frame)
            sent = 0
            while server.next_frame(1000) is not None:
                sent += 1
            if sent > 40:
                raise AssertionError("it sends without end")
            if self.services.calls != before and not sealed:
                raise AssertionError("a frame that is not genuine reached a service")
            outcome = "refused" if server.closed else ("taken" if sent else "ignored")
            self.outcomes[outcome] += 1

    def _prepare(self):
        """Keep the greeting's keys, and genuine frames behind the proof."""
        server = Server(self.services, Lockout(), lambda count: bytes(count), self.cipher, 0)
        receiver, reply = Receiver(), None
        for frame in self._genuine[0]:
            server.receive(0, frame)
        while reply is None:
            reply = receiver.message(receiver.open(server.next_frame(0))[1])
        self._keys = Keys(KEY, self._hello(), reply)
        self._genuine[1] = self._cut(
            message.request(message.AUTHENTICATE, self._keys.laptop_proof)
        )
        key, iv = self._keys.to_watch
        for opcode in (message.STATUS, message.PULL, message.CONFIRM, message.GET_PROTOCOL):
            sender = Sender(100, self.cipher(key), iv)
            sender.put(message.request(opcode, bytes(4)))
            self._genuine[2].append(sender.cut())
        sender = Sender(100, self.cipher(key), iv)
        self._genuine[2].append(sender.acknowledgement(0))
        self._genuine[3] = self._genuine[2]

    def _hello(self):
        head = message.HELLO_HEAD.pack(1, 1, 100)
        return message.request(message.HELLO, head + NONCE)

    def _handshake_frames(self, step):
        return self._cut(self._hello() if step == 1 else bytes(33))

    def _cut(self, one):
        sender = Sender(20)
        sender.put(one)
        frames = []
        while sender.waiting_bytes:
            frames.append(sender.cut())
        return frames

    def _server(self, state):
        server = Server(self.services, Lockout(), lambda count: bytes(count), self.cipher, 0)
        if state == 1:
            for frame in self._genuine[0]:
                server.receive(0, frame)
        elif state >= 2:
            # As after the proof, without the work of it.
            key, iv = self._keys.to_watch
            server._handshake = None
            server._receiver = Receiver(self.cipher(key), iv)
            key, iv = self._keys.to_laptop
            server._sender = Sender(100, self.cipher(key), iv)
            if state == 3:
                server._records = (bytes(100) for _ in range(4))
        return server

    def _pick(self, state):
        frames = self._genuine[state]
        return frames[self.bits(8) % len(frames)]

    def _random(self, size):
        return bytes(self.bits(8) for _ in range(size))

    def _mutated(self, frame):
        way = self.bits(3)
        changed = bytearray(frame)
        at = self.bits(8) % len(frame)
        if way == 0:
            return self._random(self.bits(8))
        if way == 1:
            return frame[:at]
        if way == 2:
            return frame + self._random(1 + self.bits(5))
        if way == 3:
            return frame[:at] + self._random(1 + self.bits(3)) + frame[at:]
        if way == 4:
            changed[self.bits(1)] = self.bits(8)
            changed[at] ^= 1 << self.bits(3)
        elif way == 5:
            changed[at] ^= 1 + self.bits(7)
        elif way == 6:
            return frame[:2] + self._random(self.bits(6))
        else:
            changed[2:4] = self._random(2)
        if bytes(changed) == frame:
            changed[-1] ^= 1
        return bytes(changed)

    def _nonsense(self):
        """A sealed frame that says anything at all."""
        key, iv = self._keys.to_watch
        sender = Sender(244, self.cipher(key), iv)
        if self.bits(2) == 0:
            return sender._frame(self.bits(8), self._random(self.bits(6)))
        body = bytes((self.bits(7),)) + self._random(self.bits(6) if self.bits(1) else 4)
        sender.put(body)
        return sender.cut()
