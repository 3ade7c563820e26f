# SPDX-License-Identifier: MIT
"""Choice of the firmware: new firmware has one chance, and no way to lock the watch up."""

import pytest

from tests.deploy.small import MAIN, firmware, in_slot

OLD = in_slot("a", firmware("1"))
SAFE = "safe mode: the firmware was not started\n"


def watch_with(new=None, slot=b"a", trial=b"b", old=OLD):
    files = MAIN | old | (in_slot("b", new) if new else {})
    files |= {"/slot": slot} if slot else {}
    return files | ({"/trial": trial} if trial else {})


def test_new_firmware_that_is_well_stays(start):
    watch = start(watch_with(firmware("2")))
    assert watch.printed == "this is 2\nloslaten 2 in /b is well\n"
    flash = watch.flash()
    assert flash["/slot"] == b"b"
    assert "/trial" not in flash
    assert start(flash).printed == "this is 2\n"


def test_new_firmware_that_was_not_well_in_time_is_not_tried_again(start):
    watch = start(watch_with(firmware("2")), seconds=5)
    assert watch.printed == "this is 2\n"
    again = start(watch.flash())
    assert again.printed == "this is 1\n"
    assert start(again.flash()).printed == "this is 1\n"


@pytest.mark.parametrize(
    "app",
    [
        "this is not Python",
        "def run():\n    raise RuntimeError('broken')",
        "import no_such_module",
        "def run():\n    import machine\n    machine.reset()",
        "def run():\n    import time\n    time.sleep(60)",
    ],
    ids=["syntax", "raises", "import", "resets", "hangs"],
)
def test_broken_new_firmware_gives_way_to_the_old_by_itself(start, app):
    watch = start(watch_with(firmware("2", app)), seconds=30)
    assert "this is 1\n" in watch.printed
    assert len(watch.resets) == 1
    flash = watch.flash()
    assert flash["/trial"].startswith(b"b tried")
    assert start(flash).printed == "this is 1\n"


def test_half_of_new_firmware_gives_way_to_the_old(start):
    half = {path: data for path, data in firmware("2").items() if "core" not in path}
    assert start(watch_with(half)).printed.endswith("this is 1\n")


def test_the_first_firmware_is_tried_until_it_is_well(start):
    watch = start(watch_with(firmware("1"), slot=None, old={}), seconds=5)
    again = start(watch.flash())
    assert again.printed == "this is 1\nloslaten 1 in /b is well\n"


def test_broken_first_firmware_leaves_the_console_free(start):
    watch = start(watch_with(firmware("1", "broken"), slot=None, old={}), seconds=30)
    assert "NameError" in watch.printed
    assert not watch.resets


def test_without_any_firmware_the_console_is_free(start):
    watch = start(MAIN)
    assert "ImportError" in watch.printed
    assert not watch.resets


def test_a_mark_that_was_not_taken_away_does_no_harm(start):
    # Power went between the two writes that make new firmware the one that runs.
    flash = watch_with(firmware("2"), slot=b"b", trial=b"b tried")
    watch = start(flash)
    assert watch.printed == "this is 2\nloslaten 2 in /b is well\n"


@pytest.mark.parametrize("app", [None, "broken", "def run():\n    raise RuntimeError"])
def test_safe_mode_works_whatever_is_in_the_folders(start, app):
    flash = watch_with(firmware("2", app) if app else None, trial=b"b" if app else None)
    watch = start(flash, button=True)
    assert watch.printed.endswith(SAFE)
    assert not watch.resets
    flash = watch.flash()
    assert flash.get("/trial") == (b"b" if app else None), "the trial is still to come"


def test_a_mark_and_a_restart_at_once_lead_to_safe_mode(start):
    app = "import machine\ndef run():\n    open('/safe-mode', 'w').close()\n    machine.reset()\n"
    watch = start(watch_with(slot=b"a", trial=None, old=in_slot("a", firmware("1", app))))
    assert watch.printed.endswith(SAFE)
    assert "/safe-mode" not in watch.flash()


def test_a_power_cut_at_any_write_of_a_trial_leaves_a_watch_that_starts(start):
    operation = 0
    was_cut = True
    while was_cut:
        operation += 1
        for kept in (0, 1, 100):
            watch = start(watch_with(firmware("2")), cut=(operation, kept))
            printed = start(watch.flash()).printed
            assert "this is 1\n" in printed or "this is 2\n" in printed
            assert "Error" not in printed
        was_cut = any(kind == "power_cut" for _, kind, _ in watch.trace)
    assert operation > 8
