# SPDX-License-Identifier: MIT
"""Licence lines of source files: `make format` writes them where they are missing.

A scanner of licences reads them, as https://spdx.dev says; the licence itself is in LICENSE.
"""

from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = (".github", "device", "host", "shared", "tests", "tools")
IDENTIFIER = "SPDX-License-Identifier: MIT"
# By suffix. A template's is no part of what it makes: nor is the end of its line.
_COMMENTS = {
    **dict.fromkeys((".py", ".pyi", ".sh", ".toml", ".yml"), "# {}\n"),
    **dict.fromkeys((".js", ".mjs"), "// {}\n"),
    ".css": "/* {} */\n",
    ".j2": "{{# {} -#}}\n",
}
_BESIDES = ("Makefile", "pyproject.toml", ".ci/run")
_NOT_OURS = (
    # Fetched from elsewhere, with licences of their own.
    ROOT / "host" / "loslaten" / "page" / "htmx",
    # Somebody's own exercise is often a copy of one of these.
    ROOT / "host" / "loslaten" / "protocols" / "shipped",
)


def sources() -> list[Path]:
    """Return our files that can carry the line."""
    found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.*"))
    ours = {
        path
        for path in found
        if path.suffix in _COMMENTS and not any(map(path.is_relative_to, _NOT_OURS))
    }
    return sorted(ours.union(ROOT / name for name in _BESIDES))


def line_of(path: Path) -> str:
    """Return the line that the file has to begin with, or to have after its interpreter."""
    return _COMMENTS.get(path.suffix, "# {}\n").format(IDENTIFIER)


def parts(path: Path) -> tuple[str, str]:
    """Return the line by which a file names its interpreter, "" without one, and the rest."""
    text = path.read_text("utf-8")
    first, end, rest = text.partition("\n")
    return (first + end, rest) if first.startswith("#!") else ("", text)


def missing() -> list[Path]:
    """Return the files that do not begin with their line; empty ones need none."""
    told = ((path, parts(path)[1]) for path in sources())
    return [path for path, text in told if text and not text.startswith(line_of(path))]


def write() -> None:
    """Put the line at the beginning of each file where it is missing."""
    for path in missing():
        interpreter, rest = parts(path)
        path.write_text(interpreter + line_of(path) + rest, "utf-8")


if __name__ == "__main__":
    write()
