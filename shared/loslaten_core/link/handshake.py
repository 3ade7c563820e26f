"""Who is there: version, mutual proof of the shared key, and the keys of this connection.

Both sides prove that they hold the key by an HMAC over everything said so far, under a label of
their own role, so that nothing can be reflected; the laptop proves first, and a watch that hears a
wrong proof says no more. Each connection has fresh keys for each direction (HKDF-SHA256).
"""

import hashlib

from loslaten_core.link import hkdf, message
from loslaten_core.link.frame import IV_BYTES
from loslaten_core.link.wire import WireError

KEY_BYTES = 32
_CIPHER_KEY_BYTES = 16


class Keys:
    """What one connection's transcript and the shared key give.

    laptop_proof, watch_proof: 32 bytes; to_watch, to_laptop: (AES key, start of the nonce).
    """

    def __init__(self, key: bytes, hello: bytes, hello_reply: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError(f"a key has {KEY_BYTES} bytes")
        transcript = hashlib.sha256(hello)
        transcript.update(hello_reply)
        secret = hkdf.extract(transcript.digest(), key)
        self.laptop_proof = hkdf.expand(secret, b"loslaten laptop proof", message.PROOF_BYTES)
        self.watch_proof = hkdf.expand(secret, b"loslaten watch proof", message.PROOF_BYTES)
        self.to_watch = _direction(secret, b"loslaten laptop to watch")
        self.to_laptop = _direction(secret, b"loslaten watch to laptop")


def negotiate(own: tuple[int, int], peer: tuple[int, int]) -> int:
    """Return the newest version within both (oldest, newest) ranges, or 0 when there is none."""
    version = min(own[1], peer[1])
    return version if version >= max(own[0], peer[0]) else 0


def to_update(laptop: tuple[int, int], watch: tuple[int, int]) -> str:
    """Return which side is too old for the other: "laptop", "watch", or "" for neither."""
    if negotiate(laptop, watch):
        return ""
    return "laptop" if laptop[1] < watch[0] else "watch"


class LaptopHandshake:
    """The laptop's side. `read_hello` sets version, frame_bytes, locked_s, watch_id and so on.

    nonce: 16 random bytes, never used before. versions: (oldest, newest) that this side speaks.
    """

    def __init__(
        self,
        nonce: bytes,
        frame_bytes: int,
        versions: tuple[int, int],
    ) -> None:
        self.versions = versions
        head = message.HELLO_HEAD.pack(versions[0], versions[1], frame_bytes)
        self.hello = message.request(message.HELLO, head + message.exactly(nonce, len(nonce)))
        self.code = 0
        self.watch_versions = (0, 0)
        self.version = 0
        self.frame_bytes = 0
        self.locked_s = 0
        self.watch_id = b""
        self._reply = b""

    def read_hello(self, reply: bytes) -> int:
        """Take the reply to the hello and return its code."""
        code, body = message.read_reply(message.HELLO, reply)
        size = message.HELLO_REPLY_HEAD.size
        oldest, newest, self.version, self.frame_bytes, self.locked_s = (
            message.HELLO_REPLY_HEAD.unpack(body[:size])
        )
        rest = message.exactly(body[size:], message.WATCH_ID_BYTES + message.NONCE_BYTES)
        self.watch_id = rest[: message.WATCH_ID_BYTES]
        self.watch_versions = (oldest, newest)
        agreed = negotiate(self.versions, self.watch_versions)
        if code == message.SUCCESS and (not agreed or self.version != agreed):
            raise WireError(f"version {self.version} was not offered by both sides")
        self._reply = reply
        self.code = code
        return code

    def keys(self, key: bytes) -> Keys:
        """Return the keys that this connection has if the watch holds the same `key`."""
        return Keys(key, self.hello, self._reply)


class WatchHandshake:
    """The watch's side.

    nonce: 16 random bytes, never used before. key: None until a laptop has placed one over USB.
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
