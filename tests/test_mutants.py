# SPDX-License-Identifier: MIT
"""The mutation run changes what it should, and nothing that no test could notice."""

import ast
import shutil
import sys

import pytest

from tests.bench import Row, table
from tests.mutants import __main__ as mutants
from tests.mutants.__main__ import REPOSITORY, ROOMS, chosen, main
from tests.mutants.changes import mutant, places

SOURCE = '''
"""A module."""
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import other

LIMIT: int = 3


def act(self, value: int = 1) -> "bool":
    """Say 1 < 2."""
    if not value or value < LIMIT + 1:
        raise ValueError(f"{value + 1}")
    self.kept = value
    self.tell()
    return True
'''


def test_each_change_is_one_and_the_module_still_parses():
    made = [mutant(SOURCE, place) for place in places(SOURCE)]
    told = [one.told for one in sorted(made, key=lambda one: one.line)]
    assert told == [
        "3  ->  4",
        "1  ->  2",
        "not value or value < LIMIT + 1  ->  not value and value < LIMIT + 1",
        "not value or value < LIMIT + 1  ->  value < LIMIT + 1",
        "not value or value < LIMIT + 1  ->  not value",
        "not value  ->  value",
        "value < LIMIT + 1  ->  value <= LIMIT + 1",
        "LIMIT + 1  ->  LIMIT - 1",
        "1  ->  2",
        "raise ValueError(f'{value + 1}')  ->  pass",
        "self.kept = value  ->  pass",
        "self.tell()  ->  pass",
        "True  ->  False",
    ]
    original = ast.unparse(ast.parse(SOURCE))
    for one in made:
        assert ast.unparse(ast.parse(one.source)) != original


def test_the_same_seed_tries_the_same_mutants():
    patterns, tests = ROOMS["link"]
    first = chosen(patterns, 5, 1)
    assert chosen(patterns, 5, 1) == first
    assert chosen(patterns, 5, 2) != first
    assert tests


def test_what_is_changed_and_what_has_to_notice_is_there():
    for patterns, tests in ROOMS.values():
        assert all(any(REPOSITORY.glob(pattern)) for pattern in patterns)
        assert all((REPOSITORY / test).exists() for test in tests)


def test_without_a_name_all_rooms_are_meant(monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(mutants, "campaign", lambda room, *_: asked.append(room) or iter(()))
    monkeypatch.setattr(mutants, "told", lambda room, *_: Row(room, 0, "%"))
    monkeypatch.setattr(sys, "argv", ["mutants"])
    main()
    assert asked == list(ROOMS)
    monkeypatch.setattr(sys, "argv", ["mutants", "kitchen"])
    with pytest.raises(SystemExit, match="2"):
        main()
    assert "no room kitchen; there are link, journal" in capsys.readouterr().err


@pytest.mark.long
def test_a_trial_leaves_the_figures_of_the_docs_as_they_are(tmp_path, monkeypatch, capsys):
    for name in ("KEPT", "PAGE"):
        kept = tmp_path / getattr(table, name).name
        shutil.copy(getattr(table, name), kept)
        monkeypatch.setattr(table, name, kept)
    before = table.KEPT.read_bytes(), table.PAGE.read_bytes()
    small = ("shared/loslaten_core/power/policy.py",), ("tests/power/test_policy.py",)
    monkeypatch.setitem(ROOMS, "link", small)
    monkeypatch.setattr(sys, "argv", ["mutants", "link", "--count", "1", "--workers", "1"])
    main()
    assert "of 1 tried, seed 1" in capsys.readouterr().out
    assert (table.KEPT.read_bytes(), table.PAGE.read_bytes()) == before
