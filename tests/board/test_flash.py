# SPDX-License-Identifier: MIT
"""The flash: what is on it, and that it takes the time that a board's did."""

import pytest

from tests.board.flash import BLOCK_BYTES, ERASE_MS, PAGE_MS, Flash, FullError


def test_a_folder_is_told_in_order() -> None:
    flash = Flash(files={"/b": b"", "/a/2": b"", "/a/1": b"", "/a/10": b""})
    assert flash.listing("/") == [("a", True), ("b", False)]
    assert [name for name, _ in flash.listing("/a")] == ["1", "10", "2"]


def test_a_small_file_is_one_commit() -> None:
    flash = Flash(files={})
    assert flash.change("/small", bytes(200), 0) == PAGE_MS
    assert flash.erases == 0


def test_appending_to_a_large_file_copies_its_last_block() -> None:
    flash = Flash(files={"/log": bytes(2_048)})
    took_ms = flash.change("/log", bytes(2_048 + 200), 2_048)
    assert took_ms == pytest.approx(ERASE_MS + 9 * PAGE_MS + PAGE_MS)


def test_a_folder_that_is_full_is_written_anew() -> None:
    flash = Flash(files={"/other": bytes(500)})
    costs = [flash.change("/small", bytes([number]), 0) for number in range(40)]
    assert flash.erases == 2
    assert max(costs) == pytest.approx(ERASE_MS + 3 * PAGE_MS)


def test_it_has_an_end() -> None:
    flash = Flash(files={}, capacity_bytes=2 * BLOCK_BYTES)
    with pytest.raises(FullError):
        flash.change("/large", bytes(3 * BLOCK_BYTES), 0)
    assert "/large" not in flash.files
