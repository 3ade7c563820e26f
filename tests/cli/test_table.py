# SPDX-License-Identifier: MIT
"""Tables on terminals of every width: no word is broken, nothing is left out."""

import pytest

from loslaten.cli.table import lines

HEADINGS = ("ID", "WHEN", "LASTED", "GROUPS", "REPEATS", "ASKED", "CUT", "SKIPPED", "ENDED")
ROWS = [
    ("12", "2026-11-20 22:31 ± 1 min", "35:10", "17", "34", "2", "", "1", "completed"),
    ("3", "unknown", "0:40", "1", "1", "", "1", "", "stopped by the wearer"),
]


def words(text):
    return set(" ".join(text).split())


@pytest.mark.parametrize("columns", [200, 120, 80, 60, 40, 32])
def test_every_line_fits_and_every_word_is_whole(columns):
    told = list(lines(HEADINGS, ROWS, columns))
    assert max(map(len, told)) <= columns
    assert words(told) == words([" ".join(row) for row in [HEADINGS, *ROWS]])
    assert all(line == line.rstrip() for line in told)


def test_where_there_is_room_it_is_one_line_a_row():
    told = list(lines(HEADINGS, ROWS, 200))
    assert len(told) == 3
    assert [line.index("G") for line in told[:1]] == [told[1].index("17")]


def test_where_there_is_none_what_is_left_goes_below():
    assert list(lines(("ID", "NAME", "KEY"), [("1", "a long name", "yes")], 18)) == [
        "ID  NAME",
        "    KEY",
        "1   a long name",
        "    yes",
    ]


def test_a_word_longer_than_the_terminal_stays_whole():
    assert list(lines(("ID",), [("994a6bcaf76db3ef",)], 10)) == ["ID", "994a6bcaf76db3ef"]


def test_a_sentence_is_wrapped_between_its_words():
    assert list(lines(("SAID",), [("what was said at length",)], 16)) == [
        "SAID",
        "what was said at",
        "    length",
    ]


def test_no_rows():
    assert list(lines(("A", "B"), [], 80)) == ["A  B"]
