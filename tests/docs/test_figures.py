# SPDX-License-Identifier: MIT
"""Every figure in the docs is found in the table of `make bench`, or in a source cited beside it.

A figure is a number with a unit of what can be measured, or one of thousands; it may be rounded,
and stand in another unit there. A source is a link within the repository, or a file, module or
command by its name; the table is one where `make bench` or its page is named. Beside a figure is
in its section, or in the introduction, which speaks for the whole page. Another project's pages
are not read: they have to be cited in the same paragraph. What is made from the code, and equal to
it by a test of its own, needs no source.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.bench import shown, table
from tests.docs.test_links import FENCED, LINK, MODULE, PAGES, ROOT

UNITS = (
    "kB/s|KB|kB|MB|MiB|bytes|B|mAh|mA|µA|mV|nights?|nachten|ms|s|minutes?|minuten|seconds?|"
    "seconden|hours?|uur|days?|dagen|%|x|×|times|keer|Hz|kHz|MHz|ppm|kΩ"
)
FIGURE = re.compile(
    rf"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:[ \n]?({UNITS})(?![\w/])|(?<=,\d\d\d)(?![\w,]|\.\d))"
)
NUMBER = re.compile(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?")
# What a figure may be multiplied by where it stands in another unit.
TOLD_IN = {
    "s": (1_000,),
    "second": (1_000,),
    "minute": (60, 60_000),
    "hour": (60, 3_600, 3_600_000),
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
READ = (".py", ".pyi", ".js", ".mjs", ".toml", ".md")
# What is made from the code lies between these, or in a table, and is held to it by a test.
MADE = {
    # What one run printed, in real time.
    "docs/bluez.md": (r"^\|[^\n]* B \|$(?:\n\|[^\n]*)*", "tests/bluez/test_figures.py"),
    "docs/architecture.md": (r"<!-- Made from.*?<!-- Up to here -->", "tests/rooms.py"),
    "docs/benchmarks.md": (r"<!-- made by .*?<!-- as far as here -->", "tests/bench/test_rows.py"),
    "docs/commands.md": (r"<!-- From here on made.*", "tests/cli/test_commands_page.py"),
    "docs/power.md": (
        r"<!-- From here on made.*|Of that \d+\s+and \d+ mAh",
        "tests/battery_life/test_power_page.py",
    ),
    "docs/programme.md": (r"<!-- Made from.*?<!-- end -->", "tests/programme/test_wearers.py"),
    "docs/protocols.md": (r"^\| field \| allowed .*?\n\n", "tests/protocols/test_docs.py"),
    "docs/wire.md": (r"^\| .*?$", "tests/link/test_wire_doc.py"),
    "docs/building.md": (r"^\| .*?$", "tests/device/test_guides.py"),
    "docs/building.nl.md": (r"^\| .*?$", "tests/device/test_guides.py"),
    **{
        f"docs/hardware/{path.name}": (r"^\| .*?$", "tests/device/test_wiring.py")
        for path in (ROOT / "docs" / "hardware").glob("*.md")
    },
}


def numbers(text: str) -> set[float]:
    """Return the numbers of a text, without the marks between their digits."""
    return {float(re.sub("[_,]", "", one)) for one in NUMBER.findall(text)}


@cache
def numbers_of(path: Path) -> frozenset[float]:
    """Return the numbers of a file, or of all in a folder; of a page its figures."""
    if path.is_dir():
        return frozenset().union(*map(numbers_of, path.iterdir()))
    if path.suffix not in READ:
        return frozenset()
    text = path.read_text("utf-8")
    if path.suffix == ".md":
        text = " ".join(number for number, _ in FIGURE.findall(text))
    return frozenset(numbers(text))


@cache
def of_the_table() -> frozenset[float]:
    """Return what was measured last, with goals and what is told beside it."""
    rows = [row for rows in table.load().values() for row in rows]
    told = [value for row in rows for value in (row.value, row.at_least, row.at_most, row.before)]
    measured = numbers(" ".join(shown(value) for value in told if value is not None))
    return frozenset(measured.union(*(numbers(row.note) for row in rows)))


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


def found_in(page: Path, text: str) -> set[float]:
    """Return the numbers of all that a text on a page cites."""
    found: set[float] = set(of_the_table()) if OF_THE_TABLE.search(text) else set()
    for path in sources(page, text):
        for one in (path, path.with_suffix(".py")):
            if one.exists() and one != ROOT:
                found |= numbers_of(one)
    return found


def parts(page: Path, text: str) -> list[str]:
    """Return a page's introduction and sections, without what is made from the code."""
    made, _ = MADE.get(page.relative_to(ROOT).as_posix(), ("(?!)", ""))
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
        for figure in FIGURE.finditer(piece)
        if not is_in(of_all | found_in(page, section), figure[1], figure[2] or "")
    ]


def is_in(source: set[float], number: str, unit: str) -> bool:
    """Whether a source has a figure, in its unit or another, and with more digits or none more."""
    value = float(number.replace(",", ""))
    rounded = 0.5 * 10.0 ** -len(number.partition(".")[2]) if "." in number else 0.0
    factors = TOLD_IN.get(unit) or TOLD_IN.get(unit.removesuffix("s"), ())
    return any(
        abs(one - value * factor) <= rounded * factor + 1e-9
        for factor in (1, *factors)
        for one in source
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
    for page, (made, test) in MADE.items():
        assert re.search(made, (ROOT / page).read_text("utf-8"), re.M | re.S), page
        assert (ROOT / test).exists(), page


def test_a_figure_is_looked_for_in_what_is_cited_beside_it() -> None:
    page = ROOT / "docs" / "page.md"
    assert without_source(page, "# Speed\n\nIt pulls 30 kB/s.\n") == ["# Speed: 30 kB/s"]
    cited = "# Time\n\nIt waits {} s (`shared/loslaten_core/link/lockout.py`).\n"
    assert without_source(page, cited.format(15)) == []
    assert without_source(page, cited.format(17)) == ["# Time: 17 s"]
    measured = f"By `make bench` {shown(table.load()['board'][0].value)} % are on time."
    assert without_source(page, measured) == []
    assert without_source(page, "By `make bench` it pulls 123,456 kB/s.") != []
    assert without_source(page, "By `make bench` it takes 123,456 of them.") != []
