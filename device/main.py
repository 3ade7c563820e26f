# SPDX-License-Identifier: MIT
"""Chooses the firmware that runs; on the watch it is /main.py.

A deployment puts new firmware into one of two folders, /a and /b, and leaves the other one alone.
Two small files say what is to be run:

    /slot    the folder whose firmware has been well, such as "a"
    /trial   the folder with new firmware, such as "b"; "b tried" once it had its one chance,
              followed by why it failed, if it could tell

New firmware that starts well takes the place of the old (`device.slot`); in any other case the
next start runs the old again. A watch with neither file has its firmware at /.

Firmware that was well before and does not start this time is started again, and finds the reason
in /failed to keep: what failed may have been a bus or a flash, just once.

This file is the only one without a second copy. It needs nothing from the folders, so that the
USB console and safe mode are there whatever is in them.
"""

import gc
import os
import sys

from machine import PWRON_RESET, WDT, Pin, reset, reset_cause

SLOT = "/slot"
TRIAL = "/trial"
SAFE_MODE = "/safe-mode"
FAILED = "/failed"
_WATCHDOG_MS = 8_000
_ATTEMPTS = 2
# While code is loaded, collect early and often: else what stays lies scattered among garbage, and
# no piece is left that is large enough for a file. `device.memory` ends it.
gc.threshold(16_384)


def main() -> None:
    """Run the new firmware on its first start, else the one that was well."""
    confirmed = read(SLOT)
    trial, _, tried = read(TRIAL).partition(" ")
    is_new = trial != "" and not tried
    slot = trial if is_new or not confirmed else confirmed
    if slot:
        sys.path.insert(0, "/" + slot)
    if is_safe_mode():
        motor_off()
        print("safe mode: the firmware was not started")
        return
    if is_new:
        # Before it is tried: what it does must not keep it from being tried only once.
        write(TRIAL, trial + " tried")
    run(trial if is_new else "", bool(confirmed))


def run(trial: str, may_restart: bool) -> None:
    """Run the firmware that `sys.path` leads to. If it fails, it leaves why, and restarts.

    While none has ever been well, it does not restart, and leaves the console to the laptop.
    """
    if may_restart:
        WDT(timeout=_WATCHDOG_MS)
    try:
        from device import app

        app.run()
    except Exception as error:
        sys.print_exception(error)
        motor_off()
        if trial:
            note(TRIAL, trial + " tried: " + repr(error))
        else:
            note(FAILED, repr(error))
        if trial and may_restart:
            reset()


def is_safe_mode() -> bool:
    """Whether the firmware stays off this once: asked for by the laptop or by the button.

    The button counts only when power was just given. After a restart in the night a finger may be
    on it, and the watch must be there.
    """
    was_off = reset_cause() == PWRON_RESET
    try:
        os.remove(SAFE_MODE)
        # Who asked for it restarted the watch at once; a mark from before the power went is old.
        if not was_off:
            return True
    except OSError:
        pass
    pin = board()[1:]
    return bool(pin) and was_off and Pin(int(pin[0]), Pin.IN, Pin.PULL_UP).value() == 0


def motor_off() -> None:
    """Switch the motor off, which may have its own memory of being on."""
    try:
        name = board()[0]
        getattr(__import__("device.boards." + name).boards, name).motor().off()
    except Exception as error:
        sys.print_exception(error)


def board() -> list[str]:
    """Return the board's name and its button's pin, as far as they are known."""
    return read(sys.path[0] + "/board").split()


def read(path: str) -> str:
    """Return what the file says, nothing if there is none or it cannot be read."""
    for _ in range(_ATTEMPTS):
        try:
            with open(path) as file:
                return file.read().strip()
        except OSError:
            pass
    return ""


def write(path: str, text: str) -> None:
    """Put `text` at `path`, whole or not at all."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.rename(path + ".new", path)


def note(path: str, text: str) -> None:
    """Write, as far as that is possible."""
    try:
        write(path, text)
    except OSError as error:
        sys.print_exception(error)


main()
