# SPDX-License-Identifier: MIT
"""Licence lines of source files: `make format` writes them where they are missing.

A scanner of licences reads them, as https://spdx.dev says; the licence itself is in LICENSE.
"""

from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("device", "host", "shared", "tests", "tools")
IDENTIFIER = "SPDX-License-Identifier: MIT"
_COMMENTS = {".py": "# ", ".pyi": "# ", ".mjs": "// ", ".js": "// "}
# Fetched from elsewhere, with licences of their own.
_NOT_OURS = ROOT / "host" / "loslaten" / "page" / "htmx"


def sources() -> list[Path]:
    """Return our files that can carry the line."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    return sorted(
        path for path in found if path.suffix in _COMMENTS and not path.is_relative_to(_NOT_OURS)
    )


def line_of(path: Path) -> str:
    """Return the line that the file has to begin with."""
    return f"{_COMMENTS[path.suffix]}{IDENTIFIER}\n"


def missing() -> list[Path]:
    """Return the files that do not begin with their line; empty ones need none."""
    told = ((path, path.read_text("utf-8")) for path in sources())
    return [path for path, text in told if text and not text.startswith(line_of(path))]


def write() -> None:
    """Put the line at the beginning of each file where it is missing."""
    for path in missing():
        path.write_text(line_of(path) + path.read_text("utf-8"), "utf-8")


if __name__ == "__main__":
    write()
