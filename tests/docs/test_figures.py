# SPDX-License-Identifier: MIT
"""Every figure in the docs is found in the table of `make bench`, or in a source cited beside it.

A figure is a number with a unit of what can be measured, or one of thousands; it may be in words
or rounded, and stand in another unit there. One below a hundred, such as every source has, must
stand there in a line that speaks of the same kind of quantity. A source is a link within the
repository, or a file, module or command by its name; the table is one where `make bench` or its
page is named. Beside a figure is in its section, or in the introduction, which speaks for the
whole page. Another project's pages are not read: they have to be cited in the same paragraph. What
is made from the code, and equal to it by a test of its own, needs no source.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.bench import shown, table
from tests.docs.quantities import (
    KINDS,
    Quantity,
    in_digits,
    kind_of,
    numbers,
    quantities,
    quantities_of,
)
from tests.docs.test_links import FENCED, LINK, MODULE, PAGES, ROOT

UNITS = "|".join((*(units for units, _ in KINDS.values()), "x|×|times|keer|kΩ"))
FIGURE = re.compile(
    rf"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:[ \n]?({UNITS})(?![\w/])|(?<=,\d\d\d)(?![\w,]|\.\d))"
)
# From here on a figure is told from others by its digits alone.
TOLD_ALONE = 100
# What a figure may be multiplied by where it stands in another unit.
TOLD_IN = {
    "s": (1_000,),
    "second": (1_000,),
    "minute": (60, 60_000),
    "hour": (60, 3_600, 3_600_000),
    "tellen": (1_000,),
    "day": (24,),
    "%": (0.01,),
    "KB": (1_024,),
    "kB": (1_000, 1_024),
    "kB/s": (1_000,),
    "MB": (1_000_000, 1 << 20),
    "MiB": (1 << 20,),
    "mA": (1_000,),
    "kHz": (1_000,),
    "kΩ": (1_000,),
}
# Another project's page, or an issue of its.
ELSEWHERE = re.compile(r"https?://|\w#\d")
PIECES = re.compile(r"\n\s*\n|\n(?=- |\d+\. )")
# Typed, and no claim.
TYPED = re.compile(r"`(?:-|loslaten )[^`]*`")
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)+/?")
TARGET = re.compile(r"make (hil|test-bluez|torture|demo|pictures)\b")
OF_TARGET = {
    "hil": "tests/hil",
    "test-bluez": "tests/bluez",
    "torture": "tests/torture",
    "demo": "host/loslaten/demo.py",
    "pictures": "tools/pictures",
}
OF_THE_TABLE = re.compile(r"make bench|benchmarks\.(?:md|json)|#all-figures")
# What is made from the code lies between these, or in a table, and is held to it by a test.
MADE = (
    # What one run printed, in real time.
    ("docs/bluez.md", r"^\|[^\n]* B \|$(?:\n\|[^\n]*)*", "tests/bluez/test_figures.py"),
    ("docs/architecture.md", r"<!-- Made from.*?<!-- Up to here -->", "tests/rooms.py"),
    ("docs/architecture.md", r"\d+ hours and \d+ minutes", "tests/device/test_boards.py"),
    (
        "docs/benchmarks.md",
        r"<!-- made by .*?<!-- as far as here -->",
        "tests/bench/test_rows.py",
    ),
    ("docs/commands.md", r"<!-- From here on made.*", "tests/cli/test_commands_page.py"),
    (
        "docs/power.md",
        r"<!-- From here on made.*|Of that \d+\s+and \d+ mAh",
        "tests/battery_life/test_power_page.py",
    ),
    ("docs/programme.md", r"<!-- Made from.*?<!-- end -->", "tests/programme/test_wearers.py"),
    ("docs/protocols.md", r"^\| field \| allowed .*?\n\n", "tests/protocols/test_docs.py"),
    ("docs/wire.md", r"^\| .*?$|Advertising data, \d+ bytes", "tests/link/test_wire_doc.py"),
    ("docs/building.md", r"^\| .*?$|with \d+ mA, \d+ at most", "tests/device/test_guides.py"),
    ("docs/building.nl.md", r"^\| .*?$|met \d+ mA, hoogstens \d+", "tests/device/test_guides.py"),
    *(
        (f"docs/hardware/{path.name}", r"^\| .*?$", "tests/device/test_wiring.py")
        for path in (ROOT / "docs" / "hardware").glob("*.md")
    ),
)


@cache
def figures_of(path: Path) -> frozenset[Quantity]:
    """Return the quantities of a source; of a page its figures."""
    if path.suffix != ".md":
        return quantities_of(path)
    figures = FIGURE.findall(in_digits(path.read_text("utf-8")))
    return frozenset(
        (value(number), kind) for number, unit in figures for kind in (kind_of(unit), "")
    )


@cache
def of_the_table() -> frozenset[Quantity]:
    """Return what was measured last, with goals and what is told beside it."""
    told: set[Quantity] = set()
    for row in (row for rows in table.load().values() for row in rows):
        measured = (row.value, row.at_least, row.at_most, row.before)
        told |= quantities(row.note)
        told |= {
            (number, kind)
            for one in measured
            if one is not None
            for number in numbers(shown(one))
            for kind in (kind_of(row.unit), "")
        }
    return frozenset(told)


def sources(page: Path, text: str) -> Iterator[Path]:
    """Yield the files and folders that a text on a page cites, but for the page itself."""
    for link in LINK.findall(text):
        target = (page.parent / link.partition("#")[0]).resolve()
        if target.is_file() and target != page:
            yield target
    for code in re.findall(r"`([^`]+)`", text):
        yield from (ROOT / name for name in PATH.findall(code))
        yield from (ROOT / module.replace(".", "/") for module in MODULE.findall(code))
        yield from (ROOT / OF_TARGET[name] for name in TARGET.findall(code))


def found_in(page: Path, text: str) -> set[Quantity]:
    """Return the quantities of all that a text on a page cites."""
    found: set[Quantity] = set(of_the_table()) if OF_THE_TABLE.search(text) else set()
    for path in sources(page, text):
        for one in (path, path.with_suffix(".py")):
            if one.exists() and one != ROOT:
                found |= figures_of(one)
    return found


def parts(page: Path, text: str) -> list[str]:
    """Return a page's introduction and sections, without what is made from the code."""
    for name, made, _ in MADE:
        if page == ROOT / name:
            text = re.sub(made, "", text, flags=re.M | re.S)
    if page.name.endswith(".nl.md"):
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return re.split(r"^##+ ", FENCED.sub("", text), flags=re.M)


def without_source(page: Path, text: str) -> list[str]:
    """Return the figures of a page that are in none of the sources cited beside them."""
    introduction, *sections = parts(page, text)
    of_all = found_in(page, introduction)
    return [
        f"{section.splitlines()[0]}: {figure[0]}"
        for section in (introduction, *sections)
        for piece in PIECES.split(TYPED.sub("", section))
        if not ELSEWHERE.search(piece)
        for figure in FIGURE.finditer(in_digits(piece))
        if not is_in(of_all | found_in(page, section), figure[1], figure[2] or "")
    ]


def value(number: str) -> float:
    """Return the number that a figure of the docs is."""
    return float(number.replace(",", ""))


def is_in(source: set[Quantity], number: str, unit: str) -> bool:
    """Whether a source has a figure, in its unit or another, and with more digits or none more."""
    told = value(number)
    kind = kind_of(unit) if told < TOLD_ALONE else ""
    rounded = 0.5 * 10.0 ** -len(number.partition(".")[2]) if "." in number else 0.0
    factors = TOLD_IN.get(unit) or TOLD_IN.get(unit.removesuffix("s"), ())
    return any(
        of_kind == kind and abs(one - told * factor) <= rounded * factor + 1e-9
        for factor in (1, *factors)
        for one, of_kind in source
    )


each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


@each_page
def test_every_figure_is_in_the_table_or_in_a_source_beside_it(page: Path) -> None:
    assert without_source(page, page.read_text("utf-8")) == []


@each_page
def test_a_false_figure_in_any_section_is_found(page: Path) -> None:
    text = page.read_text("utf-8")
    for section in parts(page, text):
        smuggled = text.replace(section[-40:], f"{section[-40:]}\n\nIt takes 31415.9 ms.\n")
        if section.strip() and smuggled != text:
            assert "31415.9 ms" in " ".join(without_source(page, smuggled)), section[:40]


def test_what_is_made_from_the_code_is_held_by_a_test() -> None:
    for page, made, test in MADE:
        assert re.search(made, (ROOT / page).read_text("utf-8"), re.M | re.S), page
        assert (ROOT / test).exists(), page


def test_a_figure_is_looked_for_in_what_is_cited_beside_it() -> None:
    page = ROOT / "docs" / "page.md"
    assert without_source(page, "# Speed\n\nIt pulls 30 kB/s.\n") == ["# Speed: 30 kB/s"]
    cited = "# Time\n\nIt waits {} s (`shared/loslaten_core/link/lockout.py`).\n"
    assert without_source(page, cited.format(15)) == []
    assert without_source(page, cited.format(17)) == ["# Time: 17 s"]
    # The file has an 8, in a line about seconds.
    assert without_source(page, cited.replace("{} s", "8 bytes")) == ["# Time: 8 bytes"]
    in_words = cited.replace("{} s", "{} seconds")
    assert without_source(page, in_words.format("fifteen")) == []
    assert without_source(page, in_words.format("twelve")) == ["# Time: 12 seconds"]
    measured = f"By `make bench` {shown(table.load()['board'][0].value)} % are on time."
    assert without_source(page, measured) == []
    assert without_source(page, "By `make bench` it pulls 123,456 kB/s.") != []
    assert without_source(page, "By `make bench` it takes 123,456 of them.") != []


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("SILENCE_S: Final = 10.0", {(10.0, "time"), (10.0, "")}),
        ("heap_bytes=210_016", {(210_016.0, "size"), (210_016.0, "")}),
        (
            "# at 25 ms, within 20 %",
            {(n, kind) for n in (25, 20) for kind in ("time", "share", "")},
        ),
        ("size = len(items) + 3", {(3.0, "size"), (3.0, "")}),
        ("messages = 7", {(7.0, "")}),
        ("v1.5 and x2", set()),
    ],
)
def test_a_line_tells_of_what_its_numbers_are(line: str, told: set[Quantity]) -> None:
    assert quantities(line) == told


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("It waits five minutes.", "It waits 5 minutes."),
        ("after five\nseconds", "after 5\nseconds"),
        ("Two hundred bytes, nine thousand ms", "200 bytes, 9,000 ms"),
        ("houd hem drie tellen vast, vijf minuten lang", "houd hem 3 tellen vast, 5 minuten lang"),
        ("two ways, three times, press twice", "two ways, three times, press twice"),
        ("one night at a time", "one night at a time"),
        ("a few hundred bytes", "a few hundred bytes"),
        ("there are ten; minutes later", "there are ten; minutes later"),
    ],
)
def test_a_number_in_words_is_a_figure_where_it_counts_a_unit(text: str, digits: str) -> None:
    assert in_digits(text) == digits
