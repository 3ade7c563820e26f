# SPDX-License-Identifier: MIT
"""The app that runs without Python starts with the page, and takes commands all the same."""

import runpy
import struct
import sys
from pathlib import Path

import pytest

import loslaten.cli
from tools.app import records
from tools.pictures import icon


@pytest.mark.parametrize(
    ("typed", "does"), [([], ["open"]), (["doctor", "--json"], ["doctor", "--json"])]
)
def test_it_opens_the_page_where_nothing_else_is_asked_for(monkeypatch, typed, does):
    asked = []
    monkeypatch.setattr(loslaten.cli, "main", lambda line, **_: asked.append(line))
    monkeypatch.setattr(sys, "argv", ["loslaten", *typed])
    runpy.run_module("tools.app.entry", run_name="__main__")
    assert asked == [does]


def test_there_is_an_icon_for_programs_that_know_no_svg():
    data = icon.ICO.read_bytes()
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, len(icon.SIZES_PX))
    for place, size_px in enumerate(icon.SIZES_PX):
        width, height, *_, length, at = struct.unpack_from("<BBBBHHII", data, 6 + 16 * place)
        assert width == height == size_px % 256
        png = data[at : at + length]
        assert png.startswith(b"\x89PNG")
        assert struct.unpack_from(">II", png, 16) == (size_px, size_px)
    assert at + length == len(data)
    assert png == icon.PNG.read_bytes()


def test_it_does_not_tell_on_which_computer_it_was_made(tmp_path):
    folder = tmp_path / "_internal" / "loslaten-0.1.0.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text("Name: loslaten\n")
    (folder / "RECORD").write_text("../../../bin/loslaten,sha256=abc,200\n")
    (folder / "direct_url.json").write_text('{"url": "file:///home/somebody/loslaten"}')
    assert records.telling(tmp_path, Path("/home/somebody")) == [folder / "direct_url.json"]
    records.leave_out(tmp_path)
    assert [path.name for path in folder.iterdir()] == ["METADATA"]
    assert records.telling(tmp_path, Path("/home/somebody")) == []
