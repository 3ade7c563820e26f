# SPDX-License-Identifier: MIT
"""Words of first light: what is asked, and what to check where the answer is no."""

from typing import Final

from loslaten.deploy.first_light import BATTERY_MV, CLOCK_PPM_MAX, Step
from loslaten.firmware import boards
from loslaten.firmware.micropython_builds import for_board
from loslaten.language.text import Text
from loslaten_core.practice import event

INTRODUCTION: Final = Text(
    "Eerste licht: het horloge wordt stap voor stap geprobeerd.",
    "First light: the watch is tried, step by step.",
)
WRIST: Final = Text(
    "Om welke pols draagt u het? l: links · r: rechts ",
    "On which wrist is it worn? l: left · r: right ",
)
WRISTS: Final = {"l": 1, "links": 1, "left": 1, "r": 2, "rechts": 2, "right": 2}
TITLES: Final = {
    Step.MOTOR: Text("motor", "motor"),
    Step.PRESS: Text("druk", "press"),
    Step.HOLD: Text("vasthouden", "hold"),
    Step.BATTERY: Text("voeding", "supply"),
    Step.CLOCK: Text("klok", "clock"),
    Step.RADIO: Text("radio", "radio"),
}
MOTOR: Final = Text(
    "Leg een vinger op de motor. Hij speelt nu 'span aan': kort, kort.",
    "Put a finger on the motor. It now plays 'tense': short, short.",
)
FELT: Final = Text("Voelde u het? j/n · r: nog een keer ", "Did you feel it? y/n · r: once more ")
PRESS: Final = Text("Druk nu één keer op de knop.", "Press the button once, now.")
HOLD: Final = Text(
    "Houd de knop nu een tel of twee ingedrukt, en laat los.",
    "Hold the button down for a second or two, now, and let go.",
)
AGAIN: Final = Text(
    "Enter: nog een keer · o: overslaan · q: stoppen ", "Enter: again · s: skip · q: stop "
)
YES: Final = ("j", "ja", "y", "yes")
NO: Final = ("n", "nee", "no")
REPEAT: Final = ("r", "again", "nog")
SKIP: Final = ("o", "s", "overslaan", "skip")
STOP: Final = ("q", "quit", "stop")
NOTHING_CAME: Final = Text("er kwam niets van de knop", "nothing came from the button")
IS_DOWN: Final = Text(
    "de knop is steeds ingedrukt: zijn pin ligt aan aarde",
    "the button is down all the time: its pin is at ground",
)
CAME: Final = Text("van de knop kwam: {}", "from the button came: {}")
# What a finger does; that it was held long enough for more is no gesture of its own.
GESTURES: Final = {
    event.PRESS: Text("een druk", "press"),
    event.DOUBLE: Text("twee keer drukken", "double"),
    event.HOLD: Text("vasthouden", "hold"),
    event.LONG: Text("lang vasthouden", "long"),
    event.STUCK: Text("blijft ingedrukt", "stuck"),
}
NOT_FELT: Final = Text("niet gevoeld", "not felt")
SUPPLY: Final = Text("{} mV, USB {}", "{} mV, USB {}")
SENSED: Final = Text("gezien", "sensed")
NOT_SENSED: Final = Text("niet gezien", "not sensed")
RATE: Final = Text("loopt {} ‰ anders dan deze computer", "differs by {} ‰ from this computer's")
NO_CLOCK_CHIP: Final = Text("de klokchip antwoordt niet", "the clock chip does not answer")
HEARD: Final = Text("gehoord, {} dBm", "heard, {} dBm")
NOT_HEARD: Final = Text("niet gehoord", "not heard")
ASKED_NOBODY: Final = Text("niet gevraagd", "not asked")
WELL_BEFORE: Final = Text("ging eerder goed", "went well before")
CHECK: Final = Text("kijk na:", "check:")
LISTENING: Final = Text("luisteren naar het horloge", "listening for the watch")
DONE: Final = Text(
    "Alles doet het. Nu de signalen leren: loslaten cue learn",
    "All of it works. Now learn the cues: loslaten cue learn",
)
OPEN: Final = Text(
    "Nog niet goed: {}. Daarna verder met: loslaten deploy",
    "Not well yet: {}. Then go on with: loslaten deploy",
)
# Of a board's file, and as the module calls them.
_DRIVER_PINS: Final = (("SDA", "SDA"), ("SCL", "SCL"), ("ENABLE", "EN"))


def checks(step: Step, board: str) -> list[Text]:
    """Return what to check on a board when a step failed, the likeliest first."""
    said = boards.constants(board)
    is_finished = said["BUTTON_PIN"] is None
    if step == Step.MOTOR:
        return _motor_checks(said)
    if step in (Step.PRESS, Step.HOLD):
        if is_finished:
            return [Text("de toets opzij, niet het scherm", "the key at the side, not the screen")]
        pin = _pin(board, said["BUTTON_PIN"])
        listed = [
            Text(
                f"de knop zit tussen {pin} en aarde, aan twee pootjes schuin tegenover elkaar",
                f"the button is between {pin} and ground, at two legs across from each other",
            ),
            Text(
                "de draad naar aarde zit echt in dezelfde rij als een GND",
                "the wire to ground really is in one row with a GND",
            ),
        ]
        if step == Step.HOLD:
            listed.append(
                Text(
                    "een tel ingedrukt houden; een knop die hapert, laat eerder los",
                    "hold it for a second; a button with a bad contact lets go before",
                )
            )
        return listed
    return _other_checks(step, board, said)


def _motor_checks(said: dict[str, object]) -> list[Text]:
    if "MOTOR_PIN" in said:
        pin = _pin(str(said["NAME"]), said["MOTOR_PIN"])
        return [
            Text(
                "de twee draadjes van de motor: één aan 3V3, één aan de drain (D)",
                "the motor's two leads: one at 3V3, one at the drain (D)",
            ),
            Text(
                f"de gate (G) via 100 Ω aan {pin}, de source (S) aan aarde; niet verwisseld",
                f"the gate (G) by 100 Ω at {pin}, the source (S) at ground; G, D, S not swapped",
            ),
            Text(
                "de ring van de diode wijst naar 3V3; andersom neemt zij alle stroom",
                "the diode's ring points at 3V3; the other way round it takes all the current",
            ),
            Text(
                "is het een motor op een DRV2605L: loslaten deploy --board pico_w_drv2605l",
                "if the motor is on a DRV2605L: loslaten deploy --board pico_w_drv2605l",
            ),
        ]
    if said["BUTTON_PIN"] is None:
        return [
            Text(
                "leg hem op tafel: daar is hij te horen; zijn motor is zwak",
                "lay it on a table: there it can be heard; its motor is weak",
            )
        ]
    pins = ", ".join(f"{name} GP{said[f'{key}_PIN']}" for key, name in _DRIVER_PINS)
    return [
        Text(f"de draden van de module: {pins}", f"the module's wires: {pins}"),
        Text("VIN aan 3V3 en GND aan aarde", "VIN at 3V3 and GND at ground"),
        Text("de motor aan OUT, en het is een LRA", "the motor at OUT, and it is an LRA"),
    ]


def _other_checks(step: Step, board: str, said: dict[str, object]) -> list[Text]:
    if step == Step.BATTERY:
        low, high = BATTERY_MV
        pin = {"RP2040": "GP17", "RP2350": "GP17"}.get(str(said["CHIP"]), "D3")
        listed = [
            Text(
                f"tussen {low} en {high} mV klopt het; anders de draden van de voeding",
                f"{low} to {high} mV are right; else the wires of the supply",
            )
        ]
        if said["BUTTON_PIN"] is not None:
            listed.insert(
                0,
                Text(
                    f"de twee gelijke weerstanden: van 5 V naar {pin}, en van {pin} naar aarde",
                    f"the two equal resistors: from 5 V to {pin}, and from {pin} to ground",
                ),
            )
        return listed
    if step == Step.CLOCK:
        permille = CLOCK_PPM_MAX // 1000
        return [
            Text(
                f"meer dan {permille} ‰ komt van een kwarts dat niet goed is: een ander bord",
                f"more than {permille} ‰ comes from a bad crystal: take another board",
            )
        ]
    listed = [
        Text(
            "staat Bluetooth van deze computer aan? loslaten doctor",
            "is this computer's Bluetooth on? loslaten doctor",
        ),
        Text(
            "houd de knop drie tellen vast: dan gaat de radio een paar minuten aan",
            "hold the button for three seconds: the radio is on for some minutes then",
        ),
    ]
    if board == "xiao_esp32s3":
        listed.append(Text("de antenne zit vast", "its antenna is plugged in"))
    return listed


def _pin(board: str, pin: object) -> str:
    if for_board(board).chip.startswith("RP"):
        return f"GP{pin}"
    return f"GPIO{pin}"
