# SPDX-License-Identifier: MIT
"""Links, and files and sections named in words, lead somewhere: in docs and in the source.

Pages elsewhere are not asked for: tests need no network.
"""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("docs", "device", "host", "shared", "tests", "tools", ".github", ".ci")
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.M | re.S)
NAMED = re.compile(
    r"(?<![\w/.-])(?:docs|tests|device|shared|host|tools|requirements|\.github|\.ci)/[\w./-]*\w"
)
SCRIPT = re.compile(r"`([\w/.]+\.(?:py|mjs|pyi))`")
SECTION = re.compile(r"\b(docs/[\w/.]+\.md)(?:#([\w-]+)|, \"([^\"]+)\")")
MODULE = re.compile(r"-m ((?:tests|tools)(?:\.\w+)*)")
# Of another project, to be filled in, made while a release is built, or made up by a test.
ELSEWHERE = {
    "docs/hardware/lilygo-t-watch-s3.md",
    "device/boards/NAME.py",
    "host/loslaten/page/htmx",
    "device/old.mpy",
    "device/broken",
}
# `main.py` is the chooser on a watch's flash.
ON_A_WATCH = {"main.py", "/main.py"}


@cache
def files() -> tuple[Path, ...]:
    """Return the files of the repository that are written by hand, or shown by one that is."""
    found = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*")]
    found += (path for path in ROOT.iterdir())
    return tuple(
        path for path in sorted(found) if path.is_file() and not {*path.parts} & {"__pycache__"}
    )


def text_of(path: Path) -> str:
    """Return the text of a file, or "" of one that has none."""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        return ""


PAGES = [path for path in files() if path.suffix == ".md"]
each_page = pytest.mark.parametrize(
    "page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix()
)


def anchor(heading: str) -> str:
    """Return what a heading is linked to by."""
    words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
    return re.sub(r"[^\w\- ]", "", words.strip().lower()).replace(" ", "-")


@cache
def anchors(page: Path) -> frozenset[str]:
    """Return what a page's headings are linked to by; of two alike the second has a number."""
    found: list[str] = []
    for heading in re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(page)), re.M):
        name = anchor(heading)
        again = sum(re.fullmatch(rf"{re.escape(name)}(?:-\d+)?", one) is not None for one in found)
        found.append(f"{name}-{again}" if again else name)
    return frozenset(found)


def astray(page: Path, text: str) -> list[str]:
    """Return the links of a text on a page that lead nowhere."""
    found = []
    for link in LINK.findall(FENCED.sub("", text)):
        place, _, section = link.partition("#")
        if "://" in link:
            continue
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or (section and section not in anchors(target)):
            found.append(link)
    return found


def not_there(text: str) -> list[str]:
    """Return the files, folders, modules and sections that a text names and that are not there."""
    found = [
        name
        for name in NAMED.findall(text)
        if name not in ELSEWHERE and not ((ROOT / name).exists() or (ROOT / f"{name}.py").exists())
    ]
    for module in MODULE.findall(text):
        path = ROOT / module.replace(".", "/")
        if not (path.with_suffix(".py").exists() or (path / "__main__.py").exists()):
            found.append(module)
    for name, by_anchor, by_title in SECTION.findall(text):
        page = ROOT / name
        if not page.exists():
            continue  # told above
        if by_anchor and by_anchor not in anchors(page):
            found.append(f"{name}#{by_anchor}")
        if by_title and anchor(by_title) not in anchors(page) | bold(page):
            found.append(f"{name}, {by_title}")
    return found


@cache
def bold(page: Path) -> frozenset[str]:
    """Return what the paragraphs and items of a page that have a name of their own are called."""
    return frozenset(
        anchor(name) for name in re.findall(r"^(?:- )?\*\*([^*]+)\*\*", text_of(page), re.M)
    )


@each_page
def test_every_link_leads_to_a_page_and_its_section(page: Path) -> None:
    assert astray(page, text_of(page)) == []


@each_page
def test_every_script_that_a_page_names_is_there(page: Path) -> None:
    named = set(SCRIPT.findall(text_of(page))) - ON_A_WATCH - ELSEWHERE
    there = [f"/{path.relative_to(ROOT).as_posix()}" for path in files()]
    assert {
        name for name in named if not any(path.endswith(f"/{name}") for path in there)
    } == set()


def test_every_file_and_section_that_a_text_names_is_there() -> None:
    lost = {
        path.relative_to(ROOT).as_posix(): missing
        for path in files()
        if path != Path(__file__) and (missing := not_there(text_of(path)))
    }
    assert lost == {}


def test_what_leads_nowhere_is_found() -> None:
    readme = ROOT / "README.md"
    text = "[a](docs/none.md) [b](docs/power.md#none) [c](#none) [d](docs/power.md#figures)"
    assert astray(readme, text) == ["docs/none.md", "docs/power.md#none", "#none"]
    assert not_there('See host/loslaten/none.py and docs/power.md, "None".') == [
        "host/loslaten/none.py",
        "docs/power.md, None",
    ]
    assert not_there("`python -m tests.none`; docs/power.md#none") == [
        "tests.none",
        "docs/power.md#none",
    ]
