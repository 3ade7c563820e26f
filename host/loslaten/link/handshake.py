# SPDX-License-Identifier: MIT
"""The laptop's side of the handshake, and reading of replies.

The watch does not load this module.
"""

from loslaten_core.link import message as m
from loslaten_core.link.handshake import Keys, negotiate
from loslaten_core.link.wire import WireError


def read_reply(opcode: int, reply: bytes) -> tuple[int, bytes]:
    """Return (code, body or reason) of the reply to `opcode`; WireError if it is of another."""
    if len(reply) < 2 or reply[0] != opcode | m.REPLY:
        raise WireError(f"no reply to request 0x{opcode:02x}")
    return reply[1], bytes(reply[2:])


def unpack_texts(body: bytes, count: int) -> "list[str]":
    """Return the `count` texts of `body`."""
    texts = []
    at = 0
    for _ in range(count):
        end = at + 1 + (body[at] if at < len(body) else len(body))
        if end > len(body):
            raise WireError("a text runs beyond its message")
        texts.append(text(body[at + 1 : end]))
        at = end
    if at != len(body):
        raise WireError(f"{len(body) - at} bytes too many")
    return texts


def text(raw: bytes) -> str:
    """Return `raw` as text, as it came; WireError when it is not UTF-8."""
    try:
        return bytes(raw).decode()
    except UnicodeError:
        raise WireError("a text that is not UTF-8") from None


def unpack_protocols(body: bytes) -> "list[tuple[bytes, int, bool]]":
    """Return (content id, length in bytes, chosen) of each protocol in `body`."""
    size = m.CONTENT_ID_BYTES + m.PROTOCOL_ENTRY.size
    if len(body) % size:
        raise WireError(f"a list of protocols of {len(body)} bytes")
    entries = []
    for at in range(0, len(body), size):
        middle = at + m.CONTENT_ID_BYTES
        length, chosen = m.PROTOCOL_ENTRY.unpack(body[middle : at + size])
        if chosen > 1:
            raise WireError(f"chosen is 0 or 1, not {chosen}")
        entries.append((bytes(body[at:middle]), length, chosen == 1))
    return entries


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
        head = m.HELLO_HEAD.pack(versions[0], versions[1], frame_bytes)
        self.hello = m.request(m.HELLO, head + m.exactly(nonce, m.NONCE_BYTES))
        self.watch_versions = (0, 0)
        self.version = 0
        self.frame_bytes = 0
        self.locked_s = 0
        self.watch_id = b""
        self._reply = b""

    def read_hello(self, reply: bytes) -> int:
        """Take the reply to the hello and return its code."""
        code, body = read_reply(m.HELLO, reply)
        size = m.HELLO_REPLY_HEAD.size
        oldest, newest, self.version, self.frame_bytes, self.locked_s = m.HELLO_REPLY_HEAD.unpack(
            body[:size]
        )
        rest = m.exactly(body[size:], m.WATCH_ID_BYTES + m.NONCE_BYTES)
        self.watch_id = rest[: m.WATCH_ID_BYTES]
        self.watch_versions = (oldest, newest)
        agreed = negotiate(self.versions, self.watch_versions)
        if code == m.SUCCESS and (not agreed or self.version != agreed):
            raise WireError(f"version {self.version} was not offered by both sides")
        self._reply = reply
        return code

    def keys(self, key: bytes) -> Keys:
        """Return the keys that this connection has if the watch holds the same `key`."""
        return Keys(key, self.hello, self._reply)
