# SPDX-License-Identifier: MIT
"""A night: the session with its time, its protocol's texts, its notes; and its picture."""

import csv
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.cli.log.night_table import remarks
from loslaten.export import csv as export
from loslaten.pictures.night import logged, picture
from loslaten.practice_log import as_json, rows
from loslaten.practice_log.backup.exported import entries
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.ratings import ratings
from loslaten.practice_log.sessions import Night, names_of, night, nights
from loslaten.practice_log.walltime import BETWEEN, EXACT
from loslaten.protocols.file import find
from loslaten.report import reading
from loslaten_core.journal import event
from loslaten_core.journal.session import from_tally
from loslaten_core.practice import protocol as packing
from tests.pictures.test_night_picture import assert_legible, texts
from tests.rigs.played import Played, eventful
from tests.rigs.raw_records import DAY_MS, NOW_MS, PROTOCOL_ID, SERIAL, practised, raw, summarised

HOUR_MS = 3_600_000


@pytest.fixture
def log(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        log.see_watch(SERIAL, "nightstand", NOW_MS)
        yield log


def test_a_night_is_told_whole(log):
    log.take_page(1, [raw(1, practised(), boot=2, uptime_ms=8 * HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=2, uptime_ms=18 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    log.add_note(
        1, rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=3, text="quiet")
    )
    found = night(log)
    assert found is not None
    assert night(log, 1).session == found.session
    assert (found.id, found.ending, found.watch.name) == (1, "completed", "nightstand")
    assert found.began.quality == EXACT
    assert found.began.utc_ms == NOW_MS - 10 * HOUR_MS
    assert (found.asked, found.cut, found.skipped, found.left_out) == (1, 1, 1, 0)
    assert found.groups[1].cuts == (2,)
    assert (found.groups[0].tense_ms, found.groups[0].release_ms) == (12_000, 60_000)
    assert found.notes[0].text == "quiet"


def test_there_may_be_no_night(log):
    assert night(log) is None
    assert night(log, 1) is None
    assert nights(log) == []


def test_names_are_the_catalogues_where_the_protocol_is_not_known(log):
    one = practised(3)
    one.groups[2].muscle = 77
    log.take_page(1, [raw(1, one)], NOW_MS)
    found = night(log)
    assert (found.protocol, found.protocol_name, found.protocol_title("nl")) == (None, None, None)
    assert [group.name.say("nl") for group in found.groups] == [
        *("rechtervoet", "rechteronderbeen", "spiergroep 77")
    ]
    assert [group.key for group in found.groups] == ["right-foot", "right-lower-leg", "77"]


def test_names_are_the_protocols_as_they_were_when_it_was_pushed(log):
    packed = packing.pack(packing.Protocol("mine", (packing.Group(2), packing.Group(3))))
    own = {"name": {"nl": "kuit", "en": "calf"}, "instruction": {"nl": "", "en": ""}}
    title = {"nl": "Mijn", "en": "Mine"}
    content_id = log.keep_protocol(packed, {"title": title, "groups": [own, {}]}, NOW_MS)
    one = practised(2, content_id)
    one.groups[0].muscle, one.groups[1].muscle = 2, 3
    log.take_page(1, [raw(1, one)], NOW_MS)
    found = night(log)
    assert [group.name.say("en") for group in found.groups] == ["calf", "right thigh"]
    assert (found.protocol_name, found.protocol_title("nl")) == ("mine", "Mijn")
    assert found.protocol.groups[1].muscle == 3


@pytest.mark.parametrize(
    "strange", [{}, {"groups": 3}, {"title": "x", "groups": [1, 2]}, {"groups": [{"name": "n"}]}]
)
def test_strange_texts_in_the_log_are_no_trouble(log, strange):
    packed = packing.pack(packing.Protocol("mine", (packing.Group(2), packing.Group(3))))
    content_id = log.keep_protocol(packed, strange, NOW_MS)
    log.take_page(1, [raw(1, practised(2, content_id))], NOW_MS)
    found = night(log)
    # These are the muscles of the session; the log is what happened.
    assert [group.name.say("en") for group in found.groups] == ["right foot", "right lower leg"]
    assert found.protocol_title("en") is None


def test_later_anchors_improve_earlier_nights(log):
    first, second, third = (raw(n, practised(), boot=n, uptime_ms=HOUR_MS) for n in (1, 2, 3))
    log.take_page(1, [first, second, third], NOW_MS)
    assert [one.began.quality for one in nights(log)] == [BETWEEN] * 3
    assert all(one.began.earliest_ms is None for one in nights(log))
    log.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=9 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    log.add_anchor(
        1,
        rows.AnchorRow(
            boot=3, uptime_ms=9 * HOUR_MS, utc_ms=NOW_MS + 5 * DAY_MS, zone_min=60, error_ms=40
        ),
    )
    exact, between, exact_too = nights(log)
    assert (exact.began.quality, exact_too.began.quality) == (EXACT, EXACT)
    assert exact.began.utc_ms == NOW_MS - 8 * HOUR_MS
    assert between.began.utc_ms is None
    assert NOW_MS < between.began.earliest_ms < between.began.latest_ms < NOW_MS + 5 * DAY_MS
    log.add_anchor(
        1,
        rows.AnchorRow(
            boot=2, uptime_ms=2 * HOUR_MS, utc_ms=NOW_MS + DAY_MS, zone_min=60, error_ms=40
        ),
    )
    assert nights(log)[1].began.utc_ms == NOW_MS + DAY_MS - HOUR_MS


def test_a_laptop_whose_clock_was_never_set_says_nothing(log):
    log.take_page(1, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=2 * HOUR_MS, utc_ms=1_000, zone_min=0, error_ms=40)
    )
    assert night(log).began.quality == BETWEEN


def test_boot_records_tell_how_long_the_watch_ran(log):
    boots = [raw(n, event.Boot(event.POWER_ON, "0.1"), n, 10) for n in (1, 3)]
    log.take_page(1, [*boots, raw(4, practised(), boot=3, uptime_ms=HOUR_MS)], NOW_MS)
    assert log.last_moments(1) == [(1, 10), (3, HOUR_MS + 1_900_000)]


def test_two_watches_do_not_share_their_time(log):
    other = log.see_watch(b"other789", "travel", NOW_MS)
    log.take_page(1, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    log.take_page(other.id, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=2 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    assert [one.began.quality for one in nights(log)] == [EXACT, BETWEEN]
    assert [one.watch.name for one in nights(log)] == ["nightstand", "travel"]


# The picture of a logged night.


def logged_night(log: PracticeLog, played: Played) -> Night:
    """The night of a session that was played, by way of its record and the log."""
    file = played.file
    tally = played.session.tally
    tally.protocol_id = log.keep_protocol(file.packed, file.texts, NOW_MS)
    log.take_page(1, [raw(1, from_tally(tally, tally.ending), uptime_ms=HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=9 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    return night(log)


def test_with_the_finger_known_the_picture_shows_its_moments(log):
    played = Played("handout", eventful())
    found = logged_night(log, played)
    shift = [(at_ms + 77_000, what) for at_ms, what in played.presses]
    drive = [(at_ms + 77_000, level) for at_ms, level in played.drive]
    seen = logged.Seen(shift, drive, ()).since(77_000)
    made = logged.picture(found, "en", seen)
    direct = played.picture()
    assert not made.computed
    assert (made.phases, made.presses, made.cues) == (direct.phases, direct.presses, direct.cues)
    assert made.drive == direct.drive
    assert made.title == "Sunday 22 November 2026"
    assert made.subtitle.startswith("12:30 to 12:56 (26:37)")
    assert made.facts[0] == "16 of 17 muscle groups"
    assert_legible(ET.fromstring(picture.draw(made)))


@pytest.mark.parametrize("seen", [None, logged.Seen([(80_000, "press")]), logged.Seen()])
def test_without_it_or_where_the_log_says_otherwise_moments_are_computed_and_it_says_so(log, seen):
    found = logged_night(log, Played("handout", eventful()))
    made = logged.picture(found, "nl", seen)
    assert made.computed
    assert not made.presses
    drawn = ET.fromstring(picture.draw(made))
    assert_legible(drawn)
    told = [box.text for box in texts(drawn)]
    assert any("berekend uit de sommen" in text for text in told)
    assert not any(text.count(":") == 2 for text in told)


@settings(max_examples=25, deadline=None)
@given(presses=st.lists(st.integers(60, 1_600), max_size=12, unique=True))
def test_computed_phases_have_the_sums_of_the_log(tmp_path_factory, presses):
    at_s = sorted(presses)
    kept = [one for one, before in zip(at_s, [0, *at_s], strict=False) if one - before > 3]
    played = Played("handout", [(one * 1_000, "press") for one in kept])
    with PracticeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        log.see_watch(SERIAL, "", NOW_MS)
        found = logged_night(log, played)
    phases = logged.picture(found, "en").phases
    for index, group in enumerate(found.groups):
        own = [phase for phase in phases if phase.group == index]
        tensed = [phase.length_ms for phase in own if phase.kind == "tense"]
        # A phase that was cut at once has no length and is not drawn.
        assert group.done - len(group.cuts) <= len(tensed) <= group.done
        assert abs(sum(tensed) - group.tense_ms) <= group.done
        released = sum(phase.length_ms for phase in own if phase.kind == "release")
        assert abs(released - group.release_ms) <= group.done
    assert sum(phase.length_ms for phase in phases if phase.kind == "rest") == (
        found.session.final_rest_ms
    )


def test_a_summary_and_a_session_that_never_got_anywhere_are_drawn_too(log):
    short = practised(2)
    for group in short.groups:
        group.done = group.asked = group.cuts = group.tense_ms = group.release_ms = 0
        group.skipped = False
    log.take_page(1, [raw(1, summarised()), raw(2, short)], NOW_MS)
    for found in nights(log):
        assert_legible(ET.fromstring(picture.draw(logged.picture(found, "en"))))


def test_a_protocol_unknown_here_makes_a_picture_of_what_is_known(log):
    log.take_page(1, [raw(1, practised())], NOW_MS)
    found = night(log)
    assert found.session.protocol_id == PROTOCOL_ID
    made = logged.picture(found, "en", logged.Seen([(1, "press")]))
    assert made.computed
    assert made.title == "At an unknown time"
    assert len(made.groups) == 17


def test_the_picture_of_a_night_does_not_depend_on_how_it_was_met(log):
    found = logged_night(log, Played("four", []))
    assert found.stored.texts["title"] == find("four").texts["title"]
    again = replace(found)
    assert picture.draw(logged.picture(found, "en")) == picture.draw(logged.picture(again, "en"))


def test_where_somebody_gave_up_is_interrupted_everywhere(log, tmp_path):
    """Paused in the tension of the left foot, and stopped from there."""
    whole = Played("handout", []).picture().phases
    foot = next(one for one in whole if (one.group, one.kind) == (3, "tense"))
    presses = [(foot.at_ms + 1_000, "hold"), (foot.at_ms + 30_000, "long")]
    found = logged_night(log, Played("handout", presses))
    assert found.ending == "stopped"
    assert remarks(found.groups[3], "nl") == "afgebroken"
    assert remarks(found.groups[4], "nl") == "niet bereikt"
    for one in (logged.picture(found, "en"), Played("handout", presses).picture()):
        assert "4 left foot: interrupted." in picture.description(one)
    assert as_json.whole(found)["groups"][3]["interrupted"] is True
    with WholeLog(tmp_path / "practice.db") as kept:
        table = list(csv.reader(export.groups(entries(kept), "nl")))
    column = table[0].index("interrupted")
    assert [row[column] for row in table[1:6]] == ["0", "0", "0", "1", "0"]
    (sums,) = [one for one in log.group_sums([(found.id, 0)]) if one.muscle == 4]
    assert (sums.reached, sums.interrupted_in, sums.left_early_in) == (1, 1, 1)


def test_a_tension_rated_by_a_press_is_a_report_until_a_note_says_another(log, tmp_path):
    rated = practised()
    rated.tension_before = 6
    log.take_page(1, [raw(1, rated)], NOW_MS)

    def told() -> list[int | str | None]:
        (found,) = nights(log)
        (entry,) = reading.taken(log).entries
        with WholeLog(tmp_path / "practice.db") as kept:
            (row,) = csv.DictReader(export.sessions(entries(kept), "nl"))
        columns = (row["reported_provenance"], row["reported_tension_before"])
        return [ratings(found.session, found.notes).before, entry.before, *columns]

    assert told() == [6, 6, "self-reported", "6"]
    log.add_note(
        1, rows.Note(written_utc_ms=NOW_MS, tension_before=4, tension_after=None, text="")
    )
    assert told() == [4, 4, "self-reported", "4"]


@pytest.mark.parametrize(
    ("texts_of_groups", "named"),
    [
        ([{"name": {"en": "shin"}}, {"name": {"en": "seat"}}], {2: "shin", 7: "seat"}),
        ([{"name": {"en": "shin"}}, None], {2: "shin"}),
        ([{"name": {"nl": "scheen"}}, {"name": 5}], {}),
        ([{"name": {"en": "shin"}}], {}),
        ({"a": 1, "b": 2}, {}),
        (None, {}),
    ],
    ids=str,
)
def test_groups_have_the_names_of_their_protocol_where_it_has_some(texts_of_groups, named):
    packed = packing.pack(packing.Protocol("two", (packing.Group(2), packing.Group(7))))
    stored = rows.ProtocolRow(
        content_id=packing.content_id(packed),
        name="two",
        packed=packed,
        texts={"groups": texts_of_groups},
        pushed_utc_ms=0,
    )
    assert names_of(stored, "en") == named
