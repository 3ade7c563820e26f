# SPDX-License-Identifier: MIT
"""Calls the module in ways that boards refuse, and prints what came of each."""

import bluetooth

ble = bluetooth.BLE()
SERVICE = (bluetooth.UUID(0xFFF0), ((bluetooth.UUID(0xFFF1), bluetooth.FLAG_READ),))


def attempt(name, call):
    try:
        print(name, call())
    except Exception as error:
        print(name, type(error).__name__, *error.args)


attempt("one BLE", lambda: bluetooth.BLE() is ble)
attempt("inactive advertise", lambda: ble.gap_advertise(100_000))
attempt("inactive config", lambda: ble.config("mac"))
attempt("active", lambda: ble.active(True))
attempt("mac", lambda: (ble.config("mac")[0], ble.config("mac")[1].hex()))
attempt("gap_name", lambda: ble.config(gap_name="Wrist") or ble.config("gap_name"))
attempt("mtu", lambda: ble.config(mtu=200) or ble.config("mtu"))
attempt("mtu 22", lambda: ble.config(mtu=22))
attempt("rxbuf", lambda: ble.config(rxbuf=1024) or ble.config("rxbuf"))
attempt("bond", lambda: ble.config(bond=True))
attempt("unknown", lambda: ble.config("colour"))
attempt("gap_pair", lambda: hasattr(ble, "gap_pair"))
attempt("irq", lambda: ble.irq(5))
attempt("register", lambda: len(ble.gatts_register_services((SERVICE,))[0]))
attempt("no such handle", lambda: ble.gatts_read(99))
attempt("no such connection", lambda: ble.gap_disconnect(1))
attempt("32 bytes", lambda: ble.gap_advertise(100_000, bytes(32)))
attempt("10 ms", lambda: ble.gap_advertise(10_000, b""))
attempt("advertise", lambda: ble.gap_advertise(100_000, b"\x02\x01\x06"))
attempt("register while advertising", lambda: len(ble.gatts_register_services((SERVICE,))))
attempt("stop", lambda: ble.gap_advertise(None))
attempt("uuid 16", lambda: (bluetooth.UUID(0x180F), bytes(bluetooth.UUID(0x180F))))
long = "6d1d0001-9b1c-4f0e-8a56-3c2f1e0d9c8b"
attempt("uuid 128", lambda: (bluetooth.UUID(long), bytes(bluetooth.UUID(long)).hex()))
attempt("uuid equal", lambda: bluetooth.UUID(long) == bluetooth.UUID(bytes(bluetooth.UUID(long))))
attempt("uuid hash", lambda: bluetooth.UUID(long) in {bluetooth.UUID(long): 1})
attempt("uuid wrong", lambda: bluetooth.UUID("12"))
attempt("off", lambda: ble.active(False))
