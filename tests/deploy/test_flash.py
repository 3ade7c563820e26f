# SPDX-License-Identifier: MIT
"""`loslaten firmware flash`: the file is looked into, and reaches the right board or none."""

import struct
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from loslaten.cli import main
from loslaten.deploy import drives, flashing, ports
from loslaten.deploy.errors import DeployError
from loslaten.deploy.firmware_file import FirmwareFile
from loslaten.firmware.micropython_builds import BUILDS, for_board

RP2040, RP2350, ABSOLUTE = 0xE48BFF56, 0xE48BFF59, 0xE48BFF57
PICO_W = "Raspberry Pi Pico W with RP2040"
PICO2_W = "Raspberry Pi Pico 2 W with RP2350"
S3 = "Generic ESP32S3 module with Octal-SPIRAM with ESP32S3"


def contents(machine: str, version: str) -> bytes:
    told = f"3.4.0; MicroPython v{version} on 2026-04-06\0; \0{machine}\0"
    return bytes(range(256)) * 3 + b"\0" + told.encode() + bytes(900)


def uf2(machine: str = PICO_W, version: str = "1.28.0", family: int = RP2040) -> bytes:
    """A UF2 file as its specification says, with what MicroPython tells of itself in it."""
    data = contents(machine, version)
    pieces = [data[at : at + 256] for at in range(0, len(data), 256)]
    begin = (0x0A324655, 0x9E5D5157, 0x2000)
    blocks = [
        struct.pack(
            "<8I476sI",
            *begin,
            *(0x10000000 + 256 * at, len(piece), at, len(pieces), family),
            piece,
            0x0AB16F30,
        )
        for at, piece in enumerate(pieces)
    ]
    if family == RP2350:
        # What the SDK puts before all others, for erratum E10.
        head = (*begin, 0x10FFFF00, 256, 0, 2, ABSOLUTE)
        blocks.insert(0, struct.pack("<8I476sI", *head, b"\xef" * 256, 0x0AB16F30))
    return b"".join(blocks)


def image(chip: int = 9, machine: str = S3, version: str = "1.28.0") -> bytes:
    head = bytearray(24)
    head[0] = 0xE9
    struct.pack_into("<H", head, 12, chip)
    return bytes(head) + contents(machine, version)


@pytest.fixture
def file(tmp_path):
    def written(data: bytes, name: str = "micropython.uf2") -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return written


@pytest.mark.parametrize(
    ("data", "suffix", "chip", "machine"),
    [
        (uf2(), ".uf2", "RP2040", "Raspberry Pi Pico W"),
        (uf2(PICO2_W, family=RP2350), ".uf2", "RP2350", "Raspberry Pi Pico 2 W"),
        (image(), ".bin", "ESP32S3", "Generic ESP32S3 module with Octal-SPIRAM"),
    ],
)
def test_a_file_tells_what_it_is_for(file, data, suffix, chip, machine):
    found = FirmwareFile.read(file(data))
    assert (found.suffix, found.chip, found.machine) == (suffix, chip, machine)
    assert found.version == (1, 28, 0)
    assert flashing.check_file(found).chip == chip


@pytest.mark.parametrize(
    ("data", "told", "advice"),
    [
        (
            uf2("Raspberry Pi Pico with RP2040"),
            "not MicroPython for a Raspberry Pi Pico W",
            "PICO_W-2",
        ),
        (uf2("Pimoroni Tiny2040 with RP2040"), "not MicroPython for", "RPI_PICO_W"),
        (uf2(version="1.24.1"), "too old: 1.27 or newer", "RPI_PICO_W"),
        (uf2(family=0x1234), "for a family 00001234, which no watch has", "RPI_PICO2_W"),
        (image(chip=5), "for a ESP32C3, which no watch has", "ESP32_GENERIC_S3"),
        (uf2()[:-100], "is not whole", "download it again"),
        (uf2()[:-512], "is not whole", "download it again"),
        (uf2()[:512] + bytes(512) + uf2()[1024:], "is not whole", "again"),
        (b"PK\x03\x04 a zip", "is no firmware", "loslaten deploy says which one"),
        (b"", "is no firmware", "loslaten deploy"),
    ],
)
def test_the_wrong_file_is_refused_before_anything_is_written(file, data, told, advice):
    done = CliRunner().invoke(main, ["firmware", "flash", str(file(data))])
    assert done.exit_code == 1
    assert told in done.output
    assert advice in done.output


def test_a_file_that_names_no_board_is_told_by_its_chip(file):
    """In either language."""
    found = FirmwareFile.read(file(uf2(machine="")))
    assert str(found) == "MicroPython 1.28.0 (RP2040)"


def test_a_file_that_is_not_there_or_far_too_large_is_told(tmp_path, file):
    done = CliRunner().invoke(main, ["firmware", "flash", str(tmp_path / "none.uf2")])
    assert "there is no file" in done.output
    large = file(b"")
    with large.open("wb") as sparse:
        sparse.truncate(17 * 1024 * 1024)
    with pytest.raises(DeployError, match="is no firmware"):
        FirmwareFile.read(large)
    # Its size is told as nothing.
    with pytest.raises(DeployError, match="is no firmware"):
        FirmwareFile.read(Path("/dev/zero"))


class Bootloader:
    """A chip that shows its drive: it takes a file once it is whole, and its drive goes."""

    def __init__(self, root: Path, model: str, board_id: str, *, takes: bool = True) -> None:
        self.folder = root / "media" / "me" / board_id
        self.folder.mkdir(parents=True)
        about = f"UF2 Bootloader v3.0\r\nModel: {model}\r\nBoard-ID: {board_id}\r\n"
        (self.folder / "INFO_UF2.TXT").write_text(about)
        self.taken = b""
        if takes:
            threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            time.sleep(0.02)
            for path in self.folder.glob("*.uf2"):
                data = path.read_bytes()
                if len(data) % 512 == 0 and data[-4:] == struct.pack("<I", 0x0AB16F30):
                    self.taken = data
                    (self.folder / "INFO_UF2.TXT").unlink()
                    return


@pytest.fixture
def computer(monkeypatch, tmp_path):
    """A computer on which drives appear below this folder, and no serial port is."""
    root = tmp_path / "computer"
    root.mkdir()
    monkeypatch.setattr(flashing, "find_drives", lambda: drives.find_drives(root))
    monkeypatch.setattr(ports, "find_drives", lambda: drives.find_drives(root))
    monkeypatch.setattr(
        "loslaten.cli.firmware_flash.find_drives", lambda: drives.find_drives(root)
    )
    monkeypatch.setattr("serial.tools.list_ports.comports", list)
    monkeypatch.setattr(flashing, "_TAKEN_S", 2.0)
    return root


def test_a_blank_pico_is_told_what_to_download_and_takes_it(computer, file):
    board = Bootloader(computer, "Raspberry Pi RP2", "RPI-RP2")
    told = CliRunner().invoke(main, ["deploy"])
    assert told.exit_code == 1
    build = for_board("pico_w")
    assert "waits for MicroPython" in told.output
    assert build.url in told.output
    assert f"loslaten firmware flash {build.file}" in told.output
    path = file(uf2(), build.file)
    done = CliRunner().invoke(main, ["firmware", "flash", str(path)])
    assert done.exit_code == 0, done.output
    assert board.taken == path.read_bytes()
    assert "-> when the board is back after some seconds: loslaten deploy" in done.output


def test_a_file_for_another_chip_is_not_copied(computer, file):
    board = Bootloader(computer, "Raspberry Pi RP2350", "RP2350", takes=False)
    done = CliRunner().invoke(main, ["firmware", "flash", str(file(uf2()))])
    assert done.exit_code == 1
    assert "is a RP2350; micropython.uf2 is for a RP2040" in done.output
    assert BUILDS["RPI_PICO2_W"].url in done.output
    assert [path.name for path in board.folder.iterdir()] == ["INFO_UF2.TXT"]


def test_a_drive_may_be_named_or_be_none(computer, file, tmp_path):
    board = Bootloader(tmp_path / "elsewhere", "Raspberry Pi RP2", "RPI-RP2")
    line = ["firmware", "flash", str(file(uf2())), "--drive"]
    done = CliRunner().invoke(main, [*line, str(board.folder)])
    assert done.exit_code == 0, done.output
    done = CliRunner().invoke(main, [*line, str(tmp_path)])
    assert "is not the drive of a board" in done.output


def test_several_drives_are_told(computer, file):
    Bootloader(computer, "Raspberry Pi RP2", "RPI-RP2", takes=False)
    Bootloader(computer, "Raspberry Pi RP2350", "RP2350", takes=False)
    done = CliRunner().invoke(main, ["firmware", "flash", str(file(uf2()))])
    assert "several boards with a drive" in done.output
    assert "--drive" in done.output


def test_a_drive_that_never_comes_and_one_that_never_goes_are_told(computer, file, monkeypatch):
    found = FirmwareFile.read(file(uf2()))
    with pytest.raises(DeployError, match="no drive of a RP2040 appeared within 0 s") as error:
        flashing.flash_drive(found, None, lambda *_: None, wait_s=0)
    assert "BOOTSEL" in error.value.advice
    Bootloader(computer, "Raspberry Pi RP2", "RPI-RP2", takes=False)
    monkeypatch.setattr(flashing, "_TAKEN_S", 0.3)
    with pytest.raises(DeployError, match=r"did not take micropython\.uf2"):
        flashing.flash_drive(found, None, lambda *_: None)


def test_a_drive_that_goes_while_it_is_copied_to_is_told(computer, file):
    board = Bootloader(computer, "Raspberry Pi RP2", "RPI-RP2", takes=False)
    (board.folder / "micropython.uf2").mkdir()  # nothing can be written there any more
    found = FirmwareFile.read(file(uf2()))
    with pytest.raises(DeployError, match=r"copying to .* broke off") as error:
        flashing.flash_drive(found, None, lambda *_: None)
    assert "cannot harm the board" in error.value.advice


PROGRAM = """#!{python}
import sys
open({log!r}, "w").write(" ".join(sys.argv[1:]))
print("Connecting...")
sys.exit({code})
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a script is a program by its first line")
@pytest.mark.parametrize("code", [0, 2])
def test_an_esp32_is_written_by_esptool_which_is_a_program_of_its_own(
    computer, file, monkeypatch, tmp_path, code
):
    path = file(image(), "micropython.bin")
    monkeypatch.setenv("PATH", str(tmp_path))
    line = ["firmware", "flash", str(path), "--port", "/dev/ttyACM9"]
    done = CliRunner().invoke(main, line)
    assert "esptool is not installed" in done.output
    assert "pipx install esptool" in done.output
    program, log = tmp_path / "esptool", tmp_path / "log"
    program.write_text(PROGRAM.format(python=sys.executable, log=str(log), code=code))
    program.chmod(0o755)
    done = CliRunner().invoke(main, line)
    assert log.read_text() == f"--chip esp32s3 --port /dev/ttyACM9 write_flash 0x0 {path}"
    assert done.exit_code == (1 if code else 0)
    assert ("esptool did not succeed\n  Connecting..." in done.output) == bool(code)


@pytest.mark.skipif(sys.platform == "win32", reason="a script is a program by its first line")
def test_an_esptool_that_does_not_end_is_told_in_the_language_that_is_spoken(
    computer, file, monkeypatch, tmp_path
):
    path = file(image(), "micropython.bin")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(flashing, "_ESPTOOL_S", 1.0)
    program = tmp_path / "esptool"
    program.write_text(f"#!{sys.executable}\nimport time\ntime.sleep(60)\n")
    program.chmod(0o755)
    line = ["firmware", "flash", str(path), "--port", "/dev/ttyACM9", "--lang", "nl"]
    done = CliRunner().invoke(main, line)
    assert done.exit_code == 1
    assert f"{program} was na 1 s nog niet klaar" in done.output
    assert "timed out" not in done.output


@pytest.mark.parametrize("words", [("",), ("micropython.uf2", "--drive", "")])
def test_a_name_without_characters_is_not_the_folder_one_is_in(computer, words):
    done = CliRunner().invoke(main, ["firmware", "flash", *words, "--lang", "en"])
    assert done.exit_code == 2
    assert "a name without characters is none" in done.output


def test_a_tilde_is_the_home_folder(computer, file, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    path = file(uf2(), "micropython.uf2")
    done = CliRunner().invoke(
        main, ["firmware", "flash", str(path), "--drive=~/no-drive", "--lang", "en"]
    )
    assert f"{tmp_path / 'no-drive'} is not the drive of a board" in done.output
