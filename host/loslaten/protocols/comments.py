# SPDX-License-Identifier: MIT
"""Comments of a protocol file that is written to be edited, in Dutch and in English."""

from loslaten.language.text import Text
from loslaten.protocols import new_rules
from loslaten.protocols.problem_words import words
from loslaten_core.practice import limits
from loslaten_core.practice.limits import EFFORTS, MODES, RATINGS

_RANGE = Text("{} tot {}", "{} to {}")
_SECONDS = Text("{} tot {} s", "{} to {} s")

HEAD = Text(
    "{}: een kopie van {}, om aan te passen. Alle tijden zijn in seconden.",
    "{}: a copy of {}, to edit. All times are in seconds.",
)
WHEN_DONE = Text(
    "Is het klaar: loslaten protocol check {}.toml", "When done: loslaten protocol check {}.toml"
)
NAME = Text(
    "Zo vraagt u erom: {} van a tot z, 0 tot 9 en -.",
    "What it is asked for by: {} of a to z, 0 to 9 and -.",
)
TEXTS = Text(
    "Elke tekst staat er in het Nederlands (nl) en in het Engels (en).",
    "Every text is there in Dutch (nl) and English (en).",
)
SOURCE = Text(
    "Waar het vandaan komt, en wat daarvan niemand heeft opgezocht.",
    "Where it comes from, and which of that nobody has looked up.",
)
POSTURE = Text('"lying" (liggend) of "seated" (zittend).', '"lying" or "seated".')
WRIST = Text(
    "De arm met het horloge, left (links) of right (rechts): het signaal om los te laten moet door"
    " de spanning heen te voelen zijn.",
    "The arm with the watch, left or right: its release cues must survive its tension.",
)
END_CUE = Text(
    "Of het einde van de rust te voelen is; mensen vallen erin in slaap.",
    "Whether the end of the rest is felt; people fall asleep in it.",
)
MIRRORED = Text(
    "Of de kanten verwisseld zijn, vergeleken met het protocol waarvan het een kopie is.",
    "Whether the sides are exchanged against the protocol it was copied from.",
)
DEFAULTS = Text(
    "Zo wordt elke groep geoefend, als haar regel hieronder niets anders zegt.",
    "How every group is practised, where its line below says nothing else.",
)
GROUPS = Text(
    "De spiergroepen, in hun volgorde. Wat pijn doet, wordt weggelaten of alleen losgelaten:",
    "The muscle groups, in their order. What hurts is left out or only released:",
)
MUSCLES = Text("Spiergroepen: {}.", "Muscles: {}.")
OWN_TEXTS = Text(
    "Namen en instructies in plaats van de gewone, voor elke groep:",
    "Names and instructions in place of the usual ones, for any group:",
)
_SETTLE = Text("Voor de eerste groep, {}: {}.", "Before the first group, {}: {}.")
_REST = Text(
    "Na de laatste groep, {}: {}. Zittend mag het korter.",
    "After the last group, {}: {}. Seated also less.",
)
_FADE = Text(
    "Hoeveel zwakker de signalen tot het einde worden, {} %.",
    "How much weaker the cues become until the end, {} %.",
)
_RATINGS = Text(
    "Wanneer het horloge naar de spanning vraagt, 0 tot 10: een van {}.",
    "When the watch asks for the tension, 0 to 10: one of {}.",
)
_ONE_OF = Text("Een van {}.", "One of {}.")
_TENSE = Text(
    "Hoe lang de groep wordt aangespannen, {}: {}. Voeten {}: {}.",
    "How long it is tensed, {}: {}. Feet {}: {}.",
)
_RELEASE = Text(
    "Hoe lang zij wordt losgelaten, {}: {}. Bij tellen: van tel tot tel, {}.",
    "How long it is released, {}: {}. Counting: from count to count, {}.",
)
_READY_GAP = Text("Voor de eerste herhaling, {}: {}.", "Before its first repeat, {}: {}.")
_REPEATS = Text(
    "[minstens, hoogstens], {}: {}. Zonder aanspannen: {}. Bij tellen: {} tellen.",
    "[fewest, most], {}: {}. Nothing tensed: {}. Counting: {} counts.",
)
_EFFORT = Text(
    "Een van {}; nooit meer dan zonder trillen vol te houden is.",
    "One of {}; never more than can be held without trembling.",
)
_STRENGTH = Text("Hoe sterk haar signalen zijn, {} %: {}.", "How strong its cues are, {} %: {}.")


def of_session() -> dict[str, Text]:
    """Return what every field of a session means, with its limits."""
    return {
        "posture": POSTURE,
        "settle_in": _SETTLE.format(_seconds(limits.SETTLE_IN_MS), words(limits.WHY_SETTLE)),
        "final_rest": _REST.format(_seconds(limits.FINAL_REST_LYING_MS), words(limits.WHY_REST)),
        "fade_pct": _FADE.format(span(limits.FADE_PCT)),
        "wrist": WRIST,
        "end_cue": END_CUE,
        "ratings": _RATINGS.format(", ".join(RATINGS)),
        "mirrored": MIRRORED,
    }


def of_group() -> dict[str, Text]:
    """Return what every field of a group means, with its limits."""
    return {
        "mode": _ONE_OF.format(", ".join(MODES)),
        "tense": _TENSE.format(
            *(_seconds(limits.TENSE_MS), words(limits.WHY_TENSE)),
            *(_seconds(limits.TENSE_FOOT_MS), words(limits.WHY_CRAMP)),
        ),
        "release": _RELEASE.format(
            *(_seconds(limits.RELEASE_MS), words(limits.WHY_RELEASE)),
            _seconds(limits.COUNT_PACE_MS),
        ),
        "ready_gap": _READY_GAP.format(_seconds(limits.READY_GAP_MS), words(limits.WHY_GAP)),
        "repeats": _REPEATS.format(
            *(span(limits.TENSED_REPEATS), words(limits.WHY_TENSED_REPEATS)),
            *(span(new_rules.RELEASED_REPEATS), span(limits.COUNTS)),
        ),
        "effort": _EFFORT.format(", ".join(EFFORTS)),
        "strength_pct": _STRENGTH.format(span(limits.STRENGTH_PCT), words(limits.WHY_STRENGTH)),
    }


def span(allowed: tuple[int, int]) -> Text:
    """Return from which number to which."""
    return _RANGE.format(*allowed)


def _seconds(allowed_ms: tuple[int, int]) -> Text:
    return _SECONDS.format(*(f"{time_ms / 1000:g}" for time_ms in allowed_ms))
