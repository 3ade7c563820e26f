# SPDX-License-Identifier: MIT
"""The watch's nonces: new for each connection, whatever becomes of its randomness."""

import pytest

from loslaten_core.link.handshake import watch_nonce
from loslaten_core.link.message import KEY_BYTES, NONCE_BYTES
from tests.link.wrist import KEY, OTHER_KEY

PARTS = {"key": KEY, "boot": 7, "connection": 1, "at_ms": 12_345, "random": bytes(16)}


@pytest.mark.parametrize(
    ("part", "other"),
    [
        ("key", OTHER_KEY),
        ("boot", 8),
        ("connection", 2),
        ("at_ms", 12_346),
        ("random", bytes(15) + b"\x01"),
    ],
)
def test_each_part_alone_makes_it_another(part, other):
    nonce = watch_nonce(**PARTS)
    assert len(nonce) == NONCE_BYTES
    assert watch_nonce(**PARTS) == nonce
    assert watch_nonce(**PARTS | {part: other}) != nonce


def test_counters_cannot_be_read_off_it():
    """Neighbours differ in about half of their bits: only the key leads from one to the next."""
    for number in range(50):
        one, next_one = (
            int.from_bytes(watch_nonce(**PARTS | {"connection": connection}), "big")
            for connection in (number, number + 1)
        )
        assert 30 < (one ^ next_one).bit_count() < 98


def test_there_is_one_before_there_is_a_key():
    assert len(watch_nonce(**PARTS | {"key": None})) == NONCE_BYTES
    assert len(KEY) == KEY_BYTES
