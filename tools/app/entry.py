# SPDX-License-Identifier: MIT
"""Start of the app: `loslaten`, which opens the page where nothing else is asked for."""

import sys

from loslaten.cli import main

if __name__ == "__main__":
    main(sys.argv[1:] or ["open"], prog_name="loslaten")
