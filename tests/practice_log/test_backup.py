# SPDX-License-Identifier: MIT
"""JSON Lines: what goes out comes in again, exactly, once, and wholly or not at all."""

import json
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.cues.quiz import Confusion
from loslaten.practice_log import rows
from loslaten.practice_log.backup import read as reading
from loslaten.practice_log.backup import write as json_lines
from loslaten.practice_log.backup.merge import Outcome
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.quizzes import Quiz, QuizLog
from loslaten_core.journal import event, record
from loslaten_core.practice import protocol
from tests.rigs.kept_log import EXACT, OTHER, UNKNOWN, fill
from tests.rigs.raw_records import NOW_MS, SERIAL, practised, raw, summarised


def content(path: Path) -> list[str]:
    """Return what is in a log; which numbers were given to what was deleted is not."""
    connection = sqlite3.connect(path)
    found = list(connection.iterdump())
    connection.close()
    return [one for one in found if not one.startswith('INSERT INTO "sqlite_sequence"')]


def exported(log: WholeLog) -> str:
    return "".join(json_lines.write(log))


def imported(log: WholeLog, text: str | bytes) -> Outcome:
    path = log.path.with_suffix(".jsonl")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return reading.take(path, log)


def outcome(*counts: int, told_sessions: int) -> Outcome:
    names = ("watches", "protocols", "records", "sessions", "notes", "quizzes")
    told = dict(zip(names, counts, strict=True))
    return Outcome(persons=0, told_sessions=told_sessions, **told)


@pytest.fixture
def log(tmp_path):
    with WholeLog(tmp_path / "one" / "practice.db") as log:
        fill(log)
        yield log


@pytest.fixture
def empty(tmp_path):
    with WholeLog(tmp_path / "empty" / "practice.db") as empty:
        yield empty


def test_everything_comes_back_exactly(log, empty):
    text = exported(log)
    assert imported(empty, text) == outcome(2, 1, 11, 7, 3, 2, told_sessions=7)
    assert content(empty.path) == content(log.path)
    assert exported(empty) == text


def test_every_table_has_something_in_it(log):
    """A table that comes to the log later comes to the export as well."""
    for row in log._all("SELECT name FROM pragma_table_list WHERE schema = 'main'"):
        # The sessions that are to be placed in time are no knowledge of its own, and what a server
        # was sent is this laptop's to know.
        if not row["name"].startswith("sqlite_") and row["name"] not in ("unplaced", "sent"):
            assert log._all(f"SELECT 1 FROM {row['name']}"), row["name"]


def test_importing_twice_or_into_the_same_log_changes_nothing(log, empty):
    text = exported(log)
    imported(empty, text)
    for there in (empty, log):
        before = content(there.path)
        assert imported(there, text) == outcome(0, 0, 0, 0, 0, 0, told_sessions=7)
        assert content(there.path) == before


def test_an_empty_log_is_a_whole_one(tmp_path, empty):
    with WholeLog(tmp_path / "other" / "practice.db") as other:
        assert imported(other, exported(empty)) == outcome(0, 0, 0, 0, 0, 0, told_sessions=0)


# Little room, so that much happens in it: the same number, start or moment more than once.
_bodies = st.sampled_from(
    [practised(2), practised(3), summarised(), event.Boot(event.POWER_ON, "0.1")]
    + [event.Clock(NOW_MS + n, 60, n) for n in (1, 2)]
)
_raws = st.builds(raw, st.integers(1, 6), _bodies, st.integers(1, 3), st.sampled_from([10, 9_000]))
_strange = st.sampled_from(
    [b"", b"no record", record.encode(record.Record(2, 1, 5, 9, 1, b"later"))]
)
# A watch numbers its records; two of one number in a page are not from one.
_pages = st.lists(
    _raws | _strange,
    max_size=6,
    unique_by=lambda one: record.sequence_of(one) if record.is_record(one) else one,
)
_watches = st.sampled_from([SERIAL, OTHER, b""])
_times = st.integers(NOW_MS, NOW_MS + 5)
_rating = st.none() | st.integers(0, 10)
_step = st.one_of(
    st.tuples(st.just("page"), _watches, _pages, _times),
    st.tuples(st.just("wipe"), _watches, _times),
    st.tuples(st.just("forget"), _watches),
    st.tuples(
        st.just("anchor"),
        _watches,
        st.builds(
            rows.AnchorRow,
            boot=st.integers(1, 3),
            uptime_ms=st.sampled_from([10, 9_000]),
            utc_ms=_times | st.sampled_from([0, -5]),
            zone_min=st.integers(-720, 840),
            error_ms=st.integers(0, 3),
        ),
    ),
    st.tuples(
        st.just("loss"),
        _watches,
        st.builds(
            rows.LossRow,
            told_utc_ms=_times,
            summarised=st.integers(0, 2),
            lost=st.integers(0, 2),
        ),
    ),
    st.tuples(
        st.just("note"),
        st.integers(0, 4),
        st.builds(
            rows.Note,
            written_utc_ms=_times,
            tension_before=_rating,
            tension_after=_rating,
            text=st.text(min_size=1).map("x".__add__),
        ),
    ),
    st.tuples(
        st.just("quiz"),
        _watches,
        st.builds(
            Quiz,
            taken_utc_ms=_times,
            theme=st.just("standard"),
            strength_pct=st.just(70),
            seed=st.integers(1, 2),
            confusion=st.dictionaries(
                st.tuples(st.integers(1, 2), st.integers(0, 2)), st.integers(1, 2)
            ).map(Confusion),
        ),
    ),
    st.tuples(st.just("protocol"), st.text("ab", min_size=1, max_size=3), st.text(), _times),
)


def live(log: WholeLog, steps: list[tuple]) -> None:
    """Do to a log what syncs and people do to it."""
    for what, *values in steps:
        if what == "note":
            sessions = log.sessions()
            if sessions:
                log.add_note(sessions[values[0] % len(sessions)].id, values[1])
        elif what == "protocol":
            packed = protocol.pack(protocol.Protocol(values[0], (protocol.Group(2),)))
            log.keep_protocol(packed, {"title": {"nl": values[1]}}, values[2])
        else:
            watch = log.see_watch(values[0], "a name", NOW_MS).id
            if what == "quiz":
                with QuizLog(log.path) as quizzes:
                    quizzes.keep(watch, values[1])
            elif what == "page":
                log.take_page(watch, *values[1:])
            elif what == "wipe":
                log.resume_from(watch, 0, values[1])
            elif what == "forget":
                log.forget_watch(watch)
            else:
                (log.add_anchor if what == "anchor" else log.add_loss)(watch, values[1])


@settings(max_examples=60, deadline=None)
@given(st.lists(_step, max_size=12))
def test_any_log_comes_back_exactly_and_once(tmp_path_factory, steps):
    folder = tmp_path_factory.mktemp("log")
    with WholeLog(folder / "one.db") as one, WholeLog(folder / "other.db") as other:
        live(one, steps)
        text = exported(one)
        imported(other, text)
        assert content(other.path) == content(one.path)
        assert exported(other) == text
        imported(other, text)
        assert content(other.path) == content(one.path)


def test_a_journal_has_the_same_number_where_an_earlier_one_is_gone(tmp_path, empty):
    page = [raw(1, practised(2))]
    with WholeLog(tmp_path / "one.db") as one:
        watch = one.see_watch(OTHER, "a name", NOW_MS).id
        one.take_page(watch, page, NOW_MS)
        one.resume_from(watch, 0, NOW_MS)
        one.resume_from(one.see_watch(SERIAL, "a name", NOW_MS).id, 0, NOW_MS)
        one.take_page(watch, page, NOW_MS)
        text = exported(one)
        imported(empty, text)
        assert content(empty.path) == content(one.path)
        assert exported(empty) == text


def test_sessions_stand_there_decoded_with_when_they_were_and_who_says_so(log):
    lines = [json.loads(text) for text in exported(log).splitlines()]
    sessions = [line for line in lines if line["type"] == "session"]
    assert {line["provenance"] for line in sessions} == {"sensed"}
    assert [line["began"]["quality"] for line in sessions] == [
        *("exact", "exact", "exact", "between", "carried", "between", "unknown")
    ]
    unknown = sessions[UNKNOWN - 1]
    assert unknown["began"]["utc"] is unknown["began"]["earliest_utc"] is None
    notes = [line for line in lines if line["type"] == "note"]
    assert {line["provenance"] for line in notes} == {"self-reported"}
    assert (notes[1]["boot"], notes[1]["uptime_ms"]) == (
        sessions[EXACT - 1]["boot"],
        sessions[EXACT - 1]["uptime_ms"],
    )
