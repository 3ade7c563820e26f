# SPDX-License-Identifier: MIT
"""MicroPython is fetched while others look for it, or fetch it, too."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from loslaten.sim.micropython import fetch
from loslaten.sim.micropython.engine import PACKAGE

# Stands for npm, which puts one file after the other; the first one waits in the middle.
NPM = """#!/bin/sh
mkdir -p {folder}
touch {package}
if mkdir {waiting} 2> {nowhere}; then while [ ! -e {go} ]; do sleep 0.02; done; fi
touch {folder}/micropython.wasm
"""


@pytest.fixture
def cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache of a loslaten that carries a lock file, with an npm that waits for `go`."""
    carried = home / "carried"
    carried.mkdir()
    for name in ("package.json", "package-lock.json"):
        (carried / name).touch()
    npm = carried / "npm"
    npm.write_text(
        NPM.format(
            folder=PACKAGE.parent,
            package=PACKAGE,
            waiting=home / "waiting",
            go=home / "go",
            nowhere=os.devnull,
        )
    )
    npm.chmod(0o700)
    monkeypatch.setattr(fetch, "LOCK", carried / "package-lock.json")
    monkeypatch.setenv("PATH", f"{carried}:{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "cache"))
    return fetch.cache()


def is_whole(cache: Path) -> bool:
    return (cache / PACKAGE).with_name("micropython.wasm").is_file()


def test_it_is_there_as_a_whole_or_not_at_all(cache, home):
    with ThreadPoolExecutor() as others:
        other = others.submit(fetch.fetch, PACKAGE)
        try:
            while not (home / "waiting").exists() and not other.done():
                time.sleep(0.01)
            assert not (cache / PACKAGE).exists()
            fetch.fetch(PACKAGE)
            assert is_whole(cache)
        finally:
            (home / "go").touch()
        other.result()
    assert is_whole(cache)
    assert [one.name for one in cache.iterdir()] == [PACKAGE.parts[0]]


def test_one_that_was_broken_off_is_replaced(cache, home):
    (home / "go").touch()
    (cache / PACKAGE.parent).mkdir(parents=True)
    fetch.fetch(PACKAGE)
    assert is_whole(cache)
