# SPDX-License-Identifier: MIT
"""The drive that a Raspberry Pi chip shows while its BOOTSEL button was held."""

import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

# What Linux and macOS make of a drive, by patterns below the root.
PLACES: Final = ("media/*/*", "media/*", "run/media/*/*", "mnt/*", "Volumes/*")
_ABOUT: Final = "INFO_UF2.TXT"
_ABOUT_BYTES_MAX: Final = 4096
_CHIPS: Final = {"RPI-RP2": "RP2040", "RP2350": "RP2350"}


@dataclass(frozen=True, slots=True)
class Drive:
    """A bootloader's drive: where it is, and the chip that shows it."""

    folder: Path
    chip: str

    @property
    def is_there(self) -> bool:
        """Whether it is still there: it goes when the chip has taken a file."""
        return (self.folder / _ABOUT).is_file()


def find_drives(root: Path | None = None) -> list[Drive]:
    """Return the bootloaders' drives that are mounted. root: where to look, for tests."""
    found = {folder: drive_at(folder) for folder in _folders(root)}
    return [drive for _, drive in sorted(found.items()) if drive is not None]


def drive_at(folder: Path) -> Drive | None:
    """Return the bootloader's drive in a folder, None where it is none."""
    try:
        with (folder / _ABOUT).open(encoding="ascii", errors="replace") as file:
            lines = file.read(_ABOUT_BYTES_MAX).splitlines()
    except OSError:
        return None
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == "Board-ID":
            return Drive(folder, _CHIPS.get(value.strip(), value.strip()))
    return None


def _folders(root: Path | None) -> Iterator[Path]:
    if sys.platform == "win32" and root is None:
        for letter in string.ascii_uppercase:
            yield Path(f"{letter}:\\")
        return
    for place in PLACES:
        try:
            yield from (root or Path("/")).glob(place)
        except OSError:
            continue  # a folder that this user may not look into
