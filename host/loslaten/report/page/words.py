# SPDX-License-Identifier: MIT
"""Words of a report that stand alone; `phrases` makes sentences of figures."""

from loslaten.language.text import Counted, Text
from loslaten.report import attention
from loslaten.report.columns import MONTH, QUARTER, WEEK, YEAR

TITLE = Text("Oefenverslag", "Practice report")
SUBJECT = Text("progressieve spierontspanning", "progressive muscle relaxation")
PROGRAMME = Text("Programma", "Programme")
ONE_SESSION = Text("Eén oefening van dichtbij", "One session, close up")
SIDEWAYS = Text("Schuif opzij om alles te zien", "Scroll sideways to see all of it")

# The sums at the top.
SESSIONS = Text("Oefeningen", "Sessions")
PRACTISED = Text("Geoefend", "Practised")
COMPLETED = Text("Afgemaakt", "Completed")
REPEATS = Text("Herhalingen per oefening", "Repeats per session")
TENSION = Text("Spanning", "Tension")

LOOK = Text("Samen bekijken", "Worth a look together")
NOTHING_SEEN = Text("Er valt niets bijzonders op.", "Nothing stands out.")
TOO_FEW = Text(
    "Nog te weinig oefeningen om iets te zien.", "Too few sessions yet to see anything."
)
NEWEST = Text("in de nieuwste {} oefeningen", "in the newest {} sessions")
FLAGS = {
    attention.WORSE: Text(
        "Na {count} van de {of} beoordeelde oefeningen was de spanning hoger dan ervoor. "
        "Vraag hoe het oefenen voelt voordat er meer van gevraagd wordt.",
        "After {count} of {of} rated sessions the tension was higher than before. "
        "Ask how practising feels before asking for more of it.",
    ),
    attention.HURTS: Text(
        "Herhaaldelijk eerder losgelaten of overgeslagen: {groups}. Pijn of kramp? Een "
        "spiergroep kan lichter, korter, alleen losgelaten of weggelaten worden.",
        "Cut short or skipped repeatedly: {groups}. Pain or cramp? A group can be tensed more "
        "lightly or shorter, only released, or left out.",
    ),
    attention.UNCHANGED: Text(
        "De spanning veranderde niet in de laatste {count} beoordeelde oefeningen ({days} dagen). "
        "Lukt het oefenen, of zit er iets in de weg?",
        "The tension did not change over the last {count} rated sessions ({days} days). "
        "Does the practice work as meant, or is something in the way?",
    ),
    attention.HARD: Text(
        "Vaak om nog een keer gevraagd: {groups}. Hier is het verschil misschien moeilijk te "
        "voelen.",
        "Often asked for again: {groups}. The difference may be hard to feel here.",
    ),
    attention.EARLY: Text(
        "{count} van de {of} oefeningen zijn eerder gestopt. Het moment, de lengte, iets anders?",
        "{count} of {of} sessions were stopped early. The hour, the length, something else?",
    ),
    attention.WATCH: Text(
        "{count} van de {of} oefeningen eindigden door het horloge (batterij, stroom, storing), "
        "niet door de drager.",
        "{count} of {of} sessions were ended by the watch (battery, power, fault), not by the "
        "wearer.",
    ),
}

# Over time.
OVER_TIME = Text("In de loop van de tijd", "Over time")
CALENDAR = Text("Kalender", "Calendar")
PER = {
    WEEK: Text("per week", "a week"),
    MONTH: Text("per maand", "a month"),
    QUARTER: Text("per kwartaal", "a quarter"),
    YEAR: Text("per jaar", "a year"),
}
DAYS = Text("Dagen", "Days")
MINUTES = Text("Minuten", "Minutes")
TAPS = Text("Tikken overdag", "Taps by day")
TAPS_DETAIL = Text("gedaan, en gevoeld", "done, and felt")
UNDATED = Text("Dag niet bekend:", "Day not known:")
NOTHING = Text("niets", "nothing")

# What a mark in a drawing means.
LEGEND = {
    "done": Text("afgemaakt", "completed"),
    "practised": Text("geoefend", "practised"),
    "early-day": Text("eerder geëindigd", "ended early"),
    "early": Text("eerder geëindigd", "ended early"),
    "maybe": Text("op één van deze dagen", "on one of these days"),
    "untold": Text("niet uitgelezen, dus onbekend", "not read out, so unknown"),
    "agreed": Text("afgesproken", "agreed"),
    "planned": Text("duur volgens het protocol", "length as planned"),
    "before": Text("voor", "before"),
    "after": Text("na (mediaan)", "after (median)"),
    "noticed": Text("gedaan", "done"),
    "unanswered": Text("niet beantwoord", "not answered"),
    "asked": Text(
        "om nog een keer gevraagd: nooit … elke oefening", "asked for again: never … each session"
    ),
    "hurt": Text(
        "eerder losgelaten, overgeslagen of afgebroken", "cut short, skipped or interrupted"
    ),
}

# The muscle groups.
GROUPS = Text("Spiergroepen", "Muscle groups")
GROUP = Text("Spiergroep", "Muscle group")
DONE = Text("Gedaan", "Done")
PLANNED = Text("gepland", "planned")
ASKED = Text("Nog een keer", "Again")
CUT = Text("Eerder los", "Cut short")
SKIPPED = Text("Over\u00adgeslagen", "Skipped")
COUNTS = (ASKED, CUT, SKIPPED)
GROUPS_EXPLAINED = Text(
    "gedaan en gepland: herhalingen per oefening; de rest: in hoeveel oefeningen",
    "done and planned: repeats per session; the others: in how many sessions",
)
MORE_GROUPS = Counted(
    Text("en nog {} spiergroep", "and {} more muscle group"),
    Text("en nog {} spiergroepen", "and {} more muscle groups"),
)

# The protocol and what was written.
PROTOCOLS = Text("Protocol", "Protocol")
UNKNOWN_PROTOCOL = Text("protocol dat hier niet bekend is", "a protocol not known here")
SAME = Text("dezelfde tijden, andere naam", "same times, another name")
MEASURED = Text("Zelf gemeld", "Self-reported")
REMARKS = Text("Opmerkingen van de drager", "The wearer's remarks")

NOTE = Text(
    "Tijden, spiergroepen en herhalingen zijn door het horloge vastgelegd; spanning en "
    "opmerkingen zijn zelf gerapporteerd. Een dag loopt van 4 uur 's nachts tot 4 uur de "
    "nacht erna. Dit verslag telt wat er gebeurde; het stelt geen diagnose.",
    "Times, muscle groups and repeats were recorded by the watch; tension and remarks are "
    "self-reported. A day runs from 4 a.m. to 4 a.m. This report counts what happened; it makes "
    "no diagnosis.",
)
MADE = Text("Gemaakt op {} met loslaten {}.", "Made on {} with loslaten {}.")
