"""The house style, as far as it can be counted: the length of files."""

from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = ("device", "host", "shared", "tests", "tools")
LINES_MAX = 400


def sources() -> list[Path]:
    """Return every Python file of the repository."""
    return sorted(path for folder in SOURCES for path in (ROOT / folder).rglob("*.py"))


def test_no_file_is_longer_than_a_reader_can_keep_in_mind():
    long = {
        path.relative_to(ROOT).as_posix(): lines
        for path in sources()
        if (lines := path.read_text("utf-8").count("\n")) > LINES_MAX
    }
    assert long == {}, "cut it by the nouns it holds"
