# SPDX-License-Identifier: MIT
"""Modules that are loaded together are one file on a board, and mean the same."""

from loslaten.deploy import image
from loslaten.deploy.compact.joining import NUMBERS_OF_ONE_BYTE
from tests.deploy.test_compact import outcome, small

WHEELS = """
import math

SIZE = 26 * 1.0
made = []

class Wheel:
    def __init__(self, size):
        self.size = size
        made.append(size)

def turn(wheel):
    return wheel.size * 2

class RoundError(ValueError):
    pass
"""
FRAMES = """
import math
from core import wheels
from core.wheels import SIZE, Wheel as Part, RoundError

class Frame:
    kind = wheels.turn

    def __init__(self, turn=wheels.turn):
        self.turn = turn
        self.wheels = [Part(SIZE), wheels.Wheel(math.floor(2.5))]

def turn(frame):
    if frame is None:
        raise RoundError(len(wheels.made))
    return [frame.turn(wheel) for wheel in frame.wheels]
"""
BIKES = """
from core import frames, wheels
from core.frames import turn

def run():
    frame = frames.Frame()
    try:
        frames.turn(None)
    except wheels.RoundError as error:
        said = repr(error)
    return turn(frame), wheels.made, said, rare()

def rare():
    from core import bells
    from core.bells import ring
    return bells.TONE * 1.0, ring(3)
"""
BELLS = """
from core import wheels
from core.hammers import hit

TONE = 7 * 1.0

def ring(times):
    return [hit(time) for time in range(times)], len(wheels.made)
"""
HAMMERS = "def hit(time):\n    return time * 2\n"
PROGRAM = {
    "core/__init__.py": "",
    "core/wheels.py": WHEELS,
    "core/frames.py": FRAMES,
    "core/bells.py": BELLS,
    "core/hammers.py": HAMMERS,
    "app.py": BIKES,
}


def test_what_is_loaded_together_is_one_file_and_does_the_same():
    sources = small(PROGRAM)
    # The app, what it needs from the start, and what is needed when the bell is rung.
    assert len(sources) == 3
    assert outcome(sources, "run()") == outcome(PROGRAM, "run()")


def test_an_import_stands_once_in_a_unit():
    assert "".join(small(PROGRAM).values()).count("import math") == 1


def test_names_that_are_the_same_in_two_modules_are_two_names():
    program = {
        "core/__init__.py": "",
        "core/one.py": "def what():\n    return 1\n",
        "core/two.py": "from core import one\ndef what():\n    return one.what() + 1\n",
        "app.py": "from core import one, two\ndef run():\n    return one.what(), two.what()\n",
    }
    assert outcome(small(program), "run()") == (1, 2)


def test_a_module_that_hides_a_builtin_stays_by_itself():
    program = {
        "core/__init__.py": "",
        "core/one.py": "def max(found):\n    return found[0]\n",
        "core/two.py": "def most():\n    return max((1, 2))\n",
        "app.py": "from core import one, two\n"
        "def run():\n    return one.max((1, 2)), two.most()\n",
    }
    assert outcome(small(program), "run()") == (1, 2)


def test_the_body_of_a_class_reads_its_modules_names():
    program = {
        "core/__init__.py": "",
        "core/one.py": "def double(n):\n    return 2 * n\n",
        "app.py": "from core.one import double\n"
        "class A:\n"
        "    two = double(1)\n    three = 3\n    sum = two + three\n"
        "    def more(self, n=two):\n        return n + self.sum, double(n)\n"
        "def run():\n    return A().more()\n",
    }
    assert outcome(small(program), "run()") == outcome(program, "run()") == (7, 4)


def test_the_names_that_are_written_most_come_first():
    many = "".join(f"def name_{n}():\n    return never()\n" for n in range(200))
    core = {"core/__init__.py": "", "core/many.py": many + "def never():\n    1 / 0\n"}
    used = ", ".join(f"many.name_{n}" for n in range(200))
    program = {**core, "app.py": f"from core import many\ndef run():\n    return len([{used}])\n"}
    sources = small(program)
    first = sources["c.py"].splitlines()[0]
    assert first.startswith("[] and [].a.")
    assert first.count(".") == NUMBERS_OF_ONE_BYTE
    assert outcome(sources, "run()") == 200


def test_a_board_has_few_files():
    for name in ("pico_w", "twatch_s3"):
        files = image.build(image.board_named(name)).files
        assert len(files) < 40
