# SPDX-License-Identifier: MIT
"""The protocols that are shipped: they are what they say."""

import pytest

from loslaten.language.muscle_texts import catalogue, muscle_name
from loslaten.language.text import LANGUAGES
from loslaten.protocols import new_rules
from loslaten.protocols.file import SHIPPED, SHIPPED_NAMES, called, find, names, shipped_name
from loslaten.protocols.plan import way
from loslaten_core.practice import muscles
from loslaten_core.practice.limits import COUNT, EFFORTS, LIGHT, RELEASE_ONLY
from loslaten_core.practice.muscles import by_key, by_number
from loslaten_core.practice.protocol import pack, unpack

# The leaflet: its groups a to q, how long each is tensed at most, and whether it is tensed.
LEAFLET = (
    "right-foot",
    "right-lower-leg",
    "right-thigh",
    "left-foot",
    "left-lower-leg",
    "left-thigh",
    "buttocks",
    "abdomen",
    "right-forearm",
    "right-upper-arm",
    "left-forearm",
    "left-upper-arm",
    "chest-shoulders",
    "neck",
    "jaw",
    "nose",
    "forehead",
)


def test_the_handout_is_the_leaflet():
    handout = find("handout")
    assert tuple(group.muscle for group in handout.groups) == LEAFLET
    for key, group in zip(LEAFLET, handout.protocol.groups, strict=True):
        low, high = (2_000, 3_000) if "foot" in key else (5_000, 7_000)
        assert low <= group.tense_ms <= high
        assert (group.repeats_min, group.repeats_max) == (2, 5)
        assert group.tenses
    assert handout.protocol.final_rest_ms >= 300_000
    assert handout.protocol.settle_in_ms > 0
    assert not handout.protocol.seated
    assert not handout.protocol.end_cue


def test_the_classic_stages_begin_with_the_hands_and_end_with_the_feet():
    assert [group.muscle for group in find("sixteen").groups] == [
        "right-forearm",
        "right-upper-arm",
        "left-forearm",
        "left-upper-arm",
        "forehead",
        "nose",
        "jaw",
        "neck",
        "chest-shoulders",
        "abdomen",
        "right-thigh",
        "right-lower-leg",
        "right-foot",
        "left-thigh",
        "left-lower-leg",
        "left-foot",
    ]
    assert len(find("seven").groups) == 7
    assert len(find("four").groups) == 4


def test_later_stages_do_not_tense():
    for name, mode in (
        ("release-only", RELEASE_ONLY),
        ("recall", RELEASE_ONLY),
        ("counting", COUNT),
    ):
        assert {group.mode for group in find(name).protocol.groups} == {mode}


def test_on_the_way_one_notices_and_lets_go_seated_in_two_minutes():
    """The leaflet's last paragraph: on the way nothing is tensed."""
    file = find("onderweg")
    assert file.protocol.seated
    assert {group.mode for group in file.protocol.groups} == {RELEASE_ONLY}
    assert way(file.protocol, asking=False).duration_ms <= 130_000
    assert all(group.instruction.nl.startswith("Merk") for group in file.groups)


def test_tensing_while_seated_is_light_and_says_so():
    file = find("seated-tense")
    assert "aanspannen" in file.title.nl.lower()
    assert "tens" in file.title.en.lower()
    assert all(group.tenses and group.effort == LIGHT for group in file.protocol.groups)


@pytest.mark.parametrize("name", ["seven", "four"])
def test_the_later_stages_are_there_in_the_leaflet_s_order_as_well(name: str):
    hands, feet = find(name), find(f"{name}-feet-first")
    assert {text.muscle for text in hands.groups} == {text.muscle for text in feet.groups}
    regions = [by_number(group.muscle).region for group in feet.protocol.groups]
    order = [by_key(key).region for key in ("right-foot", "abdomen", "right-forearm", "jaw")]
    assert sorted(regions, key=order.index) == regions


def test_the_leaflet_s_efforts_are_kept():
    """Calm, firm only the buttocks and the fists; that the neck is light is our caution."""
    efforts = {
        text.muscle: EFFORTS[group.effort]
        for text, group in zip(
            find("handout").groups, find("handout").protocol.groups, strict=True
        )
    }
    firm = {muscle for muscle, effort in efforts.items() if effort == "firm"}
    assert firm == {"buttocks", "right-forearm", "left-forearm"}
    assert {muscle for muscle, effort in efforts.items() if effort == "light"} == {"neck"}


def test_names_work_in_dutch_as_well():
    for name in names():
        assert find(name).name == shipped_name(name)
    assert {called(name, "nl") for name in SHIPPED_NAMES} <= set(names())
    assert find("zeven").name == "seven"


def test_every_file_in_the_folder_is_shipped():
    assert {path.stem for path in SHIPPED.glob("*.toml")} == set(SHIPPED_NAMES)


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_a_shipped_protocol_is_whole(name: str):
    file = find(name)
    assert file.name == name
    assert file.source
    assert not new_rules.broken(file.protocol)
    assert pack(unpack(file.packed)) == file.packed
    assert file.caution is not None
    for lang in LANGUAGES:
        for group in file.groups:
            sentence = group.instruction.say(lang)
            assert sentence.endswith(".")
            assert sentence.count(". ") == 0


def test_shipped_protocols_have_different_ids():
    assert len({find(name).content_id for name in SHIPPED_NAMES}) == len(SHIPPED_NAMES)


def test_every_muscle_of_the_catalogue_has_its_texts():
    assert list(catalogue()) == [muscle.key for muscle in muscles.every()]
    for texts in catalogue().values():
        for lang in LANGUAGES:
            assert texts.name.say(lang)
            assert texts.tense.say(lang).endswith(".")
            assert texts.release.say(lang).endswith(".")


def test_a_muscle_is_named_by_its_number():
    assert muscle_name(1, "nl") == "rechtervoet"
    assert muscle_name(1, "en") == "right foot"
    assert muscle_name(200, "nl") == "spiergroep 200"
