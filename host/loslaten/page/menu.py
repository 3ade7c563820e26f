# SPDX-License-Identifier: MIT
"""An entry in the system's menu, so that nobody needs a terminal to open the page."""

import os
import shlex
import sys
from pathlib import Path

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text
from loslaten.page import assets

_DESKTOP = """[Desktop Entry]
Type=Application
Name=Loslaten
Comment=Letting go, muscle by muscle
Comment[nl]=Loslaten, spier voor spier
Exec={command}
Icon={icon}
Categories=Education;
Terminal=false
"""
_EXECUTABLE = 0o700


class MenuError(LoslatenError):
    """The system's menu cannot be written to."""


def add() -> Path:
    """Add the entry, in place of an older one; return the file that it is."""
    command = [*_started_by(), "open"]
    if sys.platform == "win32":
        folder = Path(os.environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs"
        path, text = folder / "Loslaten.cmd", _windows(command)
    elif sys.platform == "darwin":
        path = Path.home() / "Applications" / "Loslaten.command"
        text = f"#!/bin/sh\nexec {shlex.join(command)}\n"
    else:
        data = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share")
        path = data / "applications" / "loslaten.desktop"
        text = _DESKTOP.format(command=shlex.join(command), icon=assets.OWN / "icon.svg")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MenuError(Text("{}: {}", "{}: {}").format(path.parent, reason_of(error))) from error
    files.write(path, (text,), replace=True)
    path.chmod(_EXECUTABLE)
    return path


def _started_by() -> list[str]:
    """Return how this program is started: the app, the installed command, or Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    command = Path(sys.argv[0]).resolve()
    if command.name.startswith("loslaten") and command.exists():
        return [str(command)]
    return [sys.executable, "-c", "from loslaten.cli import main; main()"]


def _windows(command: list[str]) -> str:
    quoted = " ".join(f'"{part}"' for part in command)
    return f'@start "" /min {quoted}\r\n'
