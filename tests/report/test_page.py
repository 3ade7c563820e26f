# SPDX-License-Identifier: MIT
"""The page of a report: the same for the same log, whole, legible without eyes and without a net.

The snapshots are made anew with LOSLATEN_UPDATE_SNAPSHOTS=1.
"""

import os
import re
from dataclasses import replace
from datetime import date, timedelta
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loslaten.pictures.night import logged
from loslaten.pictures.night.picture import draw
from loslaten.practice_log.days import Period, Span
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.sessions import night
from loslaten.report import reading
from loslaten.report.figures import Figures, compute
from loslaten.report.page import html as pages
from loslaten.report.page import view
from loslaten.report.page.html import Page
from loslaten.report.page.practised import protocols
from tests.rigs import eight_weeks, made_up
from tests.rigs.made_up import MONDAY, Story, group, on

UPDATE = "LOSLATEN_UPDATE_SNAPSHOTS"
WEEKS = Period(eight_weeks.FIRST, eight_weeks.LAST)
MADE = date(2026, 11, 22)
EMPTY_ELEMENTS = {"meta", "br", "rect", "line", "path", "circle"}


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory):
    with PracticeLog(tmp_path_factory.mktemp("log") / "practice.db") as log:
        eight_weeks.fill(log)
        yield log


@pytest.fixture(scope="module")
def figures(log: PracticeLog) -> Figures:
    return compute(reading.taken(log), WEEKS, log.group_sums, 5)


def crowded(length: int = 364) -> Figures:
    story = made_up.crowded()
    period = Period(MONDAY, MONDAY + timedelta(days=length - 1))
    return compute(story.taken(), period, story.sums, 7)


def test_the_licence_of_the_tool_is_not_told_of_the_report(figures: Figures):
    assert "SPDX" not in pages.html(figures, Page(lang="nl", made=MADE))


class Tree(HTMLParser):
    """Reads a page strictly: what is opened is closed, and no id is there twice."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        if tag not in EMPTY_ELEMENTS:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag in EMPTY_ELEMENTS:
            return  # an element of a drawing that has a title
        assert self.open, f"</{tag}> closes nothing"
        opened = self.open.pop()
        while opened in EMPTY_ELEMENTS:
            opened = self.open.pop()
        assert opened == tag

    def handle_data(self, data):
        if data.strip():
            self.texts.append((self.open[-1] if self.open else "", data.strip()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.elements if attributes.get("id")]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_is_the_same_for_the_same_log(figures, lang):
    snapshot = Path(__file__).with_name(f"report.{lang}.html")
    made = pages.html(figures, Page(lang=lang, made=MADE, wearer="A. de Vries"))
    made = re.sub(r"<style>.*?</style>", "<style></style>", made, flags=re.DOTALL)
    made = re.sub(r"loslaten \d+\.\d+\.\d+\S*</p>", "loslaten VERSION</p>", made)
    if os.environ.get(UPDATE):
        snapshot.write_text(made, encoding="utf-8")
    assert made == snapshot.read_text("utf-8"), f"look at it, then make it anew: {UPDATE}=1"


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("what", ["weeks", "crowd", "years", "nothing"])
def test_every_page_is_well_formed_and_alone(log, figures, what, lang):
    nothing = compute(Story().taken(), WEEKS, Story().sums)
    shown = {
        "weeks": figures,
        "crowd": crowded(),
        "years": crowded(3_000),
        "nothing": nothing,
    }[what]
    found = night(log, 5)
    assert found is not None
    picture = draw(logged.picture(found, lang)) if what == "weeks" else ""
    tree = Tree(pages.html(shown, Page(lang=lang, made=MADE, night=picture)))
    assert tree.all("html")[0]["lang"] == lang
    assert len(tree.ids()) == len(set(tree.ids()))
    assert [tag for tag, _ in tree.elements if tag in ("script", "link", "img", "iframe")] == []
    for _, attributes in tree.elements:
        for name, value in attributes.items():
            assert name not in ("src", "href", "onload", "srcset")
            assert name == "xmlns" or "//" not in (value or "")
    # Headings go down without a gap, from one.
    levels = [int(tag[1]) for tag, _ in tree.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert set(levels) <= {1, 2}
    for drawing in tree.all("svg"):
        if drawing.get("aria-hidden") == "true":
            continue
        assert drawing["role"] == "img"
        labels = (drawing["aria-labelledby"] or "").split()
        assert len(labels) == 2
        assert set(labels) <= set(tree.ids())
    for heading in tree.all("th"):
        assert heading["scope"] in ("col", "row")


def test_a_drawing_says_in_words_what_it_shows(figures):
    page = pages.html(figures, Page(lang="en", made=MADE))
    assert "29 of 51 days. Day not known: 14\N{EN DASH}15 Oct (1 session)" in page
    assert "12\N{EN DASH}18 Oct: 6 sessions, 2 ended early, 5 agreed" in page
    assert re.search(r"<title>Wed 30 Sep, 2\d:\d\d: 2\d min, completed</title>", page)


def test_the_tension_before_and_after_stands_in_figures_below_its_strip():
    story = Story()
    story.add(on(0), tension=(7, 4))
    story.add(on(2), tension=(6, 3))
    story.add(on(7))
    story.add(on(15), tension=(10, 0))
    shown = compute(story.taken(), Period(MONDAY, MONDAY + timedelta(days=20)), story.sums)
    assert view.view(shown, "nl").rows[-1].numbers == (("6,5", "", "10"), ("3,5", "", "0"))
    page = pages.html(shown, Page(lang="nl", made=MADE))
    assert "<span>6,5</span><span></span><span>10</span></div>" in page
    assert "<span>3,5</span><span></span><span>0</span></div>" in page


def test_days_that_are_not_known_are_hatched_and_no_session_is_put_on_them(figures):
    drawn = view.view(figures, "en").rows[0].drawing
    assert drawn.count('class="r-maybe"') == 4  # Wednesday 14 to Saturday 17 October
    assert "Wed 14 Oct" not in drawn
    assert drawn.count('class="r-untold"') == 5  # before the first session, after the last sync
    assert drawn.count('class="r-done"') == 29


def test_what_people_write_stays_text():
    evil = '<script>alert("1")</script>&amp;\N{RIGHT-TO-LEFT OVERRIDE}'
    story = Story()
    story.add(on(0), [group(2)], remarks=(evil,))
    plan = story.planned[made_up.PLAIN]
    story.planned[made_up.PLAIN] = replace(
        plan, titles={"nl": evil, "en": evil}, names={"nl": {2: evil}, "en": {2: evil}}
    )
    made = pages.html(
        compute(story.taken(), WEEKS, story.sums), Page(lang="nl", made=MADE, wearer=evil)
    )
    assert "<script" not in made
    texts = [text for _, text in Tree(made).texts]
    assert sum(evil in text for text in texts) >= 4


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_long_remarks_are_cut_and_few_are_shown(lang):
    story = Story()
    for day in range(9):
        story.add(on(day), remarks=(f"day {day} " + "word " * 100,))
    made = view.view(compute(story.taken(), WEEKS, story.sums), lang)
    assert [text.split()[1] for _, text in made.remarks] == ["8", "7", "6"]
    assert all(len(text) <= 140 and text.endswith("…") for _, text in made.remarks)


def test_each_protocol_says_what_was_new_in_it(figures):
    first, second = protocols(figures, "en")
    assert first.sign == "A"
    assert first.changed == (
        "effort: calm; firm: buttocks, right hand and forearm, left hand and forearm; "
        "light: neck and throat"
    )
    assert second.sign == "B"
    assert second.since == "from 28 Oct, 13 sessions"
    assert second.changed == (
        "left out: neck and throat; release 30 s → 40 s; final rest 5 min → 10 min"
    )


@pytest.mark.parametrize(
    ("days", "labels"),
    [
        (56, ["Sep", "Oct", "Nov"]),
        (7, ["Sep"]),
        (371, ["Sep", "Nov", "Dec", "2027", "Feb"]),
        (1_500, ["2026", "2027", "2028"]),
        (15_000, ["2026", "2029"]),
    ],
)
def test_months_and_years_are_labelled_where_they_begin(days, labels):
    story = Story()
    shown = compute(story.taken(), Period(MONDAY, MONDAY + timedelta(days=days - 1)), story.sums)
    found = view.view(shown, "en").months
    assert [label.text for label in found][: len(labels)] == labels
    for label in found:
        part = shown.columns.parts[round(label.left_pct * len(shown.columns) / 100)]
        assert label.text in (str(part.first.year), part.first.strftime("%b"))
    assert all(b.left_pct - a.left_pct >= 7 for a, b in pairwise(found))


spans = st.one_of(
    st.integers(-40, 500).map(on),
    st.tuples(st.integers(-40, 500), st.integers(1, 30)).map(lambda s: on(s[0], s[0] + s[1])),
    st.sampled_from((Span(None, None), Span(None, MONDAY), Span(MONDAY, None))),
)
rating = st.one_of(st.none(), st.integers(0, 10))
sessions = st.tuples(spans, st.integers(1, 7), rating, rating, st.text(max_size=30))


@settings(max_examples=40, deadline=None)
@given(st.lists(sessions, max_size=15), st.sampled_from((1, 20, 400, 4_000)))
def test_any_log_makes_a_page(made, length):
    story = Story()
    for span, ending, before, after, remark in made:
        story.add(
            span,
            [group(ending, asked=ending), group(77)],
            ending=ending,
            tension=(before, after),
            remarks=(remark,) if remark else (),
            protocol_id=made_up.PLAIN if ending % 2 else b"other!",
        )
    period = Period(MONDAY, MONDAY + timedelta(days=length - 1))
    shown = compute(story.taken(), period, story.sums, 3)
    for lang in ("nl", "en"):
        Tree(pages.html(shown, Page(lang=lang, made=MADE)))
