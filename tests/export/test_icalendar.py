# SPDX-License-Identifier: MIT
"""iCalendar: what a calendar program reads, and nothing about days that are not known."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loslaten.export import icalendar as export
from loslaten.practice_log import rows
from loslaten.practice_log.backup.exported import ExportEntry, entries
from loslaten.practice_log.backup.whole_log import WholeLog
from tests.rigs.kept_log import CARRIED, DISPUTED, EXACT, LONG_AFTER, WORDS, fill
from tests.rigs.raw_records import DAY_MS, NOW_MS

PLACED = (EXACT, LONG_AFTER, DISPUTED, CARRIED)


@pytest.fixture
def log(tmp_path):
    with WholeLog(tmp_path / "practice.db") as log:
        fill(log)
        yield log


def found(log: WholeLog) -> list[ExportEntry]:
    return list(entries(log))


def events(text: str) -> dict[str, icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    assert not calendar.errors
    return {str(event["UID"]): event for event in calendar.events}


def written(log: WholeLog, lang: str = "en") -> str:
    entries = found(log)
    left_out = sum(not export.has_place(entry) for entry in entries)
    return "".join(export.write(entries, left_out, lang))


def test_a_calendar_program_reads_the_sessions_whose_time_is_known(log):
    told = found(log)
    there = events(written(log))
    assert list(there) == [str(told[number - 1].uuid) for number in PLACED]
    for number, event in zip(PLACED, there.values(), strict=True):
        assert not event.errors
        began = told[number - 1].night.began
        start = datetime.fromtimestamp(began.utc_ms // 1000, UTC)
        length_s = max(1, told[number - 1].night.session.duration_ms // 1000)
        assert event["DTSTART"].dt == start
        assert event["DTEND"].dt == start + timedelta(seconds=length_s)
        assert event["DTSTAMP"].dt >= event["DTEND"].dt
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["X-LOSLATEN-PROVENANCE"] == "sensed"


def test_who_is_in_it_says_how_sure_its_time_is(log):
    there = list(events(written(log)).values())
    assert [event["STATUS"] for event in there] == ["CONFIRMED", *["TENTATIVE"] * 3]
    assert [event["X-LOSLATEN-CLOCK-QUALITY"] for event in there] == [
        *("exact", "exact", "exact", "carried")
    ]
    assert [event["X-LOSLATEN-CLOCK-ERROR-S"] for event in there] == [
        *("3.641", "342.075", "0.040", "44.984")
    ]
    assert there[0]["SUMMARY"] == "Relaxation practice: Evening; short, soft"
    assert there[1]["SUMMARY"].endswith("(time uncertain)")
    assert "± 6 min" in there[1]["DESCRIPTION"]
    assert "the clocks disagreed" in there[2]["DESCRIPTION"]
    assert there[0]["X-LOSLATEN-UTC-OFFSET-MIN"] == "60"


def test_who_has_no_place_is_counted(log):
    calendar = icalendar.Calendar.from_ical(written(log))
    assert calendar["DESCRIPTION"].startswith(
        "Not in here, because it is not known when: 3 sessions"
    )
    assert calendar["NAME"] == "Loslaten: practice"
    assert "1970" not in calendar.to_ical().decode()


def test_what_the_watch_recorded_and_what_the_wearer_reported_are_told_apart(log):
    first, *_ = events(written(log, "nl")).values()
    sensed, *reported = str(first["DESCRIPTION"]).split("\n", 2)
    assert sensed == (
        "Vastgelegd door het horloge: 2026-11-22 10:30 tot 11:01, 17 van 17 spiergroepen, "
        "34 herhalingen, afgemaakt."
    )
    assert reported[0] == "Gemeld door de drager: spanning vooraf 7 van 10"
    assert reported[1].endswith(f"spanning achteraf 3 van 10, {WORDS}")


def test_an_event_stays_the_same_one_and_a_later_one_when_more_is_known(log):
    before = events(written(log))
    log.add_note(
        EXACT,
        rows.Note(written_utc_ms=NOW_MS + 99 * DAY_MS, tension_before=1, tension_after=1, text=""),
    )
    after = events(written(log))
    assert list(after) == list(before)
    changed = [uid for uid in after if after[uid]["DTSTAMP"].dt > before[uid]["DTSTAMP"].dt]
    assert changed == [str(found(log)[EXACT - 1].uuid)]


def test_a_laptop_whose_clock_was_not_set_stamps_nothing(log):
    before = written(log)
    log.add_note(
        CARRIED, rows.Note(written_utc_ms=0, tension_before=1, tension_after=None, text="")
    )
    after = events(written(log)).values()
    assert [one["DTSTAMP"].dt for one in after] == [
        one["DTSTAMP"].dt for one in events(before).values()
    ]


def test_the_lines_are_as_the_standard_has_them(log):
    text = written(log)
    assert text == written(log)
    assert text.endswith("END:VCALENDAR\r\n")
    for line in text.removesuffix("\r\n").split("\r\n"):
        assert len(line.encode()) <= 75
        assert not {"\r", "\n", "\x07"} & set(line)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from('\\;,\n:"')))
def test_any_text_comes_back_from_a_calendar(text):
    folded = export._folded("DESCRIPTION:" + export._escaped(text))
    assert all(len(line.encode()) <= 75 for line in folded.split("\r\n"))
    calendar = f"BEGIN:VCALENDAR\r\n{folded}END:VCALENDAR\r\n"
    assert str(icalendar.Calendar.from_ical(calendar)["DESCRIPTION"]) == text
