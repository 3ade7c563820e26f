# SPDX-License-Identifier: MIT
"""The player decides the same on MicroPython, to the byte."""

from pathlib import Path

import pytest

from loslaten.cues import rules
from loslaten.firmware import tree
from loslaten.sim.micropython.script import run_script
from tests.haptics import traces

SOURCE = "import traces\nfor line in traces.lines():\n    print(line)\n"


def test_the_same_traces_on_both_interpreters():
    files = tree.core_tree() | {"/traces.py": Path(traces.__file__).read_bytes()}
    on_cpython = "".join(f"{line}\n" for line in traces.lines())
    assert len(on_cpython) > 100_000
    assert run_script(SOURCE, files) == on_cpython


@pytest.mark.parametrize("text", ["", " .", ".x"])
def test_the_same_words_for_what_is_not_in_the_notation(micropython, text):
    source = f"""
from loslaten_core.haptics import notation, theme
try:
    notation.pulses({text!r}, 0, theme.STANDARD.measures)
except notation.NotationError as error:
    print(error)
"""
    heard = []
    exec(source, {"print": lambda error: heard.append(f"{error}\n")})
    assert micropython(source) == heard[0]


def test_the_rules_hold_on_micropython_too():
    source = """
import rules
from loslaten_core.haptics import motor, theme
for one in theme.THEMES:
    print(one.name, rules.broken(one, motor.COIN_ERM), rules.broken(one, motor.DRIVEN_LRA))
"""
    files = tree.core_tree() | {"/rules.py": Path(rules.__file__).read_bytes()}
    assert run_script(source, files) == "standard [] []\nsoft [] []\nstrong [] []\n"
