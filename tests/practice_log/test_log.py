# SPDX-License-Identifier: MIT
"""The practice log: sessions, watches, notes and protocols come back as they went in."""

from dataclasses import asdict, fields

import pytest

from loslaten.practice_log import kept_sessions, rows
from loslaten.practice_log.choice import EVERYTHING, Choice
from loslaten.practice_log.walltime import BETWEEN, Moment
from loslaten_core.practice import protocol
from loslaten_core.practice.event import COMPLETED
from tests.rigs.raw_records import NOW_MS, PROTOCOL_ID, SERIAL, pages, practised, raw, summarised


def test_a_session_comes_back_as_it_was_recorded(log, watch):
    log.take_page(watch, [raw(7, practised(), boot=3, uptime_ms=90_000)], NOW_MS)
    (session,) = log.sessions()
    assert session == rows.SessionRow(
        id=1,
        journal_id=1,
        sequence=7,
        boot=3,
        uptime_ms=90_000,
        protocol_id=PROTOCOL_ID,
        summary=False,
        ending=COMPLETED,
        duration_ms=1_900_000,
        settle_in_ms=60_000,
        pauses=1,
        paused_ms=45_000,
        final_rest_ms=300_000,
        groups_done=17,
        repeats_done=34,
        battery_before_mv=3_900,
        battery_after_mv=3_850,
        worst_late_ms=12,
        tension_before=None,
        tension_after=None,
        calmer=False,
        began=Moment(quality=BETWEEN, earliest_ms=None, latest_ms=None),
        person_id=1,
    )
    groups = log.groups(session.id)
    assert len(groups) == 17
    assert groups[0] == rows.GroupRow(
        muscle=1,
        done=3,
        asked=1,
        cuts=0,
        skipped=False,
        interrupted=False,
        left_out=False,
        tense_ms=12_000,
        release_ms=60_000,
    )
    assert groups[1].cuts == 0b10
    assert groups[16].skipped
    assert log.session(session.id) == session
    assert log.session(99) is None


def test_a_summary_says_what_it_does_not_know(log, watch):
    log.take_page(watch, [raw(1, summarised())], NOW_MS)
    (session,) = log.sessions()
    assert session.summary
    assert (session.groups_done, session.repeats_done) == (17, 34)
    assert session.settle_in_ms is session.paused_ms is session.worst_late_ms is None
    assert log.groups(session.id) == []


def test_a_battery_that_was_not_measured_is_unknown_not_empty(log, watch):
    one = practised()
    one.battery_before_mv = 0
    log.take_page(watch, [raw(1, one)], NOW_MS)
    assert log.sessions()[0].battery_before_mv is None


def test_a_watch_is_remembered_forgotten_and_met_again(log):
    first = log.see_watch(SERIAL, "old name", NOW_MS)
    log.take_page(first.id, pages(2)[0], NOW_MS)
    again = log.see_watch(SERIAL, "new name", NOW_MS + 5)
    assert (again.id, again.name, again.seen_utc_ms) == (first.id, "new name", NOW_MS + 5)
    other = log.see_watch(b"other789", "other", NOW_MS + 9)
    assert [watch.name for watch in log.watches()] == ["other", "new name"]
    log.forget_watch(first.id)
    assert log.watches() == [other]
    assert len(log.sessions()) == 2
    assert log.see_watch(SERIAL, "back", NOW_MS).id == first.id


def test_notes_are_added_and_none_is_overwritten(log, watch):
    log.take_page(watch, [raw(1, practised())], NOW_MS)
    notes = [
        rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=None, text=""),
        rows.Note(
            written_utc_ms=NOW_MS + 1,
            tension_before=None,
            tension_after=3,
            text="legs first — géén pijn",
        ),
    ]
    for note in notes:
        log.add_note(1, note)
    assert log.notes(1) == notes


@pytest.mark.parametrize(
    "note",
    [
        rows.Note(written_utc_ms=0, tension_before=11, tension_after=None, text=""),
        rows.Note(written_utc_ms=0, tension_before=None, tension_after=-1, text=""),
        rows.Note(written_utc_ms=0, tension_before=None, tension_after=None, text="  "),
        rows.Note(written_utc_ms=0, tension_before=1, tension_after=1, text="x" * 2001),
    ],
)
def test_a_note_that_cannot_be_is_refused(log, watch, note):
    log.take_page(watch, [raw(1, practised())], NOW_MS)
    with pytest.raises(ValueError, match=r"tension|note"):
        log.add_note(1, note)
    assert log.notes(1) == []


def test_a_protocol_keeps_the_texts_it_had_when_it_was_pushed(log):
    packed = protocol.pack(protocol.Protocol("evening", (protocol.Group(2),)))
    content_id = log.keep_protocol(packed, {"title": {"nl": "Avond"}}, NOW_MS)
    log.keep_protocol(packed, {"title": {"nl": "Nacht"}}, NOW_MS + 1)
    found = log.protocol(content_id)
    assert found == rows.ProtocolRow(
        content_id=content_id,
        name="evening",
        packed=packed,
        texts={"title": {"nl": "Nacht"}},
        pushed_utc_ms=NOW_MS + 1,
    )
    assert log.protocol(b"nobody") is None
    with pytest.raises(protocol.ProtocolError):
        log.keep_protocol(packed[:-1], {}, NOW_MS)


def test_muscle_groups_are_added_up_by_part(log, watch):
    left_out = practised(2)
    left_out.groups[1].left_out, left_out.groups[1].done = True, 0
    left_out.groups[1].cuts, left_out.groups[1].skipped = 0, False
    log.take_page(watch, [raw(1, practised(3)), raw(2, practised(3)), raw(3, left_out)], NOW_MS)
    log.take_page(watch, [raw(4, summarised())], NOW_MS)
    assert log.group_sums([]) == []
    assert log.group_sums([(4, 0), (99, 0)]) == []
    found = log.group_sums([(1, 7), (2, 7), (3, -1)])
    assert [(one.part, one.muscle) for one in found] == [(-1, 1), (-1, 2), (7, 1), (7, 2), (7, 3)]
    assert found[1] == rows.GroupSums(
        part=-1,
        muscle=2,
        first_place=1,
        sessions=0,
        reached=0,
        done=0,
        asked=0,
        asked_in=0,
        cut_in=0,
        skipped_in=0,
        interrupted_in=0,
        left_early_in=0,
    )
    assert found[2] == rows.GroupSums(
        part=7,
        muscle=1,
        first_place=0,
        sessions=2,
        reached=2,
        done=6,
        asked=2,
        asked_in=2,
        cut_in=0,
        skipped_in=0,
        interrupted_in=0,
        left_early_in=0,
    )
    assert found[3] == rows.GroupSums(
        part=7,
        muscle=2,
        first_place=1,
        sessions=2,
        reached=2,
        done=4,
        asked=0,
        asked_in=0,
        cut_in=2,
        skipped_in=0,
        interrupted_in=0,
        left_early_in=2,
    )
    assert found[4] == rows.GroupSums(
        part=7,
        muscle=3,
        first_place=2,
        sessions=2,
        reached=2,
        done=2,
        asked=0,
        asked_in=0,
        cut_in=0,
        skipped_in=2,
        interrupted_in=0,
        left_early_in=2,
    )


def test_every_note_comes_with_its_session(log, watch):
    log.take_page(watch, [raw(1, practised()), raw(2, practised())], NOW_MS)
    notes = [
        (2, rows.Note(written_utc_ms=NOW_MS, tension_before=7, tension_after=3, text="")),
        (
            1,
            rows.Note(
                written_utc_ms=NOW_MS + 1, tension_before=None, tension_after=None, text="quiet"
            ),
        ),
    ]
    for session_id, note in notes:
        log.add_note(session_id, note)
    assert list(log.every_note()) == notes


def test_sums_of_parts_add_up_to_the_sums_of_all(log, watch):
    log.take_page(watch, [raw(one, practised(one + 3)) for one in (1, 2, 3)], NOW_MS)
    parts = log.group_sums([(1, 0), (2, 1), (3, 1)])
    for one in log.group_sums((number, 0) for number in (1, 2, 3)):
        own = [part for part in parts if part.muscle == one.muscle]
        if len(own) == 2:
            assert own[0].with_part(own[1]) == one


def test_each_sum_of_two_parts_is_that_of_its_own():
    names = [one.name for one in fields(rows.GroupSums)]
    one = rows.GroupSums(**{name: place for place, name in enumerate(names, 1)})
    other = rows.GroupSums(**{name: 100 * place for place, name in enumerate(names, 1)})
    kept = {"part": 1, "muscle": 2, "first_place": 3}
    sums = {name: 101 * place for place, name in enumerate(names, 1) if name not in kept}
    assert asdict(one.with_part(other)) == kept | sums


def steps_of_reading(log, choice):
    """Return how many thousand steps SQLite takes to read the sessions of a choice."""
    steps = []
    log._db.set_progress_handler(lambda: steps.append(1), 1_000)
    sessions = list(log.each_session(choice))
    log._db.set_progress_handler(None, 0)
    return len(sessions), len(steps)


@pytest.mark.parametrize("choice", [Choice(person_id=1), Choice(watch_id=1), EVERYTHING])
def test_reading_costs_the_same_for_each_session(log, watch, monkeypatch, choice):
    monkeypatch.setattr(kept_sessions, "_PAGE", 10)
    taken, cost = 0, []
    for more in (400, 1_600):
        page = [raw(taken + one, summarised()) for one in range(1, more - taken + 1)]
        log.take_page(watch, page, NOW_MS)
        taken = more
        read, steps = steps_of_reading(log, choice)
        assert read == more
        cost.append(steps / more)
    assert cost[1] < 1.5 * cost[0]


@pytest.mark.parametrize("newest_first", [False, True])
@pytest.mark.parametrize("count", [9, 10, 11, 25])
def test_sessions_come_in_their_order_however_many_pages(
    log, watch, monkeypatch, count, newest_first
):
    monkeypatch.setattr(kept_sessions, "_PAGE", 5)
    log.take_page(watch, [raw(one, summarised()) for one in range(1, count + 1)], NOW_MS)
    numbers = list(range(1, count + 1))
    for choice in (Choice(person_id=1), EVERYTHING):
        found = [one.id for one in log.each_session(choice, newest_first)]
        assert found == (numbers[::-1] if newest_first else numbers)
