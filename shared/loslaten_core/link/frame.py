# SPDX-License-Identifier: MIT
"""Frames: what one write or one notification carries, 20 to 244 bytes.

A frame is one byte of kind, one byte of sequence, and a payload, sealed once the keys are agreed.
The payloads of one direction make a stream of messages, each behind its length (u16). The
sequence is the low byte of a 32-bit counter that is also the nonce: a frame that was seen before
is dropped; one that is missing, out of turn or changed ends the connection.
"""

from loslaten_core.link.message import MESSAGE_BYTES
from loslaten_core.link.wire import WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Cipher(Protocol):
        """Authenticated encryption with an 8-byte tag and a 13-byte nonce."""

        def seal(self, nonce: bytes, header: bytes, text: "bytes | memoryview") -> bytes:
            """Return `header`, and behind it `text` sealed."""
            ...

        def open(self, nonce: bytes, header: bytes, sealed: bytes) -> bytes:
            """Return the text; WireError if it is not genuine."""
            ...


PLAIN = 0x01
DATA = 0x02
ACK = 0x03

FRAME_MIN_BYTES = 20
FRAME_MAX_BYTES = 244
HEADER_BYTES = 2
TAG_BYTES = 8
# The longest message before the proof; a hello and its reply have about 40 bytes.
HANDSHAKE_BYTES = 128
IV_BYTES = 9
# Frames to the laptop that it has not acknowledged: what both stacks carry without loss.
WINDOW_FRAMES = 8

_COUNTER_END = 0xFFFF_FFFF


def usable_bytes(limit: int, other: int = FRAME_MAX_BYTES) -> int:
    """Return the frame size that keeps both limits; 20 bytes always pass."""
    return max(FRAME_MIN_BYTES, min(FRAME_MAX_BYTES, limit, other))


class Sender:
    """One direction, outwards: messages go in, frames come out, plain when there is no cipher."""

    def __init__(self, frame_bytes: int, cipher: "Cipher | None" = None, iv: bytes = b"") -> None:
        self._cipher = cipher
        self._iv = iv
        self._room = frame_bytes - HEADER_BYTES - (TAG_BYTES if cipher else 0)
        # Grown once and used again: a board has no time to find room for each frame anew.
        self._stream = bytearray()
        self._acknowledged = 0
        self.counter = 0

    @property
    def waiting_bytes(self) -> int:
        """Bytes of messages that no frame has taken yet."""
        return len(self._stream)

    @property
    def full(self) -> bool:
        """Whether the next frame is already full."""
        return len(self._stream) >= self._room

    @property
    def outstanding(self) -> int:
        """Frames sent and not acknowledged."""
        return self.counter - self._acknowledged

    def put(self, message: bytes) -> None:
        """Add a message to what is to be sent."""
        self._put_size(len(message))
        self._stream += message

    def put_request(self, opcode: int, body: bytes) -> None:
        """Add a request to what is to be sent; as `put`, without putting it together first."""
        stream = self._stream
        self._put_size(1 + len(body))
        stream.append(opcode)
        stream += body

    def _put_size(self, size: int) -> None:
        if not 0 < size <= MESSAGE_BYTES:
            raise WireError(f"a message of {size} bytes")
        self._stream.append(size & 0xFF)
        self._stream.append(size >> 8)

    def cut(self) -> bytes:
        """Return the next frame. Only call it while bytes are waiting."""
        size = min(self._room, len(self._stream))
        frame = self._frame(DATA if self._cipher else PLAIN, memoryview(self._stream)[:size])
        self._stream[:size] = b""
        return frame

    def acknowledgement(self, expected: int) -> bytes:
        """Return the frame that says which counter value is expected next (sealed links only)."""
        return self._frame(ACK, bytes((expected & 0xFF,)))

    def acknowledge(self, payload: bytes) -> None:
        """Take the peer's acknowledgement; WireError when it is of frames that were never sent."""
        if len(payload) != 1:
            raise WireError(f"an acknowledgement of {len(payload)} bytes")
        fresh = (payload[0] - self._acknowledged) & 0xFF
        if fresh > self.outstanding:
            raise WireError("an acknowledgement of frames not sent")
        self._acknowledged += fresh

    def _frame(self, kind: int, payload: "bytes | memoryview") -> bytes:
        if self.counter == _COUNTER_END:
            raise WireError("the session's frames are used up")
        header = bytes((kind, self.counter & 0xFF))
        if self._cipher:
            frame = self._cipher.seal(_nonce(self._iv, self.counter), header, payload)
        else:
            frame = header + bytes(payload)
        self.counter += 1
        return frame


class Receiver:
    """One direction, inwards: opens frames and puts messages together."""

    def __init__(self, cipher: "Cipher | None" = None, iv: bytes = b"") -> None:
        self._cipher = cipher
        self._iv = iv
        # Who has not proved anything yet can make the other side hold no more than a handshake.
        self._message_bytes = MESSAGE_BYTES if cipher else HANDSHAKE_BYTES
        self._stream = b""
        self.counter = 0

    def open(self, frame: bytes) -> "tuple[int, bytes] | None":
        """Return (kind, payload), or None for a frame that came before; WireError for all else."""
        if not HEADER_BYTES < len(frame) <= FRAME_MAX_BYTES:
            raise WireError(f"a frame of {len(frame)} bytes")
        kind = frame[0]
        if self._cipher and kind == PLAIN:
            # A late echo of the handshake; nothing that is not sealed is listened to any more.
            return None
        if (kind not in (DATA, ACK)) if self._cipher else (kind != PLAIN):
            raise WireError(f"a frame of kind {kind} out of place")
        behind = (self.counter - frame[1]) & 0xFF
        if 0 < behind <= min(WINDOW_FRAMES, self.counter):
            return None
        if behind:
            raise WireError("a frame is missing")
        if self.counter == _COUNTER_END:
            raise WireError("the session's frames are used up")
        payload = bytes(frame[HEADER_BYTES:])
        if self._cipher:
            nonce = _nonce(self._iv, self.counter)
            payload = self._cipher.open(nonce, bytes(frame[:HEADER_BYTES]), payload)
            if not payload:
                raise WireError("an empty frame")
        self.counter += 1
        return kind, payload

    def message(self, payload: bytes) -> "bytes | None":
        """Return the message that `payload` completes; WireError when anything comes behind it.

        For the handshake, where each side waits for the other: what is tacked on to a message was
        not put there by the peer.
        """
        complete = self.messages(payload)
        if len(complete) > 1 or (complete and self._stream):
            raise WireError("more than one message at a time")
        return complete[0] if complete else None

    def messages(self, payload: bytes) -> list[bytes]:
        """Return the messages that `payload` completes."""
        self._stream += payload
        complete = []
        at = 0
        while len(self._stream) - at >= 2:
            size = int.from_bytes(self._stream[at : at + 2], "little")
            if not 0 < size <= self._message_bytes:
                raise WireError(f"a message of {size} bytes")
            if len(self._stream) - at < 2 + size:
                break
            complete.append(self._stream[at + 2 : at + 2 + size])
            at += 2 + size
        self._stream = self._stream[at:]
        return complete


def _nonce(iv: bytes, counter: int) -> bytes:
    return iv + counter.to_bytes(4, "big")
