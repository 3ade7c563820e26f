# SPDX-License-Identifier: MIT
"""AES-CCM on the laptop, by `cryptography`."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESCCM

from loslaten_core.link.frame import TAG_BYTES
from loslaten_core.link.wire import WireError


class AesCcm:
    """Seals and opens with one key; what `loslaten_core.link.ccm.Ccm` is on the watch."""

    def __init__(self, key: bytes, tag_bytes: int = TAG_BYTES) -> None:
        self._ccm = AESCCM(key, tag_bytes)

    def seal(self, nonce: bytes, header: bytes, text: bytes | memoryview) -> bytes:
        """Return `header`, and behind it `text` encrypted and a tag over both."""
        return header + self._ccm.encrypt(nonce, bytes(text), header)

    def open(self, nonce: bytes, header: bytes, sealed: bytes) -> bytes:
        """Return the text of `sealed`; WireError when a bit of it or of `header` was changed."""
        try:
            return self._ccm.decrypt(nonce, sealed, header)
        except (InvalidTag, ValueError) as error:
            raise WireError("a sealed text is not genuine") from error
