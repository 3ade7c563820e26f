# SPDX-License-Identifier: MIT
"""Requests of which the cost is measured: each is answered."""

import pytest

from tests.bench import page
from tests.page.served import served


def test_everything_that_is_measured_is_answered(tmp_path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(page, "ASKED", 1)
    with served(tmp_path / "data") as server:
        server.enter()
        for path in (page.BARE, *page.PAGES):
            assert page._cpu_ms(server, path) >= 0
