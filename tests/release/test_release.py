# SPDX-License-Identifier: MIT
"""A release is the same each time it is made, and tells the licence of all that it carries."""

import io
import json
import re
import tomllib
import zipfile
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Any

import pytest

from loslaten.firmware import boards
from tests.cli.commands_page import understood
from tools.release import firmware, materials

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def archives() -> dict[str, bytes]:
    return firmware.archives()


def test_there_is_firmware_for_every_board_the_same_bytes_each_time(archives):
    assert len(archives) == len(boards.names())
    assert firmware.archives() == archives


def test_an_archive_holds_what_a_deployment_puts_on_a_board(archives):
    name = next(name for name in archives if name.endswith("-pico_w.zip"))
    with zipfile.ZipFile(io.BytesIO(archives[name])) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert {"main.py", "a/board", "a/device/app.mpy", "a/device/boards/pico_w.mpy"} <= set(names)
    assert not [path for path in names if "xiao" in path]


def test_every_dependency_is_in_the_bill_with_its_licence():
    bill = json.loads(materials.bill())
    named = {component["name"] for component in bill["components"]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for requirement in project["dependencies"]:
        assert requirement.partition(">")[0].partition("[")[0].lower() in named
    assert "@micropython/micropython-webassembly-pyscript" in named
    for component in bill["components"]:
        assert component["licenses"], component["name"]


def test_a_package_without_a_licence_is_refused(monkeypatch, tmp_path):
    folder = tmp_path / "bare-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: bare\nVersion: 1.0\n")
    installed = PathDistribution(folder)
    monkeypatch.setattr(materials, "distribution", lambda name: installed)
    with pytest.raises(materials.MaterialsError, match="bare does not tell its licence"):
        materials.bill()


def everything(bill: str) -> list[dict[str, Any]]:
    """The components of a bill, each followed by what is compiled into it."""
    components = json.loads(bill)["components"]
    return [part for one in components for part in (one, *one.get("components", ()))]


def test_every_licence_has_its_name_of_spdx():
    stated = [entry for one in everything(materials.bill()) for entry in one["licenses"]]
    assert [entry for entry in stated if "name" in entry.get("license", {})] == []
    (htmx,) = [
        one for one in json.loads(materials.bill())["components"] if one["name"] == "htmx.org"
    ]
    assert htmx["licenses"] == [{"license": {"id": "0BSD"}}]


def test_what_the_app_carries_besides_packages_is_in_the_bill(monkeypatch, tmp_path):
    monkeypatch.setattr(materials, "version", lambda name: "1.0")
    carried = tmp_path / "_internal"
    carried.mkdir()
    (carried / "libz.so.1").write_bytes(b"zlib")
    named = {one["name"]: one for one in json.loads(materials.bill(tmp_path))["components"]}
    assert {"python", "pyinstaller", "libz.so.1"} <= named.keys()
    assert named["libz.so.1"]["licenses"] == [{"license": {"id": "Zlib"}}]
    (carried / "libreadline.so.8").write_bytes(b"readline")
    with pytest.raises(materials.MaterialsError, match="carries libreadline"):
        materials.bill(tmp_path)


def test_a_package_that_found_its_way_into_the_app_is_not_in_the_bill():
    bill = materials.bill()
    assert materials.missing({"click", "markdown_it", "json", "loslaten", "_pytest"}, bill) == {
        "pytest"
    }


def test_what_is_cited_is_what_is_released():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    cited = (ROOT / "CITATION.cff").read_text("utf-8")
    assert f"version: {project['version']}\n" in cited
    assert f"license: {project['license']}\n" in cited


def test_a_fault_comes_with_what_doctor_says():
    template = (ROOT / ".github" / "ISSUE_TEMPLATE" / "fault.yml").read_text("utf-8")
    (command,) = re.findall(r"label: loslaten (.*)", template)
    assert command == "doctor --json"
    understood(command.split())
    assert "required: true" in template.partition(command)[2].partition("- type")[0]


def test_a_danger_is_told_in_private_and_to_no_address():
    told = (ROOT / "SECURITY.md").read_text("utf-8")
    assert "in private" in told
    assert re.findall(r"\S+@\S+|https?:", told) == []
