# SPDX-License-Identifier: MIT
"""An instrument: its questions, what answers to them are together, and what follows from them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loslaten.language.text import Text
from loslaten.measures.question import Answer, AnswerError, Question

Answers = Mapping[str, Answer]

_NOTHING = Text("er is geen antwoord gegeven", "nothing was answered")
_NO_QUESTION = Text("{}: die vraag is er niet in {}", "{}: there is no such question in {}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A figure that follows from answers; `unit` is its UCUM unit, `key` its name for good."""

    key: str
    name: Text
    unit: str
    of: Callable[[Answers], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """Questions that are answered together, about a day.

    `check` raises AnswerError for answers that contradict each other. `main` is the question or
    the score that a list shows.
    """

    key: str
    name: Text
    told: Text
    questions: tuple[Question, ...]
    main: str
    scores: tuple[Score, ...] = ()
    check: Callable[[Answers], None] = lambda _answers: None

    def question(self, key: str) -> Question:
        """Return a question. Raises AnswerError, which names those there are."""
        match = next((one for one in self.questions if one.key == key), None)
        if match is None:
            keys = ", ".join(one.key for one in self.questions)
            raise AnswerError(key, _NO_QUESTION.format(key, self.key), Text(keys, keys))
        return match

    def parse(self, said: Mapping[str, str]) -> dict[str, Answer]:
        """Return the answers that somebody typed; what is blank was not answered.

        Raises AnswerError where nothing is left, or answers contradict each other.
        """
        answers = {
            key: self.question(key).parse(text) for key, text in said.items() if text.strip()
        }
        if not answers:
            raise AnswerError(self.questions[0].key, _NOTHING, self.questions[0].allowed)
        self.check(answers)
        return answers

    def accept(self, answers: Answers) -> None:
        """Raise ValueError where stored values are no answers to these questions."""
        if not answers:
            raise ValueError(f"{self.key}: nothing is answered")
        for key, answer in answers.items():
            question = next((one for one in self.questions if one.key == key), None)
            if question is None:
                raise ValueError(f"{self.key}: there is no question {key}")
            if not question.accepts(answer):
                raise ValueError(f"{self.key}: {key} is {answer!r}, not {question.allowed.en}")
        try:
            self.check(answers)
        except AnswerError as error:
            raise ValueError(f"{self.key}: {error.message}") from None

    def scored(self, answers: Answers) -> dict[str, float]:
        """Return the scores that follow from answers, by their names."""
        found = ((score.key, score.of(answers)) for score in self.scores)
        return {key: value for key, value in found if value is not None}
