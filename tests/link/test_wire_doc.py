# SPDX-License-Identifier: MIT
"""docs/wire.md and the code say the same: opcodes, layouts, codes, settings, UUIDs."""

import re
from pathlib import Path

import pytest

from device import link
from loslaten.link import catalogue, session
from loslaten_core.link import frame, gatt, message, settings
from loslaten_core.link.wire import Layout

PAGE = (Path(__file__).parents[2] / "docs" / "wire.md").read_text()
HEADING = re.compile(r"^### 0x([0-9A-F]{2}) (\w+), since (\d+)$", re.MULTILINE)
NOTHING = Layout()
TOLD = [(*entry, NOTHING, "") for entry in catalogue.REPORTS]
# The fields of the parts without a layout, with their size in bytes; None for any.
RESTS = {
    "": [],
    "nonce": [("nonce", message.NONCE_BYTES)],
    "watch_id, nonce": [("watch_id", message.WATCH_ID_BYTES), ("nonce", message.NONCE_BYTES)],
    "proof": [("proof", message.PROOF_BYTES)],
    "content_id": [("content_id", message.CONTENT_ID_BYTES)],
    "content_id, firmware, board": [("content_id", 6), ("firmware, board", None)],
    "items": [("items", None)],
    "entries": [("entries", None)],
    "protocol": [("protocol", None)],
    "record": [("record", None)],
    "key, name, protocol": [("key", message.KEY_BYTES), ("name, protocol", None)],
}


def sections():
    """Return {opcode: (name, since, {"request": rows, ...})} of the page."""
    found = {}
    headings = list(HEADING.finditer(PAGE))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        text = PAGE[heading.end() : following.start() if following else None]
        tables = {}
        for part in re.split(r"^\| offset \| size \| (\w+) \| meaning \|\n.*\n", text, flags=re.M)[
            1:
        ]:
            if re.fullmatch(r"\w+", part):
                tables[part] = rows = []
            else:
                rows += re.findall(r"^\| (\d+) \| ([\dn·]+) \| ([\w, ]+?) \|", part, re.M)
        found[int(heading[1], 16)] = (heading[2], int(heading[3]), tables)
    return found


SECTIONS = sections()


def rows_of(layout, rest):
    """Return the (offset, size, name) rows that a body must have on the page."""
    rows, offset = [], 0
    for name, size in [*layout.fields, *RESTS[rest]]:
        rows.append((offset, size, name))
        offset += abs(size or 0)
    return rows


def same(written, layout, rest):
    expected = rows_of(layout, rest)
    assert [(int(offset), name) for offset, _, name in written] == [
        (offset, name) for offset, _, name in expected
    ]
    for (_, size, _), (_, exact, _) in zip(written, expected, strict=True):
        assert not size.isdigit() if exact is None else size == str(abs(exact))


def test_every_message_has_its_section_and_no_other():
    opcodes = {entry[0] for entry in (*catalogue.REQUESTS, *catalogue.REPORTS)}
    assert set(SECTIONS) == opcodes
    constants = {
        name: value
        for name, value in vars(message).items()
        if name in {entry[1] for entry in (*catalogue.REQUESTS, *catalogue.REPORTS)}
    }
    assert {SECTIONS[opcode][0]: opcode for opcode in SECTIONS} == constants


@pytest.mark.parametrize("entry", catalogue.REQUESTS, ids=lambda entry: entry[1])
def test_requests(entry):
    opcode, name, since, request, request_rest, reply, reply_rest = entry
    written_name, written_since, tables = SECTIONS[opcode]
    assert (written_name, written_since) == (name, since)
    same(tables.get("request", []), request, request_rest)
    same(tables.get("reply", []), reply, reply_rest)
    assert "report" not in tables


@pytest.mark.parametrize("entry", catalogue.REPORTS, ids=lambda entry: entry[1])
def test_reports(entry):
    opcode, name, since, layout, rest = entry
    written_name, written_since, tables = SECTIONS[opcode]
    assert (written_name, written_since) == (name, since)
    same(tables["report"], layout, rest)
    assert set(tables) == {"report"}


def test_codes():
    written = re.findall(r"^\| 0x([0-9A-F]{2}) \| ([A-Z_]+) \| (.+?) \|$", PAGE, re.M)
    assert [(int(code, 16), name, words) for code, name, words in written] == list(catalogue.CODES)
    for code, name, _ in catalogue.CODES:
        assert getattr(message, name) == code


def test_settings():
    written = re.findall(
        r"^\| (\d+) \| (\w+) \| (text|u8|u16) \| (\d+) to (\d+)(?: bytes)? \|$", PAGE, re.M
    )
    kinds = ("text", "u8", "u16")
    assert written == [
        (str(number), name, kinds[size], str(low), str(high))
        for number, name, size, low, high in settings.SETTINGS
    ]


def test_services():
    written = set(re.findall(r"\| (0x[0-9A-F]{4}|[0-9a-f-]{36}) \|", PAGE))
    used = [uuid for service, rest in gatt.TABLE for uuid in (service, *(u for u, _ in rest))]
    assert written == {f"0x{uuid:04X}" if isinstance(uuid, int) else uuid for uuid in used}
    assert f"{gatt.table_bytes(gatt.TABLE)} of the {gatt.BUDGET_BYTES} bytes" in PAGE
    advertised = len(gatt.advertisement(bytes(8), 1))
    assert f"Advertising data, {advertised} bytes" in PAGE


def test_numbers_within_the_text():
    text = " ".join(PAGE.split())
    for words in (
        f"{frame.FRAME_MIN_BYTES} bytes always pass; more, up to {frame.FRAME_MAX_BYTES}, once",
        f"u16, 1 to {message.MESSAGE_BYTES}; up to the proof, {frame.HANDSHAKE_BYTES} at most",
        f"sends at most {frame.WINDOW_FRAMES} frames",
        f"proved its key after {link.AUTHENTICATE_MS / 1000:g} s",
        f"has said nothing for {link.SILENCE_MS / 1000:g} s",
        f"a greeting for {session.HANDSHAKE_S:g} s or a reply for {session.REPLY_S:g} s",
        f"a reason in words (0 to {message.REASON_BYTES} bytes)",
        f"packed, 1 to {message.PROTOCOL_BYTES} bytes",
    ):
        assert words in text
