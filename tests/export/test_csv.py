# SPDX-License-Identifier: MIT
"""CSV: rows that every reader of CSV reads, with no time that is not known."""

import csv
import io
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.export import csv as export
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.whole_log import WholeLog
from tests.rigs.kept_log import CARRIED, EXACT, LONG_AFTER, SUMMARY, UNKNOWN, WORDS, fill


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> list[ExportEntry]:
    with WholeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        fill(log)
        return list(entries(log))


def parsed(chunks) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(chunks), newline=""), strict=True))


@pytest.fixture(scope="module")
def rows(found) -> dict[int, dict[str, str]]:
    return {int(row["session"]): row for row in parsed(export.sessions(found, "en"))}


def test_a_row_per_session_in_the_columns_there_are(found, rows):
    assert list(rows) == [1, 2, 3, 4, 5, 6, 7]
    for row in rows.values():
        assert tuple(row) == export.SESSION_COLUMNS
        assert None not in row.values()
    assert len({row["key"] for row in rows.values()}) == 7


def test_a_row_of_which_all_is_known(rows):
    row = rows[EXACT]
    began = datetime.fromisoformat(row["began_utc"])
    assert began == datetime.fromisoformat(row["began_local"])
    assert row["began_local"] == "2026-11-22T10:30:00.000+01:00"
    assert (row["utc_offset_min"], row["clock_quality"]) == ("60", "exact")
    assert row["clock_error_s"] == "3.641"
    assert (row["duration_s"], row["settle_in_s"], row["paused_s"]) == ("1900", "60", "45")
    assert (row["groups_done"], row["groups_skipped"], row["groups_left_out"]) == ("17", "1", "0")
    assert (row["repeats_done"], row["repeats_asked"], row["repeats_cut"]) == ("34", "1", "1")
    assert (row["ending"], row["summary_only"], row["worst_late_ms"]) == ("completed", "0", "12")
    assert row["protocol_title"] == "Evening; short, soft"


def test_how_well_the_clock_was_known_is_said_and_no_time_is_made_up(found, rows):
    assert [row["clock_quality"] for row in rows.values()] == [
        *("exact", "exact", "exact", "between", "carried", "between", "unknown")
    ]
    for entry, row in zip(found, rows.values(), strict=True):
        known = entry.night.began.utc_ms is not None
        for column in ("began_utc", "began_local", "clock_error_s"):
            assert bool(row[column]) == known, column
        assert "1970" not in str(row)
    assert (rows[LONG_AFTER]["utc_offset_min"], rows[LONG_AFTER]["utc_offset_other_min"]) == (
        *("120", "60"),
    )
    assert rows[LONG_AFTER]["clock_error_s"] == "342.075"
    assert rows[CARRIED]["began_earliest_utc"] < rows[CARRIED]["began_utc"]
    assert rows[SUMMARY]["began_earliest_utc"]
    unknown = rows[UNKNOWN]
    assert not any(value for column, value in unknown.items() if column.startswith("began_"))
    assert unknown["utc_offset_min"] == ""


def test_what_was_not_kept_is_empty_and_not_none_or_nought(rows):
    row = rows[SUMMARY]
    assert (row["summary_only"], row["groups_done"], row["repeats_done"]) == ("1", "17", "34")
    for column in ("settle_in_s", "paused_s", "groups_skipped", "repeats_asked", "repeats_cut"):
        assert row[column] == ""


def test_what_the_wearer_reported_is_apart(rows):
    assert {row["provenance"] for row in rows.values()} == {"sensed"}
    row = rows[EXACT]
    assert row["reported_provenance"] == "self-reported"
    # The latest rating of each; words add up.
    assert (row["reported_tension_before"], row["reported_tension_after"]) == ("8", "3")
    assert row["reported_text"] == WORDS
    assert rows[UNKNOWN]["reported_tension_after"] == "0"
    assert rows[CARRIED]["reported_provenance"] == ""


def test_a_row_per_muscle_group(found):
    rows = parsed(export.groups(found, "nl"))
    assert {tuple(row) for row in rows} == {export.GROUP_COLUMNS}
    assert [int(row["session"]) for row in rows].count(EXACT) == 17
    assert not [row for row in rows if int(row["session"]) == SUMMARY]
    second = rows[1]
    assert (second["group"], second["muscle"]) == ("2", "right-lower-leg")
    assert second["muscle_name"] == "rechteronderbeen"
    assert (second["repeats_cut"], second["cut_repeats"]) == ("1", "2")
    assert (second["tense_s"], second["release_s"]) == ("8.3", "60")
    assert rows[16]["skipped"] == "1"


def test_the_same_log_gives_the_same_bytes(found):
    for write in (export.sessions, export.groups):
        assert "".join(write(found, "nl")) == "".join(write(found, "nl"))


def test_no_text_is_worked_out_by_a_spreadsheet(rows):
    assert rows[EXACT]["watch_name"] == "'=nightstand"
    assert rows[UNKNOWN]["reported_text"].startswith("'-1")


@pytest.mark.parametrize("write", [export.sessions, export.groups])
def test_a_dutch_excel_opens_it_into_the_same_columns_and_numbers(found, write):
    plain = parsed(write(found, "nl"))
    raw = "".join(write(found, "nl", excel=True)).encode()
    assert raw.startswith(b"\xef\xbb\xbf")
    text = io.StringIO(raw.decode("utf-8-sig"), newline="")
    told = list(csv.DictReader(text, delimiter=";", strict=True))
    assert len(told) == len(plain)
    for row, other in zip(told, plain, strict=True):
        for name, value in row.items():
            is_number = name.endswith("_s") and other[name]
            assert value == (other[name].replace(".", ",") if is_number else other[name])
    assert any("," in row["clock_error_s"] for row in told)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_beginning_of_a_formula_is_one(start):
    assert export._text(f"{start}SUM(A1)") == f"'{start}SUM(A1)"
    assert export._text(f"a{start}b") == f"a{start}b"


@given(st.text())
def test_any_text_comes_back_from_csv(text):
    # A reader of CSV in text mode cannot tell one line end from another.
    text = text.replace("\r", "")
    (row,) = csv.reader(io.StringIO(export._line(("first", text)), newline=""), strict=True)
    assert row == ["first", text]
