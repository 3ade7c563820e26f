# SPDX-License-Identifier: MIT
"""The firmware's source is made smaller before it is compiled, and means the same."""

import builtins
from types import ModuleType

from loslaten.deploy.compact import Compact

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


READER = "import app\napp.run()\n"


def small(program=None, readers=(READER,), objects=(), **changed):
    """Return the sources of a program made smaller."""
    made = Compact(program or PROGRAM | changed, ("app.py", *objects), readers, objects)
    return {path: source for path, (_, source) in made.sources.items()}


def outcome(sources, call):
    """Return what a call gives in app.py of a program."""
    paths = {
        path.removesuffix(".py").removesuffix("/__init__").replace("/", "."): path
        for path in sources
    }
    made = {}

    def imports(name, _globals=None, _locals=None, names=(), _level=0):
        if name not in paths:
            return __import__(name)
        for wanted in (name, *(f"{name}.{one}" for one in names or ())):
            if wanted in paths and wanted not in made:
                load(wanted)
        return made[name]

    def load(name):
        module = made[name] = ModuleType(name)
        package, _, last = name.rpartition(".")
        if package:
            setattr(imports(package), last, module)
        space = module.__dict__
        space["__builtins__"] = vars(builtins) | {"__import__": imports}
        exec(compile(sources[paths[name]], paths[name], "exec"), space)

    load("app")
    return eval(call, made["app"].__dict__)


def test_constants_stand_where_they_are_used_and_nowhere_else():
    sources = small()
    every = "".join(sources.values())
    assert "HIGH" not in every
    assert "LOW" not in every
    assert "print(16 + 15" in sources["app.py"]
    # A number that a 32-bit board has to make an object of stays one.
    assert "= 1 << 31" in sources["c.py"]


def test_a_local_name_hides_a_constant():
    app = "from core.levels import HIGH\ndef run(HIGH):\n    return HIGH\n"
    sources = small(**{"app.py": app})
    assert outcome(sources, "run(3)") == 3


def test_what_nothing_uses_is_left_out():
    sources = small()
    assert sources["app.py"].count("def ") == 2
    assert "16 | 15" not in sources["c.py"]
    without = small(**{"app.py": "from core import levels\ndef run():\n    return levels.HIGH\n"})
    assert list(without) == ["app.py"]


def test_a_constant_that_changes_is_none():
    changing = "COUNT = 0\ndef run():\n    global COUNT\n    COUNT += 1\n    return COUNT\n"
    sources = small(**{"app.py": changing})
    assert "+= 1" in sources["app.py"]
    assert outcome(sources, "(run(), run())") == (1, 2)


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
    sources = small(program)
    assert "_side" not in "".join(sources.values())
    assert outcome(sources, "run()") == outcome(program, "run()") == 13


def test_a_name_that_is_looked_up_by_its_text_stays():
    program = {
        "app.py": "class A:\n    _seen = 2\n"
        "def run():\n    return getattr(A(), '_seen'), A()._seen\n"
    }
    sources = small(program)
    assert outcome(sources, "run()") == (2, 2)


def test_a_program_beside_it_knows_its_constants():
    fitted = Compact(PROGRAM, ("app.py",)).fitted
    assert fitted("from core import levels\nprint(levels.HIGH)\n") == "print(16)\n"
    source = fitted("def go():\n    from core import levels\n    return levels.HIGH\n")
    assert "return 16" in source


def test_short_texts_stand_where_they_are_used_and_long_ones_stay():
    paths = (
        'FOLDER = "/data"\nKEY = FOLDER + "/key"\nLONG = "x" * 3 + "y"\nWORDS = "a" + "b" * 40\n'
    )
    app = "from core import levels\n\ndef run(worn):\n    return levels.KEY, levels.FOLDER\n"
    sources = small({"core/__init__.py": "", "core/levels.py": paths, "app.py": app})
    assert "core/levels.py" not in sources
    assert outcome(sources, "run(1)") == ("/data/key", "/data")
