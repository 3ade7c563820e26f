# SPDX-License-Identifier: MIT
"""A file with MicroPython in it: which chip and which board it is for, read from the file itself.

UF2 files are blocks of 512 bytes that say where each goes and for which family of chips (the
format's specification is at github.com/microsoft/uf2); images for an ESP32 begin with a header
that names the chip (ESP-IDF, esp_app_format.h). What MicroPython says of itself when it runs is
in either as plain text.
"""

import re
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from loslaten.deploy.errors import DeployError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

_UF2_BLOCK: Final = struct.Struct("<8I476sI")
_UF2_BEGIN: Final = (0x0A324655, 0x9E5D5157)
_UF2_END: Final = 0x0AB16F30
_UF2_HAS_FAMILY: Final = 0x2000
# Of one block in files for an RP2350, which works around its erratum E10.
_ABSOLUTE: Final = 0xE48BFF57
_UF2_FAMILIES: Final = {
    0xE48BFF56: "RP2040",
    0xE48BFF59: "RP2350",
    0xE48BFF5A: "RP2350",
    _ABSOLUTE: "RP2350",
    0xC47E5767: "ESP32S3",
}
_ESP_BEGIN: Final = 0xE9
_ESP_CHIP_AT: Final = 12
_ESP_CHIPS: Final = {0: "ESP32", 2: "ESP32S2", 5: "ESP32C3", 9: "ESP32S3", 13: "ESP32C6"}
# A MicroPython is one or two MB; anything much larger is something else.
_BYTES_MAX: Final = 16 * 1024 * 1024
_VERSION: Final = re.compile(rb"MicroPython v(\d+)\.(\d+)(?:\.(\d+))?")
_MACHINE: Final = re.compile(rb"([ -~]{3,60}) with (?:RP2040|RP2350|ESP32\w{0,3})\0")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmwareFile:
    """A file that can be flashed.

    suffix: ".uf2" or ".bin". chip: the processor it is for. machine, version: what MicroPython in
    it calls the board and itself; None and () where nothing in it says so.
    """

    path: Path
    suffix: str
    chip: str
    machine: str | None
    version: tuple[int, ...]

    @classmethod
    def read(cls, path: Path) -> Self:
        """Look into a file.

        Raises:
            DeployError: it cannot be read, or is neither a UF2 file nor an image for an ESP32.
        """
        try:
            with path.open("rb") as file:
                data = file.read(_BYTES_MAX + 1)
        except FileNotFoundError as error:
            raise DeployError(
                Text(f"er is geen bestand {path}", f"there is no file {path}")
            ) from error
        except OSError as error:
            raise DeployError(Text("{}: {}", "{}: {}").format(path, reason_of(error))) from error
        if len(data) > _BYTES_MAX:
            raise _no_firmware(path)
        if data[:8] == struct.pack("<2I", *_UF2_BEGIN):
            chip, contents = _read_uf2(path, data)
            suffix = ".uf2"
        elif len(data) > _ESP_CHIP_AT + 2 and data[0] == _ESP_BEGIN:
            (number,) = struct.unpack_from("<H", data, _ESP_CHIP_AT)
            chip, contents, suffix = _ESP_CHIPS.get(number, f"ESP32 ({number})"), data, ".bin"
        else:
            raise _no_firmware(path)
        version = _VERSION.search(contents)
        machine = _MACHINE.search(contents)
        return cls(
            path=path,
            suffix=suffix,
            chip=chip,
            machine=None if machine is None else machine[1].decode().strip(),
            version=() if version is None else tuple(int(part or 0) for part in version.groups()),
        )

    def __str__(self) -> str:
        version = f" {'.'.join(map(str, self.version))}" if self.version else ""
        machine = f", {self.machine}" if self.machine else ""
        return f"MicroPython{version}{machine} ({self.chip})"


def _read_uf2(path: Path, data: bytes) -> tuple[str, bytes]:
    """Return the chip that a UF2 file is for and what it writes, in the order of addresses."""
    pieces: dict[int, bytes] = {}
    seen: dict[int, set[int]] = {}
    totals: dict[int, int] = {}
    for at in range(0, len(data), _UF2_BLOCK.size):
        block = data[at : at + _UF2_BLOCK.size]
        if len(block) < _UF2_BLOCK.size:
            raise _damaged(path)
        *begin, flags, address, length, number, total, family, payload, end = _UF2_BLOCK.unpack(
            block
        )
        if tuple(begin) != _UF2_BEGIN or end != _UF2_END or length > len(payload):
            raise _damaged(path)
        if flags & _UF2_HAS_FAMILY:
            pieces[address] = payload[:length]
            seen.setdefault(family, set()).add(number)
            totals[family] = total
    # The work-around's block counts two, and is alone.
    whole = {family: total for family, total in totals.items() if family != _ABSOLUTE}
    if any(seen[family] != set(range(total)) for family, total in whole.items()):
        raise _damaged(path)
    chips = {_UF2_FAMILIES.get(family, f"family {family:08x}") for family in totals}
    if len(chips) != 1:
        raise _no_firmware(path)
    return chips.pop(), b"".join(pieces[address] for address in sorted(pieces))


def _damaged(path: Path) -> DeployError:
    return DeployError(
        Text(f"{path} is niet heel", f"{path} is not whole"),
        Text("download het nog een keer", "download it again"),
    )


def _no_firmware(path: Path) -> DeployError:
    return DeployError(
        Text(f"{path} is geen software voor een bord", f"{path} is no firmware for a board"),
        Text(
            "nodig is het .uf2-bestand of .bin-bestand van MicroPython; loslaten deploy zegt welk",
            "it takes MicroPython's .uf2 or .bin file; loslaten deploy says which one",
        ),
    )
