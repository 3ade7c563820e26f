# SPDX-License-Identifier: MIT
"""A protocol changed for one wearer, and what the copy says of itself."""

import copy

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.protocols.altered import differences, mirrored
from loslaten.protocols.file import SHIPPED_NAMES, find, load
from loslaten_core.practice.limits import LEFT_OUT, RELEASE_ONLY
from loslaten_core.practice.protocol import pack, unpack
from tests.protocols.test_file import GOOD, written


def loslaten(*arguments):
    return CliRunner().invoke(main, arguments)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def made(folder, *options):
    result = loslaten("protocol", "new", "avond", *options)
    assert result.exit_code == 0, result.output
    return load(folder / "avond.toml")


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_mirrored_twice_is_as_before(name):
    file = find(name)
    other = mirrored(file)
    assert other.protocol.mirrored
    assert unpack(pack(other.protocol)).mirrored
    back = mirrored(other)
    assert back.packed == file.packed
    assert [text.muscle for text in back.groups] == [text.muscle for text in file.groups]


def test_mirrored_has_the_left_side_first_in_the_same_order():
    handout, other = find("handout"), mirrored(find("handout"))
    swapped = {"right": "left", "left": "right"}
    for mine, theirs in zip(handout.groups, other.groups, strict=True):
        side, dash, rest = mine.muscle.partition("-")
        assert theirs.muscle == swapped.get(side, side) + dash + rest
    assert other.groups[0].instruction.nl.startswith("Draai de linkervoet")
    assert other.protocol.groups[0].tense_ms == 2_500


def test_a_group_of_its_own_words_keeps_them_when_it_is_mirrored():
    sixteen = find("sixteen")
    own = {text.muscle: text for text in sixteen.groups}
    for text in mirrored(sixteen).groups:
        assert text == own[text.muscle]


def test_a_changed_copy_tells_what_was_changed(folder):
    file = made(
        folder,
        *(
            "--from",
            "handout",
            "--leave-out",
            "neck",
            "--release-only",
            "kaken en onderste deel van de wangen",
        ),
        *("--repeats", "2-3", "--tense", "5s"),
    )
    groups = {
        text.muscle: group for text, group in zip(file.groups, file.protocol.groups, strict=True)
    }
    assert groups["neck"].mode == LEFT_OUT
    assert groups["jaw"].mode == RELEASE_ONLY
    assert {
        (group.repeats_min, group.repeats_max)
        for muscle, group in groups.items()
        if muscle != "neck"
    } == {(2, 3)}
    assert groups["abdomen"].tense_ms == 5_000
    assert groups["right-foot"].tense_ms == 2_500
    assert file.title.nl == "De oefening uit de folder (aangepast)"
    assert file.description.en.endswith(
        "Changed: left out: neck and throat; only released: jaw and lower cheeks; tense 5 s "
        "(but for right foot, left foot); 2\N{EN DASH}3 repeats."
    )
    assert file.source.en.startswith("handout, changed: left out: neck and throat; ")
    assert "is from: Ontspanningstraining" in file.source.en
    assert file.source.nl.startswith("handout, veranderd: weggelaten: nek en keel; ")
    assert "is uit: Ontspanningstraining" in file.source.nl


def test_a_change_of_many_groups_is_told_by_their_number():
    old, new = find("handout").protocol, copy.deepcopy(find("handout").protocol)
    for group in new.groups[:8]:
        group.release_ms = 20_000
    (change,) = differences(old, new)
    assert change.nl == "loslaten 20 s (8 spiergroepen)"
    for group in new.groups[8:]:
        group.release_ms = 40_000
    assert [change.en for change in differences(old, new)] == [
        "release 20 s (8 muscle groups)",
        "release 40 s (9 muscle groups)",
    ]


def test_a_title_of_one_s_own_is_kept(folder):
    file = made(folder, "--fit-within", "45m", "--title", "Mijn avond", "--mirrored")
    assert (file.title.nl, file.title.en) == ("Mijn avond", "Mijn avond")
    assert file.protocol.mirrored
    assert "links en rechts verwisseld" in file.description.nl


def test_a_plain_copy_claims_no_change(folder):
    file = made(folder, "--from", "zeven")
    seven = find("seven")
    assert (file.title, file.description, file.source) == (
        seven.title,
        seven.description,
        seven.source,
    )
    assert differences(seven.protocol, file.protocol) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--leave-out", "toe"), "handout has no muscle group toe"),
        (("--repeats", "1-3"), "allowed: 2 to 5"),
        (("--repeats", "3-9"), "allowed: 1 to 5"),
        (("--tense", "9s"), "allowed: 5 to 7 s"),
        (("--repeats", "a"), "is no span"),
        (("--fit", "30m", "--fit-within", "40m"), "exclude each other"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_written(folder, options, told):
    result = loslaten("protocol", "new", "avond", *options)
    assert result.exit_code != 0
    assert told in " ".join(result.output.split())
    assert list(folder.iterdir()) == []


OLD = GOOD.partition("groups =")[0] + 'defaults.repeats = [1, 3]\ngroups = [{ muscle = "jaw" }]\n'


def test_a_file_from_before_the_rule_is_shown_and_named_but_not_pushed(folder):
    path = str(written(folder, OLD))
    shown = loslaten("protocol", "show", path)
    assert shown.exit_code == 0
    assert (
        "not to be put on a watch again: group 1 (jaw) repeats is 1 to 3; allowed: 2 to 5"
        in shown.stdout
    )
    checked = loslaten("protocol", "check", path)
    assert checked.exit_code == 1
    assert "the leaflet tenses a group two to five times" in checked.stdout
    pushed = loslaten("protocol", "push", path)
    assert pushed.exit_code == 1
    assert "allowed: 2 to 5" in pushed.stderr


@pytest.mark.parametrize(
    ("lang", "words"), [("nl", {"rustig", "licht", "stevig"}), ("en", {"calm", "light", "firm"})]
)
def test_efforts_are_shown_in_the_wearer_s_language(lang, words):
    for command in ("show", "plan"):
        text = loslaten("protocol", command, "handout", "--lang", lang).stdout
        assert words <= set(text.split())
