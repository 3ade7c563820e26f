# SPDX-License-Identifier: MIT
"""Files of age that a passphrase opens, made here from its specification.

With a work factor of one's own: the real tool takes seconds, so that guessing does.
https://github.com/C2SP/C2SP/blob/main/age.md
"""

import base64
import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CHUNK = 64 * 1024


def by_passphrase(content: bytes, passphrase: str, work_factor: int = 4) -> bytes:
    """Return `content` sealed with a passphrase that is stretched 2 to the `work_factor` times."""
    file_key, salt = os.urandom(16), os.urandom(16)
    stretched = hashlib.scrypt(
        passphrase.encode(),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work_factor,
        r=8,
        p=1,
        dklen=32,
    )
    wrapped = ChaCha20Poly1305(stretched).encrypt(bytes(12), file_key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_base64(salt)} {work_factor}\n{_base64(wrapped)}\n"
    mac_key = HKDF(SHA256(), 32, None, b"header").derive(file_key)
    mac = hmac.digest(mac_key, head.encode() + b"---", "sha256")
    nonce = os.urandom(16)
    payload = ChaCha20Poly1305(HKDF(SHA256(), 32, nonce, b"payload").derive(file_key))
    chunks = [content[at : at + _CHUNK] for at in range(0, max(len(content), 1), _CHUNK)]
    sealed = b"".join(
        payload.encrypt(number.to_bytes(11, "big") + bytes([chunk is chunks[-1]]), chunk, None)
        for number, chunk in enumerate(chunks)
    )
    return head.encode() + f"--- {_base64(mac)}\n".encode() + nonce + sealed


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")
