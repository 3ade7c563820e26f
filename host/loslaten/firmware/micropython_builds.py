# SPDX-License-Identifier: MIT
"""The MicroPython that each board wants: which file to download, and what it says of itself."""

from dataclasses import dataclass
from typing import Final

from loslaten.firmware import boards
from loslaten.language.text import Text

# The release that is named to who has none; any from `deploy.micropython.OLDEST` on will do.
RELEASE: Final = "20260406-v1.28.0"
_SITE: Final = "https://micropython.org/resources/firmware"


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """One download of MicroPython.

    name: what its download is called. machine: what it calls the board, at its beginning. chip:
    the processor. suffix: ".uf2" is copied to a drive, ".bin" is written by esptool.
    """

    name: str
    machine: str
    chip: str
    suffix: str

    @property
    def file(self) -> str:
        """The name of the file to download."""
        return f"{self.name}-{RELEASE}{self.suffix}"

    @property
    def url(self) -> str:
        """URL of the build."""
        return f"{_SITE}/{self.file}"

    @property
    def steps(self) -> Text:
        """Way in which a board gets it."""
        return Text(
            f"download {self.url}, en dan: loslaten firmware flash {self.file}",
            f"download {self.url}, then: loslaten firmware flash {self.file}",
        )


BUILDS: Final = {
    build.name: build
    for build in (
        Build(name="RPI_PICO_W", machine="Raspberry Pi Pico W", chip="RP2040", suffix=".uf2"),
        Build(name="RPI_PICO2_W", machine="Raspberry Pi Pico 2 W", chip="RP2350", suffix=".uf2"),
        Build(
            name="ESP32_GENERIC_S3",
            machine="Generic ESP32S3 module",
            chip="ESP32S3",
            suffix=".bin",
        ),
    )
}


def for_board(name: str) -> Build:
    """Return what a board of ours wants.

    Raises:
        LoslatenError: there is no such board.
    """
    return BUILDS[str(boards.constants(name)["MICROPYTHON"])]


def for_chip(chip: str) -> Build | None:
    """Return what the boards with this processor want, None where there are none."""
    return next((build for build in BUILDS.values() if build.chip == chip), None)
