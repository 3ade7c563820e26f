# SPDX-License-Identifier: MIT
"""A muscle group as it is changed on the page: what can be set can be put on a watch."""

from pathlib import Path

import pytest

from loslaten.page.group_form import group_values
from loslaten.page.sliders import of_group
from loslaten.page.words import Speech
from loslaten.protocols import edited, new_rules
from loslaten.protocols.file import SHIPPED_NAMES, build, find


def times(name, muscle):
    """Return the sliders of how often a group is practised: the fewest, the most."""
    file = find(name)
    place = [one.muscle for one in file.groups].index(muscle)
    sliders = of_group(file.protocol.groups[place], muscle, Speech("nl"))
    return [one for one in sliders if one.name in ("fewest", "most")]


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_a_slider_stops_where_a_new_protocol_has_to(name):
    file = find(name)
    for text, group in zip(file.groups, file.protocol.groups, strict=True):
        for one in times(name, text.muscle):
            assert (one.low, one.high) == new_rules.repeats_allowed(group)


def test_it_says_why():
    assert "2 tot 5 keer. Uw therapeut zegt" in times("handout", "jaw")[0].why
    assert "1 tot 5 keer. Waar u niet aanspant" in times("onderweg", "jaw")[0].why


@pytest.mark.parametrize("how", ["tense", "light"])
def test_a_group_that_is_tensed_again_has_as_many_repeats_as_that_takes(how):
    file = find("onderweg")
    typed = {"how": how, "fewest": "1", "most": "1"}
    wanted = group_values(typed, file, "jaw")
    assert wanted["repeats"] == [2, 2]
    assert group_values(typed | {"how": "release"}, file, "jaw")["repeats"] == [1, 1]
    fields = edited.with_group(edited.fields_of(file), "jaw", **wanted)
    changed = build(Path("onderweg.toml"), fields)
    assert new_rules.broken(changed.protocol) == ()
