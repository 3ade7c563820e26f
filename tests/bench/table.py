# SPDX-License-Identifier: MIT
"""The table of all figures: kept as docs/benchmarks.json, shown in docs/benchmarks.md.

`make bench` renews it part by part. The page's prose is written by hand; what stands between its
two marks is made from the table.
"""

import importlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.bench import PARTS, Row, shown

DOCS = Path(__file__).parents[2] / "docs"
KEPT = DOCS / "benchmarks.json"
PAGE = DOCS / "benchmarks.md"
BEGIN, END = "<!-- made by `make bench` -->\n", "<!-- as far as here -->\n"
DIGITS = 6

Table = Mapping[str, Sequence[Row]]


def load() -> dict[str, list[Row]]:
    """Return what was measured last, by part."""
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    return {part: [Row(**row) for row in kept[part]] for part in PARTS if part in kept}


def keep(measured: Table) -> None:
    """Put what was measured in place of what is kept of these parts, and renew the page."""
    table = load() | dict(measured)
    kept = {part: [_fields(row) for row in table[part]] for part in PARTS if part in table}
    KEPT.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(page(PAGE.read_text("utf-8"), load()), "utf-8")


def page(old: str, table: Table) -> str:
    """Return the page with this table between its marks."""
    before, _, rest = old.partition(BEGIN)
    after = rest.partition(END)[2]
    return before + BEGIN + "\n".join(_lines(table)) + "\n\n" + END + after


def _fields(row: Row) -> dict[str, object]:
    told = {
        name: value
        for name, value in row._asdict().items()
        if value != Row._field_defaults.get(name)
    }
    return told | {"value": float(f"{row.value:.{DIGITS}g}")}


def _lines(table: Table) -> Iterator[str]:
    for part, rows in table.items():
        yield from ("", f"### `{part}`", "", how(part), "")
        yield from _rows(rows)


def how(part: str) -> str:
    """Return how the figures of a part are obtained: what its module says of itself."""
    return (importlib.import_module(f"tests.bench.{part}").__doc__ or "").strip()


def _rows(rows: Sequence[Row]) -> Iterator[str]:
    compared = any(row.before is not None for row in rows)
    headings = ["figure", "goal", *(["before"] if compared else []), "now", "beside it"]
    yield "| " + " | ".join(headings) + " |"
    yield "|" + "---|" * len(headings)
    for row in rows:
        before = [] if not compared else ["" if row.before is None else shown(row.before)]
        now = f"{shown(row.value)} {row.unit}".strip() + ("" if row.is_met else " **missed**")
        goal = f"{row.goal.removeprefix('goal ')} {row.unit}" if row.goal else ""
        yield "| " + " | ".join([f"`{row.name}`", goal, *before, now, row.note]) + " |"
