# SPDX-License-Identifier: MIT
"""The breadboard joins what the watch on the wrist joins, and is drawn as it is plugged in."""

import re
from collections import Counter

import pytest

from loslaten.language.text import LANGUAGES
from tools.wiring import breadboard as bb
from tools.wiring import breadboard_drawing
from tools.wiring.boards import board
from tools.wiring.circuit import breadboard, pico
from tools.wiring.drawings import BREADBOARDS

BOARD = board("pico_w")
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def test_what_is_plugged_in_joins_what_the_circuit_joins():
    assert bb.nets(BOARD) == breadboard(BOARD).nets


def test_it_is_the_watch_on_the_wrist_without_its_cell():
    left_out = {"cell", "charger", "charge_resistor", "switch", "supply_diode"}
    placed, worn = breadboard(BOARD).placed, pico(BOARD).placed
    assert set(placed) == set(worn) - left_out
    assert {name for name in placed if placed[name] != worn[name]} == {"transistor"}
    assert set(placed) == {*bb.LEGS, "board"}


def test_about_ten_wires_and_no_hole_is_taken_twice():
    assert 8 <= len(bb.WIRES) <= 12
    holes = [hole for _, hole in bb.holes(BOARD)]
    holes += [hole for wire in bb.WIRES for hole in (wire.begin, wire.end)]
    assert [hole for hole, times in Counter(holes).items() if times > 1] == []
    under_the_pico = {f"{row}{column}" for row in "defg" for column in range(1, bb.COLUMNS - 9)}
    assert under_the_pico & set(holes) == set()
    for hole in holes:
        assert re.fullmatch(r"(?:[a-j]|[TB][+-])(?:[1-9]|[12]\d|30)", hole)


def test_the_button_may_be_turned_by_a_quarter():
    # Its legs are joined in pairs; the two that count lie across from each other.
    assert {hole[0] for hole in bb.LEGS["button"]["1"]} == {"e", "f"}
    assert {hole[0] for hole in bb.LEGS["button"]["2"]} == {"e", "f"}
    ends = {wire.begin for wire in bb.WIRES} | {wire.end for wire in bb.WIRES}
    assert {bb.strip(hole) for hole in ends} >= {"lower22", "upper24"}


def test_a_wire_that_is_left_out_is_missed(monkeypatch):
    for missing in bb.WIRES:
        with monkeypatch.context() as patched:
            patched.setattr(bb, "WIRES", tuple(one for one in bb.WIRES if one is not missing))
            assert bb.nets(BOARD) != breadboard(BOARD).nets, missing


@each_language
def test_its_drawing_is_up_to_date_and_shows_every_part_and_wire(lang):
    svg = BREADBOARDS[lang].read_text("utf-8")
    assert svg == breadboard_drawing.draw(BOARD, lang), "make wiring"
    drawn = re.findall(r"<g class=\"k-(\w+)\">\s*<title>", svg)
    assert sorted(drawn) == sorted(breadboard(BOARD).placed)
    for number in range(1, len(bb.WIRES) + 1):
        assert re.search(rf'class="k-(?:number|count)"[^>]*>{number}<', svg)
    assert re.search(r"<desc[^>]*>[^<]{60,}</desc>", svg)
