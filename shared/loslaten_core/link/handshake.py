# SPDX-License-Identifier: MIT
"""Handshake: version, mutual proof of the shared key, and the keys of this connection.

Both sides prove that they hold the key by an HMAC over everything said so far, under a label of
their own role, so that nothing can be reflected; the laptop proves first, and a watch that hears a
wrong proof says no more. Each connection has fresh keys for each direction (HKDF-SHA256).
"""

import hashlib

from loslaten_core.link import hkdf, message
from loslaten_core.link.frame import IV_BYTES

_CIPHER_KEY_BYTES = 16


class Keys:
    """Keys derived from one connection's transcript and the shared key.

    laptop_proof, watch_proof: 32 bytes; to_watch, to_laptop: (AES key, start of the nonce).
    """

    def __init__(self, key: bytes, hello: bytes, hello_reply: bytes) -> None:
        if len(key) != message.KEY_BYTES:
            raise ValueError(f"a key has {message.KEY_BYTES} bytes")
        transcript = hashlib.sha256(hello)
        transcript.update(hello_reply)
        secret = hkdf.extract(transcript.digest(), key)
        self.laptop_proof = hkdf.expand(secret, b"loslaten laptop proof", message.PROOF_BYTES)
        self.watch_proof = hkdf.expand(secret, b"loslaten watch proof", message.PROOF_BYTES)
        self.to_watch = _direction(secret, b"loslaten laptop to watch")
        self.to_laptop = _direction(secret, b"loslaten watch to laptop")


def watch_nonce(
    key: "bytes | None", boot: int, connection: int, at_ms: int, random: bytes
) -> bytes:
    """Return a nonce for one connection of a watch.

    It was never used before as long as any of its parts was not: the number of the boot and, in
    it, of the connection; the ticks; the random bytes. Derived under the shared key, because a
    counter alone could be foretold; before there is a key nothing is proved with it.
    """
    parts = b"loslaten watch nonce"
    for number in (boot, connection, at_ms):
        parts += number.to_bytes(4, "big")
    return hkdf.expand(key or bytes(message.KEY_BYTES), parts + random, message.NONCE_BYTES)


def negotiate(own: tuple[int, int], peer: tuple[int, int]) -> int:
    """Return the newest version within both (oldest, newest) ranges, or 0 when there is none."""
    version = min(own[1], peer[1])
    return version if version >= max(own[0], peer[0]) else 0


class WatchHandshake:
    """The watch's side.

    nonce: 16 bytes, never used before. key: None until a laptop has placed one over USB.
    locked_s: how long no attempt is taken, 0 when one is. versions: (oldest, newest) spoken.
    """

    def __init__(
        self,
        watch_id: bytes,
        nonce: bytes,
        frame_bytes: int,
        key: "bytes | None",
        locked_s: int,
        versions: tuple[int, int],
    ) -> None:
        self._watch_id = watch_id
        self._nonce = nonce
        self._own_frame_bytes = frame_bytes
        self._key = key
        self._locked_s = locked_s
        self._versions = versions
        self.frame_bytes = 0
        self.greeted = False
        self.keys: Keys | None = None

    def hello(self, request: bytes) -> bytes:
        """Return the reply to a hello; `keys` is set if the laptop may go on to prove itself."""
        self.greeted = True
        size = 1 + message.HELLO_HEAD.size
        oldest, newest, self.frame_bytes = message.HELLO_HEAD.unpack(request[1:size])
        message.exactly(request[size:], message.NONCE_BYTES)
        version = negotiate(self._versions, (oldest, newest))
        code = self._code(version)
        head = message.HELLO_REPLY_HEAD.pack(
            self._versions[0], self._versions[1], version, self._own_frame_bytes, self._locked_s
        )
        reply = message.reply(message.HELLO, code, head + self._watch_id + self._nonce)
        if code == message.SUCCESS and self._key is not None:
            self.keys = Keys(self._key, request, reply)
        return reply

    def _code(self, version: int) -> int:
        if not version:
            return message.VERSION
        if self._key is None:
            return message.NO_KEY
        return message.LOCKED_OUT if self._locked_s else message.SUCCESS


def _direction(secret: bytes, label: bytes) -> tuple[bytes, bytes]:
    material = hkdf.expand(secret, label, _CIPHER_KEY_BYTES + IV_BYTES)
    return material[:_CIPHER_KEY_BYTES], material[_CIPHER_KEY_BYTES:]
