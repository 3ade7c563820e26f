# SPDX-License-Identifier: MIT
"""Protocol files: what is in them counts, and bad ones are refused with all reasons."""

import copy
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.language.muscle_texts import catalogue
from loslaten.protocols import file as protocol_file
from loslaten.protocols.file import SHIPPED, NoProtocolError, ProtocolFileError, find, load
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import LEFT_OUT
from loslaten_core.practice.protocol import unpack

# A small protocol that is right; the tests below spoil it.
GOOD = """
name = "mine"
title.nl = "Van mij"
title.en = "Mine"
description.nl = "Kort"
description.en = "Short"
source = "own"
settle_in = 10
defaults.release = 20
groups = [
  { muscle = "right-foot", tense = 2.5 },
  { muscle = "jaw" },
]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, "utf-8")
    return path


def refused(folder: Path, text: str) -> list[str]:
    with pytest.raises(ProtocolFileError) as caught:
        load(written(folder, text))
    assert caught.value.problems
    return list(caught.value.details)


def test_a_group_takes_the_defaults_and_its_own(tmp_path: Path):
    foot, jaw = load(written(tmp_path, GOOD)).protocol.groups
    assert (foot.tense_ms, foot.release_ms) == (2_500, 20_000)
    assert (jaw.tense_ms, jaw.release_ms) == (6_000, 20_000)


def test_texts_of_a_protocol_replace_the_catalogues(tmp_path: Path):
    own = '[texts.jaw]\nname.nl = "kaak"\nname.en = "jaws"\n'
    jaw = load(written(tmp_path, GOOD + own)).groups[1]
    assert jaw.name.say("nl") == "kaak"
    assert jaw.instruction == catalogue()["jaw"].tense


def test_a_group_that_is_not_tensed_is_told_how_to_let_go(tmp_path: Path):
    text = GOOD.replace('"jaw"', '"jaw", mode = "release-only"')
    assert load(written(tmp_path, text)).groups[1].instruction == catalogue()["jaw"].release


def test_a_text_over_several_lines_is_one(tmp_path: Path):
    text = GOOD.replace('"Kort"', '"""Kort\n  en goed"""')
    assert load(written(tmp_path, text)).description.nl == "Kort en goed"


def test_a_left_out_group_stays_in_the_protocol(tmp_path: Path):
    text = GOOD.replace('"jaw"', '"jaw", mode = "left-out"')
    assert load(written(tmp_path, text)).protocol.groups[1].mode == LEFT_OUT


# What is spoilt, and what the one problem says: field, value, what is allowed, why.
SPOILT = (
    ('name = "mine"', 'name = "Mine!"', "name is 'Mine!'; allowed: a to z, 0 to 9 and -"),
    ('name = "mine"', 'name = ""', 'name is ""; allowed: text (this is empty)'),
    ('name = "mine"', 'name = "a23456789012345678901"', "name length is 21; allowed: 1 to 20"),
    ('name = "mine"', "name = 3", "name is 3; allowed: text (this is a whole number)"),
    ('name = "mine"\n', "", "name is missing; allowed: text"),
    (
        'title.en = "Mine"\n',
        "",
        "title en is missing; allowed: text (every text is there in Dutch",
    ),
    ('description.nl = "Kort"\n', "", "description nl is missing"),
    (
        'title.en = "Mine"',
        'title.en = "a\\u001b"',
        "title en is 'a\\x1b'; allowed: text (this has",
    ),
    ('source = "own"\n', "", "source is missing"),
    ('source = "own"', 'source = "own"\ncolour = 1', "colour is unknown; allowed: name, title"),
    ('source = "own"', 'source = "own"\nsettle_on = 1', "did you mean settle_in?"),
    ("settle_in = 10", "settle_in = 301", "settle_in is 301 s; allowed: 2.5 to 300"),
    ("settle_in = 10", "settle_in = inf", "settle_in is inf; allowed: a number of seconds (this"),
    ("settle_in = 10", "settle_in = nan", "settle_in is nan; allowed: a number of seconds (this"),
    ("settle_in = 10", "settle_in = 1e300", "settle_in is 1e+300; allowed: a number of seconds"),
    ("settle_in = 10", "settle_in = true", "settle_in is True; allowed: a number of seconds"),
    ("settle_in = 10", "settle_in = 1979-05-27", "(this is a date or a time)"),
    ("settle_in = 10", "final_rest = 299", "final_rest is 299 s; allowed: 300 to 3600 s"),
    ("settle_in = 10", "final_rest = 300.5", "final_rest is 300.5 s; allowed: 300 to 3600 s, in"),
    ("settle_in = 10", "fade_pct = 51", "fade_pct is 51; allowed: 0 to 50"),
    ("settle_in = 10", "fade_pct = 1.5", "fade_pct is 1.5; allowed: a whole number (this is a"),
    ("settle_in = 10", "fade_pct = 0x1" + "0" * 4000, "fade_pct is a very large number"),
    ("settle_in = 10", 'wrist = "both"', 'wrist is "both"; allowed: left, right'),
    ("settle_in = 10", 'posture = "seatd"', 'posture is "seatd"; allowed: lying, seated (did you'),
    ("settle_in = 10", "end_cue = 1", "end_cue is 1; allowed: true or false"),
    ("settle_in = 10", "defaults.colour = 1", "defaults colour is unknown; allowed: mode, tense"),
    ("tense = 2.5", "tense = 3.5", "group 1 (right-foot) tense is 3.5 s; allowed: 2 to 3 s"),
    ("tense = 2.5", "tense = 2.55", "tense is 2.55 s; allowed: 2 to 3 s, in steps of 0.1 s"),
    ("tense = 2.5", 'tense = "x"', 'group 1 (right-foot) tense is "x"; allowed: a number of s'),
    ("tense = 2.5", "tense = 2.5, colour = 1", "group 1 (right-foot) colour is unknown"),
    ("tense = 2.5", 'tense = 2.5, mode = "off"', 'mode is "off"; allowed: tense-release, rel'),
    ("defaults.release = 20", "defaults.release = 61", "defaults release (groups 1, 2) is 61 s"),
    ('"jaw"', '"jaw", tense = 4.9', "group 2 (jaw) tense is 4.9 s; allowed: 5 to 7 s"),
    ('"jaw"', '"jaw", release = 9.9', "group 2 (jaw) release is 9.9 s; allowed: 10 to 60 s"),
    ('"jaw"', '"jaw", ready_gap = 1', "group 2 (jaw) ready_gap is 1 s; allowed: 2 to 15 s"),
    ('"jaw"', '"jaw", strength_pct = 39', "group 2 (jaw) strength_pct is 39; allowed: 40 to 100"),
    ('"jaw"', '"jaw", repeats = [0, 2]', "group 2 (jaw) repeats minimum is 0; allowed: 1 to 5"),
    ('"jaw"', '"jaw", repeats = [2, 6]', "group 2 (jaw) repeats maximum is 6; allowed: 1 to 5"),
    ('"jaw"', '"jaw", repeats = [3, 2]', "group 2 (jaw) repeats is 3 to 2; allowed: minimum <="),
    ('"jaw"', '"jaw", repeats = []', "group 2 (jaw) repeats is []; allowed: [fewest, most]"),
    ('"jaw"', '"jaw", repeats = [2, 2.5]', "group 2 (jaw) repeats is [2, 2.5]; allowed: [few"),
    ('"jaw"', '"jaw", mode = "count"', "group 2 (jaw) release is 20 s; allowed: 4 to 12 s"),
    ('"jaw"', '"jaws"', 'group 2 muscle is "jaws"; allowed: a muscle of the catalogue (did you'),
    ('muscle = "jaw"', "tense = 6", "group 2 muscle is missing"),
    ('"jaw"', '"right-foot", tense = 2', "group 2 (right-foot) is twice; allowed: once"),
    ('{ muscle = "jaw" }', '"jaw"', 'group 2 is "jaw"; allowed: a table (this is text)'),
    (
        "settle_in = 10",
        "texts.neck.name.nl = 'a'\ntexts.neck.name.en = 'b'",
        "texts neck is for no",
    ),
    ("settle_in = 10", "texts.jaw.name.nl = 'a'", "texts jaw name en is missing"),
    ("settle_in = 10", "texts = []", "texts is []; allowed: a table (this is a list)"),
    (
        "settle_in = 10",
        "settle_in = 10\nsettle_in = 9",
        "the file is not TOML; allowed: TOML 1.0 (",
    ),
    ("settle_in = 10", "settle_in = ", "(at line 8, column 13)"),
    ("settle_in = 10", "settle_in = 1" + "0" * 5000, "the file is not TOML"),
    ("settle_in = 10", "settle_in = " + "[" * 50_000, "nested too deep"),
)


@pytest.mark.parametrize(("right", "wrong", "told"), SPOILT)
def test_one_mistake_is_told_once(tmp_path: Path, right: str, wrong: str, told: str):
    assert GOOD.count(right) == 1
    (problem,) = refused(tmp_path, GOOD.replace(right, wrong))
    assert problem.startswith("mine.toml: ")
    assert told in problem


def test_all_mistakes_are_told_at_once(tmp_path: Path):
    text = GOOD
    for right, wrong in (
        ("settle_in = 10", "settle_in = inf\nfinal_rest = 10\ncolour = 1"),
        ('title.en = "Mine"\n', ""),
        ("tense = 2.5", "tense = 7, release = nan"),
        ('"jaw"', '"jaw", repeats = [9, 1], mood = "sad"'),
    ):
        text = text.replace(right, wrong)
    fields = [line.split(": ")[1].split(" is ")[0] for line in refused(tmp_path, text)]
    assert sorted(fields) == sorted(
        (
            "settle_in",
            "final_rest",
            "colour",
            "title en",
            "group 1 (right-foot) tense",
            "group 1 (right-foot) release",
            "group 2 (jaw) repeats",
            "group 2 (jaw) repeats minimum",
            "group 2 (jaw) mood",
        )
    )


@pytest.mark.parametrize("groups", ["[]", '"jaw"', "3"])
def test_groups_that_are_no_groups_are_told_once(tmp_path: Path, groups: str):
    text = GOOD[: GOOD.index("groups")] + f"groups = {groups}\n"
    (problem,) = refused(tmp_path, text)
    assert problem.startswith("mine.toml: groups is ")


def test_limits_that_hold_alone_are_broken_together(tmp_path: Path):
    keys = [muscle.key for muscle in muscles.every() if not muscle.foot][:24]
    groups = "".join(f'  {{ muscle = "{key}" }},\n' for key in keys)
    long = "defaults.release = 60\ndefaults.ready_gap = 15\ndefaults.repeats = [5, 5]\n"
    text = GOOD[: GOOD.index("defaults")] + long + f"groups = [\n{groups}]\n"
    (problem,) = refused(tmp_path, text)
    assert "longest way is " in problem
    assert "120 min" in problem


def test_nothing_but_left_out_groups_is_refused(tmp_path: Path):
    (problem,) = refused(
        tmp_path, GOOD.replace("settle_in", 'defaults.mode = "left-out"\nsettle_in')
    )
    assert "groups is all left out" in problem


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"name = '\xff'", "not UTF-8"),
        (b"# " + b"x" * 300_000, "too large"),
        (b"", "groups is missing"),
        (b"\x00", "not TOML"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes, told: str):
    path = tmp_path / "mine.toml"
    path.write_bytes(raw)
    with pytest.raises(ProtocolFileError) as caught:
        load(path)
    assert any(told in line for line in caught.value.details)


@pytest.mark.parametrize("name", ["missing.toml", "folder/missing", "."])
def test_a_file_that_cannot_be_read_is_no_protocol(tmp_path: Path, monkeypatch, name: str):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoProtocolError) as caught:
        find(name)
    assert str(caught.value).startswith(f"{Path(name)}: ")


def test_a_misspelt_name_is_understood(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NoProtocolError, match="did you mean handout"):
        find("hadnout")
    written(tmp_path, GOOD)
    with pytest.raises(NoProtocolError) as caught:
        find("mine")
    assert caught.value.advice == "for the file, say mine.toml"
    assert find("mine.toml").name == "mine"


VALUES = st.recursive(
    st.none().map(lambda _: "")
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(("jaw", "right-foot", "count", "left-out", "left", "seated")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("nl", "en", "muscle", "tense", "release", "repeats", "mode", "jaw"))
            | st.text(max_size=3),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
FIELDS = (*tomllib.loads(GOOD), "texts", "caution", "posture", "wrist", "fade_pct", "?")


def problems_of(data: dict[str, object]) -> list[str]:
    """The problems of a file with these fields; none where it is a protocol the watch takes."""
    try:
        file = protocol_file.build(Path("mine.toml"), data)
    except ProtocolFileError as error:
        return list(error.details) or ["refused for no reason"]
    assert unpack(file.packed).name == file.name
    return []


@given(st.dictionaries(st.sampled_from(FIELDS), VALUES, min_size=1, max_size=3))
def test_whatever_is_in_a_file_is_read_or_refused(spoilt: dict[str, object]):
    for problem in problems_of(copy.deepcopy(tomllib.loads(GOOD)) | spoilt):
        assert problem.isprintable()
        assert " is " in problem
        assert "; allowed: " in problem
        assert len(problem) < 500


@given(st.data())
def test_whatever_a_typing_slip_does_is_read_or_refused(data: st.DataObject):
    text = (SHIPPED / "onderweg.toml").read_text("utf-8")
    at = data.draw(st.integers(0, len(text) - 1))
    length = data.draw(st.integers(0, 20))
    slip = data.draw(st.text(max_size=5) | st.sampled_from(("inf", "[]", "{", "-", '"', "\n")))
    try:
        parsed = tomllib.loads(text[:at] + slip + text[at + length :])
    except ValueError:
        return
    for problem in problems_of(parsed):
        assert "; allowed: " in problem


def test_a_file_from_an_editor_that_begins_with_a_byte_order_mark_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert load(path).name == "mine"
