# SPDX-License-Identifier: MIT
"""Golden vectors and a whole life: the same bytes on CPython and on MicroPython."""

import hashlib
import json
from pathlib import Path

import pytest

from loslaten.firmware import tree
from loslaten.sim.micropython.script import run_script
from tests.journal import practice_months, vector_run
from tests.journal.practice_months import Life
from tests.rigs import ram_flash
from tests.rigs.ram_flash import RamFlash

PATH = Path(__file__).parents[1] / "vectors" / "journal.json"
VECTORS = json.loads(PATH.read_text())
RUN_VECTORS = """
import json
from tests.journal import vector_run
with open("/journal.json") as file:
    vectors = json.load(file)
for line in vector_run.run(vectors):
    print(line)
"""
RUN_LIFE = """
import binascii, hashlib
from tests.journal.practice_months import Life
from tests.rigs.ram_flash import RamFlash
life = Life(RamFlash()).run()
for name in sorted(life.storage.files):
    print(name, life.storage.files[name])
told = hashlib.sha256()
for what, name, data in life.storage.operations:
    told.update(f"{what} {name} {data}".encode())
print(len(life.storage.operations), told.digest().hex(), life.kept[-1])
"""


def expected():
    """Expected output of `vector_run.run`."""
    lines = []
    for one in VECTORS["records"]:
        lines += [one["framed"], one["is"], *one["holds"]]
    lines += [one["why"] for one in VECTORS["refused"]]
    numbers = VECTORS["marks"]["numbers"]
    lines.append(" ".join([VECTORS["marks"]["raw"], *map(str, numbers)]))
    return lines


def on_micropython(source):
    files = tree.core_tree() | {"/journal.json": PATH.read_bytes()}
    for module in (practice_months, ram_flash, vector_run):
        path = module.__name__.replace(".", "/")
        files[f"/{path}.py"] = Path(module.__file__).read_bytes()
    return run_script(source, files)


def test_vectors_on_cpython():
    assert "\n".join(vector_run.run(VECTORS)).split("\n") == expected()


def test_vectors_on_micropython():
    assert on_micropython(RUN_VECTORS).splitlines() == expected()


def test_the_vectors_hold_every_kind_and_one_unknown():
    kinds = {one["is"].split(" v")[0] for one in VECTORS["records"]}
    known = {"session", "summary", "boot", "clock", "protocol", "fault", "day"}
    assert kinds - known == {"kind 31"}
    assert known <= kinds
    assert len({one["why"] for one in VECTORS["refused"]}) > 10


def test_a_life_leaves_the_same_bytes_on_micropython():
    life = Life(RamFlash()).run()
    told = hashlib.sha256()
    for what, name, data in life.storage.operations:
        told.update(f"{what} {name} {data}".encode())
    lines = on_micropython(RUN_LIFE).splitlines()
    files = dict(line.split(" ", 1) for line in lines[:-1])
    assert files == {name: str(data) for name, data in life.storage.files.items()}
    assert lines[-1] == f"{len(life.storage.operations)} {told.hexdigest()} {life.kept[-1]}"


@pytest.mark.parametrize("value", [2**32 - 1, 2**31, 2**30, 255, 1])
def test_segment_names_are_the_same_on_micropython(micropython, value):
    source = f"from loslaten_core.journal.log import Segment\nprint(Segment({value}, 0).name)"
    assert micropython(source) == f"{value:08x}.log\n"
