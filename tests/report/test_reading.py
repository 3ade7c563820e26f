# SPDX-License-Identifier: MIT
"""Reading of the practice log for a report: all of it, at its time, in its order."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.practice_log import rows
from loslaten.practice_log.caseload import CaseloadLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten.report.figures import compute
from loslaten.report.reading import taken
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.tally import GroupTally
from tests.rigs.made_up import Story, group
from tests.rigs.raw_records import DAY_MS, NOW_MS, PROTOCOL_ID, SERIAL, practised, raw, summarised

HOUR_MS = 3_600_000
TODAY = date(2026, 11, 22)


@pytest.fixture
def log(tmp_path: Path):
    with PracticeLog(tmp_path / "practice.db") as log:
        log.see_watch(SERIAL, "nightstand", NOW_MS)
        yield log


def test_an_empty_log_tells_nothing(log):
    found = taken(log)
    assert (found.entries, found.told, found.planned, found.lost) == ((), None, {}, ())


def test_a_session_comes_with_its_day_its_ratings_and_its_remarks(log):
    log.take_page(1, [raw(1, practised(), boot=2, uptime_ms=8 * HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=2, uptime_ms=18 * HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    for note in (
        rows.Note(written_utc_ms=1, tension_before=7, tension_after=None, text=""),
        rows.Note(written_utc_ms=2, tension_before=8, tension_after=3, text="quiet"),
        rows.Note(written_utc_ms=3, tension_before=None, tension_after=2, text=""),
    ):
        log.add_note(1, note)
    found = taken(log)
    (entry,) = found.entries
    assert entry.span == Span(TODAY, TODAY)
    assert entry.began is not None
    assert (entry.began.hour, entry.began.minute) == (10, 30)
    assert (entry.groups_done, entry.repeats_done, entry.duration_ms) == (17, 34, 1_900_000)
    # The newest rating stands, one by one.
    assert (entry.before, entry.after, entry.change, entry.remarks) == (8, 2, -6, ("quiet",))
    assert found.told == (TODAY, TODAY)
    assert PROTOCOL_ID not in found.planned


def test_sessions_stand_in_the_order_of_their_time_not_of_their_coming(log):
    other = log.see_watch(b"other789", "travel", NOW_MS)
    log.take_page(1, [raw(n, practised(), n, HOUR_MS) for n in (1, 2, 3)], NOW_MS)
    log.take_page(other.id, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    log.add_anchor(
        1,
        rows.AnchorRow(
            boot=1, uptime_ms=HOUR_MS, utc_ms=NOW_MS - 9 * DAY_MS, zone_min=60, error_ms=40
        ),
    )
    log.add_anchor(
        1, rows.AnchorRow(boot=3, uptime_ms=HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    log.add_anchor(
        other.id,
        rows.AnchorRow(
            boot=1, uptime_ms=HOUR_MS, utc_ms=NOW_MS - 5 * DAY_MS, zone_min=60, error_ms=40
        ),
    )
    entries = taken(log).entries
    assert [entry.id for entry in entries] == [1, 2, 4, 3]
    assert entries[1].span == Span(TODAY - timedelta(days=9), TODAY)
    assert entries[1].began is None


def test_a_session_before_anything_known_comes_first(log):
    log.take_page(1, [raw(1, practised(), 1, HOUR_MS), raw(2, practised(), 2, HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=2, uptime_ms=HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    first, _ = taken(log).entries
    assert first.span == Span(None, TODAY)


def test_the_log_knows_as_far_as_the_last_sync(log):
    log.take_page(1, [raw(1, practised(), uptime_ms=HOUR_MS)], NOW_MS)
    log.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=HOUR_MS, utc_ms=NOW_MS, zone_min=60, error_ms=40)
    )
    log.add_anchor(
        1,
        rows.AnchorRow(
            boot=1,
            uptime_ms=HOUR_MS + 6 * DAY_MS,
            utc_ms=NOW_MS + 6 * DAY_MS,
            zone_min=60,
            error_ms=40,
        ),
    )
    # A laptop whose clock was never set has not read it out in 1970.
    log.add_anchor(1, rows.AnchorRow(boot=2, uptime_ms=0, utc_ms=1_000, zone_min=60, error_ms=40))
    assert taken(log).told == (TODAY, TODAY + timedelta(days=6))


def test_a_protocol_says_what_a_session_is_planned_to_be(log):
    file = find("handout")
    content_id = log.keep_protocol(file.packed, file.texts, NOW_MS)
    log.take_page(1, [raw(1, practised(17, content_id))], NOW_MS)
    (plan,) = taken(log).planned.values()
    assert (plan.name, plan.content_id) == ("handout", content_id)
    assert (len(plan.groups), plan.repeats) == (17, 34)
    assert plan.title("nl") == file.title.nl
    assert plan.names["nl"][15] == "kaken en onderste deel van de wangen"
    assert plan.shortest_ms > 20 * 60_000


def test_what_a_watch_gave_up_counts_when_it_became_more(log):
    log.take_page(1, [raw(1, summarised())], NOW_MS)
    for day, lost in ((0, 0), (1, 2), (2, 2), (3, 5)):
        log.add_loss(1, rows.LossRow(told_utc_ms=NOW_MS + day * DAY_MS, summarised=1, lost=lost))
    found = taken(log)
    assert [(day - TODAY).days for day, _ in found.lost] == [1, 3]
    assert [count for _, count in found.lost] == [2, 3]
    assert found.entries[0].summary


@pytest.mark.parametrize(
    ("zone_min", "local_hour", "day"), [(120, 3, -1), (120, 5, 0), (-480, 20, 0), (600, 5, 0)]
)
def test_what_was_given_up_and_up_to_when_was_told_are_by_the_laptops_day(
    log, zone_min, local_hour, day
):
    midnight_ms = round(datetime(2026, 11, 22, tzinfo=UTC).timestamp() * 1000)
    told_ms = midnight_ms + local_hour * HOUR_MS - zone_min * 60_000
    log.take_page(1, [raw(1, summarised())], told_ms)
    log.add_anchor(1, anchor(told_ms - 200 * DAY_MS, zone_min=0, boot=1))
    log.add_anchor(1, anchor(told_ms, zone_min, boot=9))
    log.add_loss(1, rows.LossRow(told_utc_ms=told_ms + 900, summarised=1, lost=2))
    found = taken(log)
    assert found.lost == ((TODAY + timedelta(days=day), 2),)
    assert found.told[1] == TODAY + timedelta(days=day)
    with CaseloadLog(log.path) as caseload:
        assert [*caseload.told_until().values()] == [TODAY + timedelta(days=day)]


def anchor(utc_ms: int, zone_min: int, boot: int) -> rows.AnchorRow:
    return rows.AnchorRow(boot=boot, uptime_ms=10, utc_ms=utc_ms, zone_min=zone_min, error_ms=40)


def test_what_a_watch_gave_up_while_it_was_somebody_else_s_is_theirs(log):
    (anna,) = log.persons()
    log.rename_person(anna.id, "Anna")
    bert = log.add_person("Bert", NOW_MS)
    log.take_page(1, [raw(1, summarised())], NOW_MS)
    log.add_anchor(1, anchor(NOW_MS, 60, boot=1))
    log.add_loss(1, rows.LossRow(told_utc_ms=NOW_MS, summarised=1, lost=2))
    log.hand_over(1, bert.id, NOW_MS + 2 * DAY_MS)
    log.take_page(1, [raw(2, summarised(), uptime_ms=3 * DAY_MS)], NOW_MS + 4 * DAY_MS)
    log.add_loss(1, rows.LossRow(told_utc_ms=NOW_MS + 4 * DAY_MS, summarised=2, lost=5))
    lost = {one.id: taken(log, Choice(person_id=one.id)).lost for one in log.persons()}
    assert [[count for _, count in counts] for counts in lost.values()] == [[2], [3]]


groups = st.lists(
    st.builds(
        group,
        st.integers(1, 5),
        st.integers(0, 5),
        st.integers(0, 3),
        st.integers(0, 3),
        st.booleans(),
        st.booleans(),
    ),
    max_size=5,
    unique_by=lambda one: one.muscle,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(groups, min_size=1, max_size=8), st.integers(1, 30))
def test_the_database_adds_up_as_one_would_by_hand(tmp_path_factory, made, length):
    story = Story()
    with PracticeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        log.see_watch(SERIAL, "", NOW_MS)
        raws = []
        for place, own in enumerate(made, 1):
            tallies = [GroupTally(one.muscle, one.left_out) for one in own]
            for tally, one in zip(tallies, own, strict=True):
                tally.done, tally.asked, tally.cuts = one.done, one.asked, one.cuts
                tally.skipped = one.skipped
            session = SessionRecord(b"plain!", tallies)
            session.ending = 1
            raws.append(raw(place, session, uptime_ms=place * 3 * DAY_MS))
        log.take_page(1, raws, NOW_MS)
        log.add_anchor(
            1, rows.AnchorRow(boot=1, uptime_ms=0, utc_ms=NOW_MS, zone_min=60, error_ms=40)
        )
        found = taken(log)
        for entry, own in zip(found.entries, made, strict=True):
            story.add(entry.span, own)
        period = Period(TODAY, TODAY + timedelta(days=length))
        counted = compute(found, period, log.group_sums)
        by_hand = compute(story.taken(), period, story.sums)
    assert {one.muscle: one for one in counted.groups} == {o.muscle: o for o in by_hand.groups}
    assert counted.recent_groups == by_hand.recent_groups
