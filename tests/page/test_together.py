# SPDX-License-Identifier: MIT
"""Practising together, in a real browser: the screen stays on for as long as it lasts."""

import pytest

from tests.page.person import person
from tests.page.served import served

# A screen that is kept on as browsers do it: by asking, until they take it back. It counts both.
SCREEN = """() => {
  const told = document.documentElement.dataset;
  const count = (name) => { told[name] = Number(told[name] ?? 0) + 1; };
  navigator.wakeLock.request = async () => {
    count("asked");
    globalThis.held = new EventTarget();
    held.release = async () => {
      count("released");
      held.dispatchEvent(new Event("release"));
    };
    return held;
  };
}"""


def counted(page, name, times):
    page.locator(f"html[data-{name}='{times}']").wait_for(state="attached")


@pytest.fixture
def page(chromium, tmp_path):
    with served(tmp_path / "data") as server, person(chromium, "nl") as somebody:
        somebody.enter(server)
        somebody.page.goto(f"{server.origin}/together")
        somebody.page.evaluate(SCREEN)
        somebody.press("together.without")
        counted(somebody.page, "asked", 1)
        yield somebody.page
        assert somebody.complaints == []


def test_the_screen_is_kept_on_again_after_looking_at_something_else(page):
    page.evaluate("held.dispatchEvent(new Event('release'))")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    counted(page, "asked", 2)


def test_the_screen_is_let_go_at_the_end(page):
    page.get_by_role("button", name="Stop").click()
    counted(page, "released", 1)
    counted(page, "asked", 1)
