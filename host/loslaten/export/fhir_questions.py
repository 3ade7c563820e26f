# SPDX-License-Identifier: MIT
"""The questions to the wearer as FHIR Questionnaires, and answers to them as items."""

from collections.abc import Iterable, Iterator
from typing import Any

from loslaten.export import fhir_terms as terms
from loslaten.language.text import Text
from loslaten.measures.instrument import Answers, Instrument
from loslaten.measures.instruments import INSTRUMENTS
from loslaten.measures.question import Kind, Question
from loslaten.practice_log.rows import NOTE_CHARS, TENSION_MAX

TENSION_BEFORE, TENSION_AFTER = "tension-before", "tension-after"
CALMER, REMARKS = "breathing-calmer", "remarks"

_BEFORE = Text(
    "Hoe gespannen was u vooraf, van 0 (niet) tot 10?",
    "How tense were you before it, from 0 (not at all) to 10?",
)
_AFTER = Text(
    "Hoe gespannen was u achteraf, van 0 (niet) tot 10?",
    "How tense were you after it, from 0 (not at all) to 10?",
)
_CALMER = Text("Werd de ademhaling rustiger?", "Did breathing grow calmer?")
_REMARKS = Text("Wat is er over te zeggen?", "What is there to say about it?")
_SESSION_TITLE = Text("Loslaten: over een oefening", "Loslaten: about a session")
# About a session: the link id, the question, and the type of the answer.
_ABOUT_SESSION = (
    (TENSION_BEFORE, _BEFORE, "integer"),
    (TENSION_AFTER, _AFTER, "integer"),
    (CALMER, _CALMER, "boolean"),
    (REMARKS, _REMARKS, "text"),
)
_TYPES = {Kind.NUMBER: "integer", Kind.CLOCK: "time", Kind.YES_NO: "boolean"}
_VALUES = {
    "integer": "valueInteger",
    "boolean": "valueBoolean",
    "time": "valueTime",
    "text": "valueString",
}
_EXTENSION = "http://hl7.org/fhir/StructureDefinition/{}"

_Item = dict[str, Any]


def about_session() -> str:
    """Return the canonical address of the questions about a session."""
    return f"{terms.urn('questionnaire')}|{terms.VERSION}"


def about(instrument: str) -> str:
    """Return the canonical address of an instrument's questions."""
    return f"{terms.urn(f'questionnaire {instrument}')}|{terms.VERSION}"


def session_items(answers: dict[str, int | bool | str | None], lang: str) -> list[_Item]:
    """Return the answers about a session as items; None was not answered."""
    return [
        {"linkId": key, "text": text.say(lang), "answer": [{_VALUES[kind]: answers[key]}]}
        for key, text, kind in _ABOUT_SESSION
        if answers.get(key) is not None
    ]


def instrument_items(instrument: Instrument, answers: Answers, lang: str) -> list[_Item]:
    """Return the answers to an instrument as items."""
    items = []
    for question in instrument.questions:
        if question.key in answers:
            answer = answers[question.key]
            value = f"{answer}:00" if question.kind is Kind.CLOCK else answer
            kind = _VALUES[_TYPES[question.kind]]
            text = question.text.say(lang)
            items.append({"linkId": question.key, "text": text, "answer": [{kind: value}]})
    return items


def questionnaires(lang: str) -> Iterator[tuple[str, _Item]]:
    """Yield each Questionnaire under its URN."""
    url = terms.urn("questionnaire")
    yield (
        url,
        _questionnaire(url, "LoslatenSession", _SESSION_TITLE, _session_questions(lang), lang),
    )
    for instrument in INSTRUMENTS.values():
        url = terms.urn(f"questionnaire {instrument.key}")
        name = "Loslaten" + instrument.key.title()
        items = (_question(one, lang) for one in instrument.questions)
        yield url, _questionnaire(url, name, instrument.name, items, lang)


def _questionnaire(
    url: str, name: str, title: Text, items: Iterable[_Item], lang: str
) -> dict[str, Any]:
    return {
        "resourceType": "Questionnaire",
        "url": url,
        "version": terms.VERSION,
        "name": name,
        "title": title.say(lang),
        "status": "active",
        "language": lang,
        "item": list(items),
    }


def _session_questions(lang: str) -> Iterator[_Item]:
    for key, text, kind in _ABOUT_SESSION:
        item: _Item = {"linkId": key, "text": text.say(lang), "type": kind}
        if kind == "integer":
            item["extension"] = _bounds(0, TENSION_MAX)
        elif kind == "text":
            item["maxLength"] = NOTE_CHARS
        yield item


def _question(question: Question, lang: str) -> _Item:
    text = question.text.say(lang)
    if question.ends is not None:
        low, high = (end.say(lang) for end in question.ends)
        text += f" ({question.low}: {low}, {question.high}: {high})"
    item: _Item = {"linkId": question.key, "text": text, "type": _TYPES[question.kind]}
    if question.kind is Kind.NUMBER:
        item["extension"] = _bounds(question.low, question.high)
    return item


def _bounds(low: int, high: int) -> list[dict[str, Any]]:
    return [
        {"url": _EXTENSION.format(name), "valueInteger": value}
        for name, value in (("minValue", low), ("maxValue", high))
    ]
