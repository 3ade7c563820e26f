# SPDX-License-Identifier: MIT
"""The page in a real browser: on a telephone, a laptop, in the dark, and on one sheet of paper."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser

from loslaten.pictures.night import logged
from loslaten.pictures.night.picture import draw
from loslaten.practice_log.days import Period
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten.report import reading
from loslaten.report.figures import compute
from loslaten.report.page import html as pages
from loslaten.report.page import pdf
from loslaten.report.page.html import Page
from tests.rigs import eight_weeks, made_up
from tests.rigs.made_up import MONDAY, Story, group, on

BROWSER = pdf.find_browser()
pytestmark = pytest.mark.skipif(
    BROWSER is None, reason="no Chromium, Chrome or Edge here to look at the page with"
)
MADE = date(2026, 11, 22)
SIZES = {"telephone": 360, "large telephone": 390, "small tablet": 736, "laptop": 1280}
# Two words that are nearer than this to each other are read as one.
APART_PX = 3.5
ColourScheme = Literal["light", "dark"]
Look = Callable[..., dict[str, Any]]
LONG_NAME = "Mevrouw A. de Vries-van den Heuvel"

# Measures the page that is shown, and says what it found.
MEASURE = """() => {
  const shown = document.documentElement, parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (rgb) => {
    const part = (v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * part(rgb[0]) + 0.7152 * part(rgb[1]) + 0.0722 * part(rgb[2]);
  };
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length < 4 || colour[3] > 0) return colour;
    }
    return [255, 255, 255];
  };
  const texts = [...document.querySelectorAll("main *")].filter((element) =>
    !element.closest("svg") &&
    [...element.childNodes].some((node) => node.nodeType == 3 && node.data.trim()));
  const contrasts = texts.map((element) => {
    const ink = luminance(parse(getComputedStyle(element).color));
    const paper = luminance(ground(element));
    return [(Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05), element.textContent];
  });
  const wide = texts.filter((element) => !element.closest(".scroll, .months, .signs"));
  const spilled = wide.filter((element) =>
    element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0
    || element.getBoundingClientRect().right > shown.clientWidth + 1);
  const inked = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    const box = range.getBoundingClientRect();
    return [box.left, box.right];
  };
  const beside = [...document.querySelectorAll("thead th")].map(inked);
  const figures = [...document.querySelectorAll(".each")].map((line) =>
    [...line.children].filter((one) => one.textContent).map(inked));
  const region = document.querySelector(".scroll");
  const sideways = document.querySelector(".sideways");
  const scrolls = region !== null && region.scrollWidth > region.clientWidth;
  if (region) region.scrollLeft = region.scrollWidth;
  const past_px = region && region.getBoundingClientRect().right
    - region.firstElementChild.getBoundingClientRect().right;
  return {
    width: innerWidth, overflow: shown.scrollWidth - shown.clientWidth,
    contrast: contrasts.sort((a, b) => a[0] - b[0])[0],
    spilled: spilled.map((element) => element.textContent.trim().slice(0, 60)), beside, figures,
    scrolls, past_px, says: sideways !== null && sideways.offsetHeight > 0,
    fades: region !== null && getComputedStyle(region).maskImage !== "none",
    paper: getComputedStyle(document.body).backgroundColor,
  };
}"""


@dataclass(kw_only=True)
class Made:
    """Pages to look at, by what is in them."""

    weeks: str
    with_night: str
    quarter: str
    full: str
    crowd: str
    years: str
    nothing: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    with PracticeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        eight_weeks.fill(log)
        period = Period(eight_weeks.FIRST, eight_weeks.LAST)
        figures = compute(reading.taken(log), period, log.group_sums, 5)
        found = night(log, 5)
    assert found is not None
    picture = draw(logged.picture(found, "nl"))

    def story(lang: str, told: Story, length: int) -> str:
        period = Period(MONDAY, MONDAY + timedelta(days=length - 1))
        return pages.html(
            compute(told.taken(), period, told.sums, 7),
            Page(lang=lang, made=MADE, wearer=LONG_NAME),
        )

    quarter = story("nl", made_up.crowded(), 91)
    years = Story()
    for day in range(0, 3_600, 3):
        years.add(on(day), [group(2, 2, day % 2)], tension=(6, day % 5))
    return Made(
        weeks=pages.html(figures, Page(lang="en", made=MADE, wearer="A. de Vries")),
        with_night=pages.html(
            figures, Page(lang="nl", made=MADE, wearer="A. de Vries", night=picture)
        ),
        quarter=quarter,
        full=story("nl", made_up.crowded(12, is_hard=False), 364),
        crowd=story("nl", made_up.crowded(), 364),
        years=story("en", years, 3_600),
        nothing=story("en", Story(), 56),
    )


@pytest.fixture(scope="module")
def look(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Look]:
    """Return what a browser measures of a page in a window of a width, and in a colour scheme."""
    source = tmp_path_factory.mktemp("look") / "look.html"
    page = chromium.new_page()

    def measured(content: str, width_px: int, scheme: ColourScheme = "light") -> dict[str, Any]:
        source.write_text(content, encoding="utf-8")
        page.set_viewport_size({"width": width_px, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.goto(source.as_uri())
        return page.evaluate(MEASURE)

    yield measured
    page.close()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("what", ["with_night", "quarter", "crowd", "years", "nothing"])
def test_nothing_spills_over(look, made, what, size):
    found = look(getattr(made, what), SIZES[size])
    assert found["width"] == SIZES[size]
    assert found["overflow"] <= 0
    assert found["spilled"] == []
    for line in (found["beside"], *found["figures"]):
        for (_, right), (left, _) in pairwise(line):
            assert left - right >= APART_PX, "two words or numbers run into each other"


@pytest.mark.parametrize("width_px", [390, 680, 720, 1280])
def test_a_session_that_is_wider_than_the_page_says_that_it_scrolls(look, made, width_px):
    found = look(made.with_night, width_px)
    assert found["scrolls"] == found["says"] == found["fades"] == (width_px < 700)
    # At the end of it nothing is left under the fading edge.
    assert found["past_px"] >= (37 if found["fades"] else 0)


@pytest.mark.parametrize(
    ("scheme", "paper"), [("light", "rgb(251, 250, 247)"), ("dark", "rgb(22, 24, 28)")]
)
def test_texts_can_be_read_in_the_light_and_in_the_dark(look, made, scheme, paper):
    found = look(made.with_night, 1280, scheme)
    assert found["paper"] == paper
    assert found["contrast"][0] >= 4.5, found["contrast"]


def sheets(path: Path) -> int:
    """Number of pages of a PDF, all of them A4."""
    content = path.read_bytes()
    boxes = re.findall(rb"/MediaBox\s*\[([^\]]*)\]", content)
    for box in boxes:
        width, height = (float(number) for number in box.split()[2:])
        assert (round(width), round(height)) == (595, 842)
    return len(re.findall(rb"/Type\s*/Page\b", content))


@pytest.mark.parametrize(
    ("what", "count"),
    [
        ("weeks", 1),
        ("with_night", 2),
        ("quarter", 1),
        ("full", 1),
        ("crowd", 1),
        ("years", 1),
        ("nothing", 1),
    ],
)
def test_a_report_is_one_sheet_of_paper_and_a_second_for_a_session(tmp_path, made, what, count):
    path = tmp_path / "report.pdf"
    path.write_bytes(pdf.printed(getattr(made, what), tmp_path))
    assert sheets(path) == count
    assert [one.name for one in tmp_path.iterdir()] == ["report.pdf"]
