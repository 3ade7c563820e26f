# SPDX-License-Identifier: MIT
"""Every page for everybody: axe-core, any colours, any width, keyboard alone, no motion."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from loslaten.link.keys import KeyStore
from loslaten.practice_log.log import PracticeLog
from tests.page.person import person
from tests.page.served import served
from tests.page.test_watch import DAY, SERIAL, SETTINGS, remember
from tests.rigs import eight_weeks

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = (
    "/today",
    "/exercise",
    "/feel",
    "/report",
    "/watch",
    "/wrist",
    "/together",
    "/nights/3",
    "/measures",
    "/desk",
)
LIGHT = {"color_scheme": "light", "forced_colors": "none"}
DARK = {"color_scheme": "dark", "forced_colors": "none"}
FORCED = {"color_scheme": "light", "forced_colors": "active"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# A page of axe's own would break the policy of ours: it is run from outside.
RUN = """async (rules) => {
  const found = await axe.run(document, {
    runOnly: rules, iframes: false, resultTypes: ["violations"], selectors: false,
  });
  return found.violations.map((one) =>
    `${one.id}: ${one.help}\\n  ` + one.nodes.map((node) => node.html).join("\\n  "));
}"""


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A server with eight weeks of practice, and one on which nothing has happened."""
    home = tmp_path_factory.mktemp("home")
    with PracticeLog.in_folder(home / "data") as log:
        eight_weeks.fill(log)
    with served(home / "data") as running:
        running.enter()
        yield running


@pytest.fixture
def untouched(tmp_path):
    """A server on which no exercise was changed."""
    with served(tmp_path / "data") as running:
        running.enter()
        yield running


def session_of(server):
    name, _, value = server.cookie.partition("=")
    return [{"name": name, "value": value, "url": server.origin}]


def violations(page) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    return page.evaluate(RUN, RULES)


def assert_accessible(page, *colours) -> None:
    """See that axe finds nothing on a page in any of these colours, and that it fits its window.

    The page stays: to ask the server for it anew would take longer than to look at it.
    """
    for scheme in colours:
        page.emulate_media(**scheme)
        assert violations(page) == [], (page.url, scheme)
        wide_px = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide_px <= 0, f"{page.url} is {wide_px} px wider than the window"


def broken_words(page) -> list[str]:
    """Return the facts of one word that stand on several lines."""
    return page.evaluate(
        """[...document.querySelectorAll("dd")].filter((one) => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return !/\\s/.test(one.textContent.trim()) && words.getClientRects().length > 1;
        }).map((one) => one.textContent)"""
    )


@pytest.mark.parametrize(("lang", "width"), [("nl", 390), ("en", 1280)])
def test_axe_finds_nothing(chromium, lived, lang, width):
    with person(chromium, lang, viewport={"width": width, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        for path in PAGES:
            page.goto(lived.origin + path)
            assert_accessible(page, LIGHT, DARK, FORCED)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_first_visit_and_a_trial_are_accessible(chromium, tmp_path, lang):
    with served(tmp_path / "data") as server, person(chromium, lang) as somebody:
        somebody.enter(server)
        assert violations(somebody.page) == []
        somebody.press("today.try")
        somebody.page.wait_for_url("**/wrist")
        assert violations(somebody.page) == []
        for path in ("/today", "/watch", "/feel"):
            somebody.page.goto(server.origin + path)
            assert violations(somebody.page) == [], path


@pytest.mark.parametrize(("lang", "width"), [("nl", 360), ("en", 1280)])
def test_the_fields_of_a_watch_that_was_met_are_accessible(chromium, tmp_path, lang, width):
    KeyStore(tmp_path / ".local/state/loslaten/keys.json").put(SERIAL, bytes(32))
    remember(tmp_path, "pico_w", SETTINGS | DAY | {"name": "nachtkastje"})
    size = {"width": width, "height": 900}
    with (
        served(tmp_path / "data") as server,
        person(chromium, lang, viewport=size) as somebody,
    ):
        somebody.enter(server)
        somebody.go("watch")
        page = somebody.page
        name = page.get_by_role("textbox", name=somebody.say("watch.name"))
        expect(page.get_by_role("slider").first).to_be_visible()
        page.get_by_text(somebody.say("watch.more"), exact=True).click()
        assert_accessible(page, LIGHT, DARK)
        assert broken_words(page) == []
        # Twenty characters that are too many bytes: the browser lets them pass.
        name.fill("é" * 20)
        somebody.press("watch.change")
        expect(name).to_have_attribute("aria-invalid", "true")
        assert_accessible(page, LIGHT, DARK)


def test_the_body_is_walked_with_the_arrows(chromium, lived):
    with person(chromium, "nl") as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + "/exercise")
        body = page.get_by_role("group", name=somebody.say("exercise.front"))
        body.get_by_role("link", name="rechtervoet").focus()
        for name in ("Rechteronderbeen", "Rechterbovenbeen"):
            page.keyboard.press("ArrowRight")
            page.get_by_role("heading", name=name).wait_for()
            focused = page.evaluate("document.activeElement.getAttribute('aria-label')")
            assert focused.lower().startswith(name.lower())
        page.keyboard.press("ArrowLeft")
        page.get_by_role("heading", name="Rechteronderbeen").wait_for()


def test_sliders_say_their_value_and_stop(chromium, lived):
    with person(chromium, "nl") as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + "/exercise?group=jaw")
        tense = page.get_by_role("slider", name=somebody.say("exercise.tense"))
        tense.focus()
        for _ in range(9):
            page.keyboard.press("ArrowRight")
        expect(tense).to_have_attribute("aria-valuetext", "7 s")
        expect(tense).to_have_value("7")


def test_everything_on_a_page_is_reached_by_the_tab_key(chromium, lived):
    with person(chromium, "nl") as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + "/today")
        reached = []
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "(document.activeElement.textContent || document.activeElement.name || '')"
                    ".trim()"
                )
            )
        for key in ("page.skip", "page.exercise", "today.fetch", "today.whole", "page.save"):
            assert somebody.say(key) in reached, key


def test_nothing_moves_for_who_wants_no_motion(chromium, lived):
    with person(chromium, "nl", reduced_motion="reduce") as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        for path in PAGES:
            page.goto(lived.origin + path)
            assert page.evaluate("document.getAnimations().length") == 0, path


def test_targets_are_large_and_letters_are_not_small(chromium, lived):
    with person(chromium, "nl", viewport={"width": 390, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        for path in PAGES:
            page.goto(lived.origin + path)
            small = page.evaluate(
                """[...document.querySelectorAll("button, .button, nav a, select, summary")]
                .filter((one) => one.offsetParent)
                .map((one) => [one.textContent.trim(), one.getBoundingClientRect().height])
                .filter(([, height]) => height < 44)"""
            )
            assert small == [], path
            fine = page.evaluate(
                """[...document.querySelectorAll("main p, main li, main label, main button")]
                .filter((one) => one.offsetParent)
                .filter((one) => parseFloat(getComputedStyle(one).fontSize) < 16)
                .map((one) => one.textContent.trim())"""
            )
            assert fine == [], path
            drawn = page.evaluate(
                """[...document.querySelectorAll("main svg text")]
                .filter((one) => getComputedStyle(one).display !== "none")
                .filter((one) =>
                  one.getScreenCTM().a * parseFloat(getComputedStyle(one).fontSize) < 16)
                .map((one) => one.textContent.trim())"""
            )
            assert drawn == [], path


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_parts_are_named_under_the_strip_in_the_room_there_is(chromium, lived, lang):
    with person(chromium, lang, viewport={"width": 360, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        for width in (360, 500, 800, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(lived.origin + "/today")
            strip, *names = page.locator(".strip, .strip text").evaluate_all(
                """found => found.map((one) => one.getBoundingClientRect())
                .filter((box) => box.width).map((box) => [box.left, box.right])"""
            )
            assert len(names) > 1
            ends = [strip[0], *(end for name in names for end in name), strip[1]]
            assert ends == sorted(ends), width


@pytest.mark.parametrize(("width", "is_told"), [(390, True), (1280, False)])
def test_a_picture_that_is_wider_than_its_page_says_so(chromium, lived, width, is_told):
    with person(chromium, "nl", viewport={"width": width, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + "/nights/3")
        scrolls, fades, past_px = page.locator(".scroll").evaluate(
            """(around) => {
              around.scrollLeft = around.scrollWidth;
              const ends = [around, around.firstElementChild].map(
                (one) => one.getBoundingClientRect().right);
              return [around.scrollWidth > around.clientWidth,
                getComputedStyle(around).maskImage !== "none", ends[0] - ends[1]];
            }"""
        )
        assert (scrolls, fades) == (is_told, is_told)
        assert page.get_by_text("Schuif opzij om alles te zien").is_visible() is is_told
        # Scrolled to its end, nothing of it lies where it fades.
        assert past_px == pytest.approx(40 if is_told else 0, abs=1)


@pytest.mark.parametrize("path", ["/today", "/measures"])
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_ends_of_a_scale_are_told_on_one_line(chromium, lived, lang, path):
    with person(chromium, lang, viewport={"width": 390, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + path)
        heights = page.locator(".ends").evaluate_all(
            "ends => ends.map((one) => one.getBoundingClientRect().height)"
        )
        assert len(heights) >= 2
        assert max(heights) < 25, heights


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [700, 900, 1280])
def test_the_button_of_the_period_stands_beside_a_field(chromium, lived, lang, width):
    with person(chromium, lang, viewport={"width": width, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(lived))
        page.goto(lived.origin + "/report")
        button = page.get_by_role("button", name=somebody.say("report.show")).bounding_box()
        field = page.get_by_role("textbox", name=somebody.say("report.name")).bounding_box()
        assert button is not None
        assert field is not None
        assert button["y"] < field["y"] + field["height"]


@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("width", [700, 1280])
def test_cues_side_by_side_are_drawn_at_one_height(chromium, untouched, lang, width):
    with person(chromium, lang, viewport={"width": width, "height": 900}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(untouched))
        page.goto(untouched.origin + "/feel")
        places = page.locator(".cues li").evaluate_all(
            """cards => cards.map((card) => [card, card.querySelector("svg")].map(
              (one) => Math.round(one.getBoundingClientRect().bottom)))"""
        )
        drawn: dict[int, set[int]] = {}
        for row, picture in places:
            drawn.setdefault(row, set()).add(picture)
        assert len(places) > len(drawn)
        assert all(len(heights) == 1 for heights in drawn.values()), places


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_bar_of_an_exercise_covers_little_of_a_phone(chromium, untouched, lang):
    with person(chromium, lang, viewport={"width": 360, "height": 740}) as somebody:
        page = somebody.page
        page.context.add_cookies(session_of(untouched))
        page.goto(untouched.origin + "/exercise?group=jaw")
        bar = page.locator(".foot")
        undo = bar.get_by_role("button", name=somebody.say("exercise.undo"))
        expect(bar.get_by_role("button", name=somebody.say("exercise.put"))).to_be_in_viewport()
        expect(bar.get_by_text(somebody.say("exercise.of_rest", n="5"))).to_be_in_viewport()
        expect(undo).to_be_hidden()
        page.get_by_role("radio", name=somebody.say("exercise.how_out")).check()
        expect(undo).to_be_in_viewport()
        assert bar.evaluate("bar => bar.offsetHeight / innerHeight") < 0.22
        undo.click()
        expect(undo).to_be_hidden()
