# SPDX-License-Identifier: MIT
"""The first `make` in a clone, where something is not as it should be; no network is needed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
# A Python as Debian has it without python3-venv: it runs, but has no ensurepip.
NO_VENV = """#!/bin/sh
case "$2" in *ensurepip*) echo "No module named 'ensurepip'" >&2; exit 1;; esac
"""
OLD = """#!/bin/sh
case "$2" in *version_info*) echo "setup: Python 3.11 or newer is needed" >&2; exit 1;; esac
"""

pytestmark = pytest.mark.skipif(
    os.name != "posix" or shutil.which("make") is None, reason="this is about make"
)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what the Makefile looks at before it fetches anything."""
    folder = tmp_path / "a clone"
    (folder / "requirements").mkdir(parents=True)
    shutil.copy(ROOT / "Makefile", folder)
    for name in ("package-lock.json", "pyproject.toml"):
        (folder / name).touch()
    for name in ("run", "node", "test", "stubs"):
        (folder / "requirements" / f"{name}.txt").touch()
    return folder


def make(clone: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["make", *arguments], cwd=clone, capture_output=True, text=True, timeout=300, check=False
    )


def set_up_in(clone: Path, place: Path) -> Path:
    """Leave an environment in a clone as it is set up in a folder; return its program."""
    program = clone / ".venv" / "bin" / "loslaten"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{place}/.venv/bin/python\n")
    for name in (".run", ".test"):
        (clone / ".venv" / name).touch()
    return program


@pytest.mark.parametrize(
    ("python", "words"),
    [(NO_VENV, "sudo apt install python3-venv"), (OLD, "Python 3.11 or newer is needed")],
)
def test_a_python_that_will_not_do_is_told_before_anything_is_made(
    clone: Path, python: str, words: str
):
    stub = clone / "python"
    stub.write_text(python)
    stub.chmod(0o755)
    ran = make(clone, "setup", "PYTHON=./python")
    assert ran.returncode != 0
    assert words in ran.stderr
    assert "network" not in ran.stderr
    assert not (clone / ".venv").exists()


def test_a_clone_that_was_moved_sets_up_anew(clone: Path):
    set_up_in(clone, Path("/where/it/was"))
    planned = make(clone, "-n", "setup").stdout
    assert "setting up anew: this folder was moved" in planned
    assert 0 < planned.index("rm -rf .venv") < planned.index("-m venv .venv")
    assert planned.index("-m venv .venv") < planned.index("install the test packages")


@pytest.mark.parametrize("arguments", [(), ("help",), ("-n", "setup"), ("setup", "PYTHON=false")])
def test_a_clone_that_was_moved_keeps_its_environment_until_another_is_made(
    clone: Path, arguments: tuple[str, ...]
):
    program = set_up_in(clone, Path("/where/it/was"))
    make(clone, *arguments)
    assert program.exists()


def test_a_clone_that_stays_is_not_set_up_again(clone: Path):
    program = set_up_in(clone, clone)
    ran = make(clone, "-n", "setup")
    assert "setting up" not in ran.stdout
    assert "-m venv" not in ran.stdout
    assert program.exists()
