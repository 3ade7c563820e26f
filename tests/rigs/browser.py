# SPDX-License-Identifier: MIT
"""A real browser for pages: Debian's Chromium, driven by Playwright.

Its headless shell is taken where it is installed: the same engine without the browser's own
windows, which take most of the time that a test waits for it.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

_NAMES = ("chromium-headless-shell", "chromium", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, _NAMES)), None)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; without one the tests that need it say that they are skipped.

    Its event loop runs until it is closed, so that no other module's loop can: it lives no longer
    than its module.
    """
    if CHROMIUM is None:
        pytest.skip("no Chromium here to drive the page with (make setup-browser)")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()
