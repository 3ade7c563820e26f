# SPDX-License-Identifier: MIT
"""The link in figures, through BlueZ and, in the same run, on the virtual backend beside it."""

import json
import subprocess
import sys
import time
from pathlib import Path

from tests.bluez import image

NIGHTS = 365


def of_backend(bedroom, watch_id, folder):
    """The same on this computer: our own backend, on the same radio, to the same watch."""
    sim = f"127.0.0.1:{bedroom.port}"
    script = image.GUEST / "measure.py"
    said = subprocess.run(
        [sys.executable, script, sim, watch_id], capture_output=True, text=True, check=True
    )
    began_s = time.monotonic()
    loslaten = Path(sys.executable).with_name("loslaten")
    sync = [loslaten, "--sim", sim, "sync", "--watch", watch_id, "--data", folder]
    subprocess.run(sync, capture_output=True, check=True)
    return json.loads(said.stdout) | {"synced_s": time.monotonic() - began_s}


def test_a_year_is_synced_through_bluez_and_through_the_backend(laptop, tmp_path, figures):
    laptop.wearer("year", nights=NIGHTS)
    began_s = time.monotonic()
    laptop.told("sync")
    synced_s = time.monotonic() - began_s
    through_bluez = laptop.measured() | {"synced_s": synced_s}
    assert len(json.loads(laptop.told("log", "list", "--all", "--json"))) == NIGHTS
    beside = of_backend(laptop.bedroom, laptop.watch_id, tmp_path)
    assert beside["pulled_bytes"] == through_bluez["pulled_bytes"]
    figures[laptop.board] = (through_bluez, beside)
    laptop.wearer("year", nights=0)
