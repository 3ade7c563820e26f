# SPDX-License-Identifier: MIT
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

        def encrypt(
            self, __data: "bytearray | memoryview", __out: "bytearray | memoryview"
        ) -> object:
            """Encrypt whole blocks from one buffer into the other."""


NONCE_BYTES = 13
TAG_BYTES = 8
_BLOCK = 16
# The counter of key stream blocks is kept in one byte; a frame needs sixteen.
_TEXT_BYTES = 255 * _BLOCK


class Ccm:
    """Seals and opens with one key: `ecb` and `cbc` are AES objects of it, `cbc` begun with zeros.

    tag_bytes: size of the checksum, even, 4 to 16; with 8 a forger has one chance in 2^64 a frame.

    What takes a board's time is not the cipher but the making of bytes. So what a size of text
    needs is kept for the next of that size, and all of a frame is mixed at once: its header with
    zeros, text and tag with the key stream.
    """

    def __init__(self, ecb: "BlockCipher", cbc: "BlockCipher", tag_bytes: int = TAG_BYTES) -> None:
        self._ecb = ecb
        self._cbc = cbc
        self._tag_bytes = tag_bytes
        # The first block of what is checked, and the end of the last chain.
        self._first = bytearray(_BLOCK)
        self._chain = 0
        # The nonce of the counters, but for its last byte.
        self._head = b""
        self._room = self._size = self._header_bytes = -1

    def seal(self, nonce: bytes, header: bytes, text: "bytes | memoryview") -> bytes:
        """Return `header`, and behind it `text` encrypted and a tag over both."""
        self._fit(len(text), len(header))
        tag = self._check(nonce, header, text)
        self._make_stream(nonce)
        begin, plain = self._begin, self._plain
        end = begin + self._size
        plain[end : end + self._tag_bytes] = tag
        if header:
            plain[begin - len(header) : begin] = header
            self._stream[_BLOCK - len(header) : _BLOCK] = self._no_header
        stream = int.from_bytes(self._mixed_stream, "big")
        mixed = int.from_bytes(self._mixed_plain, "big") ^ stream
        return mixed.to_bytes(len(self._mixed_plain), "big")

    def open(self, nonce: bytes, header: bytes, sealed: bytes) -> bytes:
        """Return the text of `sealed`; WireError when a bit of it or of `header` was changed."""
        size = len(sealed) - self._tag_bytes
        self._fit(size, len(header))
        self._make_stream(nonce)
        stream = int.from_bytes(self._stream_view[_BLOCK : _BLOCK + len(sealed)], "big")
        mixed = (int.from_bytes(sealed, "big") ^ stream).to_bytes(len(sealed), "big")
        text = mixed[:size]
        if not same(mixed[size:], self._check(nonce, header, text)):
            raise WireError("a sealed text is not genuine")
        return text

    def _fit(self, size: int, header_bytes: int) -> None:
        """Arrange the buffers for a text of this size behind such a header."""
        if size == self._size and header_bytes == self._header_bytes:
            return
        if not 0 <= size <= _TEXT_BYTES:
            raise WireError(f"{size} bytes to seal at once; {_TEXT_BYTES} fit")
        if header_bytes > _BLOCK:
            raise WireError(f"a header of {header_bytes} bytes; {_BLOCK} fit")
        self._size, self._header_bytes = size, header_bytes
        padded = (size + _BLOCK - 1) // _BLOCK * _BLOCK
        if size > self._room:
            self._room = padded
            # Before the text its first block and the header's two, behind it the tag.
            self._plain = bytearray(4 * _BLOCK + padded)
            self._stream = bytearray(4 * _BLOCK + padded)
            self._counters = bytearray(_BLOCK + padded)
            self._plain_view, self._stream_view = memoryview(self._plain), memoryview(self._stream)
            self._head = b""
        plain, stream = self._plain_view, self._stream_view
        begin = _BLOCK
        if header_bytes:
            begin += (2 + header_bytes + _BLOCK - 1) // _BLOCK * _BLOCK
        end = begin + padded
        self._begin = begin
        self._no_header, self._pad = bytes(header_bytes), bytes(padded - size)
        self._header_pad = bytes(begin - _BLOCK)
        self._first[0] = (64 if header_bytes else 0) + 4 * (self._tag_bytes - 2) + 1
        self._first[14:16] = size.to_bytes(2, "big")
        # All that is checked, and the end of what becomes of it.
        self._checked, self._chained = plain[:end], stream[:end]
        self._last = stream[end - _BLOCK : end]
        self._counted = memoryview(self._counters)[: _BLOCK + padded]
        self._counted_stream = stream[: _BLOCK + padded]
        mixed_bytes = header_bytes + size + self._tag_bytes
        self._mixed_plain = plain[begin - header_bytes : begin - header_bytes + mixed_bytes]
        self._mixed_stream = stream[_BLOCK - header_bytes : _BLOCK - header_bytes + mixed_bytes]

    def _check(self, nonce: bytes, header: bytes, text: "bytes | memoryview") -> bytes:
        """Return the CBC checksum of header and text."""
        plain, begin, end = self._plain, self._begin, self._begin + self._size
        self._first[1:14] = nonce
        if header:
            plain[_BLOCK:begin] = self._header_pad
            plain[17] = len(header)
            plain[18 : 18 + len(header)] = header
        plain[begin:end] = text
        plain[end : end + len(self._pad)] = self._pad
        # A CBC object cannot be set back; taking the end of its last chain off the first block
        # starts it at zero again without a new one, and its 300 bytes of garbage, for each frame.
        first = int.from_bytes(self._first, "big") ^ self._chain
        plain[:_BLOCK] = first.to_bytes(_BLOCK, "big")
        self._cbc.encrypt(self._checked, self._chained)
        self._chain = int.from_bytes(self._last, "big")
        return bytes(self._last)[: self._tag_bytes]

    def _make_stream(self, nonce: bytes) -> None:
        """Make the key stream: the text's from the second block on, and the tag's behind it."""
        counters, stream, size = self._counters, self._stream, self._size
        if self._head and nonce.startswith(self._head):
            low = nonce[NONCE_BYTES - 1]
            for at in range(NONCE_BYTES, len(self._counted), _BLOCK):
                counters[at] = low
        else:
            self._head = nonce[: NONCE_BYTES - 1]
            for at in range(0, len(counters), _BLOCK):
                counters[at : at + _BLOCK] = b"\x01" + nonce + bytes((0, at // _BLOCK))
        self._ecb.encrypt(self._counted, self._counted_stream)
        stream[_BLOCK + size : 2 * _BLOCK + size] = stream[:_BLOCK]
