# SPDX-License-Identifier: MIT
"""Every figure in the docs has its source: in the table of `make bench`, or cited beside it.

A figure is a number with a unit of what can be measured. Beside it is in the same section: a link,
or a command, test or module by its name. Whole pages that are held to the code by a test of their
own are named here with that test.
"""

import re
from pathlib import Path

import pytest

from tests.bench import shown, table

ROOT = Path(__file__).parents[2]
UNITS = (
    "kB/s|KB|kB|MB|MiB|bytes|B|mAh|mA|µA|mV|nights?|nachten|ms|s|minutes?|minuten|seconds?|"
    "seconden|hours?|uur|%|x|×|times|keer|Hz|kHz|MHz"
)
FIGURE = re.compile(rf"(?<![\w.])(\d[\d,]*(?:\.\d+)?) ?(?:{UNITS})(?![\w/])")
SOURCE = re.compile(
    r"\]\([^)]+\)|https?://|`[^`]*(?:tests/|device/|host/|shared/|make |python -m)[^`]*`"
)
# In a paragraph that says where a benchmark's figures stand, numbers are such figures.
OF_THE_TABLE = re.compile(r"make bench|benchmarks\.(?:md|json)")
HELD_BY = {
    "docs/benchmarks.md": "tests/bench/test_rows.py",
    "docs/commands.md": "tests/cli/test_commands_page.py",
    "docs/power.md": "tests/battery_life/power_page.py",
    "docs/programme.md": "tests/programme/page.py",
    "docs/protocols.md": "tests/protocols/test_docs.py",
    "docs/wire.md": "tests/link/test_wire_doc.py",
    "docs/building.md": "tests/device/test_guides.py",
    "docs/building.nl.md": "tests/device/test_guides.py",
    **{
        f"docs/hardware/{path.name}": "tests/device/test_wiring.py"
        for path in (ROOT / "docs" / "hardware").glob("*.md")
    },
}
PAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "README.md", *ROOT.glob("docs/**/*.md"))
)


def without_source(text: str) -> list[str]:
    """Return the sections that tell a figure and name no source."""
    sections = re.split(r"^#+ ", text, flags=re.M)
    return [
        section.splitlines()[0]
        for section in sections
        if FIGURE.search(section) and not SOURCE.search(section)
    ]


def not_measured(text: str) -> list[str]:
    """Return the figures in paragraphs about benchmarks that are neither measured nor a goal."""
    rows = [row for rows in table.load().values() for row in rows]
    known = {
        shown(value) for row in rows for value in (row.value, row.at_least, row.at_most) if value
    }
    return [
        figure[0]
        for paragraph in re.split(r"\n\s*\n", text)
        if OF_THE_TABLE.search(paragraph)
        for figure in FIGURE.finditer(paragraph)
        if figure[1] not in known
    ]


@pytest.mark.parametrize("page", [page for page in PAGES if page not in HELD_BY])
def test_every_section_with_a_figure_names_its_source(page: str) -> None:
    assert without_source((ROOT / page).read_text("utf-8")) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page != "docs/benchmarks.md"])
def test_a_benchmark_s_figure_is_the_table_s(page: str) -> None:
    assert not_measured((ROOT / page).read_text("utf-8")) == []


@pytest.mark.parametrize(("page", "test"), HELD_BY.items())
def test_a_page_held_by_a_test_of_its_own_has_that_test(page: str, test: str) -> None:
    assert (ROOT / page).exists()
    assert (ROOT / test).exists()


def test_a_figure_without_a_source_is_found() -> None:
    assert without_source("# Speed\n\nIt pulls 30 kB/s.\n") == ["Speed"]
    assert without_source("# Speed\n\nIt pulls 30 kB/s (`make test-bluez`).\n") == []
    assert not_measured("By `make bench` it pulls 123,456 kB/s.") == ["123,456 kB/s"]
