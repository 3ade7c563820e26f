# SPDX-License-Identifier: MIT
"""`loslaten firmware flash`: MicroPython onto a board."""

from pathlib import Path

import click

from loslaten.cli.busy import Busy
from loslaten.cli.options import lang_option
from loslaten.cli.user_file import UserPath
from loslaten.deploy.drives import find_drives
from loslaten.deploy.errors import DeployError
from loslaten.deploy.firmware_file import FirmwareFile
from loslaten.deploy.flashing import (
    check_file,
    enter_bootloader,
    flash_by_esptool,
    flash_drive,
)
from loslaten.deploy.ports import find_port
from loslaten.language.text import Text

_LOOKING = Text("het bord zoeken", "looking for the board")
_WRITTEN = Text("{} is naar {} geschreven", "{} was written to {}")
_NEXT = Text(
    "  -> is het bord na enkele seconden terug: loslaten deploy",
    "  -> when the board is back after some seconds: loslaten deploy",
)
_HOLD = Text(
    "trek het bord los, houd BOOTSEL ingedrukt, steek het erin, en laat los",
    "unplug the board, hold BOOTSEL, plug it in, and let go",
)


@click.command("flash")
@click.argument("file", type=UserPath())
@click.option("--port", help="The board's serial port; not needed with one board on USB.")
@click.option(
    "--drive",
    type=UserPath(is_folder=True),
    help="Where the board's drive is; without, it is looked for.",
)
@lang_option
def flash(file: Path, port: str | None, drive: Path | None, lang: str) -> None:
    """Put MicroPython on a board: FILE is its download, .uf2 or .bin.

    Which one a board wants is said by loslaten deploy. A .uf2 file goes to the drive that a Pico
    shows when it is plugged in with BOOTSEL held; one that runs MicroPython is asked to show it. A
    .bin file is written by esptool, which has to be installed. File and board have to go together,
    or nothing is written. What a watch has recorded stays.

    \b
    Examples:
      loslaten firmware flash RPI_PICO_W-20260406-v1.28.0.uf2
      loslaten firmware flash RPI_PICO2_W-20260406-v1.28.0.uf2 --drive /media/me/RP2350
      loslaten firmware flash ESP32_GENERIC_S3-20260406-v1.28.0.bin --port /dev/ttyACM0
    """
    firmware_file = FirmwareFile.read(file)
    build = check_file(firmware_file)
    with Busy(_LOOKING, lang) as busy:
        if build.suffix == ".uf2":
            if drive is None and not find_drives():
                _ask_for_drive(firmware_file, port, lang)
            where = str(flash_drive(firmware_file, drive, busy.tell).folder)
        else:
            where = flash_by_esptool(firmware_file, port, busy.tell)
    click.echo(_WRITTEN.say(lang).format(firmware_file, where))
    click.echo(_NEXT.say(lang))


def _ask_for_drive(file: FirmwareFile, port: str | None, lang: str) -> None:
    """Let a board that runs MicroPython show its drive; else its maker has to."""
    try:
        where = find_port(port)
    except DeployError:
        where = None
    if where is None or not enter_bootloader(where, file):
        click.echo(_HOLD.say(lang), err=True)
