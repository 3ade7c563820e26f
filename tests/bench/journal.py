# SPDX-License-Identifier: MIT
"""Cost of the journal, beside the same content as JSON lines written the same way.

The JSON lines are compact (`json.dumps` with the shortest separators) and have the record's own
field names; they are checkpointed after each group into a file of their own, as the journal is.
"""

import json

from loslaten_core.journal import record, segment, session
from loslaten_core.journal.log import SEGMENT_BYTES, SEGMENTS, Journal
from loslaten_core.practice.event import COMPLETED, POWER_LOST
from loslaten_core.practice.tally import GroupTally
from tests.bench import Row
from tests.board.flash import Files, Flash
from tests.board.script import printed
from tests.rigs.ram_flash import RamFlash

GROUPS = 17
UPTIME_MS = 40_000_000
LITTLEFS = "by the model of LittleFS in tests/board"

# Runs on a board: bytes allocated, without any collection, while one session is kept.
ALLOCATED = """
import gc, json
from device.flash import Flash
from loslaten_core.journal import session
from loslaten_core.journal.log import Journal
from loslaten_core.practice.tally import GroupTally
night = session.SessionRecord(b"watch!", [GroupTally(muscle, False) for muscle in range(1, 18)])
for group in night.groups:
    group.done, group.asked, group.tense_ms, group.release_ms = 3, 1, 18_000, 105_000
journal = Journal(Flash("/journal"))
journal.open()

def keep_record():
    journal.finish({uptime_ms}, night)

def keep_line():
    content = {fields}
    content["protocol_id"] = night.protocol_id.hex()
    content["groups"] = [{group_fields} for group in night.groups]
    with open("/journal/lines.json", "a") as file:
        file.write(json.dumps(content) + "\\n")

for keep in (keep_record, keep_line):
    keep()
    gc.collect()
    gc.disable()
    before = gc.mem_alloc()
    keep()
    print(gc.mem_alloc() - before)
    gc.enable()
"""
SCAN_RECORDS = """
import time
from device.flash import Flash
from loslaten_core.journal.log import Journal
journal = Journal(Flash("/journal"))
journal.open()
began_ms = time.ticks_ms()
count = 0
for _ in journal.read(1):
    count += 1
print(count, time.ticks_diff(time.ticks_ms(), began_ms))
"""
SCAN_LINES = """
import json, time
began_ms = time.ticks_ms()
count = 0
with open("/journal/lines.json") as file:
    for line in file:
        count += json.loads(line)["sequence"] > 0
print(count, time.ticks_diff(time.ticks_ms(), began_ms))
"""
FIELDS = (
    "ending",
    "pauses",
    "duration_ms",
    "settle_in_ms",
    "paused_ms",
    "final_rest_ms",
    "battery_before_mv",
    "battery_after_mv",
    "worst_late_ms",
)
GROUP_FIELDS = tuple(vars(GroupTally(1, False)))


def run() -> list[Row]:
    """Measure and return the rows."""
    rows = _sizes()
    rows += _writes("journal", RamFlash(), _keep_records)
    rows += _writes("JSON lines", RamFlash(), _keep_lines)
    rows += _memory()
    rows += _scans()
    return rows


def night(done: int = GROUPS, ending: int = COMPLETED) -> session.SessionRecord:
    """The leaflet's 17 groups, three repeats each and one of them asked for."""
    one = session.SessionRecord(b"\xa5" * 6, [GroupTally(n, False) for n in range(1, GROUPS + 1)])
    for group in one.groups[:done]:
        group.done, group.asked, group.tense_ms, group.release_ms = 3, 1, 18_000, 105_000
    one.ending, one.duration_ms, one.final_rest_ms = ending, 2_700_000, 600_000
    one.battery_before_mv, one.battery_after_mv, one.worst_late_ms = 3_900, 3_850, 3
    one.settle_in_ms = 60_000
    return one


def line_of(one: session.SessionRecord, sequence: int) -> bytes:
    """The same content as a line of JSON."""
    content = {
        "sequence": sequence,
        "boot": 3,
        "uptime_ms": UPTIME_MS,
        "kind": "session",
        "protocol_id": one.protocol_id.hex(),
        **{name: getattr(one, name) for name in FIELDS},
        "groups": [vars(group) for group in one.groups],
    }
    return json.dumps(content, separators=(",", ":")).encode() + b"\n"


def _sizes() -> list[Row]:
    framed = segment.frame(record.encode(record.of(night(), 400, 3, UPTIME_MS)))
    line = line_of(night(), 400)
    room = (SEGMENTS - 1) * (SEGMENT_BYTES // len(framed))
    return [
        Row(
            "session, journal",
            len(framed),
            "B",
            "17 groups of 3 repeats, framing and CRC included",
        ),
        Row("session, JSON lines", len(line), "B", "the same content, no check"),
        Row("sessions in 96 KiB, journal", room, "", "one segment in reserve for summaries"),
        Row("sessions in 96 KiB, JSON lines", 96 * 1024 // len(line), "", "no reserve"),
    ]


def _keep_records(flash: RamFlash, nights: int) -> None:
    journal = Journal(flash)
    journal.open()
    flash.operations.clear()
    for number in range(nights):
        start_ms = UPTIME_MS + number
        for done in range(1, GROUPS + 1):
            journal.checkpoint(start_ms, night(done, POWER_LOST))
        journal.finish(start_ms, night())


def _keep_lines(flash: RamFlash, nights: int) -> None:
    for number in range(nights):
        for done in range(1, GROUPS + 1):
            flash.replace("session.json", line_of(night(done, POWER_LOST), number))
        flash.append("lines.json", line_of(night(), number))
        flash.replace("session.json", b"")


def _writes(name: str, flash: RamFlash, keep, nights: int = 60) -> list[Row]:
    keep(flash, nights)
    on_board = Flash(files={})
    took_ms = 0.0
    for what, file, data in flash.operations:
        path = f"/journal/{file}"
        before = on_board.files.get(path, b"") if what == "append" else b""
        took_ms += on_board.change(path, before + data, len(before))
    operations = len(flash.operations) / nights
    return [
        Row(f"write operations a session, {name}", operations, "", "open, write, close"),
        Row(f"flash pages a session, {name}", round(on_board.pages / nights, 1), "", LITTLEFS),
        Row(f"flash erases a session, {name}", round(on_board.erases / nights, 1), ""),
        Row(f"flash busy in a session, {name}", round(took_ms / nights, 1), "ms", "on an RP2"),
    ]


def _memory() -> list[Row]:
    source = ALLOCATED.format(
        fields=_literal("night", FIELDS),
        group_fields=_literal("group", GROUP_FIELDS),
        uptime_ms=UPTIME_MS,
    )
    kept, line = map(int, printed(source).split())
    note = "allocated in all on a board while a session is kept; collected, it is less"
    return [
        Row("RAM while writing, journal", kept, "B", note),
        Row("RAM while writing, JSON lines", line, "B", "the same, through json.dumps"),
    ]


def _literal(of: str, names: tuple[str, ...]) -> str:
    """Return the dict of these attributes, written out: on a board they have shorter names."""
    return "{" + ", ".join(f'"{name}": {of}.{name}' for name in names) + "}"


def _scans() -> list[Row]:
    flash = RamFlash()
    journal = Journal(flash)
    journal.open()
    sequence = 0
    while journal.lost == 0:
        sequence = journal.add(UPTIME_MS + journal.next_sequence, night()) or sequence
    lines = b"".join(line_of(night(), number) for number in range(1, sequence + 1))
    segments = {f"/journal/{name}": data for name, data in flash.files.items()}
    return [
        Row("records in a full journal", sequence, "", f"{journal.used_bytes} B"),
        _scan("full scan, journal", SCAN_RECORDS, segments, sequence),
        _scan("full scan, JSON lines", SCAN_LINES, {"/journal/lines.json": lines}, sequence),
    ]


def _scan(name: str, source: str, files: Files, records: int) -> Row:
    count, took_ms = map(int, printed(source, files).split())
    assert count == records, f"{count} of {records}"
    return Row(name, round(took_ms / records, 2), "ms/record", f"{records} on a Pico W, charged")
