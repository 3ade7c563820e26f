"""What is measured: `make bench`, or one part of it with `make bench ARGS=lateness`.

A part is a module with `run() -> list[Row]`; a row is (name, value, unit, note).
"""

Row = tuple[str, float, str, str]
