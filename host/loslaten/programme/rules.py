# SPDX-License-Identifier: MIT
"""Rules of the programme: thresholds, and where each comes from.

docs/programme.md is generated from this table. A rule whose source is ours says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from loslaten.language.text import Text


class Change(StrEnum):
    """Change that a proposal is for, in the order in which proposals go first."""

    STEP_BACK = "step-back"
    LIGHTEN = "lighten"
    FEWER_REPEATS = "fewer-repeats"
    LENGTHEN = "lengthen"
    MOVE_ON = "move-on"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Rule for one change: when it is proposed, what the source says, and the source."""

    change: Change
    when: Text
    says: Text
    source: Text


# Nights that are looked at. Fewer say little of a habit, more are of another time.
RECENT_NIGHTS = 8
# A stage works when it was practised so often, and so many of the newest nights went well.
STAGE_NIGHTS = 10
STAGE_DAYS = 14
GOOD_NIGHTS, GOOD_OF = 6, 7
# More groups cut short or skipped in one night are not "well".
CUT_GROUPS_MAX = 1
# So many groups may still be asked for again, at the median.
ASKED_GROUPS_MAX = 3
# Ratings count from so many rated nights on.
RATED_MIN = 3
# Nights that went badly, of the newest in this stage.
BAD_NIGHTS, BAD_OF = 4, 6
# A rise of the tension by less is within how people rate.
RISE_MIN = 2
# Days without practice after which the stage before is where to begin again.
GAP_DAYS = 21
# After a step back the same stage is proposed again after twice as many nights, and so on.
BACKOFF = 2
BACKOFF_MAX = 4
# A group is asked for again so often, in at least so large a share of the nights that reached it.
ASKED_NIGHTS, ASKED_SHARE = 4, 0.5
# A group is cut short or skipped in so many of the newest nights.
CUT_NIGHTS = 3
# Sessions that the wearer stopped late, after this share of what was planned.
STOPPED_NIGHTS, STOPPED_SHARE = 3, 0.6
# After a decision there is peace for so many nights.
QUIET_NIGHTS = 5
# What was declined is asked again after so many further nights.
ASK_AGAIN_NIGHTS = 14

RELEASE_STEP_MS = 10_000
# More time that twice did not help is not what is lacking.
LENGTHEN_MAX = 2

RULES: tuple[Rule, ...] = (
    Rule(
        change=Change.STEP_BACK,
        when=Text(
            f"{BAD_NIGHTS} van de laatste {BAD_OF} nachten in deze stap gingen moeizaam, of er was"
            f" {GAP_DAYS} dagen niet geoefend",
            f"{BAD_NIGHTS} of the last {BAD_OF} nights in this stage went badly, or there was no"
            f" practice for {GAP_DAYS} days",
        ),
        says=Text(
            "Ga pas verder als een stap werkt; werkt hij niet, dan is de vorige de plaats om"
            " opnieuw te beginnen. Het aantal dagen is onze eigen, voorzichtige keuze.",
            "Move on only when a stage works; where it does not, the one before is where to begin"
            " again. The number of days is our own, cautious choice.",
        ),
        source=Text(
            "Bernstein & Borkovec (1973), uit het geheugen; het aantal dagen: Loslaten",
            "Bernstein & Borkovec (1973), from memory; the gap: Loslaten",
        ),
    ),
    Rule(
        change=Change.LIGHTEN,
        when=Text(
            f"een spiergroep werd in {CUT_NIGHTS} van de laatste {RECENT_NIGHTS} nachten eerder"
            " losgelaten of overgeslagen",
            f"a muscle group was cut short or skipped in {CUT_NIGHTS} of the last"
            f" {RECENT_NIGHTS} nights",
        ),
        says=Text(
            "Een spiergroep die pijn doet wordt lichter aangespannen, alleen losgelaten of"
            " weggelaten.",
            "A muscle group that hurts is tensed more lightly, only released, or left out.",
        ),
        source=Text(
            'folder, stap 1; formulatetools.co.uk, "applied relaxation practice record"',
            "leaflet, step 1; formulatetools.co.uk, applied relaxation practice record",
        ),
    ),
    Rule(
        change=Change.FEWER_REPEATS,
        when=Text(
            f"{STOPPED_NIGHTS} van de laatste {RECENT_NIGHTS} nachten werden pas laat gestopt",
            f"{STOPPED_NIGHTS} of the last {RECENT_NIGHTS} nights were stopped late",
        ),
        says=Text(
            "Twee tot vijf keer, al naar het gevoel: met minder keren past de oefening in de tijd"
            " die er is.",
            "Two to five times, as it is felt: with fewer the practice fits the time there is.",
        ),
        source=Text("folder, stap 2", "leaflet, step 2"),
    ),
    Rule(
        change=Change.LENGTHEN,
        when=Text(
            f"om een spiergroep werd in {ASKED_NIGHTS} of meer van de laatste {RECENT_NIGHTS}"
            " nachten om nog een keer gevraagd, en in minstens de helft",
            f"a muscle group was asked for again in {ASKED_NIGHTS} or more of the last"
            f" {RECENT_NIGHTS} nights, and in at least half of them",
        ),
        says=Text(
            "Het verschil wordt in het loslaten gevoeld; dat heeft tijd nodig.",
            "The difference is felt in the release, which needs time.",
        ),
        source=Text(
            "folder, stap 2; Bernstein & Borkovec (1973): 45 tot 60 s voor het laatste loslaten",
            "leaflet, step 2; Bernstein & Borkovec (1973): last releases of 45 to 60 s",
        ),
    ),
    Rule(
        change=Change.MOVE_ON,
        when=Text(
            f"deze stap werd {STAGE_NIGHTS} nachten geoefend, {GOOD_NIGHTS} van de laatste"
            f" {GOOD_OF} gingen goed, er wordt weinig om nog een keer gevraagd en de spanning"
            " daalt waar ze beoordeeld is",
            f"this stage was practised for {STAGE_NIGHTS} nights, {GOOD_NIGHTS} of the last"
            f" {GOOD_OF} went well, little is asked for again, and the tension falls where it was"
            " rated",
        ),
        says=Text(
            "Ga verder als deze stap een diepe ontspanning geeft; twee weken per stap is gewoon.",
            "Move on when this stage gives deep relaxation; two weeks a stage is usual.",
        ),
        source=Text(
            "Bernstein & Borkovec (1973), uit het geheugen; weken in PMC10484595, tabel 2",
            "Bernstein & Borkovec (1973), from memory; weeks in PMC10484595, table 2",
        ),
    ),
)
