"""AES-CCM (RFC 3610) with a 13-byte nonce, over the block cipher that stock firmware has.

Boards offer AES in ECB and CBC only. CBC gives the checksum and ECB over a row of counters the key
stream, so both run in C over a whole frame at once; Python only arranges the blocks.
"""

from loslaten_core.link.hkdf import same
from loslaten_core.link.wire import WireError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class BlockCipher(Protocol):
        """`cryptolib.aes`: encrypts whole blocks from one buffer into another, or in place."""

        def encrypt(self, __data: bytearray, __out: bytearray) -> object:
            """Encrypt whole blocks from one buffer into the other."""


NONCE_BYTES = 13
TAG_BYTES = 8
# The counter of key stream blocks is kept in one byte; a frame needs sixteen.
_TEXT_BYTES = 255 * 16


class Ccm:
    """Seals and opens with one key: `ecb` and `cbc` are AES objects of it, `cbc` begun with zeros.

    tag_bytes: size of the checksum, even, 4 to 16; with 8 a forger has one chance in 2^64 a frame.
    """

    def __init__(self, ecb: "BlockCipher", cbc: "BlockCipher", tag_bytes: int = TAG_BYTES) -> None:
        self._ecb = ecb
        self._cbc = cbc
        self._chain = 0
        self._tag_bytes = tag_bytes

    def seal(self, nonce: bytes, header: bytes, text: bytes) -> bytes:
        """Return `text` encrypted, with a tag over it and over `header`, which stays readable."""
        size = len(text)
        if size > _TEXT_BYTES:
            raise WireError(f"{size} bytes to seal at once; {_TEXT_BYTES} fit")
        mixed = self._mix(nonce, self._tag(nonce, header, text) + text)
        return mixed[16:] + mixed[: self._tag_bytes]

    def open(self, nonce: bytes, header: bytes, sealed: bytes) -> bytes:
        """Return the text of `sealed`; WireError when a bit of it or of `header` was changed."""
        size = len(sealed) - self._tag_bytes
        if not 0 <= size <= _TEXT_BYTES:
            raise WireError(f"{len(sealed)} bytes cannot be a sealed text")
        tag = sealed[size:] + bytes(16 - self._tag_bytes)
        mixed = self._mix(nonce, tag + sealed[:size])
        text = mixed[16:]
        if not same(mixed[: self._tag_bytes], self._tag(nonce, header, text)[: self._tag_bytes]):
            raise WireError("a sealed text is not genuine")
        return text

    def _mix(self, nonce: bytes, data: bytes) -> bytes:
        """Return `data` XOR key stream: block 0 is the tag's, the text follows."""
        size = len(data)
        blocks = (size + 15) // 16
        stream = bytearray((b"\x01" + nonce + b"\x00\x00") * blocks)
        for index in range(blocks):
            stream[16 * index + 15] = index
        self._ecb.encrypt(stream, stream)
        mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream[:size], "big")
        return mixed.to_bytes(size, "big")

    def _tag(self, nonce: bytes, header: bytes, text: bytes) -> bytes:
        """Return the 16-byte CBC checksum of the message, before encryption."""
        flags = (64 if header else 0) + 4 * (self._tag_bytes - 2) + 1
        data = bytearray(bytes((flags,)) + nonce + len(text).to_bytes(2, "big"))
        if header:
            data += len(header).to_bytes(2, "big") + header
            data += bytes(-len(data) % 16)
        data += text
        data += bytes(-len(data) % 16)
        # A CBC object cannot be set back; taking the end of its last chain off the first block
        # starts it at zero again without a new one, and its 300 bytes of garbage, for each frame.
        first = int.from_bytes(data[:16], "big") ^ self._chain
        data[:16] = first.to_bytes(16, "big")
        self._cbc.encrypt(data, data)
        tag = bytes(data[-16:])
        self._chain = int.from_bytes(tag, "big")
        return tag
