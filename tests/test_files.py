# SPDX-License-Identifier: MIT
"""Files are written whole or not at all, and never over another one unasked."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from loslaten import files as whole_file


def test_what_fails_half_way_leaves_the_file_from_before(tmp_path):
    def broken():
        yield "half of it"
        raise KeyError("whatever")

    file = tmp_path / "practice.csv"
    file.write_text("from before")
    with pytest.raises(KeyError):
        whole_file.write(file, broken(), replace=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["from before"]
    with pytest.raises(whole_file.FileInTheWayError):
        whole_file.write(file, ["new"])


def test_a_full_disk_leaves_the_file_from_before(tmp_path, monkeypatch):
    """The first write that goes to the disk finds it full."""
    file = tmp_path / "practice.csv"
    file.write_text("from before")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(whole_file.UnwritableError, match="No space left"):
        whole_file.write(file, ["new"], replace=True)
    assert [path.read_text() for path in tmp_path.iterdir()] == ["from before"]


def test_a_link_is_followed_not_replaced(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "x.csv")
    whole_file.write(tmp_path / "link.csv", ["told"])
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real" / "x.csv").read_text() == "told"


def test_of_several_at_once_one_writes_the_file_and_the_others_are_told(tmp_path):
    for number in range(50):
        file = tmp_path / f"{number}.csv"
        start = threading.Barrier(4)

        def write(hand: int, file=file, start=start) -> str | None:
            def told():
                # There was no such file when each of them looked.
                start.wait()
                yield str(hand)

            try:
                whole_file.write(file, told())
            except whole_file.FileInTheWayError:
                return None
            return str(hand)

        with ThreadPoolExecutor(4) as hands:
            written = [one for one in hands.map(write, range(4)) if one is not None]
        assert [file.read_text()] == written
    assert len(list(tmp_path.iterdir())) == 50


def test_a_file_system_without_links_takes_the_file_all_the_same(tmp_path, monkeypatch):
    def no_links(_source: str, _target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(whole_file.os, "link", no_links)
    file = tmp_path / "practice.csv"
    whole_file.write(file, ["told"])
    assert [path.read_text() for path in tmp_path.iterdir()] == ["told"]
    with pytest.raises(whole_file.FileInTheWayError):
        whole_file.write(file, ["new"])
