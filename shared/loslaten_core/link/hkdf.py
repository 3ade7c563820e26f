# SPDX-License-Identifier: MIT
"""HMAC (RFC 2104) and HKDF (RFC 5869) with SHA-256, of which MicroPython has only the hash."""

import hashlib

_BLOCK_BYTES = 64
DIGEST_BYTES = 32


def hmac(key: bytes, message: bytes) -> bytes:
    """Return HMAC-SHA256 of `message`."""
    if len(key) > _BLOCK_BYTES:
        key = hashlib.sha256(key).digest()
    key = key + bytes(_BLOCK_BYTES - len(key))
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key))
    inner.update(message)
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in key))
    outer.update(inner.digest())
    return outer.digest()


def extract(salt: bytes, key: bytes) -> bytes:
    """Return the pseudo-random key of `key` (RFC 5869, step 1)."""
    return hmac(salt, key)


def expand(pseudo_random_key: bytes, info: bytes, size: int) -> bytes:
    """Return `size` bytes, at most 8160, for the use that `info` names (RFC 5869, step 2)."""
    if not 0 <= size <= 255 * DIGEST_BYTES:
        raise ValueError(f"HKDF gives at most {255 * DIGEST_BYTES} bytes, not {size}")
    out = block = b""
    while len(out) < size:
        block = hmac(pseudo_random_key, block + info + bytes((len(out) // DIGEST_BYTES + 1,)))
        out += block
    return out[:size]


def same(one: bytes, other: bytes) -> bool:
    """Compare two secrets without telling by the time it takes where they begin to differ."""
    if len(one) != len(other):
        return False
    return int.from_bytes(one, "big") ^ int.from_bytes(other, "big") == 0
