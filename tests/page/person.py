# SPDX-License-Identifier: MIT
"""Somebody at the page: finds everything by role and label, as who does not see the screen."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from playwright.sync_api import Browser, Locator, Page, expect

from loslaten.page.words import Speech
from tests.page.served import Served
from tests.page.simulated import Simulated

TIMEOUT_MS = 90_000
# For the watch: to be met, and to do what was asked for.
MEET_S = 600
_LOOK_MS = 2_000
# Told by the console when a server is gone, or refuses: expected where a test does that.
_TOLD_ANYWAY = re.compile(r"Failed to load resource|ERR_|SSE|htmx:(sse:)?error|Failed to fetch")


class Person:
    """A person who speaks one language, before one page."""

    def __init__(self, page: Page, lang: str) -> None:
        self.page = page
        self.speech = Speech(lang)
        page.set_default_timeout(TIMEOUT_MS)
        expect.set_options(timeout=TIMEOUT_MS)
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._hear)

    def _hear(self, message: object) -> None:
        text = str(getattr(message, "text", ""))
        if getattr(message, "type", "") == "error" and not _TOLD_ANYWAY.search(text):
            self.complaints.append(text)

    def say(self, key: str, **values: object) -> str:
        return self.speech.say(key, **values)

    def enter(self, server: Served) -> None:
        self.page.goto(server.address)
        self.page.wait_for_url("**/today")

    def go(self, place: str) -> None:
        menu = self.page.get_by_role("navigation", name=self.say("page.menu"))
        with self.page.expect_navigation(url=f"**/{place}"):
            menu.get_by_role("link", name=self.say(f"page.{place}"), exact=True).click()

    def button(self, key: str, **values: object) -> Locator:
        return self.page.get_by_role("button", name=self.say(key, **values), exact=True)

    def link(self, key: str) -> Locator:
        return self.page.get_by_role("link", name=self.say(key), exact=True)

    def press(self, key: str, **values: object) -> None:
        self.button(key, **values).click()

    def reads(self, text: str) -> None:
        """See a text, as soon as it is there."""
        expect(self.page.get_by_text(text, exact=False).first).to_be_visible()

    def meet(self, watch: Simulated, told: str) -> None:
        """Hold the button of the watch whenever the page asks for it, until it tells what came."""
        asks = self.page.get_by_text(self.say("page.hold").partition("*")[0].strip(), exact=False)
        goal = self.page.get_by_text(told, exact=False)
        expect(asks.or_(goal).first).to_be_visible()
        until_s = time.monotonic() + MEET_S
        while time.monotonic() < until_s:
            if asks.last.is_visible():
                watch.open_radio()
            with suppress(AssertionError):
                expect(goal.first).to_be_visible(timeout=_LOOK_MS)
                return
        expect(goal.first).to_be_visible()


@contextmanager
def person(browser: Browser, lang: str, **options: object) -> Iterator[Person]:
    """Sit somebody before a fresh browser; nothing may be complained of by it in the end."""
    context = browser.new_context(locale=lang, **options)  # type: ignore[arg-type]
    made = Person(context.new_page(), lang)
    try:
        yield made
        assert made.complaints == []
    finally:
        context.close()
