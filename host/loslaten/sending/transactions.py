# SPDX-License-Identifier: MIT
"""Transactions: what a server lacks, in bundles that each stand for themselves.

A bundle brings along the person and the watches that it refers to. Everything is created on the
condition that nothing with its identifier is there, and a reference within the bundle leads to
what is there then: so bundles may come in any order, and any of them twice.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from loslaten.export.fhir_resources import Piece

# More would make some servers' limits on the size of a request felt.
PIECES_MAX = 60

# What belongs together: what others refer to first. A night with all that was said of it, a
# measure with its scores.
Unit = list[Piece]


def divided(units: Iterable[Unit], context: dict[str, Piece]) -> Iterator[list[Piece]]:
    """Yield the pieces of each transaction, in the order of the units.

    context: pieces by their URN that units refer to; each transaction has those it needs.
    """
    pieces: dict[str, Piece] = {}
    for unit in units:
        if pieces and len(pieces) + len(unit) > PIECES_MAX:
            yield list(pieces.values())
            pieces = {}
        for urn in _referred(unit):
            if urn in context:
                pieces.setdefault(urn, context[urn])
        pieces |= {piece.urn: piece for piece in unit}
    if pieces:
        yield list(pieces.values())


def transaction(pieces: Iterable[Piece]) -> dict[str, Any]:
    """Return a Bundle that creates what is not there."""
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {
                "fullUrl": piece.urn,
                "resource": piece.resource,
                "request": {
                    "method": "POST",
                    "url": piece.resource["resourceType"],
                    "ifNoneExist": f"identifier={quote(f'{piece.system}|{piece.value}', safe='')}",
                },
            }
            for piece in pieces
        ],
    }


def _referred(unit: Unit) -> Iterator[str]:
    for piece in unit:
        yield from _references(piece.resource)


def _references(part: object) -> Iterator[str]:
    if isinstance(part, dict):
        for key, value in part.items():
            if key == "reference" and isinstance(value, str):
                yield value
            else:
                yield from _references(value)
    elif isinstance(part, list):
        for value in part:
            yield from _references(value)
