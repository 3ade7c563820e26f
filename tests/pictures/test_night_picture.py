# SPDX-License-Identifier: MIT
"""The picture of a night: whole, legible, and the same for the same night."""

import itertools
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.language import concepts, vocabulary
from loslaten.pictures import style, svg
from loslaten.pictures.night import events, layout, model
from loslaten.pictures.night import picture as night
from loslaten.pictures.night.model import GroupLane, NightPicture, Phase, PressMark
from loslaten.protocols.file import SHIPPED_NAMES
from loslaten_core.practice import event
from tests.rigs.played import Played, eventful

SNAPSHOT = Path(__file__).with_name("night.svg")
NS = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, kw_only=True)
class Box:
    """A text of the picture and the room that it takes at most."""

    text: str
    kind: str
    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


def texts(root: ET.Element) -> list[Box]:
    found = []
    for one in root.iter(f"{NS}text"):
        size_px, bold = style.TEXTS[one.get("class")]
        width = svg.text_width(one.text, size_px, bold)
        x, y = float(one.get("x")), float(one.get("y"))
        x -= {"start": 0, "middle": width / 2, "end": width}[one.get("text-anchor", "start")]
        top, bottom = y - 0.75 * size_px, y + 0.2 * size_px
        found.append(
            Box(
                text=one.text,
                kind=one.get("class"),
                left=x,
                top=top,
                right=x + width,
                bottom=bottom,
            )
        )
    return found


def stems(root: ET.Element) -> list[Box]:
    return [
        Box(
            text="",
            kind="n-stem",
            left=x - 0.6,
            top=float(one.get("y1")),
            right=x + 0.6,
            bottom=float(one.get("y2")),
        )
        for one in root.iter(f"{NS}line")
        if one.get("class") == "n-stem"
        for x in [float(one.get("x1"))]
    ]


def assert_legible(root: ET.Element) -> None:
    """No text on another, none outside the picture, no stem through a text."""
    boxes = texts(root)
    height = float(root.get("height"))
    for box in boxes:
        assert box.left >= 0, box
        assert box.right <= layout.WIDTH, box
        assert box.bottom <= height, box
    for one, other in itertools.combinations(sorted(boxes, key=lambda box: box.top), 2):
        assert not one.overlaps(other), (one, other)
    for stem, box in itertools.product(stems(root), boxes):
        assert not stem.overlaps(box), (stem, box)


def marks(root: ET.Element) -> list[str]:
    return [one.text for one in root.iter(f"{NS}text") if one.get("class") == "n-mark"]


@pytest.fixture(scope="module")
def played() -> Played:
    return Played("handout", eventful())


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("sees_drive", [True, False])
def test_a_whole_eventful_night_is_legible(played, lang, sees_drive):
    assert_legible(ET.fromstring(night.draw(played.picture(lang, sees_drive))))


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", SHIPPED_NAMES)
def test_every_shipped_protocol_makes_a_legible_picture(name, lang):
    assert_legible(ET.fromstring(night.draw(Played(name, []).picture(lang))))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 1_700), st.sampled_from(concepts.Gesture)),
        max_size=40,
        unique_by=lambda press: press[0],
    )
)
def test_presses_at_any_moments_leave_it_legible_and_are_all_there(presses):
    fingers = [(at_s * 1_000, kind) for at_s, kind in sorted(presses)]
    fingers = [
        one
        for one, before in zip(fingers, [(-9_000, ""), *fingers], strict=False)
        if one[0] - before[0] > 4_000
    ]
    played = Played("handout", fingers)
    picture = played.picture()
    fingers = [one for one in fingers if one[0] < picture.duration_ms]
    picture = replace(picture, presses=events.presses_of(played.events, fingers))
    root = ET.fromstring(night.draw(picture))
    assert_legible(root)
    assert len(marks(root)) == len(fingers)


def test_presses_as_quick_as_they_can_be_leave_it_legible(played):
    presses = tuple(
        PressMark(400_000 + 120 * n, kind, meaning)
        for n, (kind, meaning) in enumerate(
            zip(itertools.cycle(concepts.Gesture), concepts.Meaning, strict=False)
        )
    )
    for lang in ("nl", "en"):
        root = ET.fromstring(night.draw(replace(played.picture(lang), presses=presses)))
        assert_legible(root)
        assert sorted(marks(root)) == sorted(
            vocabulary.EVENTS[one].say(lang) for one in concepts.Meaning
        )


def test_all_groups_repeats_and_presses_are_in_it(played):
    picture = played.picture()
    root = ET.fromstring(night.draw(picture))
    told = [box.text for box in texts(root)]
    names = " ".join(box.text for box in texts(root) if box.kind == "n-name")
    for group in picture.groups:
        assert group.name in names
    for kind in ("tense", "release", "ready", "paused", "settle", "rest"):
        drawn = [one for one in root.iter(f"{NS}rect") if one.get("class") == f"n-{kind}"]
        wanted = sum(phase.kind == kind for phase in picture.phases)
        # In the strip, in the rows, in the legend; a pause has its length on a ground of its own.
        assert len(drawn) == 2 * wanted + 1 + (wanted if kind == "paused" else 0), kind
    meanings = [vocabulary.EVENTS[press.meaning].say("en") for press in picture.presses]
    assert sorted(marks(root)) == sorted(meanings)
    assert {press.meaning for press in picture.presses} == {
        *("begin", "again", "skipped", "cut", "paused", "position", "resumed", "next", "nothing")
    }
    assert "3 repeats" in told
    assert "1 asked for" in told


def test_what_the_firm_release_is_like_is_shown_apart(played):
    told = [box.text for box in texts(ET.fromstring(night.draw(played.picture())))]
    assert told.count("let go") == 1
    assert told.count("let go, firmer") == 1


def test_a_rehearsal_shows_no_motor(played):
    drawn = night.draw(played.picture(sees_drive=False))
    assert 'class="n-drive"' not in drawn
    assert 'class="n-drive"' in night.draw(played.picture())
    assert ">+0:05<" in drawn
    assert ">22:34:10<" in night.draw(played.picture())


def test_it_stands_alone_and_tells_itself_to_those_who_do_not_see_it(played):
    drawn = night.draw(played.picture(), name="session-7")
    root = ET.fromstring(drawn)
    assert root.get("role") == "img"
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert ids == ["session-7-title", "session-7-description"]
    assert root.get("aria-labelledby").split() == ids
    description = root.find(f"{NS}desc").text
    for group in played.picture().groups:
        assert group.name in description
    assert "prefers-color-scheme: dark" in drawn
    for foreign in ("<script", "href", "url(", "@import", "var("):
        assert foreign not in drawn
    assert re.findall(r"https?://[^\"]+", drawn) == ["http://www.w3.org/2000/svg"]


def test_names_are_text_whatever_is_in_them(played):
    picture = played.picture()
    groups = (replace(picture.groups[0], name='<b> & "c"'), *picture.groups[1:])
    root = ET.fromstring(night.draw(replace(picture, groups=groups, title="<&>")))
    assert '<b> & "c"' in [box.text for box in texts(root)]
    assert root.find(f"{NS}title").text == "<&>"


def test_the_same_night_is_the_same_file():
    """Compare with night.svg; after a change look at the new one in a browser, light and dark."""
    presses = [(70_000, "press"), (150_000, "press"), (200_000, "hold"), (230_000, "hold")]
    assert night.draw(Played("four", presses).picture("nl")) == SNAPSHOT.read_text("utf-8")


NOTHING = NightPicture(
    title="", subtitle="", facts=(), started=None, duration_ms=0, groups=(), phases=()
)


@pytest.mark.parametrize(
    "picture",
    [
        NOTHING,
        replace(NOTHING, phases=(Phase(at_ms=0, length_ms=1, kind="settle"),), duration_ms=1),
        replace(
            NOTHING,
            groups=(
                GroupLane(name="x", region=0, done=0, left_out=True),
                GroupLane(name="y", region=9, done=0),
            ),
        ),
        replace(
            NOTHING,
            phases=(Phase(at_ms=0, length_ms=600_000, kind="paused", group=0, repeat=1),),
            groups=(GroupLane(name="ab " * 90, region=1, done=0),),
            duration_ms=600_000,
            presses=(PressMark(-900, "hold", "started"), PressMark(700_000, "long", "stopped")),
            drive=((0, 100), (50, -100), (60, 0)),
            cues=(model.Cue(0, "from the future"),),
        ),
    ],
)
def test_nights_with_next_to_nothing_in_them_are_drawn(picture):
    assert_legible(ET.fromstring(night.draw(picture)))


def test_what_is_left_out_or_not_reached_is_said():
    groups = (
        GroupLane(name="x", region=1, done=0, left_out=True),
        GroupLane(name="y", region=1, done=0),
    )
    told = [box.text for box in texts(ET.fromstring(night.draw(replace(NOTHING, groups=groups))))]
    assert {"left out", "not reached"} <= set(told)


def happened(*told: tuple[int, int]) -> list[events.NightEvent]:
    return [events.NightEvent(at_ms=at_ms, what=what, group=0, repeat=1) for at_ms, what in told]


@pytest.mark.parametrize(
    ("told", "fingers", "meanings"),
    [
        ([(5_000, event.AGAIN)], [(5_000, "press")], ["again"]),
        ([(5_000, event.CUT), (5_300, event.SKIPPED)], [(5_000, "double")], ["skipped"]),
        ([(5_000, event.AGAIN), (6_000, event.PAUSED)], [(5_000, "hold")], ["paused"]),
        ([(9_000, event.OVER)], [(8_000, "hold")], ["stopped"]),
        ([(9_000, event.OVER)], [(8_990, "press")], ["nothing"]),
        ([(5_000, event.READY)], [(5_000, "press")], ["begin"]),
        ([(5_000, event.STARTED)], [(4_000, "hold")], ["started"]),
        (
            [(5_000, event.CUT), (5_600, event.AGAIN)],
            [(5_000, "press"), (5_600, "press")],
            ["cut", "again"],
        ),
        ([], [(5_000, "press"), (5_030, "press")], ["nothing", "nothing"]),
    ],
)
def test_a_press_means_the_last_thing_that_came_of_it(told, fingers, meanings):
    found = events.presses_of(happened(*told), fingers)
    assert [press.meaning for press in found] == meanings
    assert [(press.at_ms, press.kind) for press in found] == fingers


def test_without_the_finger_presses_are_what_the_events_tell_of(played):
    seen = played.picture().presses
    told = events.presses_of(played.events)
    # An answer felt before, a press in the final rest: of what changes nothing no event tells.
    silent = ("started", "begin", "nothing")
    assert [(one.kind, one.meaning) for one in told] == [
        (one.kind, one.meaning) for one in seen if one.meaning not in silent
    ]


def test_phases_fill_the_session_without_gaps(played):
    picture = played.picture()
    assert picture.phases[0].at_ms == 0
    assert picture.phases[-1].end_ms == picture.duration_ms
    for one, following in itertools.pairwise(picture.phases):
        assert one.end_ms == following.at_ms


def test_a_group_asked_for_while_the_next_is_announced_stays_one_row():
    phases = Played("four", []).picture().phases
    second = next(phase for phase in phases if phase.group == 1)
    played = Played("four", [(second.at_ms + 2_000, "press")])
    picture = played.picture()
    root = ET.fromstring(night.draw(picture))
    assert_legible(root)
    assert [group.done for group in picture.groups] == [3, 2, 2, 2]


def test_every_word_is_there_in_both_languages():
    for table in (
        vocabulary.PHASES,
        vocabulary.EVENTS,
        vocabulary.PRESSES,
        vocabulary.CUES,
        vocabulary.ENDINGS,
    ):
        for text in table.values():
            assert text.nl
            assert text.en
    assert set(vocabulary.PHASES) == set(concepts.PhaseKind)
    assert set(vocabulary.EVENTS) == set(concepts.Meaning)
    assert set(vocabulary.PRESSES) == set(concepts.Gesture)
    assert set(vocabulary.ENDINGS) == set(concepts.Ending) == set(event.ENDINGS) - {""}
