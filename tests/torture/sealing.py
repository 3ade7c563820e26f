# SPDX-License-Identifier: MIT
"""Nights sealed with a passphrase by the library itself, which takes its time, and opened again.

    python -m tests.torture.sealing --times 3

The tests seal with a work factor of their own, since the library's is meant to be slow.
"""

import argparse
import sys
import tempfile
from pathlib import Path

from loslaten.exchange import nights_file
from loslaten.exchange.own_keys import OwnKeys
from loslaten.keychain import Keychain

_PHRASE = "six words that nobody guesses"


def main() -> int:
    """Seal and open; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=3, help="how many files (3)")
    given = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        keys = OwnKeys(Keychain(Path(folder) / "own-keys.json"))
        for number in range(given.times):
            lines = b"x" * 100_000 * number
            file = nights_file.sealed(lines, bytes(16), 1, keys, passphrase=_PHRASE)
            wrong += nights_file.opened(file, keys, _PHRASE).lines != lines
    print(f"sealing: {given.times} files with a passphrase, {wrong} of them not as before")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
