# SPDX-License-Identifier: MIT
"""Extras: the advice about a missing one works where the tool is."""

import shlex
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten import cli, extras
from loslaten.deploy.errors import DeployError
from loslaten.deploy.errors import extra as module_of_deploy

ROOT = Path(__file__).parents[1]
NEEDED = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
    "optional-dependencies"
]


def test_in_a_checkout_it_is_set_up():
    said = extras.how_to_install("sim")
    assert said.en == f"in the folder {ROOT}: make setup"
    assert said.nl == f"in de map {ROOT}: make setup"


@pytest.mark.parametrize("extra", NEEDED)
def test_elsewhere_it_is_installed_beside_the_tool(extra, monkeypatch, tmp_path):
    """A path of a checkout, as in `pipx install '.[sim]'`, is nothing there."""
    monkeypatch.setattr(extras, "_ROOT", tmp_path)
    _, said = extras.how_to_install(extra).en.split(": ", 1)
    assert shlex.split(said) == [sys.executable, "-m", "pip", "install", *NEEDED[extra]]


def test_where_there_is_no_pip_uv_installs_it(monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "_ROOT", tmp_path)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    _, said = extras.how_to_install("sim").en.split(": ", 1)
    assert shlex.split(said) == [
        *("uv", "pip", "install", "--python", sys.executable),
        *NEEDED["sim"],
    ]


def test_the_app_has_none_and_says_so(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert "the app does not carry it" in extras.how_to_install("sim").en


def test_every_command_says_it_so(monkeypatch, tmp_path):
    monkeypatch.setattr(extras, "_ROOT", tmp_path)
    monkeypatch.setitem(sys.modules, "bumble", None)
    error = cli._unforeseen(ModuleNotFoundError("no", name="bumble"))
    assert error.told("en").advice == extras.how_to_install("sim").en
    with pytest.raises(DeployError) as caught:
        module_of_deploy("mpremote_that_is_not_there")
    assert caught.value.told("nl").advice == extras.how_to_install("deploy").nl
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    told = CliRunner().invoke(cli.main, ["doctor", "--data", str(tmp_path), "--lang", "en"]).output
    assert f'install --python "{sys.executable}" bumble==' in told
    assert ".[sim]" not in told
