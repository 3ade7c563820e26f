# SPDX-License-Identifier: MIT
"""MicroPython onto a board: a file copied to a bootloader's drive, or written by esptool.

esptool is a program of its own, which has to be installed by who wants it: it is under the GPL,
and neither imported nor carried.
"""

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Final

from loslaten.deploy.console import Console
from loslaten.deploy.deployment import Tell
from loslaten.deploy.drives import Drive, drive_at, find_drives
from loslaten.deploy.errors import ConsoleLostError, DeployError, PortError
from loslaten.deploy.firmware_file import FirmwareFile
from loslaten.deploy.micropython import OLDEST, About, too_old
from loslaten.deploy.ports import find_port
from loslaten.firmware.micropython_builds import BUILDS, Build, for_chip
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

# A person needs this long to find the button and the cable.
DRIVE_S: Final = 90.0
# The chip has written the last block, and taken its drive away, after a second or two.
_TAKEN_S: Final = 30.0
_ESPTOOL_S: Final = 300.0
_POLL_S: Final = 0.2
_PIECE_BYTES: Final = 64 * 1024
_COPYING: Final = Text("kopiëren", "copying")
_SHOW_DRIVE: Final = Text(
    "trek het bord los, houd BOOTSEL ingedrukt, steek het erin, laat los: wachten op de schijf",
    "unplug the board, hold BOOTSEL, plug it in, let go: waiting for its drive",
)

_NOT_DONE: Final = Text("{} was na {:.0f} s nog niet klaar", "{} did not finish in {:.0f} s")
_BY_BOOT: Final = Text(
    "houd BOOT ingedrukt, steek de kabel erin, laat los, en dan dit opnieuw",
    "hold BOOT while plugging in the cable, let go, then this again",
)


def check_file(file: FirmwareFile) -> Build:
    """Return what the boards of ours with this file's chip want, if the file is that.

    Raises:
        DeployError: it is for another chip or board, or MicroPython in it is too old.
    """
    build = for_chip(file.chip)
    if build is None:
        names = ", ".join(one.file for one in BUILDS.values())
        raise DeployError(
            Text(
                f"{file.path.name} is voor een {file.chip}, waar geen horloge van is",
                f"{file.path.name} is for a {file.chip}, which no watch has",
            ),
            Text(f"het kan zijn: {names}", f"it can be: {names}"),
        )
    # "Pico W" is not "Pico": that one's has no Bluetooth.
    if file.machine is None or not f"{file.machine} ".startswith(f"{build.machine} "):
        raise DeployError(
            Text(
                f"in {file.path.name} zit {file}, niet MicroPython voor {build.machine}",
                f"{file.path.name} holds {file}, not MicroPython for a {build.machine}",
            ),
            _download(build),
        )
    if file.version[:2] < OLDEST:
        raise DeployError(too_old(file), _download(build))
    return build


def flash_drive(
    file: FirmwareFile, folder: Path | None, tell: Tell, *, wait_s: float = DRIVE_S
) -> Drive:
    """Copy a UF2 file to the drive of a board in its bootloader, and wait until it is taken.

    folder: the drive; None: the one that is there, or appears within `wait_s`.

    Raises:
        DeployError: none appears or several are there, it is another chip's, or does not take it.
    """
    drive = _drive(file, folder, tell, wait_s)
    if drive.chip != file.chip:
        raise DeployError(
            Text(
                f"aan {drive.folder} zit een {drive.chip}; {file.path.name} is voor een"
                f" {file.chip}",
                f"at {drive.folder} is a {drive.chip}; {file.path.name} is for a {file.chip}",
            ),
            _download(for_chip(drive.chip)),
        )
    _copy(file, drive, tell)
    until_s = time.monotonic() + _TAKEN_S
    tell(
        Text("wachten tot het bord het heeft genomen", "waiting until the board has taken it"),
        0,
        0,
    )
    while drive.is_there:
        if time.monotonic() > until_s:
            raise DeployError(
                Text(
                    f"het bord heeft {file.path.name} niet genomen: {drive.folder} is er nog",
                    f"the board did not take {file.path.name}: {drive.folder} is still there",
                ),
                Text(
                    "trek het los, houd BOOTSEL ingedrukt, steek het erin, en dan opnieuw",
                    "unplug it, hold BOOTSEL, plug it in, and try again",
                ),
            )
        time.sleep(_POLL_S)
    return drive


def enter_bootloader(port: str, file: FirmwareFile) -> bool:
    """Ask a board that runs MicroPython to show its drive; answer whether it was asked.

    Raises:
        DeployError: it has another chip than the file is for.
    """
    try:
        with Console(port, return_s=2) as console:
            about = console.interrupt(lambda: About.of(console))
            if file.chip not in about.machine:
                raise DeployError(
                    Text(
                        f"aan {port} zit een {about.machine}; {file.path.name} is voor een"
                        f" {file.chip}",
                        f"at {port} is a {about.machine}; {file.path.name} is for a {file.chip}",
                    )
                )
            console.interrupt(console.enter_bootloader)
    except (ConsoleLostError, PortError):
        return False
    return True


def flash_by_esptool(file: FirmwareFile, port: str | None, tell: Tell) -> str:
    """Write an image with esptool, through the board's serial port; return the port.

    Raises:
        DeployError: esptool is not installed, there is no port, or esptool did not succeed.
    """
    program = shutil.which("esptool") or shutil.which("esptool.py")
    if program is None:
        raise DeployError(
            Text("esptool is niet geïnstalleerd", "esptool is not installed"),
            Text(
                "dat schrijft naar een ESP32: pipx install esptool, en dan dit opnieuw",
                "it is what writes to an ESP32: pipx install esptool, then this again",
            ),
        )
    where = find_port(port)
    tell(Text("schrijven met esptool", "writing with esptool"), 0, 0)
    # The old spelling, which is understood by old and by new ones.
    command = [program, "--chip", file.chip.lower(), "--port", where, "write_flash", "0x0"]
    try:
        done = subprocess.run(
            [*command, str(file.path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_ESPTOOL_S,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise DeployError(_NOT_DONE.format(program, _ESPTOOL_S), _BY_BOOT) from error
    except OSError as error:
        raise DeployError(Text("{}: {}", "{}: {}").format(program, reason_of(error))) from error
    if done.returncode != 0:
        lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise DeployError(
            Text("esptool is niet gelukt", "esptool did not succeed"),
            _BY_BOOT,
            tuple(lines[-6:]),
        )
    return where


def _drive(file: FirmwareFile, folder: Path | None, tell: Tell, wait_s: float) -> Drive:
    if folder is not None:
        drive = drive_at(folder)
        if drive is None:
            raise DeployError(
                Text(
                    f"{folder} is niet de schijf van een bord: er staat geen INFO_UF2.TXT op",
                    f"{folder} is not the drive of a board: there is no INFO_UF2.TXT on it",
                )
            )
        return drive
    tell(_SHOW_DRIVE, 0, 0)
    until_s = time.monotonic() + wait_s
    while not (drives := find_drives()):
        if time.monotonic() > until_s:
            raise DeployError(
                Text(
                    f"er verscheen geen schijf van een {file.chip} binnen {wait_s:.0f} s",
                    f"no drive of a {file.chip} appeared within {wait_s:.0f} s",
                ),
                Text(
                    "trek het bord los, houd BOOTSEL ingedrukt, steek het erin met een kabel die"
                    " ook gegevens draagt, laat los; zegt de computer niets, noem de schijf met"
                    " --drive",
                    "unplug the board, hold BOOTSEL, plug it in with a cable that carries data,"
                    " let go; if the computer does not show it by itself, name it with --drive",
                ),
            )
        time.sleep(_POLL_S)
    if len(drives) > 1:
        raise DeployError(
            Text("er zijn meer borden met een schijf", "there are several boards with a drive"),
            Text("noem de ene met --drive", "name the one with --drive"),
            tuple(f"{one.folder}  {one.chip}" for one in drives),
        )
    return drives[0]


def _copy(file: FirmwareFile, drive: Drive, tell: Tell) -> None:
    """Copy the file; that the drive goes with the last block is no failure."""
    total = file.path.stat().st_size
    done = 0
    try:
        with file.path.open("rb") as source, (drive.folder / file.path.name).open("wb") as target:
            while piece := source.read(_PIECE_BYTES):
                target.write(piece)
                target.flush()
                done += len(piece)
                tell(_COPYING, done // 1024, total // 1024)
            os.fsync(target.fileno())
    except OSError as error:
        if done < total or drive.is_there:
            raise DeployError(
                Text(
                    f"het kopiëren naar {drive.folder} brak af: {{}}",
                    f"copying to {drive.folder} broke off: {{}}",
                ).format(reason_of(error)),
                Text(
                    "houd BOOTSEL ingedrukt, steek het erin, en dan dit opnieuw; het bord kan"
                    " hierdoor niet stuk",
                    "hold BOOTSEL, plug it in, and try again; this cannot harm the board",
                ),
            ) from error


def _download(build: Build | None) -> Text | None:
    return None if build is None else Text(f"download {build.url}", f"download {build.url}")
