# SPDX-License-Identifier: MIT
"""Exercises of one's own: copies that are changed step by step, and the way back."""

import pytest

from loslaten.language.text import Text
from loslaten.page import body
from loslaten.page.kept import Kept
from loslaten.page.own_exercises import ExerciseError, OwnExercises
from loslaten.protocols import edited
from loslaten.protocols.file import SHIPPED_NAMES, ProtocolFileError, build, find


@pytest.fixture
def exercises(tmp_path):
    return OwnExercises(Kept(tmp_path))


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_the_fields_of_a_protocol_make_the_same_protocol(name):
    file = find(name)
    again = build(file.path, edited.fields_of(file))
    assert again.packed == file.packed
    assert (again.texts, again.caution, again.source) == (file.texts, file.caution, file.source)


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_mirrored_twice_is_the_same(name):
    fields = edited.fields_of(find(name))
    assert edited.mirrored(edited.mirrored(fields)) == fields
    build(find(name).path, edited.mirrored(fields))


def test_left_first():
    fields = edited.mirrored(edited.fields_of(find("handout")))
    order = [group["muscle"] for group in fields["groups"]]
    assert order[:4] == ["left-foot", "left-lower-leg", "left-thigh", "right-foot"]
    assert build(find("handout").path, fields).protocol.mirrored


def test_a_change_makes_a_copy_and_can_be_taken_back(exercises, tmp_path):
    assert exercises.shown == "handout"
    before = exercises.fields()
    exercises.change(edited.with_group(before, "neck", mode="left-out"))
    exercises.change(edited.with_group(exercises.fields(), "jaw", release=40))
    again = OwnExercises(Kept(tmp_path))
    assert again.shown not in SHIPPED_NAMES
    assert again.origin.name == "handout"
    assert {group["muscle"]: group for group in again.fields()["groups"]}["jaw"]["release"] == 40
    again.undo()
    again.undo()
    assert not again.can_undo
    assert again.fields()["groups"] == before["groups"]
    assert find("handout").packed == build(find("handout").path, before).packed


def test_what_breaks_a_limit_changes_nothing(exercises):
    before = exercises.fields()
    with pytest.raises(ProtocolFileError):
        exercises.change(edited.with_group(before, "jaw", tense=12))
    assert exercises.fields()["groups"] == before["groups"]


def test_names_of_copies(exercises):
    for title in ("Mijn avond", "Mijn avond", "Één & twee — zeer lange naam erachter", "日本"):
        exercises.copy(Text(title, title))
        assert exercises.file().title.nl == title
    assert exercises.own == ["mijn-avond", "mijn-avond-2", "een-twee-zeer-lan", "oefening"]
    for title in ("", "  ", "x" * 61, "a\x1b[31m"):
        with pytest.raises(ExerciseError):
            exercises.copy(Text(title, title))
    exercises.delete()
    assert exercises.shown == "handout"


def test_a_damaged_file_is_no_trouble(tmp_path):
    (tmp_path / "exercises.json").write_text("{")
    assert OwnExercises(Kept(tmp_path)).shown == "handout"


def test_every_group_of_the_leaflet_is_on_the_body():
    keys = tuple(group.muscle for group in find("handout").groups)
    shown = {shape.part for shape in (*body.front(), *body.back())} - {""}
    assert shown == set(keys)


@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_every_group_of_every_exercise_is_on_the_body(name):
    keys = tuple(group.muscle for group in find(name).groups)
    parts = [shape.part for shape in (*body.front(), *body.back())]
    shown = {body.group_at(part, keys) for part in parts if part} - {""}
    # The shoulders alone lie within the chest and shoulders: the list has them.
    alone = {"shoulders"} if "chest-shoulders" in keys else set()
    assert shown == set(keys) - alone
