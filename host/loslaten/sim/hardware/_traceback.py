# SPDX-License-Identifier: MIT
"""The lines a board prints about an exception."""

import io
import sys


def traceback(error):
    """Return the printed traceback, without the simulator's own frames."""
    text = io.StringIO()
    sys.print_exception(error, text)
    lines = text.getvalue().split("\n")
    return "\n".join([line for line in lines if "/sim/_start.py" not in line])
