# SPDX-License-Identifier: MIT
"""The tables of parts in the pages, from the parts table: `make wiring` writes them."""

import re
from typing import Final

from loslaten.language.text import Text, either
from tools.wiring.circuit import Circuit
from tools.wiring.parts import PARTS

_HEADINGS: Final = Text(
    "| wat | waarde | aantal | onderdeelnummer | let op | ongeveer |",
    "| what | value | how many | part number | what to look for | about |",
)
# A table, from its line of headings to its last row.
_TABLE: Final = re.compile(r"^\| (?:wat|what) \| (?:waarde|value) \|.*\n(?:\|.*\n)+", re.MULTILINE)
_WIRES: Final = re.compile(r"^\| (?:draad|wire) \|.*\n(?:\|.*\n)+", re.MULTILINE)


def table(circuit: Circuit, lang: str) -> str:
    """Return what to buy for a circuit, a row a part, and what it all costs."""
    rows = [_HEADINGS.say(lang), "|---|---|---|---|---|---|"]
    total = 0.0
    for key, count in circuit.parts().items():
        part = PARTS[key]
        total += part.euro * count
        cells = (
            part.what.say(lang),
            part.value,
            str(count),
            either(part.number, lang),
            part.look.say(lang),
            _euro(part.euro * count, lang),
        )
        rows.append(f"| {' | '.join(cells)} |")
    whole = Text("samen", "all together").say(lang)
    rows.append(f"| {whole} | | | | | {_euro(total, lang)} |")
    return "\n".join(rows) + "\n"


def with_table(page: str, circuit: Circuit, lang: str) -> str:
    """Return a page with its table of parts written anew.

    ValueError: it has none, or several.
    """
    return _with(page, "parts", _TABLE, table(circuit, lang))


def with_wires(page: str, wires: str) -> str:
    """Return a page with its table of a breadboard's wires written anew.

    ValueError: it has none, or several.
    """
    return _with(page, "wires", _WIRES, wires)


def _with(page: str, what: str, old: re.Pattern[str], new: str) -> str:
    found = old.findall(page)
    if len(found) != 1:
        raise ValueError(f"a page has one table of {what}, this one has {len(found)}")
    return page.replace(found[0], new)


def _euro(amount: float, lang: str) -> str:
    return f"€ {amount:.2f}".replace(".", "," if lang == "nl" else ".")
