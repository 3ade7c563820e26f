# SPDX-License-Identifier: MIT
"""AES, carried out by the board; on an RP2 it is C."""

from machine import BUFFER, tell
from micropython import const

_AES_KEY = const(10)
_AES_BLOCKS = const(11)
_IV_AT = const(32)

_buffer = memoryview(BUFFER)


class aes:
    """ECB (1) or CBC (2). The firmware only encrypts."""

    def __init__(self, key, mode, iv=None):
        BUFFER[: len(key)] = key
        if iv is not None:
            BUFFER[_IV_AT : _IV_AT + 16] = iv
        self._cipher = tell(_AES_KEY, len(key), mode)

    def encrypt(self, text, into=None):
        """Encrypt whole blocks, into `into` or into new bytes."""
        size = len(text)
        BUFFER[:size] = text
        tell(_AES_BLOCKS, self._cipher, size)
        if into is None:
            return bytes(BUFFER[:size])
        into[:size] = _buffer[:size]
        return into
