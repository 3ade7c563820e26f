# SPDX-License-Identifier: MIT
"""Decoding of a line: its text cleaned and bounded, or the reason why it is none."""

from datetime import date
from typing import Any

import msgspec

from loslaten.language import clean
from loslaten.language.system_words import ReasonError
from loslaten.language.text import Text
from loslaten.measures.instruments import accept
from loslaten.practice_log.backup import lines as line

_NOT_JSON = Text("dit is geen JSON", "this is not JSON: {}")
_BAD_ANSWERS = Text("deze antwoorden passen niet bij {}", "{1}")
_TOO_DEEP = Text("dit is te diep genest", "this is nested too deep")
_TOO_MUCH = Text("{1} heeft meer dan {0} tekens", "{1} has more than {0} characters")
_decoder: msgspec.json.Decoder[line.Line] = msgspec.json.Decoder(line.Line)


def decode(text: bytes) -> line.Line:
    """Return the line in `text`, its texts cleaned; ValueError with the reason when it is none."""
    try:
        one = _decoder.decode(text)
    except msgspec.ValidationError as error:
        raise ReasonError(_wrong(text, str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ReasonError(_NOT_JSON.format(error)) from None
    except RecursionError:
        raise ReasonError(_TOO_DEEP) from None
    return _cleaned(one)


def _wrong(text: bytes, problem: str) -> Text:
    """Return what is wrong with a line that is JSON as far as it was read."""
    from loslaten.practice_log.backup import allowed  # only where something is

    try:
        raw = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _NOT_JSON.format(error)
    except RecursionError:
        return _TOO_DEEP
    return allowed.reason(raw if isinstance(raw, dict) else {}, problem)


def _cleaned(one: line.Line) -> line.Line:
    if isinstance(one, line.WatchLine | line.PersonLine | line.ProtocolLine):
        one.name = clean.line(one.name)
    elif isinstance(one, line.NoteLine):
        one.text = clean.lines(one.text)
    elif isinstance(one, line.Unreadable):
        one.problem = clean.line(one.problem)
    elif isinstance(one, line.Quiz):
        one.theme = clean.line(one.theme)
    elif isinstance(one, line.MeasureLine):
        one.instrument = clean.line(one.instrument)
    elif isinstance(one, line.ProposalLine):
        one.kind = clean.line(one.kind)
    _bound(one)
    return one


def _bound(one: line.Line) -> None:
    """Raise ReasonError where a line holds more than one has, or no answers."""
    if isinstance(one, line.ProtocolLine):
        one.texts = _bounded(one.texts, "texts", line.TEXTS_CHARS)
    elif isinstance(one, line.PlanLine | line.ProposalLine):
        one.content = _bounded(one.content, "content", line.CONTENT_CHARS)
    elif isinstance(one, line.MeasureLine):
        one.answers = _bounded(one.answers, "answers", line.CONTENT_CHARS)
        try:
            accept(one.instrument, one.answers)
            date.fromisoformat(one.day)
        except ValueError as error:
            raise ReasonError(_BAD_ANSWERS.format(one.instrument, error)) from None


def _bounded(values: dict[str, Any], field: str, chars_max: int) -> dict[str, Any]:
    """Return nested values with their texts cleaned; ValueError when there is too much."""
    if len(msgspec.json.encode(values)) > chars_max:
        raise ReasonError(_TOO_MUCH.format(chars_max, field))
    cleaned: dict[str, Any] = clean.nested(values)
    return cleaned
