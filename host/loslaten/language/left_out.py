# SPDX-License-Identifier: MIT
"""Rows of the practice log that cannot be read, in words."""

from collections.abc import Mapping

from loslaten.language.text import Counted, Text

_LEFT_OUT = Text(
    "in het logboek is iets niet te lezen, en dat is weggelaten: {}",
    "something in the practice log cannot be read, and was left out: {}",
)
# By the name of the table; one without rows of its own that are read has none.
KINDS = {
    name: Counted(
        Text(f"{{}} {nl}", f"{{}} {en}"), Text(f"{{}} {nl_several}", f"{{}} {en_several}")
    )
    for name, nl, nl_several, en, en_several in (
        ("person", "persoon", "personen", "person", "persons"),
        ("watch", "horloge", "horloges", "watch", "watches"),
        ("holding", "eigenaar van een horloge", "eigenaars", "holder of a watch", "holders"),
        ("journal", "dagboek", "dagboeken", "journal", "journals"),
        ("session", "oefening", "oefeningen", "session", "sessions"),
        ("session_group", "spiergroep", "spiergroepen", "muscle group", "muscle groups"),
        ("note", "notitie", "notities", "note", "notes"),
        ("measure", "ingevulde meetlijst", "ingevulde meetlijsten", "measure", "measures"),
        ("plan", "plan", "plannen", "plan", "plans"),
        (
            "proposal",
            "antwoord op een voorstel",
            "antwoorden op voorstellen",
            "decision",
            "decisions",
        ),
        ("protocol", "protocol", "protocollen", "protocol", "protocols"),
        ("record", "gegeven van het horloge", "gegevens van het horloge", "record", "records"),
        ("anchor", "tijdstip", "tijdstippen", "time", "times"),
        (
            "unreadable",
            "gegeven dat er geen was",
            "gegevens die er geen waren",
            "non-record",
            "non-records",
        ),
        (
            "loss",
            "melding van verlies",
            "meldingen van verlies",
            "report of a loss",
            "reports of losses",
        ),
        (
            "erased",
            "verwijderd gegeven",
            "verwijderde gegevens",
            "deleted record",
            "deleted records",
        ),
        (
            "delivery",
            "bestand met nachten",
            "bestanden met nachten",
            "file of nights",
            "files of nights",
        ),
        (
            "delivered",
            "nacht uit een bestand",
            "nachten uit bestanden",
            "night of a file",
            "nights of files",
        ),
        ("quiz", "quiz", "quizzen", "quiz", "quizzes"),
    )
}
# What is worked out of the watch's records, which a backup carries.
_FROM_RECORDS = ("session", "session_group")
_AGAIN = Text(
    "wat het horloge vertelde wordt er opnieuw uit gelezen met: loslaten log backup BESTAND, en "
    "dan: loslaten log restore BESTAND",
    "what the watch told is read anew from its records by: loslaten log backup FILE, and then: "
    "loslaten log restore FILE",
)
_REST = Text(
    "al het andere is zoals het was; een eerdere kopie terugzetten: loslaten log restore BESTAND",
    "all the rest is as it was; to put an earlier backup back: loslaten log restore FILE",
)


def add(counts: dict[str, int], found: Mapping[str, int]) -> None:
    """Add what another reading of the same log left out: of each table the most."""
    for table, count in found.items():
        counts[table] = max(counts.get(table, 0), count)


def told(counts: Mapping[str, int], lang: str) -> str:
    """Return how much was left out, by the name of its table."""
    parts = (KINDS[table].say(count, lang) for table, count in counts.items())
    return _LEFT_OUT.say(lang).format(", ".join(parts))


def sentence(counts: Mapping[str, int], lang: str) -> str:
    """Return how much was left out as a sentence of its own."""
    said = told(counts, lang)
    return f"{said[0].upper()}{said[1:]}."


def advice(counts: Mapping[str, int], lang: str) -> str:
    """Return what can be done about it."""
    is_told_again = all(table in _FROM_RECORDS for table in counts)
    return (_AGAIN if is_told_again else _REST).say(lang)
