# SPDX-License-Identifier: MIT
"""The app that runs without Python starts with the page, and takes commands all the same."""

import runpy
import sys

import pytest

import loslaten.cli


@pytest.mark.parametrize(
    ("typed", "does"), [([], ["open"]), (["doctor", "--json"], ["doctor", "--json"])]
)
def test_it_opens_the_page_where_nothing_else_is_asked_for(monkeypatch, typed, does):
    asked = []
    monkeypatch.setattr(loslaten.cli, "main", lambda line, **_: asked.append(line))
    monkeypatch.setattr(sys, "argv", ["loslaten", *typed])
    runpy.run_module("tools.app.entry", run_name="__main__")
    assert asked == [does]
