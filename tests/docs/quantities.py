# SPDX-License-Identifier: MIT
"""Numbers of a source, each with the kinds of quantity that its line speaks of.

A line is one as its language has it, however many rows it takes: what Python ends by NEWLINE. It
speaks of a kind by a unit, as in `SILENCE_S`, `peak_bytes` or "25 ms".
"""

import io
import re
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

# By kind: its units in the docs, and others that sources have.
KINDS = {
    "time": (
        "ms|s|minutes?|minuten|seconds?|seconden|hours?|uur|days?|dagen|nights?|nachten|tellen",
        "us|µs|min|h|weeks?",
    ),
    "size": ("bytes|B|KB|kB|MB|MiB", "byte|size"),
    "speed": ("kB/s", "kb_s"),
    "share": ("%|ppm", "pct|percent|share"),
    "current": ("mA|µA", "ua"),
    "charge": ("mAh", "uah"),
    "voltage": ("mV", ""),
    "frequency": ("Hz|kHz|MHz", ""),
}
# Numbers in words, in both languages of the docs. 1 is an article as often as a number.
_SPELLED = """
2 two twee 3 three drie 4 four vier 5 five vijf 6 six zes 7 seven zeven 8 eight acht 9 nine negen
10 ten tien 11 eleven elf 12 twelve twaalf 15 fifteen vijftien 17 seventeen zeventien
20 twenty twintig 30 thirty dertig 40 forty veertig 50 fifty vijftig 60 sixty zestig
90 ninety negentig 100 hundred honderd 1000 thousand duizend
"""
_WORDS = {
    word: int(number)
    for number, *words in (one.split() for one in re.findall(r"\d+[^\d]+", _SPELLED))
    for word in words
}
READ = (".py", ".pyi", ".js", ".mjs", ".toml", ".md")
Quantity = tuple[float, str]

_NUMBER = re.compile(r"(?<![\w.])\d[\d_,]*(?:\.\d+)?")
_SPOKEN_OF = {
    kind: re.compile(rf"(?<![^\W\d_])(?:{'|'.join(filter(None, units)).lower()})(?![^\W_])")
    for kind, units in KINDS.items()
}
# Where it counts units of what can be measured: "two ways" and "three times" state no figure.
_COUNTED = re.compile(
    rf"(?<!few )(?<!\w)({'|'.join(_WORDS)})(?:[ \n](hundred|honderd|thousand|duizend))?"
    rf"(?=[ \n](?:{'|'.join(units for units, _ in KINDS.values() if units)})(?![\w/]))",
    re.I,
)


def in_digits(text: str) -> str:
    """Return a text with its numbers in words as digits, where they count what can be measured."""
    return _COUNTED.sub(lambda one: f"{_number(one[1]) * _number(one[2]):,}", text)


def _number(word: str | None) -> int:
    return 1 if word is None else _WORDS[word.lower()]


def kind_of(unit: str) -> str:
    """Return the kind of quantity that a unit of the docs is of, "" for one that stands alone."""
    return next((kind for kind, (units, _) in KINDS.items() if re.fullmatch(units, unit)), "")


def numbers(text: str) -> set[float]:
    """Return the numbers of a text, without the marks between their digits."""
    return {float(re.sub("[_,]", "", one)) for one in _NUMBER.findall(text)}


def quantities(text: str) -> set[Quantity]:
    """Return the numbers of one line with the kinds that it speaks of, and with none."""
    kinds = {kind for kind, spoken in _SPOKEN_OF.items() if spoken.search(text.lower())}
    return {(number, kind) for number in numbers(text) for kind in (*kinds, "")}


@cache
def quantities_of(path: Path) -> frozenset[Quantity]:
    """Return the quantities of a file, or of all in a folder."""
    if path.is_dir():
        return frozenset().union(*map(quantities_of, path.iterdir()))
    if path.suffix not in READ:
        return frozenset()
    return frozenset().union(*map(quantities, _lines(path)))


def _lines(path: Path) -> Iterator[str]:
    text = path.read_text("utf-8")
    if path.suffix == ".toml":
        # Its comments say the unit of what follows.
        comments = " ".join(line for line in text.splitlines() if line.startswith("#"))
        yield from (f"{line} {comments}" for line in text.splitlines())
        return
    if path.suffix not in (".py", ".pyi"):
        yield from text.splitlines()
        return
    line: list[str] = []
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield token.string
        elif token.type == tokenize.NEWLINE:
            yield " ".join(line)
            line = []
        else:
            line.append(token.string.strip())
