# SPDX-License-Identifier: MIT
"""Reasons why a line of an export is none, in words: the field, and what is allowed in it."""

import re
from collections.abc import Iterable
from typing import Any

from msgspec import inspect

from loslaten.language.text import LANGUAGES, Text
from loslaten.practice_log.backup import lines

_IS_NO_OBJECT = Text("een regel is een JSON-object", "a line is a JSON object")
_IS_MISSING = Text("het veld {} ontbreekt", "the field {} is missing")
_IS_UNKNOWN = Text("een onbekend veld: {}; toegestaan: {}", "an unknown field: {}; allowed: {}")
_IS_WRONG = Text("{} moet zijn: {}", "{} has to be: {}")
_NUMBER = Text("een geheel getal", "a whole number")
_NUMBER_BETWEEN = Text("een geheel getal van {} tot en met {}", "a whole number from {} to {}")
_TEXT = Text("een tekst", "a text")
_TEXT_UP_TO = Text("een tekst van hooguit {} tekens", "a text of at most {} characters")
_HEX = Text("hexadecimale cijfers, twee per byte", "hexadecimal digits, two for each byte")
_DAY = Text("een dag zoals 2026-09-28", "a day such as 2026-09-28")
_TRUE_OR_FALSE = Text("true of false", "true or false")
_LIST = Text("een lijst", "a list")
_OBJECT = Text("een object", "an object")
_ONE_OF = Text("een van {}", "one of {}")
_OR = Text(" of ", " or ")
_PLACE = re.compile(r"\.(\w+)|\[(\d+|\.\.\.)\]")
_FIELD = re.compile(r"`(\$?[^`]*)`$")


def reason(raw: dict[str, Any], problem: str) -> Text:
    """Return what is wrong with the line that holds `raw`, given what msgspec says about it."""
    named = _FIELD.search(problem)
    told = named[1] if named else ""
    if "missing required field" in problem:
        return _IS_MISSING.format(told)
    of_line = _by_type().get(str(raw.get("type")))
    if "unknown field" in problem and of_line is not None:
        return _IS_UNKNOWN.format(told, ", ".join(("type", *of_line)))
    if not told.startswith("$."):
        return _IS_NO_OBJECT
    place = told.removeprefix("$.")
    if place == "type" or of_line is None:
        return _IS_WRONG.format(place, _one_of(_by_type()))
    return _IS_WRONG.format(place, _in_words(_at(of_line, told)))


def _by_type() -> dict[str, dict[str, inspect.Type]]:
    """Return the fields of each kind of line, with their types."""
    union = inspect.type_info(lines.Line)
    assert isinstance(union, inspect.UnionType)
    return {
        str(one.tag): {field.encode_name: field.type for field in one.fields}
        for one in union.types
        if isinstance(one, inspect.StructType)
    }


def _at(fields: dict[str, inspect.Type], path: str) -> inspect.Type:
    """Return the type of the place that a path such as `$.answers[...][2]` leads to."""
    (field, _), *deeper = _PLACE.findall(path)
    found = fields[field]
    for _, place in deeper:
        if isinstance(found, inspect.ListType):
            found = found.item_type
        elif isinstance(found, inspect.TupleType):
            found = found.item_types[int(place)]
    return found


def _in_words(allowed: inspect.Type) -> Text:
    """Return the values of a type."""
    match allowed:
        case inspect.IntType(ge=low, le=high):
            return _NUMBER if high is None else _NUMBER_BETWEEN.format(low, high)
        case inspect.StrType():
            return _text(allowed)
        case inspect.BytesType():
            return Text("base64", "base64")
        case inspect.BoolType():
            return _TRUE_OR_FALSE
        case inspect.LiteralType(values=values):
            return _one_of(values)
        case inspect.UnionType(types=types):
            return _joined([_in_words(one) for one in types])
        case inspect.NoneType():
            return Text("null", "null")
        case inspect.ListType() | inspect.TupleType():
            return _LIST
    return _OBJECT


def _text(allowed: inspect.StrType) -> Text:
    if allowed.pattern is not None:
        return _HEX if "a-f" in allowed.pattern else _DAY
    return _TEXT if allowed.max_length is None else _TEXT_UP_TO.format(allowed.max_length)


def _one_of(values: Iterable[object]) -> Text:
    names = [str(one) for one in values]
    return Text(*names * 2) if len(names) == 1 else _ONE_OF.format(", ".join(names))


def _joined(texts: list[Text]) -> Text:
    return Text(*(_OR.say(lang).join(one.say(lang) for one in texts) for lang in LANGUAGES))
