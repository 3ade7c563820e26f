# SPDX-License-Identifier: MIT
"""docs/exports.md says what the exports hold."""

import re
from pathlib import Path

import msgspec

from loslaten.export import csv, fhir, fhir_terms, icalendar
from loslaten.export.fhir_resources import Subject, of_session
from loslaten.practice_log.backup import lines as line
from loslaten.practice_log.backup.exported import entries
from loslaten.practice_log.backup.whole_log import WholeLog
from tests.export.test_fhir import MEASURES
from tests.rigs.kept_log import fill

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")


def first_cells(title: str) -> list[str]:
    """Names in code in the first column of the tables of a section."""
    section = PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]
    rows = [text for text in section.splitlines() if text.startswith("| `")]
    return [name for row in rows for name in re.findall(r"`([^`]+)`", row.split("|")[1])]


def test_every_column_is_described_in_its_order():
    groups = csv.GROUP_COLUMNS[csv.GROUP_COLUMNS.index("provenance") + 1 :]
    assert first_cells("CSV") == [*csv.SESSION_COLUMNS, *groups, *csv.MEASURE_COLUMNS]


def test_every_type_of_line_is_described():
    kinds = {kind.__struct_config__.tag for kind in line.Line.__args__}
    assert set(first_cells("JSON Lines")) == kinds
    assert msgspec.json.encode(line.End(0, "")).startswith(b'{"type":"end"')


def test_every_property_and_every_component_is_described(tmp_path):
    with WholeLog(tmp_path / "practice.db") as log:
        fill(log)
        found = list(entries(log))
    calendar = "".join(icalendar.write(found, 3, "en"))
    assert set(re.findall(r"X-LOSLATEN[-A-Z]*", calendar)) == set(first_cells("iCalendar"))
    bundle = "".join(fhir.write(found, "en", Subject(code=bytes(16)), MEASURES))
    described = set(first_cells("FHIR"))
    assert set(re.findall(r'"resourceType": "(\w+)", "id"', bundle)) <= described
    components = {
        component["code"]["coding"][0]["code"]
        for entry in found
        for component in next(of_session(entry, None, "en")).resource["component"]
    }
    assert components <= described & set(fhir_terms.CODES) | {"protocol"}
    assert {name for name in described if name[0].islower()} == components
