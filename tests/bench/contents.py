# SPDX-License-Identifier: MIT
"""Contents of a Pico W's heap in a session, 100 s after power-on.

The watch has one protocol and 300 nights. The link's code and what a connection needs come beside
it while a radio window is open, and the code that checks a protocol only while it checks one.
Modules that are loaded together are joined into one file (`loslaten.deploy.compact`), which costs
less than each by itself. With a MicroPython of one's own, the firmware frozen into it, bytecode,
names and the tables of names and of constants would lie in flash. Nothing here is built that way;
it is reckoned from the list.
"""

from tests.bench import Row
from tests.board import contents
from tests.board.hardware import PICO_W_HEAP_BYTES


def run() -> list[Row]:
    kinds = contents.by_kind()
    total = sum(kinds.values())
    frozen = sum(kinds.get(kind, 0) for kind in contents.FROZEN)
    of_all = f"of {PICO_W_HEAP_BYTES:,}"
    return [
        *(Row(f"in memory: {kind}", size, "bytes") for kind, size in kinds.items()),
        Row("in memory: all of it", total, "bytes", of_all),
        Row("frozen: less in memory", frozen, "bytes"),
        Row("frozen: all of it", total - frozen, "bytes", of_all),
    ]
