# SPDX-License-Identifier: MIT
"""Import: two laptops' logs become one, and what is not a whole log is refused with its reason."""

import json
import os
import threading
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.errors import LoslatenError
from loslaten.practice_log import rows
from loslaten.practice_log.backup import read as reading
from loslaten.practice_log.backup import write as json_lines
from loslaten.practice_log.backup.whole_log import WholeLog
from loslaten.practice_log.choice import Choice
from loslaten.practice_log.days import Span
from loslaten_core.journal import event
from tests.practice_log.test_backup import content, exported, imported
from tests.rigs.kept_log import DAY_MS, fill
from tests.rigs.raw_records import NOW_MS, SERIAL, pages, practised, raw

RAWS = [one for page in pages(8) for one in page]


@pytest.fixture
def log(tmp_path):
    with WholeLog(tmp_path / "practice.db") as log:
        yield log


@pytest.fixture
def other(tmp_path):
    with WholeLog(tmp_path / "other" / "practice.db") as other:
        yield other


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> list[str]:
    """The lines of a log with everything in it."""
    with WholeLog(tmp_path_factory.mktemp("whole") / "practice.db") as log:
        fill(log)
        return exported(log).splitlines()


def met(log: WholeLog, raws: list[bytes], at_ms: int = NOW_MS) -> int:
    """Let a log meet the watch and take its records; the watch's number."""
    watch = log.see_watch(SERIAL, "", at_ms).id
    log.take_page(watch, raws, at_ms)
    return watch


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10), st.integers(0, 10))
def test_two_laptops_that_met_the_same_watch_have_one_log(tmp_path_factory, until, since):
    """Also when neither has a record of the other's: a lost laptop's backup, and its heir."""
    folder = tmp_path_factory.mktemp("log")
    with WholeLog(folder / "one.db") as one, WholeLog(folder / "other.db") as other:
        met(one, RAWS[:until], NOW_MS - DAY_MS)
        met(other, RAWS[since:])
        imported(other, exported(one))
        assert len(other.journal_numbers()) == 1
        there = {session.sequence for session in other.sessions()}
        assert there == {*range(3, until + 1), *range(max(3, since + 1), 11)}
        assert len(other.sessions()) == len(there)


def test_the_life_before_a_wipe_stays_apart_and_the_next_sync_goes_on_where_it_was(log, other):
    met(other, RAWS, NOW_MS - DAY_MS)
    other.add_note(
        1,
        rows.Note(
            written_utc_ms=NOW_MS, tension_before=3, tension_after=1, text="before the wipe"
        ),
    )
    second = [raw(1, practised(2), uptime_ms=77), raw(2, practised(2), uptime_ms=78)]
    watch = met(log, second)
    assert imported(log, exported(other)).sessions == 8
    assert log.journal_numbers() == {1: 1, 2: 2}
    assert log.resume_from(watch, 3, NOW_MS) == 2
    assert not log.take_page(watch, [second[1], raw(3, practised())], NOW_MS).restarted
    assert [log.watch_of(session.journal_id).id for session in log.sessions()] == [watch] * 11
    (noted,) = [session for session in log.sessions() if log.notes(session.id)]
    assert noted.journal_id == 2


def test_the_life_after_a_wipe_is_the_one_the_next_sync_goes_on_with(log, other):
    watch = met(log, RAWS, NOW_MS - DAY_MS)
    met(other, [raw(1, practised(2), uptime_ms=77), raw(2, practised(2), uptime_ms=78)])
    imported(log, exported(other))
    assert log.resume_from(watch, 3, NOW_MS) == 2
    assert len(log.sessions()) == 10


def test_a_wipe_is_noticed_even_when_the_laptops_clock_went_back(log):
    watch = met(log, RAWS)
    assert log.resume_from(watch, 2, 0) == 1
    log.take_page(watch, [raw(1, practised(2), uptime_ms=77)], 0)
    assert log.resume_from(watch, 2, 0) == 1
    assert len(log.journal_numbers()) == 2


def test_starts_out_of_order_are_two_lives(log, other):
    """No record in common, but numbers that go on while starts begin anew."""
    met(other, [raw(number, practised(2), 40, number * 9_000) for number in (1, 2)])
    met(log, [raw(number, practised(2), 2, number * 9_000) for number in (3, 4)])
    imported(log, exported(other))
    assert len(log.journal_numbers()) == 2


def test_a_laptop_that_met_the_watch_without_taking_anything_takes_the_others_journal(log, other):
    met(other, RAWS)
    watch = met(log, [], NOW_MS + 5)
    imported(log, exported(other))
    assert log.resume_from(watch, 11, NOW_MS) == 10


def test_what_is_known_better_here_stays(log, other):
    watch = met(log, RAWS, NOW_MS)
    log.see_watch(SERIAL, "new name", NOW_MS + 9)
    log.add_anchor(
        watch, rows.AnchorRow(boot=1, uptime_ms=9_000, utc_ms=NOW_MS, zone_min=60, error_ms=5)
    )
    met(other, RAWS)
    other.see_watch(SERIAL, "old name", NOW_MS + 8)
    other.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=9_000, utc_ms=NOW_MS + 40, zone_min=60, error_ms=50)
    )
    other.add_anchor(
        1, rows.AnchorRow(boot=1, uptime_ms=9_500, utc_ms=NOW_MS + 500, zone_min=60, error_ms=50)
    )
    imported(log, exported(other))
    assert [watch.name for watch in log.watches()] == ["new name"]
    found = log.anchors(1)
    assert rows.AnchorRow(boot=1, uptime_ms=9_000, utc_ms=NOW_MS, zone_min=60, error_ms=5) in found
    assert (
        rows.AnchorRow(boot=1, uptime_ms=9_500, utc_ms=NOW_MS + 500, zone_min=60, error_ms=50)
        in found
    )


def test_a_better_time_from_elsewhere_serves_the_sessions_here(log, other):
    met(log, RAWS[2:])
    met(other, [RAWS[0], raw(2, event.Clock(NOW_MS, 60, 4), uptime_ms=5_000)])
    imported(log, exported(other))
    assert [anchor.error_ms for anchor in log.anchors(1)] == [4]


def refusal(path: Path, text: bytes, into: WholeLog) -> str:
    """Complaint about a file; the log must be as it was."""
    before = content(into.path)
    path.write_bytes(text)
    with pytest.raises(reading.FileError) as refused:
        reading.take(path, into)
    assert content(into.path) == before
    return str(refused.value)


def sealed(lines: list[str]) -> bytes:
    """Lines under an end that belongs to them, as somebody would who means it."""
    texts = [text.encode() for text in lines]
    end = {"type": "end", "lines": len(texts), "sha256": reading.digest(texts)}
    return b"\n".join([*texts, json.dumps(end).encode()])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_damaged_byte_and_no_cut_gets_through(whole, tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("damaged")
    good = "\n".join([*whole, ""]).encode()
    at = data.draw(st.integers(0, len(good) - 2))
    damaged = st.integers(1, 255).map(
        lambda flip: good[:at] + bytes([good[at] ^ flip]) + good[at + 1 :]
    )
    with WholeLog(folder / "practice.db") as log:
        told = refusal(folder / "x.jsonl", data.draw(damaged | st.just(good[:at])), log)
    assert str(folder / "x.jsonl") in told


def test_line_ends_and_a_mark_at_the_beginning_do_no_harm(log, whole):
    text = b"\xef\xbb\xbf" + "\r\n".join(whole).encode()
    assert imported(log, text).sessions == 7


@pytest.mark.parametrize("byte_order", ["utf-16-le", "utf-16-be"])
def test_a_file_that_powershell_has_written_is_read(log, whole, byte_order):
    text = "\ufeff" + "\r\n".join([*whole, ""])
    assert imported(log, text.encode(byte_order)).sessions == 7


def test_blank_lines_at_the_end_do_no_harm(log, whole, tmp_path):
    path = tmp_path / "copied.jsonl"
    path.write_bytes("\n".join([*whole, "", "  ", ""]).encode())
    reading.take(path, log)
    assert exported(log).splitlines() == whole


@pytest.mark.parametrize("shown", ["nothing", "a beginning", "all"])
def test_blank_lines_without_an_end_are_refused(log, whole, tmp_path, shown):
    """Read from a pipe, of which nobody can know how much is to come."""
    lines = {"nothing": [], "a beginning": whole[:5], "all": whole}[shown]
    endless = tmp_path / "endless.jsonl"
    os.mkfifo(endless)
    writing = threading.Thread(target=write_without_end, args=(endless, "\n".join(lines)))
    writing.start()
    with pytest.raises(LoslatenError, match=f"line {len(lines) + 1001}: .* blank lines"):
        reading.take(endless, log)
    writing.join(60)
    assert not writing.is_alive()
    assert not log.sessions()


def write_without_end(pipe: Path, text: str) -> None:
    # Enough to be without an end for whoever waits for it.
    blank = (b"\n" * 1000 for _ in range(10_000))
    with suppress(BrokenPipeError), pipe.open("wb", buffering=0) as stream:
        for some in (text.encode(), b"\n" * bool(text), *blank):
            stream.write(some)


def write_slowly(pipe: Path, text: bytes) -> None:
    with pipe.open("wb", buffering=0) as stream:
        for part in (text[:1], text[1:2], text[2:]):
            stream.write(part)
            time.sleep(0.05)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_log_is_read_from_a_pipe(log, whole, tmp_path, encoding):
    """Its mark may come byte by byte."""
    pipe = tmp_path / "pipe.jsonl"
    os.mkfifo(pipe)
    text = "\n".join([*whole, ""]).encode(encoding)
    writing = threading.Thread(target=write_slowly, args=(pipe, text))
    writing.start()
    assert reading.take(pipe, log).sessions == 7
    writing.join(60)


def test_a_line_that_is_nested_a_thousand_deep_is_refused_with_its_reason(log, tmp_path, whole):
    deep = '{"type":"note","text":' + "[" * 100_000 + "]" * 100_000 + "}"
    told = refusal(tmp_path / "deep.jsonl", "\n".join([whole[0], deep, *whole[1:]]).encode(), log)
    assert "line 2: " in told
    with pytest.raises(LoslatenError) as caught:
        reading.take(tmp_path / "deep.jsonl", log)
    assert caught.value.told("nl").message.startswith(f"{tmp_path / 'deep.jsonl'}, regel 2: ")


def first(lines: list[str], kind: str) -> int:
    return next(n for n, text in enumerate(lines) if text.startswith(f'{{"type":"{kind}"'))


# The kind of line, what is put for what in the first of it, and what is said about it.
CHANGES = [
    ("log", '"version":3', '"version":4', "line 1: it is of version 4, this loslaten knows up"),
    ("log", "loslaten practice", "other", "line 1: this is not a practice log of Loslaten"),
    ("watch", '"name":', '"nama":', "an unknown field: nama; allowed: type, serial, name, "),
    ("watch", '"name":"', '"name":7,"x":"', "name has to be: a text of at most 40 characters"),
    ("watch", "00010", "0001", "serial has to be: hexadecimal digits"),
    ("journal", "0001", "ff01", "there is no watch ff01"),
    (
        "journal",
        '"number":1',
        '"number":-1',
        "number has to be: a whole number from 0 to 4294967295",
    ),
    ("protocol", '"id":"', '"id":"00', "the protocol is "),
    ("anchor", '"journal":1', '"journal":9', "there is no journal 9 above"),
    ("anchor", '"utc_ms":', '"utc_ms":99999999999', "utc_ms has to be: a whole number from -"),
    ("record", '"sequence":1', '"sequence":4', "the record is number 1"),
    ("record", '"raw":"', '"raw":"AAAA', "a record fails its check"),
    ("record", '"raw":"', '"raw":"?', "raw has to be: base64"),
    ("loss", '"lost":0', '"lost":-0.5', "lost has to be: a whole number from 0 to "),
    ("quiz", '"watch":"', '"watch":"00', "there is no watch 00"),
    ("quiz", "[2,0,1]", "[2,0,0]", "answers[1][2] has to be: a whole number from 1 to"),
    ("note", "self-reported", "sensed", "provenance has to be: self-reported"),
    (
        "note",
        '"tension_before":7',
        '"tension_before":11',
        "tension_before has to be: a whole number from 0 to 10 or null",
    ),
    ("note", '"boot":1', '"boot":8', "a session that is not in this file"),
    ("note", '"type":"note"', '"type":"novel"', "type has to be: one of log, person, "),
    ("note", '{"type"', '{type"', "this is not JSON"),
    ("note", '"boot":1,', "", "the field boot is missing"),
    ("note", '"calmer":', '"calm":', "allowed: type, provenance, "),
]


@pytest.mark.parametrize(("kind", "old", "new", "said"), CHANGES)
def test_what_cannot_be_is_refused_by_line_and_reason(log, tmp_path, whole, kind, old, new, said):
    number = first(whole, kind)
    changed = whole[:-1]
    assert old in changed[number]
    changed[number] = changed[number].replace(old, new, 1)
    told = refusal(tmp_path / "x.jsonl", sealed(changed), log)
    assert said in told
    assert f"line {number + 1}: " in told


@pytest.mark.parametrize("kind", ["log", "watch", "journal", "record"])
def test_a_line_that_comes_twice_is_refused(log, tmp_path, whole, kind):
    number = first(whole, kind)
    twice = [*whole[: number + 1], *whole[number:-1]]
    assert f"line {number + 2}: " in refusal(tmp_path / "x.jsonl", sealed(twice), log)


def test_what_was_changed_by_hand_is_told_from_what_was_exported(log, tmp_path, whole):
    changed = "\n".join(whole).replace("géén pijn", "veel pijn").encode()
    assert "damaged or changed" in refusal(tmp_path / "x.jsonl", changed, log)


@pytest.mark.parametrize(
    "text",
    [b"", b"\n", b"session,key\r\n1,2\r\n", b"SQLite format 3\0", b'{"type":"end"}', b"\xff\xfe"],
)
def test_another_programs_file_is_recognised_as_such(log, tmp_path, text):
    told = refusal(tmp_path / "x.jsonl", text, log)
    assert told == f"{tmp_path / 'x.jsonl'}, line 1: this is not a practice log of Loslaten"


def test_a_file_that_cannot_be_read_says_why(log, tmp_path):
    with pytest.raises(reading.FileError, match="No such file"):
        reading.take(tmp_path / "nowhere.jsonl", log)
    with pytest.raises(reading.FileError, match="directory"):
        reading.take(tmp_path, log)


def test_an_export_of_some_sessions_is_not_imported(log, other, tmp_path):
    fill(other)
    some = "".join(json_lines.write(other, Choice(days=Span(date(2027, 1, 10), None))))
    kinds = [json.loads(text)["type"] for text in some.splitlines()]
    assert "record" not in kinds
    assert kinds.count("session") == 5
    assert kinds.count("note") == 1
    assert "holds some of the sessions only" in refusal(tmp_path / "x.jsonl", some.encode(), log)
