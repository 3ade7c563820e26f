# SPDX-License-Identifier: MIT
"""`loslaten protocol` and `loslaten rehearse`: what they print, in text and in JSON."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result

from loslaten.cli import main
from loslaten.protocols.file import SHIPPED_NAMES, load

EVENT_FIELDS = {"t_ms", "event", "group", "repeat", "cue"}


@pytest.fixture(autouse=True)
def in_a_folder_in_english(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def loslaten(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def printed(*arguments: str) -> str:
    result = loslaten(*arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def parsed(*arguments: str) -> Any:
    return json.loads(printed(*arguments, "--json"))


def test_list_has_every_protocol_in_order():
    lines = printed("protocol", "list").splitlines()
    assert [line.split()[0] for line in lines[1:]] == list(SHIPPED_NAMES)
    assert lines[1].split()[-3:] == ["17", "27:18", "57:33"]


def test_list_speaks_dutch():
    assert "De oefening uit de folder" in printed("protocol", "list", "--lang", "nl")


def test_list_as_json():
    first = parsed("protocol", "list")[0]
    assert first == {
        "name": "handout",
        "title": {"nl": "De oefening uit de folder", "en": "The exercise of the leaflet"},
        "posture": "lying",
        "groups": 17,
        "shortest_ms": 1_638_000,
        "longest_ms": 3_453_000,
        "content_id": first["content_id"],
    }
    assert len(bytes.fromhex(first["content_id"])) == 6


def test_show_tells_everything():
    text = printed("protocol", "show", "sixteen", "--lang", "nl")
    for part in (
        "Zestien spiergroepen",
        "Bernstein",
        "uit het geheugen",
        "ogen en neus",
        "35 s",
        "2-4",
    ):
        assert part in text


def test_show_marks_what_is_left_out(tmp_path: Path):
    printed("protocol", "new", "mine")
    path = tmp_path / "mine.toml"
    path.write_text(path.read_text().replace('"jaw" }', '"jaw", mode = "left-out" }'))
    text = printed("protocol", "show", "mine.toml")
    assert "left out" in text
    assert "back teeth" not in text


def test_show_as_json_has_the_whole_protocol():
    shown = parsed("protocol", "show", "seated-tense")
    assert set(shown) == {
        "name",
        "content_id",
        "packed_bytes",
        "title",
        "description",
        "caution",
        "source",
        "source_texts",
        "from_memory",
        "from_memory_texts",
        "posture",
        "settle_in_ms",
        "final_rest_ms",
        "fade_pct",
        "wrist",
        "end_cue",
        "ratings",
        "mirrored",
        "groups",
    }
    assert shown["groups"][0] == {
        "muscle": "both-feet",
        "mode": "tense-release",
        "tense_ms": 2_500,
        "release_ms": 12_000,
        "ready_gap_ms": 3_000,
        "repeats": [2, 3],
        "effort": "light",
        "strength_pct": 70,
        "name": {"nl": "beide voeten", "en": "both feet"},
        "instruction": {
            "nl": "Knijp met de tenen in de schoenen, kort en licht.",
            "en": "Squeeze the toes inside your shoes, briefly and lightly.",
        },
    }


def test_json_does_not_depend_on_the_language():
    for command in (("protocol", "show", "handout"), ("protocol", "list")):
        assert parsed(*command, "--lang", "nl") == parsed(*command, "--lang", "en")


def test_check_finds_all_shipped_well():
    assert printed("protocol", "check", *SHIPPED_NAMES).count("all is well") == len(SHIPPED_NAMES)


def test_check_goes_on_after_a_bad_file(tmp_path: Path):
    (tmp_path / "bad.toml").write_text('name = "bad"\nfade_pct = 99\n')
    result = loslaten("protocol", "check", "bad.toml", "none.toml", "handout")
    assert result.exit_code == 1
    assert "bad.toml: fade_pct is 99; allowed: 0 to 50" in result.stdout
    assert "none.toml: the file is not found" in result.stdout
    assert "handout: all is well" in result.stdout


def test_check_as_json(tmp_path: Path):
    (tmp_path / "bad.toml").write_text(
        'name = "bad"\ntitle = {nl="a", en="b"}\ndescription = {nl="a", en="b"}\n'
        'source = "s"\nfade_pct = 99\ngroups = [{muscle = "jaw"}]\n'
    )
    result = loslaten("protocol", "check", "bad.toml", "handout", "--json")
    assert result.exit_code == 1
    bad, handout = json.loads(result.stdout)
    assert handout == {"file": "handout", "ok": True, "problems": []}
    assert (bad["file"], bad["ok"]) == ("bad.toml", False)
    (problem,) = bad["problems"]
    assert set(problem) == {"field", "value", "allowed", "why"}
    assert (problem["field"], problem["value"], problem["allowed"]) == (
        "fade_pct",
        "99",
        "0 to 50",
    )


@pytest.mark.parametrize("command", [("show",), ("plan",), ("new", "mine", "--from")])
def test_a_bad_file_stops_every_command_with_all_its_problems(
    tmp_path: Path, command: tuple[str, ...]
):
    (tmp_path / "bad.toml").write_text('name = "bad"\n')
    result = loslaten("protocol", *command, "bad.toml")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("loslaten: bad.toml has 4 problems\n")
    assert result.stderr.count("is missing") == 4


def test_plan_tells_both_ways_and_the_timeline():
    text = printed("protocol", "plan", "handout")
    assert "shortest     27:18" in text
    assert "longest      57:33" in text
    assert "1:06.5  release      right foot" in text
    assert text.count("\n") == 5 - 1 + 1 + 17 * 5 + 2


def test_plan_of_the_longest_way_asks_again():
    assert " again " not in printed("protocol", "plan", "four")
    assert printed("protocol", "plan", "four", "--longest").count(" again ") == 4 * 2


def test_plan_as_json():
    planned = parsed("protocol", "plan", "seven")
    assert set(planned) == {
        "name",
        "content_id",
        "fit_ms",
        "fit_within_ms",
        "changes",
        "shortest",
        "longest",
    }
    assert planned["fit_ms"] is None
    assert planned["changes"] == []
    for way in (planned["shortest"], planned["longest"]):
        assert set(way) == {"duration_ms", "timeline"}
        assert all(set(event) == EVENT_FIELDS for event in way["timeline"])
        assert way["timeline"][-1]["t_ms"] == way["duration_ms"]


def test_plan_that_fits_tells_what_it_changed():
    text = printed("protocol", "plan", "handout", "--fit-within", "30m")
    assert "release 30 s -> 21 s: every group" in text
    assert "repeats 2-5 -> 2-3: every group" in text
    assert "longest      29:44" in text
    planned = parsed("protocol", "plan", "handout", "--fit-within", "30m")
    assert planned["fit_within_ms"] == 1_800_000
    assert planned["longest"]["duration_ms"] <= 1_800_000
    assert planned["changes"][0] == {
        "group": "right-foot",
        "field": "release_ms",
        "before": 30_000,
        "after": 21_000,
    }
    assert planned["changes"][1] == {
        "group": "right-foot",
        "field": "repeats",
        "before": [2, 5],
        "after": [2, 3],
    }
    assert planned["content_id"] != parsed("protocol", "plan", "handout")["content_id"]


def test_plan_that_fits_already_changes_nothing():
    assert "nothing changed" in printed("protocol", "plan", "handout", "--fit-within", "1h")


def test_plan_that_cannot_fit_says_so():
    result = loslaten("protocol", "plan", "handout", "--fit-within", "8m")
    assert result.exit_code == 1
    assert "handout cannot be done in 8:00: it takes 15:58 at the very least" in result.stderr


def test_new_writes_a_copy_that_fits(tmp_path: Path):
    printed("protocol", "new", "avond", "--from", "sixteen", "--fit-within", "40m")
    avond = load(tmp_path / "avond.toml")
    assert avond.name == "avond"
    planned = parsed("protocol", "plan", "avond.toml")
    assert planned["longest"]["duration_ms"] <= 40 * 60_000
    fitted = parsed("protocol", "plan", "sixteen", "--fit-within", "40m")
    assert planned["longest"] == fitted["longest"]


def test_new_overwrites_nothing(tmp_path: Path):
    (tmp_path / "avond.toml").write_text("precious")
    result = loslaten("protocol", "new", "avond")
    assert result.exit_code == 1
    assert "avond.toml exists already" in result.stderr
    assert "--force" in result.stderr
    assert (tmp_path / "avond.toml").read_text() == "precious"


def test_rehearse_as_json_is_a_list_of_events():
    events = parsed("rehearse", "seated-tense", "--press", "9", "--press", "0:12:hold")
    assert all(set(event) == EVENT_FIELDS for event in events)
    assert events[0] == {
        "t_ms": 0,
        "event": "started",
        "group": None,
        "repeat": None,
        "cue": "started",
    }
    assert {
        "t_ms": 9_000,
        "event": "cut",
        "group": "both-feet",
        "repeat": 1,
        "cue": None,
    } in events
    assert "paused" in {event["event"] for event in events}


def test_rehearse_tells_how_it_ended():
    text = printed("rehearse", "seated-tense", "--lang", "nl")
    assert "beide voeten" in text
    assert text.endswith("afgemaakt na 4:12\n")


def test_rehearse_draws_the_night(tmp_path: Path):
    press = ("--press", "0:12", "--press", "56:double")
    events = parsed("rehearse", "seated-tense", *press, "--svg", "night.svg")
    assert events == parsed("rehearse", "seated-tense", *press)
    drawn = (tmp_path / "night.svg").read_text("utf-8")
    words = " ".join(ET.fromstring(drawn).itertext())
    for word in (
        "Tensing while seated",
        "rehearsed on the laptop",
        "both feet",
        "asked for",
        "again",
    ):
        assert word in words
    printed("rehearse", "seated-tense", "--svg", "night.svg", "--force", "--lang", "nl")
    assert "proef op de laptop" in (tmp_path / "night.svg").read_text("utf-8")


@pytest.mark.parametrize(
    ("presses", "ending"),
    [
        (("12:hold", "20:long"), "stopped"),
        (("12:hold",), "not back from a pause"),
        ((), "completed"),
    ],
)
def test_every_ending_can_be_drawn(tmp_path: Path, presses: tuple[str, ...], ending: str):
    options = [part for press in presses for part in ("--press", press)]
    printed("rehearse", "seated-tense", *options, "--svg", "night.svg")
    assert ending in (tmp_path / "night.svg").read_text("utf-8")


def test_a_picture_that_cannot_be_written_is_told():
    result = loslaten("rehearse", "seated-tense", "--svg", "none/night.svg")
    assert result.exit_code == 1
    assert result.stderr == (
        "loslaten: none/night.svg cannot be written: No such file or directory\n"
    )


def test_rehearse_tells_of_presses_after_the_end():
    result = loslaten("rehearse", "seated-tense", "--press", "5:00")
    assert result.exit_code == 0
    assert result.stderr == "loslaten: the press at 5:00.0 comes after the end\n"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("rehearse", "seated-tense", "--press", "soon"), "'soon' is no press"),
        (("rehearse", "seated-tense", "--press", "1:twice"), "'1:twice' is no press"),
        (("rehearse", "seated-tense", "--press", "1", "--press", "1"), "begins before"),
        (("protocol", "plan", "handout", "--fit", "30"), "'30' is no duration"),
        (("protocol", "plan"), "Missing argument"),
        (("protocol", "list", "--lang", "de"), "'de' is not one of 'nl', 'en'"),
    ],
)
def test_what_is_not_understood_ends_with_2(arguments: tuple[str, ...], told: str):
    result = loslaten(*arguments)
    assert result.exit_code == 2
    assert told in result.stderr
