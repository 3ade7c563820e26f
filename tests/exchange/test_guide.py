# SPDX-License-Identifier: MIT
"""The therapist's guide, in both languages: what it prints is run on two laptops, in its order."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli import test_printed_commands as printed
from tests.exchange.test_two_laptops import MOON

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", ["therapist.md", "therapist.nl.md"])
def test_a_plan_and_the_nights_go_as_the_guide_prints_it(
    therapist, patient, home, monkeypatch, page
):
    monkeypatch.chdir(home)
    patient.meets(MOON, 3)
    writing, taking, opening = list(printed.blocks(DOCS / page))
    for laptop, lines in ((therapist, writing), (patient, taking), (therapist, opening)):
        for line in lines:
            laptop.printed(*line)
    assert len(therapist.json("log", "list", "--person", "Anna")) == 3


def test_both_guides_name_the_same_commands_and_each_is_one():
    """Also those within sentences."""
    english, dutch = (inline(DOCS / page) for page in ("therapist.md", "therapist.nl.md"))
    assert english == {
        command.replace("verslag", "report").removesuffix(" --lang nl") for command in dutch
    }
    assert len(english) > 5
    for command in english:
        printed.test_what_is_printed_is_a_command(shlex.split(command)[1:])


def inline(page):
    """The commands of a page that stand within sentences."""
    sentences = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)
    return {part for part in sentences.split("`") if part.startswith("loslaten ")}
