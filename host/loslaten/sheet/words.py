# SPDX-License-Identifier: MIT
"""Words of the sheet, in Dutch and in English."""

from loslaten.language.text import Counted, Text
from loslaten_core.haptics import cue as cues

SUBJECT = Text("oefenen met het horloge", "practising with the watch")
DURATION = Text("{} tot {} minuten", "{} to {} minutes")
ONE_DURATION = Text("{} minuten", "{} minutes")
WORN = {
    "left": Text("horloge om uw linkerpols", "watch on your left wrist"),
    "right": Text("horloge om uw rechterpols", "watch on your right wrist"),
}
POSTURES = {
    "lying": Text(
        "Ga op uw rug liggen, met een kussen onder uw hoofd en zo nodig iets onder uw knieën, uw"
        " handen naast u of op uw buik. Zet de radio uit, of heel zachte muziek op.",
        "Lie down on your back, with a pillow under your head and, if you like, something under"
        " your knees, your hands beside you or on your belly. Turn the radio off, or very quiet"
        " music on.",
    ),
    "seated": Text(
        "Ga rustig zitten, de voeten op de grond, uw handen op uw benen.",
        "Sit down calmly, your feet on the floor, your hands on your legs.",
    ),
}
FEEL = Text("U voelt", "You feel")
BUTTON = Text("De knop", "The button")
ORDER = Text("De spiergroepen, in deze volgorde", "The muscle groups, in this order")
NOT_WHEN = Text("Niet oefenen", "Do not practise")
CARE = Text("Let op", "Take care")
REST = Text(
    "Daarna {} minuten rust: denk aan niets, of aan iets prettigs. In slaap vallen mag.",
    "Then {} minutes of rest: think of nothing, or of something pleasant. You may fall asleep.",
)
# The cues that have to be known in a session, and what one does then.
CUES = (
    (cues.STARTED, Text("het begint", "it begins")),
    (cues.READY, Text("de volgende spiergroep", "the next muscle group")),
    (
        cues.LANDMARK,
        Text("een nieuw deel van het lichaam, of de rust", "a new part of the body, or the rest"),
    ),
    (cues.TENSE, Text("span aan", "tense")),
    (cues.RELEASE, Text("laat los, en voel het verschil", "let go, and feel the difference")),
    (cues.ACK, Text("gemerkt", "noticed")),
    (cues.PAUSED, Text("pauze", "pause")),
    (cues.RESUMED, Text("het gaat verder", "it goes on")),
    (cues.REFUSED, Text("dat kan nu niet", "that cannot be done now")),
)
END_CUE = (cues.END, Text("het einde", "the end"))
NOTICE = Text("merk de spanning, en laat los", "notice the tension, and let go")
WHILE_TENSING = Text("druk terwijl u aanspant", "press while you tense")
PRESSES = (
    (
        Text("houd vast tot het tikt", "hold until it taps"),
        Text("beginnen; pauze; weer verder", "begin; pause; go on"),
    ),
    (
        WHILE_TENSING,
        Text("meteen loslaten: kramp, pijn", "let go at once: cramp, pain"),
    ),
    (
        Text("druk terwijl u loslaat", "press while you let go"),
        Text("deze groep nog een keer", "this group once more"),
    ),
    (
        Text("druk twee keer", "press twice"),
        Text("klaar met deze groep", "done with this group"),
    ),
    (
        Text("houd in een pauze drie tellen vast", "hold for three seconds in a pause"),
        Text("stoppen", "stop"),
    ),
)
CAUTIONS = (
    Text(
        "Met pijn, kramp, een blessure, kort na een operatie, bij hartklachten, hoge bloeddruk of"
        " zwangerschap: vraag het eerst uw arts of therapeut.",
        "With pain, cramp, an injury, soon after an operation, with a heart condition, high blood"
        " pressure or pregnancy: ask your doctor or therapist first.",
    ),
    Text(
        "Tijdens het rijden, of waar in slaap vallen gevaarlijk is.",
        "While driving, or where falling asleep is dangerous.",
    ),
)
HOW = Text("{} s, {}", "{} s, {}")
REPEATS = Text("{} tot {} keer", "{} to {} times")
ONE_REPEAT = Counted(Text("{} keer", "once"), Text("{} keer", "{} times"))
EVERY = Text(
    "Elke groep {}, {} s loslaten; waar niets staat, rustig en zonder veel kracht.",
    "Each group {}, {} s of letting go; calmly and without much force where nothing is said.",
)
EVERY_RELEASED = Text("Elke groep {}, {} s loslaten.", "Each group {}, {} s of letting go.")
MADE = Text("oefening {}, {}", "exercise {}, {}")
