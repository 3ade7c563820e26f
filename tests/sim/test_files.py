# SPDX-License-Identifier: MIT
"""Files of the simulated board: a program meets the same ones as on this computer."""

import random
import subprocess
import sys

from loslaten.sim.micropython.script import run_script

NAMES = ("a", "b", "c", "d/a", "d/b", "d/e/a", "d", "d/e", "a/b")
# Each step names what it does. A number of an error is told where one is raised.
PROGRAM = """
import os

def attempt(what, *given):
    try:
        told = what(*given)
    except OSError as error:
        told = "error %d" % error.errno
    print(told)

def put(name, mode, text):
    with open(name, mode) as file:
        file.write(text)

def patch(name, at, text):
    with open(name, "r+b") as file:
        file.seek(at)
        told = [file.write(text), file.tell()]
        file.seek(0)
        return told + [file.read()]

def get(name):
    with open(name, "rb") as file:
        told = [file.read(3), file.tell(), file.read(), file.read(1)]
        file.seek(-1, 2)
        return told + [file.read()]

def here(folder):
    os.chdir(folder)
    try:
        return sorted(os.listdir("."))
    finally:
        os.chdir(".." if "/" not in folder else "../..")

def size(name):
    found = os.stat(name)
    return (found[0] & 0o170000, None if found[0] & 0o040000 else found[6])

def rename_open(opened, name, other):
    with open(opened, "wb") as file:
        file.write(b"before")
        os.rename(name, other)
        file.write(b" and after")
    return get(other)
"""


def steps(seed: int) -> str:
    """Return a program of random steps."""
    choice = random.Random(seed)
    lines = []
    for _ in range(300):
        # Linux has an error of its own for a file that is to take the place of its folder.
        name, other = repr(choice.choice(NAMES)), repr(choice.choice(NAMES))
        if name.startswith(other[:-1] + "/"):
            continue
        text = repr("xyz"[: choice.randrange(4)] * choice.randrange(200))
        at = choice.randrange(700)
        lines.append(
            choice.choice(
                (
                    f"put, {name}, 'w', {text}",
                    f"put, {name}, 'a', {text}",
                    f"patch, {name}, {at}, {text}.encode()",
                    f"get, {name}",
                    f"size, {name}",
                    f"here, {name}",
                    f"rename_open, {name}, {name}, {other}",
                    f"rename_open, {other}, {name}, {other}",
                    f"os.mkdir, {name}",
                    f"os.mkdir, {name}",
                    f"os.remove, {name}",
                    f"os.rmdir, {name}",
                    f"os.rename, {name}, {other}",
                )
            )
        )
    lines.insert(100, "bytes, bytearray(20_000_000)[:5]")  # the engine's memory grows
    return PROGRAM + "".join(f"attempt({line})\n" for line in lines)


def test_a_program_meets_the_same_files(tmp_path):
    for seed in range(20):
        folder = tmp_path / str(seed)
        folder.mkdir()
        program = steps(seed)
        ran = subprocess.run(
            [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=True
        )
        ours = run_script(program, {}).splitlines()
        for line, got, wanted in zip(
            program[len(PROGRAM) :].splitlines(), ours, ran.stdout.splitlines(), strict=True
        ):
            assert got == wanted, (seed, line)


def test_a_folder_tells_what_it_holds_by_name():
    """As LittleFS does, whatever was made first."""
    source = """
import os
for name in ("b", "10", "9", "a"):
    open(name, "w").close()
os.mkdir("aa")
print([entry[:2] for entry in os.ilistdir() if entry[0] != "main.py"])
"""
    told = [("10", 0x8000), ("9", 0x8000), ("a", 0x8000), ("aa", 0x4000), ("b", 0x8000)]
    assert run_script(source, {}) == f"{told}\n"
