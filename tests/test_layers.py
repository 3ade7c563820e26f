# SPDX-License-Identifier: MIT
"""Imports point one way, and what ships on the watch uses only what a stock board has."""

import ast
import sys
from pathlib import Path

import pytest

from tests import rooms

ROOT = Path(__file__).parent.parent
SHARED = sorted((ROOT / "shared").rglob("*.py"))
DEVICE = sorted((ROOT / "device").rglob("*.py"))
HOST = sorted((ROOT / "host").rglob("*.py"))

# The only rooms that may know that watches can be simulated.
KNOW_THE_SIMULATOR = {"sim", "watches", "battery_life", "page", "demo", "cli"}

# What pure code may import, and what stock MicroPython has on every board we run on.
PURE = {"collections", "binascii", "hashlib", "loslaten_core"}
STOCK = PURE | {
    "asyncio",
    "bluetooth",
    "cryptolib",
    "errno",
    "esp32",
    "gc",
    "io",
    "machine",
    "micropython",
    "network",
    "os",
    "rp2",
    "sys",
    "time",
    "device",
}


def is_for_types_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    tree.body = [node for node in tree.body if not is_for_types_only(node)]
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add((node.module or "").split(".")[0])
    return names


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SHARED, ids=name_of)
def test_shared_code_is_pure(path: Path) -> None:
    assert imported(path) <= PURE


@pytest.mark.parametrize("path", DEVICE, ids=name_of)
def test_the_firmware_imports_nothing_beyond_stock_micropython(path: Path) -> None:
    assert imported(path) <= STOCK


@pytest.mark.parametrize("path", HOST, ids=name_of)
def test_the_laptop_never_imports_the_firmware(path: Path) -> None:
    # The simulator's stand-ins for hardware modules run inside MicroPython, beneath the firmware.
    assert "device" not in imported(path)


@pytest.mark.parametrize("package", rooms.FLOORS)
def test_a_room_imports_from_lower_floors_only(package: str) -> None:
    assert rooms.broken(package, rooms.imports(package)) == []


@pytest.mark.parametrize("package", rooms.FLOORS)
def test_no_module_imports_itself_by_a_detour(package: str) -> None:
    assert rooms.circles(rooms.imports(package)) == []


@pytest.mark.parametrize("package", rooms.FLOORS)
def test_every_room_has_a_floor(package: str) -> None:
    assert rooms.rooms(package) == sorted(rooms.floor_of(package))


def test_an_import_of_a_higher_floor_is_told() -> None:
    upwards = [rooms.Import("loslaten.language.text", "loslaten.report.figures")]
    assert rooms.broken("loslaten", upwards) == [
        "loslaten.language.text imports loslaten.report.figures: report is not below language"
    ]


def test_a_circle_is_told() -> None:
    circle = [rooms.Import("a", "b"), rooms.Import("b", "c"), rooms.Import("c", "a")]
    assert rooms.circles(circle) == ["a > b > c > a"]


def test_the_product_does_not_know_its_simulator() -> None:
    knowing = {
        rooms.room_of(one.importer)
        for one in rooms.imports("loslaten")
        if rooms.room_of(one.imported) == "sim"
    }
    assert knowing <= KNOW_THE_SIMULATOR


def test_shared_holds_only_what_the_watch_reaches() -> None:
    assert rooms.unreached() == []


def test_the_table_of_rooms_is_that_of_the_tree() -> None:
    told = rooms.PAGE.read_text("utf-8")
    assert told == rooms.written(), "write it anew: .venv/bin/python -m tests.rooms"


def test_the_rules_cover_the_tree() -> None:
    assert len(SHARED) > 10
    assert len(DEVICE) > 5
    assert sys.version_info >= (3, 11)
