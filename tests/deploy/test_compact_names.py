# SPDX-License-Identifier: MIT
"""Names are short on a board, and what the firmware does with them is the same."""

import ast
import inspect
from collections import Counter
from collections.abc import Iterator

import pytest

from loslaten.deploy import image
from loslaten.deploy.compact import Compact, Names
from loslaten.deploy.compact.micropython_names import MICROPYTHON
from loslaten.firmware import boards
from loslaten.firmware.tree import REPOSITORY
from tests.deploy.test_compact import outcome, small

STUBS = REPOSITORY / ".venv" / "stubs"
LAMPS = """
from core.parts import Lamp, BrokenError
from core import parts as things

class Room:
    height = 3
    walls = height + 1

    def __init__(self, lamp, colour="white"):
        self.lamp = lamp
        self.colour = colour
        self.seen = []

    @property
    def is_light(self):
        return self.lamp.is_lit

    @is_light.setter
    def is_light(self, lit):
        self.lamp.is_lit = lit

def brighten(lamps, times):
    total = 0
    def more(times):
        nonlocal total
        total += times
        return total
    return [more(times) for lamp in lamps if lamp.is_lit][-1:], total

def run():
    room = Room(colour="red", lamp=Lamp(power=things.strongest(2)))
    room.is_light = True
    room.seen.append(room.colour)
    try:
        things.break_it(room.lamp)
    except BrokenError as error:
        said = repr(error)
    many, total = brighten((room.lamp, Lamp(1)), 3)
    sized = sorted([Lamp(2), Lamp(1)], key=lambda lamp: lamp.power)
    return said, room.seen, room.walls, many, total, room.is_light, sized[0].power, count()

def count():
    global made
    made = things.made + 1
    return made

made = 0
"""
PARTS = """
class BrokenError(Exception):
    pass

made = 7

class Lamp:
    def __init__(self, power):
        self.power = power
        self.is_lit = False

def strongest(power):
    return power * 2

def break_it(lamp):
    raise BrokenError(lamp.power)
"""
PROGRAM = {"core/__init__.py": "", "core/parts.py": PARTS, "app.py": LAMPS}


def test_what_it_does_is_the_same():
    sources = small(PROGRAM)
    assert outcome(sources, "run()") == outcome(PROGRAM, "run()")
    every = "".join(sources.values())
    for name in ("Lamp", "Room", "is_lit", "colour", "strongest", "brighten", "walls", "made"):
        assert name not in every


def test_an_error_keeps_its_name_for_it_is_told():
    assert outcome(small(PROGRAM), "run()")[0] == "BrokenError(4)"


def test_modules_lie_beside_each_other_but_for_those_that_are_asked_for():
    assert sorted(small(PROGRAM)) == ["app.py", "c.py"]
    asked = "import app\nfrom core import parts\napp.run()\nparts.Lamp\n"
    assert sorted(small(PROGRAM, readers=(asked,))) == [
        "app.py",
        "core/__init__.py",
        "core/parts.py",
    ]


def test_a_name_that_is_looked_up_by_its_text_stays():
    program = {"app.py": "class A:\n    seen = 2\ndef run():\n    return getattr(A(), 'seen')\n"}
    assert outcome(small(program), "run()") == 2


def test_a_module_that_is_handled_as_an_object_has_attributes_like_any_other():
    program = {
        "lamp.py": "POWER = 60 * 1.0\ndef light():\n    return POWER\n",
        "app.py": "import lamp\nfrom core import made\n"
        "def run():\n    return told(made.thing())\n"
        "def told(thing):\n    return thing.POWER, thing.light()\n",
        "core/__init__.py": "",
        "core/made.py": "def thing():\n    return __import__('lamp')\n",
    }
    sources = small(program, objects=("lamp.py",))
    assert outcome(sources, "run()") == (60.0, 60.0)


def test_a_program_beside_it_uses_the_names_that_are_there():
    made = Compact(PROGRAM, ("app.py",), ("import app\napp.run()\n",))
    beside = made.fitted(
        "from core.parts import Lamp\ndef light(power):\n    lamp = Lamp(power)\n"
        "    lamp.is_lit = True\n    return lamp.power, lamp.is_lit\n"
    )
    sources = {path: source for path, (_, source) in made.sources.items()}
    assert outcome({**sources, "z.py": beside, "app.py": beside}, "light(5)") == (5, True)


def test_what_cannot_be_told_from_micropythons_stays():
    program = {
        "app.py": "class Shelf:\n    def append(self, book):\n        return [book]\n"
        "def run():\n    found = []\n    found.append(3)\n    return found + Shelf().append(4)\n"
    }
    assert outcome(small(program), "run()") == [3, 4]


def names_of_stubs() -> Iterator[str]:
    """Return every name that MicroPython's modules have, those of arguments included."""
    for path in STUBS.rglob("*.pyi"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                yield node.name
            elif isinstance(node, ast.arg):
                yield node.arg
            elif isinstance(node, ast.Name):
                yield node.id
            elif isinstance(node, ast.Attribute):
                yield node.attr


def test_the_list_of_micropythons_names_is_whole():
    stubs = set(names_of_stubs())
    assert len(stubs) > 3_000
    shared = set()
    for name in boards.names():
        shared |= image.compacted(image.board_named(name)).attributes & stubs
    assert shared <= MICROPYTHON, "add these"
    assert shared >= MICROPYTHON, "nothing is called so any more"


@pytest.fixture(scope="module")
def built():
    return image.build(image.board_named("pico_w"))


def test_a_traceback_is_readable(built):
    names = built.names
    path = "device/radio.py"
    short = next(new for new, old in names.names[path].items() if old == "_take_notes")
    line = f'  File "{names.file(path)}", line 1, in {short}'
    assert names.readable(line) == '  File "device/radio.py", line 1, in _take_notes'
    assert names.readable("loslaten 0.1.0 in /a is well") == "loslaten 0.1.0 in /a is well"


def test_a_name_that_several_files_of_a_unit_have_is_told_of_each():
    names = Names(
        {"a.py": {"b": "go"}, "c.py": {"b": "stop", "d": "rest"}},
        dict.fromkeys(("a.py", "c.py"), "e"),
    )
    assert names.readable('  File "e", line 1, in b') == (
        '  File "a.py or c.py", line 1, in go or stop'
    )
    assert names.readable('  File "e", line 1, in d') == '  File "c.py", line 1, in rest'


def test_code_without_a_name_of_its_own_is_told_by_its_room(built):
    line = f'  File "{built.names.file("device/companion.py")}", line 1, in <module>'
    assert built.names.readable(line) == '  File "device", line 1, in <module>'


def test_most_functions_can_be_told_from_their_short_names(built):
    names = built.names
    functions = Counter(
        (names.file(path), short) for path, shorts in names.names.items() for short in shorts
    )
    alike = sum(count > 2 for (_, short), count in functions.items() if short != "__init__")
    assert len(functions) > 400
    assert alike < len(functions) / 25


def test_the_firmware_is_the_same_each_time(built, monkeypatch):
    monkeypatch.setattr(image, "_compacted", inspect.unwrap(image._compacted))
    assert image.build(image.board_named("pico_w")).files == built.files
