# SPDX-License-Identifier: MIT
"""docs/protocols.md says what the code does."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.language.muscle_texts import catalogue
from loslaten.protocols import new_rules
from loslaten.protocols.file import SHIPPED_NAMES, load
from loslaten.protocols.fit import RELEASE_KEPT_MS, RELEASE_LONG_MS
from loslaten.protocols.schema import FileEntry, Practised
from loslaten_core.practice import limits
from loslaten_core.practice.event import EVENTS

PAGE = (Path(__file__).parents[2] / "docs" / "protocols.md").read_text("utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def rows(text: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, without their headings."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    table = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]
    rules = [at for at, row in enumerate(table) if set("".join(row)) == {"-"}]
    headings = {at - 1 for at in rules}
    return [row for at, row in enumerate(table) if at not in rules and at not in headings]


def seconds(allowed_ms: tuple[int, int]) -> str:
    return f"{allowed_ms[0] / 1000:g} to {allowed_ms[1] / 1000:g} s"


def span(allowed: tuple[int, int]) -> str:
    return f"{allowed[0]} to {allowed[1]}"


def test_the_limits_are_those_of_the_code():
    held = "what the watch can hold"
    assert rows(section("Limits")) == [
        ["`name`", f"{span(limits.NAME_BYTES)} characters", held],
        ["`groups`", f"{span(limits.GROUPS)}, each muscle once", held],
        ["`settle_in`", seconds(limits.SETTLE_IN_MS), limits.WHY_SETTLE],
        ["`final_rest`, lying", seconds(limits.FINAL_REST_LYING_MS), limits.WHY_REST],
        ["`final_rest`, seated", seconds(limits.FINAL_REST_SEATED_MS), "-"],
        ["`fade_pct`", span(limits.FADE_PCT), limits.WHY_STRENGTH],
        ["`tense`", seconds(limits.TENSE_MS), limits.WHY_TENSE],
        ["`tense`, feet", seconds(limits.TENSE_FOOT_MS), limits.WHY_CRAMP],
        ["`release`", seconds(limits.RELEASE_MS), limits.WHY_RELEASE],
        ["`release`, counting", seconds(limits.COUNT_PACE_MS), limits.WHY_COUNT],
        ["`ready_gap`", seconds(limits.READY_GAP_MS), limits.WHY_GAP],
        ["`repeats`", span(limits.TENSED_REPEATS), limits.WHY_TENSED_REPEATS],
        [
            "`repeats`, nothing tensed",
            span(new_rules.RELEASED_REPEATS),
            new_rules.WHY_RELEASED_REPEATS,
        ],
        ["`repeats`, counting", span(limits.COUNTS), limits.WHY_COUNT],
        ["`strength_pct`", span(limits.STRENGTH_PCT), limits.WHY_STRENGTH],
        ["the longest way", f"{limits.LONGEST_MS // 60_000} min", limits.WHY_LONGEST],
    ]
    assert f"down to {RELEASE_KEPT_MS // 1000} s" in PAGE
    assert f"up to\n{RELEASE_LONG_MS // 1000} s" in PAGE


def shown(value: object) -> str:
    return "none" if value is None or value == {} else json.dumps(value).replace(".0", "")


@pytest.mark.parametrize("kind", [FileEntry, Practised])
def test_every_field_is_there_with_its_default(kind: type[FileEntry | Practised]):
    told = {}
    for cells in rows(section("A file")):
        for name in re.findall(r"`(\w+)`", cells[0]):
            told[name] = cells[2].strip("`")
    entry = kind()
    for name in entry.__struct_fields__:
        if name == "defaults":
            assert told[name] == "see below"
        elif name in FileEntry.required:
            assert told[name] == "required"
        else:
            value = getattr(entry, name)
            assert told[name] == shown(list(value) if isinstance(value, tuple) else value)


def test_the_example_is_a_protocol(tmp_path: Path):
    path = tmp_path / "avond.toml"
    path.write_text(section("A file").split("```toml\n")[1].split("```")[0], "utf-8")
    assert load(path).name == "avond"


def test_every_shipped_protocol_is_there():
    assert [cells[0] for cells in rows(section("What is shipped"))] == [
        f"`{name}`" for name in SHIPPED_NAMES
    ]


def test_every_muscle_is_there():
    assert rows(section("Muscles")) == [
        [f"`{key}`", texts.name.en] for key, texts in catalogue().items()
    ]


def test_every_event_is_there():
    told = {cells[0].strip("`") for cells in rows(section("JSON").split("Events:")[1])}
    assert told == set(EVENTS[1:])


@pytest.mark.parametrize("command", ["list", "show four", "check four", "plan four"])
def test_every_field_of_the_json_is_there(command: str):
    words = command.split()
    result = CliRunner().invoke(main, ["protocol", *words, "--json"])
    told = dict(rows(section("JSON").split("An event is")[0]))[f"`protocol {words[0]}`"]
    data = json.loads(result.stdout)
    first = data[0] if isinstance(data, list) else data
    assert f"`{{{', '.join(first)}}}`" in told
    if words[0] == "show":
        group = first["groups"][0]
        assert set(told.split("each group is `{")[1].split("}")[0].split(", ")) == set(group)
