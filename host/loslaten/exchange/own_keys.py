# SPDX-License-Identifier: MIT
"""Keys of this computer: one that files are sealed to, one that signs them.

Both are made when they are first needed. The private parts lie where the keys of the watches do;
who has them can read the nights that are sent here, or send some in this computer's name.
"""

import hashlib

import msgspec
import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)
from platformdirs import user_state_path

from loslaten.keychain import SERVICE, Keychain, system_keyring

PUBLIC_BYTES = 32
SIGNATURE_BYTES = 64
_FILE_NAME = "own-keys.json"
_SEALING, _SIGNING = "sealing", "signing"
_FINGERPRINT_HEX = 16


class OwnKeys:
    """The keys in a keychain, the user's own by default. Its methods raise KeyStoreError."""

    def __init__(self, keychain: Keychain | None = None) -> None:
        self._keychain = keychain or Keychain(
            user_state_path(SERVICE) / _FILE_NAME, system_keyring()
        )

    def recipient(self) -> str:
        """Return the public key that files for this computer are sealed to, as age writes it."""
        return str(self._sealing().to_public())

    def identity(self) -> pyrage.x25519.Identity | None:
        """Return the private key to it; None while nobody can have sealed anything to it."""
        secret = self._keychain.secret(_SEALING)
        return None if secret is None else pyrage.x25519.Identity.from_str(secret)

    def public(self) -> bytes:
        """Return the public key that tells who signed, `PUBLIC_BYTES` long."""
        return self._signing().public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """Return the signature of a message, which has to begin with its purpose."""
        return self._signing().sign(message)

    def _sealing(self) -> pyrage.x25519.Identity:
        made = str(pyrage.x25519.Identity.generate())
        return pyrage.x25519.Identity.from_str(self._keychain.keep_first(_SEALING, made))

    def _signing(self) -> Ed25519PrivateKey:
        made = Ed25519PrivateKey.generate().private_bytes_raw().hex()
        secret = self._keychain.keep_first(_SIGNING, made)
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of a key signed a message."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(public: bytes) -> str:
    """Return what two people compare by telephone: four groups of four hexadecimal digits."""
    digest = hashlib.sha256(public).hexdigest()[:_FINGERPRINT_HEX]
    return " ".join(digest[at : at + 4] for at in range(0, _FINGERPRINT_HEX, 4))


def hexadecimal(bytes_count: int) -> msgspec.Meta:
    """Return what a field of a file must be that holds so many bytes of a key, or of an id."""
    return msgspec.Meta(pattern=f"^([0-9a-f][0-9a-f]){{{bytes_count}}}$")
