# SPDX-License-Identifier: MIT
"""A protocol that is written out is the one that was read."""

from pathlib import Path

import pytest

from loslaten.language.text import LANGUAGES, Text
from loslaten.protocols.file import SHIPPED_NAMES, find, load
from loslaten.protocols.writer import NotWrittenError, render

SAME = ("title", "description", "caution", "source", "from_memory", "groups")


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_a_copy_is_the_same_practice(tmp_path: Path, name: str):
    original = find(name)
    path = tmp_path / "mine.toml"
    path.write_text(render(original, "mine"), "utf-8")
    copied = load(path)
    assert copied.name == "mine"
    for field in SAME:
        assert getattr(copied, field) == getattr(original, field)
    copied.protocol.name = name
    assert copied.packed == original.packed


def test_what_a_protocol_says_for_itself_is_kept(tmp_path: Path):
    path = tmp_path / "mine.toml"
    path.write_text(render(find("onderweg"), "mine"), "utf-8")
    text = path.read_text("utf-8")
    text = text.replace('{ muscle = "jaw"', '{ muscle = "jaw", mode = "left-out"')
    text = text.replace('source.en = "', 'source.en = "\\"quoted\\" \\\\ ')
    path.write_text(text, "utf-8")
    again = tmp_path / "again.toml"
    again.write_text(render(load(path), "mine"), "utf-8")
    assert load(again).packed == load(path).packed
    assert load(again).groups == load(path).groups
    assert load(again).source == load(path).source


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_comment_can_be_read_in_a_terminal(tmp_path: Path, lang: str):
    path = tmp_path / "mine.toml"
    path.write_text(render(find("handout"), "mine", lang), "utf-8")
    comments = [line for line in path.read_text("utf-8").splitlines() if line.startswith("#")]
    assert len(comments) > 20
    assert max(map(len, comments)) < 100


def test_in_dutch_only_the_comments_are_others():
    english, dutch = (render(find("handout"), "mine", lang).splitlines() for lang in ("en", "nl"))
    fields = [[line for line in lines if not line.startswith("#")] for lines in (english, dutch)]
    assert fields[0] == fields[1]
    told = "\n".join(line for line in dutch if line.startswith("#"))
    assert "een kopie van handout, om aan te passen" in told
    for word in (" the ", " how ", " one of ", "tensed", "released"):
        assert word not in told.lower()


@pytest.mark.parametrize("name", ["", "Mine", "a b", "../x", "a" * 21, "handout"])
def test_a_name_that_cannot_be_one_writes_nothing(name: str):
    with pytest.raises(NotWrittenError):
        render(find("handout"), name)


def test_a_source_may_be_there_once_for_both_languages(tmp_path: Path):
    path = tmp_path / "mine.toml"
    lines = render(find("recall"), "mine").splitlines()
    path.write_text(
        "\n".join(line for line in lines if not line.startswith(("source.", "from_memory.")))
        + "\n",
        "utf-8",
    )
    text = path.read_text("utf-8").replace("posture =", 'source = "een boek"\nposture =', 1)
    path.write_text(text, "utf-8")
    file = load(path)
    assert (file.source, file.from_memory) == (Text("een boek", "een boek"), None)
