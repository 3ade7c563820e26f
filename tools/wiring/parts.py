# SPDX-License-Identifier: MIT
"""The parts table: everything that is bought for a watch, once.

Values in the drawings, the tables of docs/hardware and the rule for charging all come from here.
Prices are rough, of one piece in euro in 2026, to know what to expect.
"""

from dataclasses import dataclass

from loslaten.language.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing to buy.

    value: what is drawn beside it. number: makers' part numbers, any of which will do, "" where
    anything of that value does. look: what to look for when buying. ohms, tolerance_pct: of a
    resistor. capacity_mah: of a cell.
    """

    what: Text
    look: Text
    value: str = ""
    number: str | Text = ""
    euro: float = 0.1
    ohms: int | None = None
    tolerance_pct: int = 5
    capacity_mah: int | None = None


def _resistor(
    value: str, ohms: int, look: Text, tolerance_pct: int = 5, size: str = "¼ W"
) -> Part:
    return Part(
        what=Text("weerstand", "resistor"),
        value=value,
        number=f"{size}, {tolerance_pct} %",
        look=look,
        ohms=ohms,
        tolerance_pct=tolerance_pct,
    )


_CHARGE = Text(
    "komt op de plaats van R3 van de lader (1,2 kΩ): zo geleverd laadt die met 1 A",
    "takes the place of the charger's R3 (1.2 kΩ), which as delivered charges with 1 A",
)
PARTS = {
    "pico_w": Part(
        what=Text("bord", "board"),
        value="Raspberry Pi Pico W",
        number=Text("SC0918; met pennen: Pico WH, SC0919", "SC0918; with pins: Pico WH, SC0919"),
        look=Text("met een W: een gewone Pico heeft geen radio", "with a W: a Pico has no radio"),
        euro=7,
    ),
    "pico2_w": Part(
        what=Text("bord", "board"),
        value="Raspberry Pi Pico 2 W",
        number="SC1633",
        look=Text("met een W: een gewone Pico heeft geen radio", "with a W: a Pico has no radio"),
        euro=8,
    ),
    "xiao_esp32s3": Part(
        what=Text("bord", "board"),
        value="Seeed XIAO ESP32S3",
        number="113991114",
        look=Text("niet de Sense; de antenne erin", "not the Sense; its antenna plugged in"),
        euro=9,
    ),
    "twatch_s3": Part(
        what=Text("horloge", "watch"),
        value="LilyGO T-Watch S3",
        look=Text(
            "met welke radio ook (SX1262, SX1280); de S3 Plus is niet bekeken",
            "either radio (SX1262, SX1280); the S3 Plus was not looked at",
        ),
        euro=45,
    ),
    "cell_400": Part(
        what=Text("LiPo-cel", "LiPo cell"),
        value="400 mAh",
        number=Text("502535, 3,7 V, beveiligd", "502535, 3.7 V, protected"),
        look=Text(
            "met beveiliging (een printje onder het gele plakband) en een datablad; 5 mm dun",
            "protected (a small board under its yellow tape), with a data sheet; 5 mm thin",
        ),
        euro=6,
        capacity_mah=400,
    ),
    "cell_250": Part(
        what=Text("LiPo-cel", "LiPo cell"),
        value="250 mAh",
        number=Text("502030, 3,7 V, beveiligd", "502030, 3.7 V, protected"),
        look=Text(
            "met beveiliging; verdraagt de laadstroom van het bord",
            "protected; bears the board's charge current: Seeed's page of your revision",
        ),
        euro=5,
        capacity_mah=250,
    ),
    "charger": Part(
        what=Text("lader", "charger"),
        value="TP4056",
        number=Text("TP4056-module met beveiliging DW01A", "TP4056 module with DW01A protection"),
        look=Text(
            "zes vlakjes: `B+` `B−` `OUT+` `OUT−` `IN+` `IN−`; vier: dan ontbreekt de beveiliging",
            "six pads, `B+` `B−` `OUT+` `OUT−` `IN+` `IN−`; with four it has no protection",
        ),
        euro=1.5,
    ),
    "charge_resistor": _resistor("6.8 kΩ", 6_800, _CHARGE, 1, "0603 or ¼ W"),
    "switch": Part(
        what=Text("schuifschakelaar", "slide switch"),
        number=Text("SS12D00 of OS102011MS2Q", "SS12D00 or OS102011MS2Q"),
        look=Text(
            "tussen de cel en `B+`: uit in de kast", "between the cell and `B+`: off in storage"
        ),
        euro=0.5,
    ),
    "supply_diode": Part(
        what=Text("schottkydiode", "Schottky diode"),
        value="1N5819",
        number="1N5819",
        look=Text("lader naar VSYS; de ring wijst naar VSYS", "charger to VSYS; its ring at VSYS"),
        euro=0.2,
    ),
    "motor_diode": Part(
        what=Text("schottkydiode", "Schottky diode"),
        value="1N5819",
        number="1N5819",
        look=Text("over de motor; de ring wijst naar 3V3", "across the motor; its ring at 3V3"),
        euro=0.2,
    ),
    "motor_erm": Part(
        what=Text("muntmotor", "coin motor"),
        value="3 V ERM",
        number=Text(
            "Precision Microdrives 310-101 of 308-100; Adafruit 1201",
            "Precision Microdrives 310-101 or 308-100; Adafruit 1201",
        ),
        look=Text(
            "8 of 10 mm, 3 V, losse draadjes, niet meer dan 100 mA",
            "8 or 10 mm, 3 V, flying leads, at most 100 mA; 58 mA at full drive (SLOA194A)",
        ),
        euro=2.5,
    ),
    "motor_lra": Part(
        what=Text("lineaire motor", "linear motor"),
        value="LRA",
        number="VG1040003D",
        look=Text("1,8 V RMS, 8 of 10 mm", "1.8 V RMS, 8 or 10 mm"),
        euro=5,
    ),
    "transistor": Part(
        what=Text("transistor", "transistor"),
        value="AO3400A",
        number=Text("AO3400A of IRLML6344", "AO3400A or IRLML6344"),
        look=Text("N-MOSFET die bij 3,3 V al geleidt", "an N-MOSFET that is on at 3.3 V; SOT-23"),
        euro=0.3,
    ),
    "transistor_legs": Part(
        what=Text("transistor op pootjes", "transistor with legs"),
        value="IRLB8721",
        number=Text("IRLB8721PBF of IRLZ44N", "IRLB8721PBF or IRLZ44N"),
        look=Text(
            "met een L: geleidt bij 3,3 V; geen IRF520, 2N7000 of BS170, die dat niet doen",
            "with an L: on at 3.3 V; no IRF520, 2N7000 or BS170, which are not",
        ),
        euro=1.5,
    ),
    "gate_resistor": _resistor("100 Ω", 100, Text("aan de gate", "at the gate")),
    "pull_down": _resistor(
        "100 kΩ",
        100_000,
        Text(
            "van gate naar aarde: motor uit zolang de processor nog niets zegt",
            "gate to ground: motor off while the processor is in reset",
        ),
    ),
    "button_pull_up": _resistor(
        "100 kΩ",
        100_000,
        Text(
            "van knop naar 3V3: die in de chip is uit in diepe slaap",
            "button to 3V3: the chip's own are off in deep sleep",
        ),
    ),
    "motor_capacitor": Part(
        what=Text("condensator", "capacitor"),
        value="100 nF",
        number=Text("keramisch, 16 V of meer", "ceramic, 16 V or more"),
        look=Text("over de motor, er dichtbij", "across the motor, close to it"),
    ),
    "battery_capacitor": Part(
        what=Text("condensator", "capacitor"),
        value="100 nF",
        number=Text("keramisch, 16 V of meer", "ceramic, 16 V or more"),
        look=Text(
            "aan D2, voor een rustige meting",
            "at D2, so that the converter sees a steady voltage",
        ),
    ),
    "usb_220k": _resistor(
        "220 kΩ",
        220_000,
        Text(
            "halveren VBUS voor GP17, zodat vragen naar USB geen radiochip kost",
            "half of VBUS to GP17, so that asking for USB needs no radio chip",
        ),
    ),
    "usb_5k6": _resistor(
        "5.6 kΩ",
        5_600,
        Text(
            "halveren VBUS voor GP17; niet meer, om erratum E9",
            "half of VBUS to GP17; not more, see [limits](#limits)",
        ),
    ),
    "sense_220k": _resistor(
        "220 kΩ",
        220_000,
        Text(
            "de helft van de cel naar D2, de helft van USB naar D3",
            "half of the cell to D2, half of the USB supply to D3",
        ),
    ),
    "button": Part(
        what=Text("drukknop", "push button"),
        number=Text(
            "Omron B3F-1000 of een andere van 6 × 6 mm", "Omron B3F-1000 or any of 6 × 6 mm"
        ),
        look=Text(
            "zacht en met een lang leven; naar aarde",
            "soft, with a long life; to ground",
        ),
        euro=0.3,
    ),
    "haptic_driver": Part(
        what=Text("motordriver", "haptic driver"),
        value="DRV2605L",
        number=Text("DRV2605L-module, 3,3 V", "DRV2605L module, 3.3 V"),
        look=Text(
            "weerstanden aan SDA en SCL erop, `EN` naar buiten",
            "pull-ups of SDA and SCL on it, its enable pin `EN` led out",
        ),
        euro=8,
    ),
    "terminal": Part(
        what=Text("schroefklem", "screw terminal"),
        value="2.54 mm",
        number=Text("Phoenix MPT 0,5/2-2,54 of zoiets", "Phoenix MPT 0,5/2-2,54 or alike"),
        look=Text(
            "met twee polen, naast elkaar passend: daar gaan de draadjes van de motor in",
            "of two poles, 2.54 mm apart: the motor's thin leads go into it",
        ),
        euro=0.8,
    ),
    "breadboard": Part(
        what=Text("breadboard", "breadboard"),
        number=Text(
            "half formaat, 30 kolommen, twee rails per kant",
            "half size, 30 columns, two rails a side",
        ),
        look=Text("400 gaatjes, wit, nieuw", "400 holes; a worn one has loose contacts"),
        euro=4,
    ),
    "jumpers": Part(
        what=Text("draadjes met pennetjes", "jumper wires"),
        value="11",
        number=Text("pen aan beide kanten, 10 tot 20 cm", "male to male, 10 to 20 cm"),
        look=Text("een doosje met kleuren", "a set of colours"),
        euro=4,
    ),
    "strap": Part(
        what=Text("bandje", "strap"),
        look=Text(
            "zachte stof met klittenband, voor zijn pennen",
            "soft cloth, with hook and loop, for its lugs, in place of the stiff one",
        ),
        euro=8,
    ),
    "foam": Part(
        what=Text("schuim", "foam"), value="2 mm", look=Text("zie onder", "see below"), euro=2
    ),
}
