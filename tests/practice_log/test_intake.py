# SPDX-License-Identifier: MIT
"""Taking records in: what comes is kept, once, whatever the page."""

import inspect
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.practice_log import rows, upkeep
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.walltime import EXACT
from loslaten_core.journal import body, event, record
from loslaten_core.journal.session import SessionRecord
from loslaten_core.practice.event import COMPLETED, POWER_LOST
from tests.rigs.old_logs import fill_version
from tests.rigs.raw_records import NOW_MS, SERIAL, pages, practised, raw, summarised


def content(path: Path) -> list[str]:
    """Everything in the log, to compare two of them."""
    connection = sqlite3.connect(path)
    found = list(connection.iterdump())
    connection.close()
    return found


@settings(max_examples=25)
@given(
    sizes=st.lists(st.integers(1, 7), min_size=1, max_size=12),
    order=st.randoms(use_true_random=False),
)
def test_records_in_any_pages_in_any_order_make_the_same_log(tmp_path_factory, sizes, order):
    folder = tmp_path_factory.mktemp("log")
    raws = [one for page in pages(9) for one in page]
    shuffled = []
    for size in sizes:
        shuffled += order.sample(raws, size)
    shuffled += raws
    for name, given_raws in (("straight.db", [raws]), ("shuffled.db", [[r] for r in shuffled])):
        with PracticeLog(folder / name) as log:
            watch_id = log.see_watch(SERIAL, "", NOW_MS).id
            for page in given_raws:
                log.take_page(watch_id, page, NOW_MS)
    with PracticeLog(folder / "straight.db") as one, PracticeLog(folder / "shuffled.db") as other:
        # The number of a session is that of its arrival.
        by_sequence = sorted(other.sessions(), key=lambda session: session.sequence)
        assert len(by_sequence) == 9
        for a, b in zip(one.sessions(), by_sequence, strict=True):
            assert (a.sequence, a.boot, a.uptime_ms) == (b.sequence, b.boot, b.uptime_ms)
            assert one.groups(a.id) == other.groups(b.id)
        assert one.anchors(1) == other.anchors(1)


def test_the_same_page_again_changes_nothing(log, watch):
    (page,) = pages(2)
    first = log.take_page(watch, page, NOW_MS)
    before = content(log.path)
    again = log.take_page(watch, page, NOW_MS + 1)
    assert (first.new, first.known, first.last_sequence) == (4, 0, 4)
    assert (again.new, again.known, again.last_sequence) == (0, 4, 4)
    assert content(log.path) == before


def test_raw_records_are_kept_to_the_byte(log, watch):
    (page,) = pages(2)
    log.take_page(watch, page, NOW_MS)
    stored = log._all("SELECT raw FROM record ORDER BY sequence")
    assert [row["raw"] for row in stored] == page


def test_what_is_no_record_is_kept_raw_and_said_and_blocks_nothing(log, watch):
    good = raw(1, practised())
    damaged = bytes([good[0]]) + bytes([good[1] ^ 1]) + good[2:]
    page = log.take_page(watch, [damaged, b"", good], NOW_MS)
    assert (page.new, page.unreadable, page.last_sequence) == (1, 2, 1)
    assert [raw for raw, _ in log.unreadable(watch)] == [damaged, b""]
    assert len(log.sessions()) == 1
    assert log.take_page(watch, [damaged], NOW_MS).unreadable == 1
    assert len(log.unreadable(watch)) == 2


@pytest.mark.parametrize(
    ("kind", "version", "payload"),
    [(9, 1, b"from the future"), (record.SESSION, 5, b"later"), (record.SESSION, 1, b"short")],
)
def test_what_cannot_be_understood_today_is_kept_for_later(log, watch, kind, version, payload):
    strange = record.encode(record.Record(1, 1, 1000, kind, version, payload))
    page = log.take_page(watch, [strange, raw(2, practised())], NOW_MS)
    assert (page.new, page.undecoded, page.unreadable) == (2, 1, 0)
    assert len(log.sessions()) == 1
    with PracticeLog(log.path) as again:
        assert len(again.sessions()) == 1


def test_a_later_version_decodes_what_an_earlier_one_kept(tmp_path, monkeypatch):
    path = tmp_path / "practice.db"
    with monkeypatch.context() as patch:
        patch.setattr(body, "_DECODERS", {})
        # As in another process: one knows the same as long as it lives.
        patch.setattr(upkeep, "_knowledge", inspect.unwrap(upkeep._knowledge))
        with PracticeLog(path) as log:
            watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
            assert log.take_page(watch, pages(2)[0], NOW_MS).undecoded == 4
            assert log.sessions() == []
    with PracticeLog(path) as log:
        first, second = log.sessions()
        assert len(log.groups(1)) == 17
        assert len(log.anchors(1)) == 1
        assert log._all("SELECT sequence FROM record WHERE problem IS NOT NULL") == []
    assert first.began.quality == EXACT
    assert second.began.utc_ms is not None


def test_a_record_of_a_future_version_is_decoded_once_that_is_known(tmp_path, monkeypatch):
    """As a watch with newer firmware writes it; then loslaten is upgraded."""
    path = tmp_path / "practice.db"
    payload = practised().pack()
    later = record.encode(record.Record(1, 1, 1000, record.SESSION, 5, payload))
    with PracticeLog(path) as log:
        watch = log.see_watch(SERIAL, "nightstand", NOW_MS).id
        assert log.take_page(watch, [later, raw(2, practised())], NOW_MS).undecoded == 1
    decoders = body._DECODERS | {
        (record.SESSION, 5): body._DECODERS[record.SESSION, SessionRecord.VERSION]
    }
    monkeypatch.setattr(body, "_DECODERS", decoders)
    monkeypatch.setattr(upkeep, "_knowledge", inspect.unwrap(upkeep._knowledge))
    with PracticeLog(path) as log:
        assert [one.sequence for one in log.sessions()] == [2, 1]
        assert len(log.groups(2)) == 17
    before = content(path)
    with PracticeLog(path) as log:
        assert len(log.sessions()) == 2
    assert content(path) == before


def test_one_session_recorded_twice_is_one_session(log, watch):
    """The power went between writing the record and forgetting its checkpoint, or before."""
    cut_short = practised()
    cut_short.ending, cut_short.duration_ms = POWER_LOST, 700_000
    log.take_page(watch, [raw(1, practised(), uptime_ms=60_000)], NOW_MS)
    log.take_page(watch, [raw(2, cut_short, uptime_ms=60_000)], NOW_MS)
    (session,) = log.sessions()
    assert (session.sequence, session.ending) == (1, COMPLETED)
    log.take_page(watch, [raw(3, cut_short, uptime_ms=99_000)], NOW_MS)
    log.take_page(watch, [raw(4, practised(), uptime_ms=99_000)], NOW_MS)
    _, session = log.sessions()
    assert (session.sequence, session.ending) == (4, COMPLETED)
    assert len(log.groups(session.id)) == 17
    # A summary of what is known in full adds nothing.
    whole = practised()
    whole.duration_ms = summarised().duration_ms
    log.take_page(watch, [raw(5, whole, uptime_ms=5), raw(6, summarised(), uptime_ms=5)], NOW_MS)
    assert not log.sessions()[2].summary


def test_a_pull_resumes_at_the_last_record_known(log, watch):
    assert log.resume_from(watch, 12, NOW_MS) == 1
    log.take_page(watch, pages(2)[0], NOW_MS)
    assert log.resume_from(watch, 5, NOW_MS) == 4


def test_a_watch_that_was_wiped_begins_a_journal_of_its_own(log, watch):
    log.take_page(watch, pages(2)[0], NOW_MS)
    assert log.resume_from(watch, 3, NOW_MS) == 1
    page = log.take_page(watch, [raw(1, practised(), uptime_ms=777)], NOW_MS)
    assert (page.new, page.restarted) == (1, False)
    assert [session.journal_id for session in log.sessions()] == [1, 1, 2]
    assert log.watch_of(2).serial == SERIAL


def test_a_record_that_contradicts_begins_a_journal_too_and_nothing_is_lost(log, watch):
    log.take_page(watch, pages(2)[0], NOW_MS)
    page = log.take_page(
        watch, [raw(3, practised(), uptime_ms=778), raw(4, practised(), uptime_ms=779)], NOW_MS
    )
    assert (page.new, page.restarted) == (2, True)
    assert [session.journal_id for session in log.sessions()] == [1, 1, 2, 2]
    assert log.resume_from(watch, 9, NOW_MS) == 4


def test_what_came_before_a_contradiction_is_not_taken_for_the_old_journals(log, watch):
    log.take_page(watch, [raw(3, practised(), uptime_ms=300)], NOW_MS)
    wiped = [raw(1, practised(), uptime_ms=701), raw(3, practised(), uptime_ms=703)]
    page = log.take_page(watch, wiped, NOW_MS)
    assert (page.new, page.restarted) == (2, True)
    told = [(session.journal_id, session.uptime_ms) for session in log.sessions()]
    assert told == [(1, 300), (2, 701), (2, 703)]


def test_two_different_records_of_one_number_in_a_page_block_nothing(log, watch):
    first, second = raw(5, practised(), uptime_ms=1_000), raw(5, practised(), uptime_ms=2_000)
    page = log.take_page(watch, [first, second, first, raw(6, practised())], NOW_MS)
    assert (page.new, page.known, page.unreadable, page.restarted) == (2, 1, 1, False)
    ((kept, reason),) = log.unreadable(watch)
    assert kept == second
    assert "came twice" in reason
    assert log.take_page(watch, [first, second], NOW_MS).new == 0


def test_numbers_that_never_came_are_told(log, watch):
    log.take_page(watch, [raw(n, practised()) for n in (3, 4, 8, 10)], NOW_MS)
    assert log.missing(watch) == [(5, 7), (9, 9)]


def test_losses_are_told_each_time_they_have_grown(log, watch):
    counts = [(0, 0, 0), (2, 0, 0), (2, 0, 0), (3, 1, 0), (3, 1, 4)]
    told = [
        rows.LossRow(
            told_utc_ms=NOW_MS + after_ms, summarised=summarised, lost=lost, lost_events=events
        )
        for after_ms, (summarised, lost, events) in enumerate(counts)
    ]
    for loss in told:
        log.add_loss(watch, loss)
    assert log.losses(watch) == [told[1], told[3], told[4]]
    log.check()  # SQLite 3.40 can take a sound row of a loss for damage


def test_losses_of_an_older_log_are_kept_and_lost_no_events(tmp_path):
    path = tmp_path / "practice.db"
    fill_version(path, 2)
    with PracticeLog(path) as log:
        (before,) = log.losses(1)
        assert (before.summarised, before.lost, before.lost_events) == (5, 3, 0)
        log.add_loss(1, rows.LossRow(told_utc_ms=NOW_MS + 1, summarised=5, lost=3, lost_events=7))
        assert [loss.lost_events for loss in log.losses(1)] == [0, 7]


def test_of_two_anchors_for_one_moment_the_more_exact_stays(log, watch):
    log.take_page(watch, [raw(1, event.Clock(NOW_MS, 60, 40), uptime_ms=5_000)], NOW_MS)
    better = rows.AnchorRow(boot=1, uptime_ms=5_000, utc_ms=NOW_MS + 3, zone_min=60, error_ms=7)
    log.add_anchor(watch, better)
    log.add_anchor(
        watch,
        rows.AnchorRow(boot=1, uptime_ms=5_000, utc_ms=NOW_MS + 30, zone_min=60, error_ms=70),
    )
    assert log.anchors(1) == [better]
