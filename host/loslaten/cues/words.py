# SPDX-License-Identifier: MIT
"""Words of learning, fitting and describing cues, in Dutch and in English."""

from loslaten.language.text import Text

LEARN = Text(
    "Enter: de volgende · r: nog een keer · q: stoppen ", "Enter: next · r: again · q: stop "
)
WHICH = Text("Welk was het?", "Which was it?")
PLACES = Text(
    "Waar ben ik? Druk in een pauze: lang en dan zoveel keer kort is het deel van het lichaam, van"
    " de voeten af geteld ({parts}); daarna net zo de hoeveelste groep daarvan.",
    "Where am I? Press in a pause: long and then so many short is the part of the body, counted"
    " from the feet up ({parts}); then in the same way which of its groups.",
)
WHICH_PLACE = Text("Waar was het? Typ twee getallen: 3 2.", "Where was it? Type two numbers: 3 2.")
NOTHING = Text("niets gevoeld", "felt nothing")
OTHERWISE = Text("r: nog een keer · q: stoppen", "r: again · q: stop")
RELAXED = Text(
    "Ontspannen: ga liggen zoals u oefent, de arm met het horloge in rust. Zeg telkens of u het"
    " signaal voelde. Soms wordt er niets gespeeld.",
    "Relaxed: lie down as you practise, the arm with the watch at rest. Say each time whether you"
    " felt the cue. Sometimes nothing is played.",
)
CLENCHED = Text(
    "Gespannen: maak telkens een vuist met de arm die het horloge draagt, niet harder dan wanneer"
    " u oefent, en druk met de andere hand op Enter. Laat los zodra u het signaal voelt, en anders"
    " na vijf tellen. Stop als het pijn doet; rust zo vaak als u wilt.",
    "Clenched: each time, make a fist with the arm that wears the watch, no harder than when you"
    " practise, and press Enter with the other hand. Let go as soon as you feel the cue, or after"
    " a count of five. Stop if it hurts; rest as often as you like.",
)
BEGIN_AGAIN = Text(
    "Er werd nu niets gespeeld. Dat geeft niet: we beginnen opnieuw. Zeg alleen ja als u het"
    " zeker voelde.",
    "Nothing was played just now. Never mind: we begin again. Say yes only when you were sure to"
    " feel it.",
)
GUESSED = Text(
    "{arm}: er werd te vaak iets gevoeld terwijl er niets werd gespeeld",
    "{arm}: something was felt too often when nothing was played",
)
CONTRADICTING = Text(
    "{arm}: de antwoorden spreken elkaar tegen",
    "{arm}: the answers contradict one another",
)
NOTHING_FELT = Text(
    "{arm}: zelfs het sterkste signaal werd niet gevoeld",
    "{arm}: not even the strongest cue was felt",
)
TRY_AGAIN = Text(
    "er is niets veranderd; doe het opnieuw als het rustig is: loslaten cue calibrate",
    "nothing was changed; take it again when it is quiet: loslaten cue calibrate",
)
TIGHTER = Text(
    "er is niets veranderd; draag het horloge strakker en ga na of het trilt:"
    " loslaten cue play end",
    "nothing was changed; wear the watch tighter, and see that it plays at all:"
    " loslaten cue play end",
)
ARMS = {"relaxed": Text("ontspannen", "relaxed"), "clenched": Text("gespannen", "clenched")}
FIST = Text("Maak een vuist, dan Enter (q: stoppen) ", "Make a fist, then Enter (q: stop) ")
FELT = Text("Gevoeld? j/n (q: stoppen) ", "Did you feel it? y/n (q: stop) ")
_SIGNS = {
    ".": Text("kort", "short"),
    "-": Text("lang", "long"),
    "/": Text("lang, aanzwellend", "long, swelling"),
    "\\": Text("lang, uitdovend", "long, fading"),
    "=": Text("zeer lang", "very long"),
    "#": Text("zoveel keer kort", "so many short"),
}
_NUMBERS = {
    2: Text("twee keer", "two"),
    3: Text("drie keer", "three"),
}


def feels(text: str, lang: str) -> str:
    """Return a cue's notation in words: "two short", "short, long"."""
    said: list[tuple[str, int]] = []
    for sign in text.replace(" ", ""):
        word = _SIGNS[sign].say(lang) if sign in _SIGNS else sign
        if said and said[-1][0] == word:
            said[-1] = (word, said[-1][1] + 1)
        else:
            said.append((word, 1))
    return ", ".join(
        word if many == 1 else f"{_NUMBERS[many].say(lang)} {word}" for word, many in said
    )
