# SPDX-License-Identifier: MIT
"""The guides say what the parts table, the breadboard and the rules say, in both languages."""

import re
from pathlib import Path

import pytest

from loslaten.language.text import LANGUAGES
from tools.wiring import breadboard as bb
from tools.wiring import charge
from tools.wiring.building import GUIDES, written

DOCS = Path(__file__).parents[2] / "docs"
each_language = pytest.mark.parametrize("lang", LANGUAGES)


def guide(lang):
    return GUIDES[lang].read_text("utf-8")


@each_language
def test_its_tables_are_up_to_date(lang):
    assert guide(lang) == written(guide(lang), lang), "make wiring"


@each_language
def test_its_steps_name_every_hole_that_a_part_takes(lang):
    before_wires = guide(lang).partition("images/breadboard")[2].partition("\n7. ")[0]
    named = set(re.findall(r"`([a-j]\d+)`", before_wires))
    parts = {hole for ends in bb.LEGS.values() for holes in ends.values() for hole in holes}
    assert named == {hole for hole in parts if hole[0] in "abcdefghij"} | {
        bb.hole_of_pin(1),
        bb.hole_of_pin(40),
    }


@each_language
def test_its_costs_are_the_sums_of_the_lists(lang):
    (costs,) = re.findall(r"^\| (?:cost|kosten) \|.*", guide(lang), re.MULTILINE)
    (breadboard,) = totals(guide(lang))
    (on_wrist,) = totals((DOCS / "hardware" / "pico_w.md").read_text("utf-8"))
    if lang == "nl":
        on_wrist = on_wrist.replace(".", ",")
    assert re.findall(r"€ [\d.,]+\d", costs) == [breadboard, on_wrist]


def totals(page):
    return re.findall(r"^\| (?:all together|samen) \|.*(€ \S+) \|$", page, re.MULTILINE)


@each_language
def test_one_reads_about_the_cell_first_and_is_told_the_charge_current(lang):
    steps = re.split(r"^\d+\. ", guide(lang).rpartition("\n## ")[2], flags=re.MULTILINE)[1:]
    assert "README.md#the-cell" in steps[0]
    (charging,) = [step for step in steps if "R3" in step]
    assert f"{charge.charge_ma():.0f} mA" in charging
    assert f"{charge.worst_charge_ma():.0f}" in charging


@pytest.mark.parametrize("name", ["building", "troubles", "therapist", "wearing"])
def test_there_is_one_of_it_in_each_language_which_leads_to_the_other(name):
    english, dutch = (
        (DOCS / f"{name}.md").read_text("utf-8"),
        (DOCS / f"{name}.nl.md").read_text("utf-8"),
    )
    assert f"({name}.nl.md)" in english
    assert f"({name}.md)" in dutch
    for sign in ("## ", "| "):
        assert english.count(f"\n{sign}") == dutch.count(f"\n{sign}"), sign
