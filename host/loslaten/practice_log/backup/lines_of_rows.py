# SPDX-License-Identifier: MIT
"""Lines from the rows of the log. ValueError for a row of which there is no line."""

import json
import sqlite3
from datetime import date

from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.bounds import nearest_clock_ms
from loslaten_core.journal import JournalError, record
from loslaten_core.practice import protocol as practised


def watch(row: sqlite3.Row) -> line.WatchLine:
    """Return the line of a watch."""
    return line.WatchLine(
        bytes.hex(row["serial"]),
        row["name"][: line.WATCH_NAME_CHARS],
        nearest_clock_ms(row["seen_utc_ms"]),
        bool(row["forgotten"]),
    )


def holding(row: sqlite3.Row) -> line.HoldingLine:
    """Return the line that says whose a watch was."""
    from_utc_ms = nearest_clock_ms(row["from_utc_ms"])
    return line.HoldingLine(
        bytes.hex(row["serial"]), row["person_id"], from_utc_ms, bool(row["by_journal"])
    )


def journal(row: sqlite3.Row) -> line.JournalLine:
    """Return the line of a journal."""
    begun_utc_ms = nearest_clock_ms(row["begun_utc_ms"])
    return line.JournalLine(row["id"], bytes.hex(row["serial"]), begun_utc_ms)


def protocol(row: sqlite3.Row) -> line.ProtocolLine:
    """Return the line of a protocol; where only its texts are damaged, without them."""
    try:
        texts = json.loads(row["texts"])
    except ValueError:
        texts = {}
    return line.ProtocolLine(
        row["content_id"].hex(),
        practised.unpack(row["packed"]).name,
        nearest_clock_ms(row["pushed_utc_ms"]),
        texts if isinstance(texts, dict) else {},
        row["packed"],
    )


def plan(row: sqlite3.Row) -> line.PlanLine:
    """Return the line of a plan."""
    return line.PlanLine(
        row["person_id"],
        row["code"].hex(),
        row["made_utc_ms"],
        row["taken_utc_ms"],
        json.loads(row["content"]),
    )


def proposal(row: sqlite3.Row) -> line.ProposalLine:
    """Return the line of a proposal."""
    return line.ProposalLine(
        row["person_id"],
        row["kind"],
        json.loads(row["content"]),
        row["decision"],
        row["decided_utc_ms"],
    )


def measure(row: sqlite3.Row) -> line.MeasureLine:
    """Return the line of a measure."""
    return line.MeasureLine(
        "self-reported",
        row["person_id"],
        row["instrument"],
        date.fromisoformat(row["day"]).isoformat(),
        json.loads(row["answers"]),
        row["written_utc_ms"],
    )


def received(row: sqlite3.Row) -> line.Record | line.Unreadable:
    """Return the line of a record; of one that was damaged here, its bytes as they are."""
    received_utc_ms = nearest_clock_ms(row["received_utc_ms"])
    try:
        kept = record.decode(row["raw"])
    except JournalError as error:
        return line.Unreadable(row["journal_id"], str(error), received_utc_ms, row["raw"])
    return line.Record(
        row["journal_id"], kept.sequence, kept.kind_name, received_utc_ms, row["raw"]
    )


def delivery(row: sqlite3.Row) -> line.DeliveryLine:
    """Return the line of a file of nights that came."""
    return line.DeliveryLine(
        row["person_id"],
        row["code"].hex(),
        row["made_utc_ms"],
        row["received_utc_ms"],
        row["sender"].hex(),
        bool(row["proven"]),
    )


def quiz(row: sqlite3.Row, answers: list[tuple[int, int, int]]) -> line.Quiz:
    """Return the line of a quiz with these answers."""
    return line.Quiz(
        "self-reported",
        bytes.hex(row["serial"]),
        row["taken_utc_ms"],
        row["theme"],
        row["strength_pct"],
        row["seed"],
        answers,
    )


def note(row: sqlite3.Row) -> line.NoteLine:
    """Return the line of a note, at the session that its record tells."""
    kept = record.decode(row["raw"])
    return line.NoteLine(
        "self-reported",
        row["journal_id"],
        kept.boot,
        kept.uptime_ms,
        row["written_utc_ms"],
        row["tension_before"],
        row["tension_after"],
        row["text"],
        None if row["calmer"] is None else bool(row["calmer"]),
    )
