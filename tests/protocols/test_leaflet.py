# SPDX-License-Identifier: MIT
"""The leaflet, line by line: docs/protocols.md says where it is kept, and here it is checked.

Times are those that the wearer gets: read from `loslaten rehearse --json`.
"""

import itertools
import json
import re
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.protocols.file import SHIPPED_NAMES, find
from loslaten_core.practice import limits, muscles
from tests.protocols.test_docs import rows, section
from tests.protocols.test_shipped_protocols import LEAFLET

DOCS = Path(__file__).parents[2] / "docs"
MINUTE_MS = 60_000
BY_KEY = {text.muscle: text for text in find("handout").groups}


@cache
def rehearsed(name: str, *presses: str) -> list[dict]:
    options = [part for press in presses for part in ("--press", press)]
    result = CliRunner().invoke(main, ["rehearse", name, *options, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def lasting(name: str, event: str) -> list[tuple[str, int]]:
    """Each (muscle, ms) from such an event to the next."""
    events = rehearsed(name)
    return [
        (each["group"], following["t_ms"] - each["t_ms"])
        for each, following in itertools.pairwise(events)
        if each["event"] == event
    ]


def test_every_line_names_a_check_of_this_file():
    told = {cells[2].strip("`") for cells in rows(section("The leaflet, line by line"))}
    here = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert told == here - {"every_line_names_a_check_of_this_file"}


def test_every_group_is_tensed_and_released():
    for event in ("ready", "tense", "release"):
        assert {each["group"] for each in rehearsed("handout") if each["event"] == event} == set(
            LEAFLET
        )


def test_the_release_is_longer_than_the_tension():
    tension, release = dict(lasting("handout", "tense")), dict(lasting("handout", "release"))
    assert all(release[muscle] >= 2 * tension[muscle] for muscle in LEAFLET)


def test_tension_lasts_as_long_as_it_says():
    for muscle, tense_ms in lasting("handout", "tense"):
        low, high = (2_000, 3_000) if "foot" in muscle else (5_000, 7_000)
        assert low <= tense_ms <= high, muscle
    assert (limits.TENSE_MS, limits.TENSE_FOOT_MS) == ((5_000, 7_000), (2_000, 3_000))


def test_a_group_is_done_two_to_five_times():
    repeats = [muscle for muscle, _ in lasting("handout", "tense")]
    assert {repeats.count(muscle) for muscle in LEAFLET} == {2}
    # In the second release and every one after it, once more.
    times_s = [70 + 36 * repeat for repeat in range(1, 8)]
    asked = rehearsed("handout", *(str(seconds) for seconds in times_s))
    done = [each["group"] for each in asked if each["event"] == "tense"]
    assert done.count("right-foot") == 5
    for name in SHIPPED_NAMES:
        for group in find(name).protocol.groups:
            assert not group.tenses or (2 <= group.repeats_min <= group.repeats_max <= 5)
    assert limits.TENSED_REPEATS == (2, 5)


def test_a_group_comes_once():
    groups = [each["group"] for each in rehearsed("handout") if each["event"] == "ready"]
    assert len(groups) == len(set(groups))


def test_the_order_is_the_leaflet_s():
    groups = [each["group"] for each in rehearsed("handout") if each["event"] == "ready"]
    assert groups == list(LEAFLET)


def test_the_rest_lasts_five_minutes():
    for name in SHIPPED_NAMES:
        if find(name).protocol.seated:
            continue
        ((_, rest_ms),) = lasting(name, "rest")
        assert rest_ms >= 5 * MINUTE_MS
    assert limits.FINAL_REST_LYING_MS[0] == 5 * MINUTE_MS


def test_half_an_hour_can_be_filled():
    result = CliRunner().invoke(main, ["protocol", "plan", "handout", "--fit", "30m", "--json"])
    assert json.loads(result.stdout)["shortest"]["duration_ms"] >= 30 * MINUTE_MS


def test_the_end_is_silent_unless_it_is_asked_for(tmp_path, monkeypatch):
    rest = rehearsed("handout")[-2]
    assert (rest["event"], rehearsed("handout")[-1]["cue"]) == ("rest", None)
    pressed = rehearsed("handout", str(rest["t_ms"] / 1000 + 60))
    assert not [each for each in pressed if each["t_ms"] > rest["t_ms"] and each["cue"]]
    monkeypatch.chdir(tmp_path)
    CliRunner().invoke(main, ["protocol", "new", "dutje", "--end-cue"])
    assert rehearsed("dutje.toml")[-1]["cue"] == "end"


def test_one_lies_down():
    handout = find("handout")
    assert not handout.protocol.seated
    assert "onder de knieën" in handout.description.nl
    assert "under the knees" in handout.description.en


def test_efforts_are_the_leaflet_s():
    shown = CliRunner().invoke(main, ["protocol", "show", "handout", "--json"])
    efforts = {group["muscle"]: group["effort"] for group in json.loads(shown.stdout)["groups"]}
    firm = ("buttocks", "right-forearm", "left-forearm")
    for muscle, effort in efforts.items():
        assert effort == ("firm" if muscle in firm else "light" if muscle == "neck" else "calm")


DOES = {
    "right-foot": ("binnen", "knijp", "tenen"),
    "right-lower-leg": ("trek", "tenen", "omhoog", "neus"),
    "right-thigh": ("knieholte", "trek", "knieschijf op"),
    "buttocks": ("knijp", "stevig", "tegen elkaar"),
    "abdomen": ("buik hard",),
    "right-forearm": ("stevige vuist",),
    "right-upper-arm": ("elleboog", "hand en onderarm slap"),
    "chest-shoulders": ("adem", "in en druk tegelijk", "achteren", "naar elkaar", "uit"),
    "neck": ("kin", "borst", "tegelijk", "kussen"),
    "jaw": ("klem", "mondhoeken", "achteren"),
    "nose": ("knijp", "neusvleugels"),
    "forehead": ("wenkbrauwen", "frons", "allebei"),
}


@pytest.mark.parametrize("key", DOES)
def test_the_instructions_do_what_the_leaflet_does(key: str):
    told = BY_KEY[key].instruction.nl.lower()
    for word in DOES[key]:
        assert word in told
    if key.startswith("right-"):
        other = BY_KEY[key.replace("right-", "left-")].instruction.nl.lower()
        assert other == told.replace("rechter", "linker")


SAID = {
    "wearing.nl.md": (
        "elke dag",
        "minstens een half uur",
        "vroeg in de middag",
        "weken",
        "lichte genoeg",
        "onder uw knieën",
        "op uw buik",
        "Zet de radio uit",
        "laat het van u afglijden en voelt het verschil",
        "prettige dingen",
        "uw therapeut u daarbij helpen",
        "pauze van tien minuten beëindigt",
        "knop drie tellen vast",
    ),
    "wearing.md": (
        "every day",
        "at least half an hour",
        "early in the afternoon",
        "weeks",
        "light one is enough",
        "under your knees",
        "on your belly",
        "Turn the radio off",
        "let it slide off you, and feel the difference",
        "pleasant things",
        "your therapist can help you with it",
        "A pause of ten minutes ends",
        "hold its button for three seconds",
    ),
}


@pytest.mark.parametrize("page", SAID)
def test_the_guides_say(page: str):
    text = re.sub(r"\s+", " ", (DOCS / page).read_text("utf-8"))
    for words in SAID[page]:
        assert words in text


def test_on_the_way_nothing_is_tensed():
    assert lasting("onderweg", "tense") == []
    assert rehearsed("onderweg")[-1]["t_ms"] <= 130_000
    released = {muscle for muscle, _ in lasting("onderweg", "release")}
    assert len(released) == 6
    assert all(muscles.by_key(muscle) for muscle in released)
