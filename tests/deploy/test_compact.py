# SPDX-License-Identifier: MIT
"""The firmware's source is made smaller before it is compiled, and means the same."""

import ast
import builtins
from types import ModuleType

import pytest

from loslaten.deploy import image
from loslaten.deploy.compact import compact, fitted

LEVELS = """
HIGH = 1 << 4
LOW = HIGH - 1
_HIDDEN = HIGH | LOW
NAMES = ("weak", "strong")
LARGE = 1 << 31
"""
APP = """
from core import levels
from core.levels import LOW as low, NAMES, LARGE

def run(worn):
    print(levels.HIGH + low, NAMES, LARGE)
    return levels.HIGH if worn else other(low)

def other(given):
    return given

def forgotten():
    return _as_well()

def _as_well():
    return 1
"""
PROGRAM = {"core/__init__.py": "", "core/levels.py": LEVELS, "app.py": APP}


def small(sources=None, **changed):
    return compact(sources or PROGRAM | changed, ("app.py",), ("import app\napp.run()\n",))


def outcome(sources, call):
    """Return what a call gives in app.py of a program."""
    made = {}

    def imports(name, _globals=None, _locals=None, _names=(), _level=0):
        return made[name]

    for path in sorted(sources, key=lambda path: path == "app.py"):
        name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        made[name] = ModuleType(name)
        space = made[name].__dict__
        space["__builtins__"] = vars(builtins) | {"__import__": imports}
        exec(compile(sources[path], path, "exec"), space)
    return eval(call, made["app"].__dict__)


def test_constants_stand_where_they_are_used_and_nowhere_else():
    sources, _ = small()
    assert "HIGH" not in sources["core/levels.py"]
    assert "LOW" not in sources["core/levels.py"]
    assert "levels import LOW" not in sources["app.py"]
    assert "print(16 + 15" in sources["app.py"]
    # A number that a 32-bit board has to make an object of stays one.
    assert "LARGE = 1 << 31" in sources["core/levels.py"]


def test_a_local_name_hides_a_constant():
    app = "from core.levels import HIGH\ndef run(HIGH):\n    return HIGH\n"
    sources, _ = small(**{"app.py": app})
    assert outcome(sources, "run(3)") == 3


def test_what_nothing_uses_is_left_out():
    sources, _ = small()
    assert "forgotten" not in sources["app.py"]
    assert "_HIDDEN" not in sources["core/levels.py"]
    without, _ = small(
        **{"app.py": "from core import levels\ndef run():\n    return levels.HIGH\n"}
    )
    assert list(without) == ["app.py"]


def test_a_constant_that_changes_is_none():
    changing = "COUNT = 0\ndef run():\n    global COUNT\n    COUNT += 1\n    return COUNT\n"
    sources, _ = small(**{"app.py": changing})
    assert "COUNT += 1" in sources["app.py"]


SHAPES = """
class Shape:
    def __init__(self, side):
        self._side = side
        self._area = None
    def area(self):
        return self._measure(self._side)
"""
SQUARES = """
from shapes import Shape
class Square(Shape):
    def __init__(self, side):
        super().__init__(side)
        self._corner = 4
    def _measure(self, side):
        return side * side + self._corner
def run():
    return Square(3).area()
"""


def test_classes_that_inherit_share_no_short_name():
    program = {"shapes.py": SHAPES, "app.py": SQUARES}
    sources, _ = compact(program, ("app.py",), ("import app\napp.run()\n",))
    assert "_side" not in "".join(sources.values())
    assert outcome(sources, "run()") == outcome(program, "run()") == 13


def test_a_name_that_is_looked_up_by_its_text_stays():
    program = {
        "app.py": "class A:\n    _seen = 2\n"
        "def run():\n    return getattr(A(), '_seen'), A()._seen\n"
    }
    sources, _ = compact(program, ("app.py",), ("import app\napp.run()\n",))
    assert outcome(sources, "run()") == (2, 2)


def test_arguments_given_by_name_stay():
    program = {
        "app.py": "def two(left, right):\n    return left - right\ndef run():\n"
        "    return two(5, right=3)\n"
    }
    sources, _ = compact(program, ("app.py",), ("import app\napp.run()\n",))
    assert outcome(sources, "run()") == 2
    assert "right" in sources["app.py"]
    assert "left" not in sources["app.py"]


def test_a_program_beside_it_knows_its_constants():
    source = fitted("from core import levels\nprint(levels.HIGH)\n", PROGRAM)
    assert source == "print(16)\n"
    source = fitted("def go():\n    from core import levels\n    return levels.HIGH\n", PROGRAM)
    assert "return 16" in source


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


def test_every_file_calls_itself_something_else(built):
    assert len({built.names.file(path) for path in built.names.names}) == len(built.names.names)


def test_the_firmware_is_the_same_each_time(built):
    assert image.build(image.board_named("pico_w")).files == built.files


def test_a_source_is_valid_after_it(built):
    for path, source in compact(dict(PROGRAM), ("app.py",))[0].items():
        assert ast.parse(source), path


def test_short_texts_stand_where_they_are_used_and_long_ones_stay():
    paths = (
        'FOLDER = "/data"\nKEY = FOLDER + "/key"\nLONG = "x" * 3 + "y"\nWORDS = "a" + "b" * 40\n'
    )
    app = "from core import levels\n\ndef run(worn):\n    return levels.KEY, levels.FOLDER\n"
    sources, _ = small({"core/__init__.py": "", "core/levels.py": paths, "app.py": app})
    assert "core/levels.py" not in sources
    assert outcome(sources, "run(1)") == ("/data/key", "/data")
