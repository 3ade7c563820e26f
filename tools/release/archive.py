# SPDX-License-Identifier: MIT
"""Archives that are the same bytes each time: files in order, without the date they were made."""

import gzip
import io
import stat
import tarfile
import zipfile
from pathlib import Path

# The earliest date that a zip can hold.
_DATE = (1980, 1, 1, 0, 0, 0)
_FILE_MODE, _PROGRAM_MODE = 0o644, 0o755


def zipped(files: dict[str, bytes]) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path, data in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.external_attr = _FILE_MODE << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def tarred(folder: Path) -> bytes:
    """Return a compressed tar of a folder, with its links and with what may be run."""
    out = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w") as archive,
    ):
        for path in sorted(folder.rglob("*")):
            entry = archive.gettarinfo(
                path, (Path(folder.name) / path.relative_to(folder)).as_posix()
            )
            entry.mtime = entry.uid = entry.gid = 0
            entry.uname = entry.gname = ""
            entry.mode = _PROGRAM_MODE if path.stat().st_mode & stat.S_IXUSR else _FILE_MODE
            if entry.isreg():
                with path.open("rb") as data:
                    archive.addfile(entry, data)
            else:
                archive.addfile(entry)
    return out.getvalue()
