# SPDX-License-Identifier: MIT
"""Handing the watch over to another person: nothing of the last one is left that a laptop reads.

What the watch has from then on is written down first, in one file that is there whole or not at
all, and the watch starts anew. A start that finds the file carries it out before it opens anything
else, once more if the power went meanwhile; removing it comes last.
"""

import os

from device import files
from device.identity import BURY_WRITES, Identity
from loslaten_core import flash_layout
from loslaten_core.link import message as m
from loslaten_core.link import settings
from loslaten_core.practice import protocol

_FOLDERS = (flash_layout.JOURNAL, flash_layout.PROTOCOLS)
_FILES = (
    flash_layout.SETTINGS,
    flash_layout.FAULTS,
    flash_layout.CALIBRATION,
    flash_layout.FIRST_LIGHT,
    flash_layout.DAY,
    flash_layout.DAY_CLOCK,
)


def order(root: str, key: bytes, name: str, packed: bytes) -> None:
    """Write down what the next person's watch has: key, name and one protocol.

    Raise WireError or ProtocolError for a name or a protocol that a watch cannot have.
    """
    settings.pack(settings.NAME, name)
    protocol.unpack_new(packed)
    files.write(root + flash_layout.HANDED_OVER, m.pack_hand_over(key, name, packed))


def finish(root: str) -> None:
    """Carry out what was written down, if anything was."""
    path = root + flash_layout.HANDED_OVER
    ordered = files.read(path)
    if ordered is None:
        return
    key, name, packed = m.unpack_hand_over(ordered)
    for folder in _FOLDERS:
        files.make_folder(root + folder)
        for found in os.listdir(root + folder):
            files.remove(root + folder + "/" + found)
    for found in _FILES:
        files.remove(root + found)
    files.write(root + flash_layout.PROTOCOLS + "/protocol-0", packed)
    raw = settings.pack(settings.NAME, name)
    files.write(root + flash_layout.SETTINGS, settings.pack_items([(settings.NAME, raw)]))
    files.write(root + flash_layout.KEY, key)
    Identity(root + flash_layout.KEY).bury(BURY_WRITES)
    files.remove(path)
