# SPDX-License-Identifier: MIT
"""A folder in memory for what tests write: a disk that is waited for is half of their time.

What is shown stays the same. A process that is killed leaves there what it leaves on a disk; a
computer that is switched off is no test's business.
"""

import os
import tempfile
from pathlib import Path

_IN_MEMORY = Path("/dev/shm")
_NEEDED_BYTES = 2_000_000_000


def write_to_memory() -> None:
    """Let this process and all that it starts have their temporary files in memory.

    Only where programs may be run from it, where it has room, and where nobody chose a folder.
    """
    if "TMPDIR" in os.environ or not _IN_MEMORY.is_dir() or not os.access(_IN_MEMORY, os.W_OK):
        return
    there = os.statvfs(_IN_MEMORY)
    if there.f_flag & os.ST_NOEXEC or there.f_bavail * there.f_frsize < _NEEDED_BYTES:
        return
    os.environ["TMPDIR"] = str(_IN_MEMORY)
    tempfile.tempdir = None
