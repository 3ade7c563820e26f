# SPDX-License-Identifier: MIT
"""Make a release in dist/ twice and compare: `python -m tools.release`."""

import hashlib
import os
import platform
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from tools.app import modules
from tools.release import archive, firmware, htmx, materials

ROOT = Path(__file__).parents[2]
DIST = ROOT / "dist"
CHECKSUMS = "SHA256SUMS"
APP = DIST / "app" / "loslaten"


def main() -> int:
    """Write the release; 1 where two builds of it differ."""
    files = made()
    again = made()
    differing = sorted(name for name in files if files[name] != again.get(name))
    if differing or files.keys() != again.keys():
        print(f"release: two builds differ: {', '.join(differing)}", file=sys.stderr)
        return 1
    files[CHECKSUMS] = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items())
    ).encode()
    DIST.mkdir(exist_ok=True)
    for name, data in sorted(files.items()):
        (DIST / name).write_bytes(data)
        print(f"{len(data):>9} B  {name}")
    print("two builds are the same to the byte")
    return 0


def made() -> dict[str, bytes]:
    """Return the files of a release, by name."""
    files = packages()
    files |= firmware.archives()
    files |= app()
    bill = materials.bill(APP)
    unnamed = materials.missing(modules.carried(APP), bill)
    if unnamed:
        raise materials.MaterialsError(f"the app carries {', '.join(unnamed)}, not in the bill")
    files["loslaten.cdx.json"] = bill.encode()
    return files


def packages() -> dict[str, bytes]:
    """Return the wheel and the source archive, dated by the newest commit."""
    dated = os.environ | {"SOURCE_DATE_EPOCH": _committed_s()}
    with tempfile.TemporaryDirectory() as folder, htmx.staged():
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-d", folder],
            cwd=ROOT,
            env=dated,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def app() -> dict[str, bytes]:
    """Return the app's folder for this system, in one archive."""
    fixed = os.environ | {"SOURCE_DATE_EPOCH": _committed_s(), "PYTHONHASHSEED": "0"}
    subprocess.run([sys.executable, "-m", "tools.app"], cwd=ROOT, env=fixed, check=True)
    system = f"{platform.system()}-{platform.machine()}".lower()
    return {f"loslaten-app-{version('loslaten')}-{system}.tar.gz": archive.tarred(APP)}


def _committed_s() -> str:
    """Return when the newest commit was made, in seconds since 1970; 0 outside a checkout."""
    told = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "0"


if __name__ == "__main__":
    sys.exit(main())
