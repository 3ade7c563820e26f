"""`loslaten firmware`: which version is where."""

from loslaten import firmware
from loslaten.link.keys import KeyStore
from loslaten.sim.stage import KEY

OTHER = bytes.fromhex("0102030405060708")


def know(bedroom, *watch_ids):
    for watch_id in watch_ids:
        KeyStore().put(watch_id, KEY)
    bedroom.known = watch_ids


def test_without_a_watch_it_tells_its_own(bedroom):
    printed = bedroom.printed("firmware")
    assert f"this tool carries firmware {firmware.version()}" in printed
    assert "no watch is known here" in printed


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
