# SPDX-License-Identifier: MIT
"""The settings on flash: kept whole, with a default for whatever is damaged."""

from loslaten_core.link import settings

OPEN = (
    "from device.settings import Settings\n"
    "from loslaten_core.link import settings as s\n"
    "mine = Settings('/data/settings')\n"
)
LOOK = OPEN + "print(mine.text(s.NAME), mine.number(s.THEME), mine.number(s.RADIO_WINDOW_S))"
DEFAULTS = "Wrist 0 180\n"
ITEMS = [(settings.NAME, b"Maan"), (settings.THEME, b"\x01"), (settings.RADIO_WINDOW_S, b"\x3c\0")]
WRITE = OPEN + f"mine.write({ITEMS!r})\n"
FOLDER = {"/data/": b""}


def test_settings_have_defaults_and_survive_a_restart(flash):
    assert flash.run(LOOK, FOLDER).printed == DEFAULTS
    written = flash.run(WRITE, FOLDER)
    assert flash.run(LOOK, written.data).printed == "Maan 1 60\n"


def test_a_power_cut_leaves_all_old_or_all_new_settings(cut_everywhere):
    assert set(cut_everywhere(WRITE, FOLDER, LOOK)) == {DEFAULTS, "Maan 1 60\n"}


def test_one_bad_setting_refuses_all_of_them(flash):
    bad = [*ITEMS, (settings.STRENGTH_PCT, b"\x05")]
    script = (
        OPEN + f"try:\n    mine.write({bad!r})\nexcept ValueError as error:\n    print(error)\n"
    )
    ran = flash.run(script + LOOK.removeprefix(OPEN), FOLDER)
    assert ran.printed == "strength_pct may be 40 to 100\n" + DEFAULTS


def test_a_damaged_file_falls_back_to_defaults(flash):
    whole = settings.pack_items([(settings.NAME, b"Maan"), (settings.THEME, b"\x01")])
    assert flash.run(LOOK, {"/data/settings": whole}).printed == "Maan 1 180\n"
    assert flash.run(LOOK, {"/data/settings": whole[:-1]}).printed == DEFAULTS
    out_of_range = settings.pack_items([(settings.NAME, b"Maan"), (settings.THEME, b"\x09")])
    assert flash.run(LOOK, {"/data/settings": out_of_range}).printed == "Maan 0 180\n"
