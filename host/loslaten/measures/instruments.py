# SPDX-License-Identifier: MIT
"""The instruments there are: the week in two questions, an anxiety score, and a night's sleep.

Of questionnaires that others hold the rights to no item is here, only the figures that a form on
paper comes to (docs/measures.md, "Whose the questionnaires are").
"""

from loslaten.language.text import Text
from loslaten.measures import sleep
from loslaten.measures.instrument import Answers, Instrument, Score
from loslaten.measures.question import Kind, Question

# Six items from 1 to 4, as the form scores them.
_STAI_ITEMS, _STAI_LOW, _STAI_HIGH = 6, 6, 24
_FULL_FORM_ITEMS = 20


def _prorated(answers: Answers) -> float | None:
    """Return the sum on the scale of the full form of twenty items (Marteau and Bekker 1992)."""
    total = answers.get("sum")
    return None if total is None else round(int(total) * _FULL_FORM_ITEMS / _STAI_ITEMS, 1)


WEEK = Instrument(
    key="week",
    name=Text("De week", "The week"),
    told=Text("Twee vragen over de afgelopen week.", "Two questions about the past week."),
    questions=(
        Question(
            key="tension",
            text=Text("Hoe gespannen was u deze week?", "How tense were you this week?"),
            low=0,
            high=10,
            unit="{score}",
            ends=(
                Text("ontspannen", "relaxed"),
                Text("zo gespannen als het kan", "as tense as can be"),
            ),
        ),
        Question(
            key="calmer",
            text=Text(
                "Werd de ademhaling rustiger bij het oefenen?",
                "Did breathing grow calmer while practising?",
            ),
            kind=Kind.YES_NO,
        ),
    ),
    main="tension",
)
STAI_6 = Instrument(
    key="stai6",
    name=Text("Toestandsangst (STAI-6)", "State anxiety (STAI-6)"),
    told=Text(
        "Vul de vragenlijst van uw therapeut op papier in, en hier de som van de zes vragen.",
        "Fill in your therapist's form on paper, and here the sum of its six items.",
    ),
    questions=(
        Question(
            key="sum",
            text=Text(
                "De som van de zes vragen, zoals het formulier telt",
                "The sum of the six items, as the form scores them",
            ),
            low=_STAI_LOW,
            high=_STAI_HIGH,
            unit="{score}",
        ),
    ),
    main="prorated",
    scores=(
        Score(
            key="prorated",
            name=Text("op de schaal van 20 tot 80", "on the scale of 20 to 80"),
            unit="{score}",
            of=_prorated,
        ),
    ),
)
SLEEP = Instrument(
    key="sleep",
    name=Text("De nacht", "The night"),
    told=Text(
        "Over de afgelopen nacht. Kijk niet op de klok: een schatting is goed.",
        "About the past night. Do not watch the clock: an estimate is fine.",
    ),
    questions=(
        Question(
            key="bed",
            text=Text("Naar bed gegaan om", "Went to bed at"),
            kind=Kind.CLOCK,
        ),
        Question(
            key="lights-out",
            text=Text("Geprobeerd te slapen vanaf", "Tried to sleep from"),
            kind=Kind.CLOCK,
        ),
        Question(
            key="latency",
            text=Text("Minuten tot u sliep", "Minutes until you slept"),
            high=720,
            unit="min",
        ),
        Question(
            key="awakenings",
            text=Text(
                "Hoe vaak wakker, zonder de laatste keer", "Times awake, without the last one"
            ),
            high=50,
        ),
        Question(
            key="awake",
            text=Text("Minuten wakker, bij elkaar", "Minutes awake, in all"),
            high=720,
            unit="min",
        ),
        Question(
            key="woke",
            text=Text("Voor het laatst wakker om", "Awake for good at"),
            kind=Kind.CLOCK,
        ),
        Question(key="up", text=Text("Opgestaan om", "Got up at"), kind=Kind.CLOCK),
        Question(
            key="quality",
            text=Text("Hoe goed sliep u?", "How well did you sleep?"),
            low=1,
            high=5,
            unit="{score}",
            ends=(Text("heel slecht", "very badly"), Text("heel goed", "very well")),
        ),
    ),
    main="efficiency",
    scores=(
        Score(
            key="in-bed",
            name=Text("tijd in bed", "time in bed"),
            unit="min",
            of=sleep.in_bed_min,
        ),
        Score(
            key="asleep",
            name=Text("geslapen", "asleep"),
            unit="min",
            of=sleep.asleep_min,
        ),
        Score(
            key="efficiency",
            name=Text("slaapefficiëntie", "sleep efficiency"),
            unit="%",
            of=sleep.efficiency_pct,
        ),
    ),
    check=sleep.check,
)
INSTRUMENTS = {one.key: one for one in (WEEK, STAI_6, SLEEP)}


def accept(instrument: str, answers: Answers) -> None:
    """Raise ValueError unless values that come from a file are answers of an instrument."""
    if instrument not in INSTRUMENTS:
        raise ValueError(f"{instrument!r} is none of {', '.join(INSTRUMENTS)}")
    INSTRUMENTS[instrument].accept(answers)
