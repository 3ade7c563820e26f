# SPDX-License-Identifier: MIT
"""`cryptolib` as boards have it: AES in ECB (1) and CBC (2) mode, in whole blocks."""

from binascii import hexlify, unhexlify

import _sim

_BLOCK_BYTES = 16


class aes:
    """One object either encrypts or decrypts, and in CBC mode goes on where it stopped."""

    def __init__(self, key, mode, iv=None):
        if len(key) not in (16, 32):
            raise ValueError("key")
        if mode not in (1, 2):
            raise ValueError("mode")
        if (mode == 2) != (iv is not None and len(iv) == _BLOCK_BYTES):
            raise ValueError("IV")
        self._key = hexlify(key).decode()
        self._mode = mode
        self._iv = hexlify(iv).decode() if mode == 2 else ""
        self._encrypts = None

    def encrypt(self, data, out=None):
        """Encrypt into `out`, or into new bytes."""
        return self._process(True, data, out)

    def decrypt(self, data, out=None):
        """Decrypt into `out`, or into new bytes."""
        return self._process(False, data, out)

    def _process(self, encrypts, data, out):
        if self._encrypts not in (None, encrypts):
            raise ValueError("can't encrypt & decrypt")
        self._encrypts = encrypts
        if len(data) % _BLOCK_BYTES:
            raise ValueError("blksize % 16")
        if out is not None and len(out) < len(data):
            raise ValueError("output too small")
        text = hexlify(data).decode()
        result = _sim.aes(encrypts, self._mode, self._key, self._iv, text)
        if self._mode == 2 and text:
            self._iv = (result if encrypts else text)[-2 * _BLOCK_BYTES :]
        if out is None:
            return unhexlify(result)
        out[: len(data)] = unhexlify(result)
        return out
