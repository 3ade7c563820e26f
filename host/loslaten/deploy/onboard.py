# SPDX-License-Identifier: MIT
"""Runs on the watch, not here: what a deployment does there, sent over when it begins.

Only what every MicroPython has is used, and nothing of the firmware, which may be broken.
"""

import binascii
import hashlib
import os
import sys
from typing import Any

_FOLDER = 0x4000
_READ_BYTES = 1024


# A board's `os` has more than that of some computers, on which this file is only read.
_os: Any = os


def about() -> list[Any]:
    """Interpreter, its version and the one of its .mpy files, machine, serial number, lacks."""
    lacks = []
    for name in ("asyncio", "bluetooth", "cryptolib", "machine"):
        try:
            __import__(name)
        except ImportError:
            lacks.append(name)
    serial = b"" if "machine" in lacks else __import__("machine").unique_id()
    this: Any = sys.implementation
    mpy = getattr(this, "_mpy", 0)
    return [this.name, list(this.version[:3]), mpy, _os.uname()[4], serial.hex(), lacks]


def hashes(folder: str) -> dict[str, str]:
    """The SHA-256 of every file below a folder, by its path from there."""
    found = {}
    for path in paths(folder):
        digest = hashlib.sha256()
        with open(path, "rb") as file:
            while data := file.read(_READ_BYTES):
                digest.update(data)
        found[path[len(folder) + 1 :]] = binascii.hexlify(digest.digest()).decode()
    return found


def paths(folder: str) -> list[str]:
    """All files below a folder; none where there is no such folder."""
    found = []
    for name in names(folder):
        path = folder + "/" + name
        if os.stat(path)[0] & _FOLDER:
            found += paths(path)
        else:
            found.append(path)
    return found


def names(folder: str) -> list[str]:
    """Return the names in a folder; nothing where there is no such folder."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def room(folder: str) -> list[int]:
    """Bytes of a block of the flash, bytes that are free, bytes in the files of a folder."""
    system: Any = _os.statvfs("/")
    return [system[0], system[0] * system[3], sum([os.stat(path)[6] for path in paths(folder)])]


def version(slot: str) -> str | None:
    """The version of the firmware in a slot; None where it is broken or does not tell."""
    running = sys.modules.pop("device", None)
    sys.path.insert(0, "/" + slot)
    try:
        told: str = __import__("device").VERSION
        return told
    except Exception:
        return None
    finally:
        sys.path.pop(0)
        sys.modules.pop("device", None)
        if running is not None:
            sys.modules["device"] = running


def read(path: str) -> bytes | None:
    """Return the content of a file, None where there is none."""
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None


def put(path: str, text: str, mode: str) -> None:
    """Write or append a piece of a file, given in base64; make the folders it needs."""
    make_folders(path)
    with open(path, mode) as file:
        file.write(binascii.a2b_base64(text))


def replace(path: str, text: str) -> None:
    """Put a small file, given in base64, in the place of an old one: whole or not at all."""
    put(path + ".new", text, "wb")
    os.rename(path + ".new", path)


def copy(source: str, target: str) -> None:
    """Copy a file."""
    make_folders(target)
    with open(source, "rb") as old, open(target, "wb") as new:
        while data := old.read(_READ_BYTES):
            new.write(data)


def make_folders(path: str) -> None:
    """Make the folders that a file lies in."""
    parts = path.split("/")[1:-1]
    for count in range(len(parts)):
        folder = "/" + "/".join(parts[: count + 1])
        try:
            os.stat(folder)
        except OSError:
            os.mkdir(folder)


def remove(path: str) -> None:
    """Remove a file if there is one."""
    try:
        os.remove(path)
    except OSError:
        pass


def remove_folders(folder: str) -> None:
    """Remove a folder and the folders in it, in which no files are left."""
    for name in names(folder):
        remove_folders(folder + "/" + name)
    try:
        os.rmdir(folder)
    except OSError:
        pass


def restart() -> None:
    """Start the board anew, as its reset button does."""
    __import__("machine").reset()


def bootloader() -> None:
    """Show the drive that takes a new MicroPython."""
    __import__("machine").bootloader()


def answers(address: int, sda: int, scl: int, enable: int | None) -> bool:
    """Whether a chip answers on I2C at these pins, once its enable pin is high."""
    machine: Any = __import__("machine")
    if enable is not None:
        machine.Pin(enable, machine.Pin.OUT, value=1)
    try:
        bus = machine.I2C(0, sda=machine.Pin(sda), scl=machine.Pin(scl), freq=100_000)
        bus.readfrom_mem(address, 0, 1)
        return True
    except OSError:
        return False
    finally:
        if enable is not None:
            machine.Pin(enable, machine.Pin.OUT, value=0)


def piece(path: str, at: int, count: int) -> bytes:
    """A piece of a file, empty at its end or where there is no such file."""
    try:
        with open(path, "rb") as file:
            file.seek(at)
            return file.read(count)
    except OSError:
        return b""


def running() -> list[Any]:
    """Report of the firmware that was just stopped: how long its start took, in ms, how late it
    drove the motor at most, and whether its motor is calibrated; None for what it does not know.
    """
    app: Any = sys.modules.get("device.app")
    watch: Any = getattr(app, "watch", None)
    if watch is None:
        return [None, None, None]
    is_calibrated = None
    if hasattr(watch.board, "CALIBRATION"):
        is_calibrated = read(watch.board.CALIBRATION) is not None
    return [watch.start_ms, watch.haptics.worst_late_ms, is_calibrated]
