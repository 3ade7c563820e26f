# SPDX-License-Identifier: MIT
"""The firmware finds what a stock board has, and nothing else."""

import pytest

STOCK = [
    *("array", "asyncio", "binascii", "bluetooth", "collections", "cryptolib", "deflate", "errno"),
    *("gc", "hashlib", "heapq", "io", "json", "machine", "math", "micropython", "os", "platform"),
    *("random", "re", "select", "struct", "sys", "time", "uctypes", "vfs"),
]
FOREIGN = [
    *("abc", "base64", "bisect", "contextlib", "copy", "dataclasses", "datetime", "enum"),
    *("fnmatch", "functools", "gzip", "hmac", "html", "inspect", "itertools", "locale"),
    *("logging", "operator", "pathlib", "string", "tarfile", "threading", "types", "typing"),
    *("unittest", "uu", "zlib"),
]
BEHIND_THE_SCENES = ["js", "jsffi", "_sim", "_bus", "_start", "_boot", "_asyncio_run", "_i2c"]


def tried(names):
    return f"""
for name in {names!r}:
    try:
        __import__(name)
        print(name)
    except ImportError as error:
        assert str(error) == "no module named '%s'" % name, error
"""


def test_a_stock_boards_modules_are_there(play):
    assert play(tried(STOCK)).printed.split() == STOCK


@pytest.mark.parametrize("names", [FOREIGN, BEHIND_THE_SCENES], ids=["foreign", "simulator"])
def test_nothing_else_is(play, names):
    watch = play(tried(names))
    assert watch.crashes == []
    assert watch.printed.split() == []


def test_scripts_find_nothing_else_either(micropython):
    assert micropython(tried(FOREIGN + BEHIND_THE_SCENES)) == ""


def test_the_flash_holds_the_firmware_alone(play):
    source = "import os\nprint(os.listdir('/'), os.getcwd(), os.listdir())\n"
    assert play(source).printed == "['main.py'] / ['main.py']\n"


def test_modules_are_found_beside_main_and_in_lib():
    from loslaten.sim.micropython.script import run_script

    files = {"/a/__init__.py": b"x = 1", "/a/b.py": b"y = 2", "/lib/c.py": b"z = 3"}
    assert run_script("import a.b, c\nprint(a.x, a.b.y, c.z)", files) == "1 2 3\n"


@pytest.mark.parametrize(("board", "platform"), [("pico_w", "rp2"), ("xiao_esp32s3", "esp32")])
def test_the_platform_is_the_boards(play, board, platform):
    source = "import os, sys\nprint(sys.platform, os.uname()[0])\n"
    assert play(source, board=board).printed == f"{platform} {platform}\n"
