# SPDX-License-Identifier: MIT
"""Connections, said once: the drawings and the tables of parts are held against them.

A circuit names what is placed, each thing with its line of the parts table, and the nets: which
terminals are joined. A terminal is "thing.end"; "board.GP16" is a pin, by what is printed there.
Whatever is on the net of the board's "GND" is ground.
"""

from collections import Counter
from dataclasses import dataclass

from tools.wiring.boards import XIAO_PINS, Board

Nets = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Circuit:
    """placed: the parts, by the name they have in the nets. beside: (part, how many) more to buy,
    which are on no net.
    """

    placed: dict[str, str]
    nets: Nets
    beside: tuple[tuple[str, int], ...] = ()

    def parts(self) -> dict[str, int]:
        """Return how many of which part there are, in the order in which they are placed."""
        return dict(Counter(self.placed.values())) | dict(self.beside)

    def net_of(self, terminal: str) -> frozenset[str]:
        """Return the terminals joined with one, that one included."""
        return next((net for net in self.nets if terminal in net), frozenset({terminal}))


def _nets(*nets: str) -> Nets:
    return frozenset(frozenset(net.split()) for net in nets)


_MOTOR = {
    "motor": "motor_erm",
    "transistor": "transistor",
    "motor_diode": "motor_diode",
    "gate_resistor": "gate_resistor",
    "pull_down": "pull_down",
    "motor_capacitor": "motor_capacitor",
}
# The motor between 3V3 and the transistor, which is off unless the gate is driven.
_MOTOR_NETS = (
    "transistor.G gate_resistor.2 pull_down.1",
    "transistor.D motor.− motor_diode.A motor_capacitor.2",
    "board.3V3 motor.+ motor_diode.K motor_capacitor.1",
)


def pico(board: Board) -> Circuit:
    """A Pico W or Pico 2 W with its cell, and either kind of motor."""
    pins = {key: f"board.GP{gpio}" for key, gpio in board.pins.items()}
    usb = "usb_5k6" if board.name == "pico2_w" else "usb_220k"
    grounds = "board.GND charger.OUT−,IN− divider_low.2 button.2"
    nets = [
        "board.VBUS charger.IN+ divider_high.1",
        "board.VSYS supply_diode.K",
        "supply_diode.A charger.OUT+",
        "charger.B+ switch.2",
        "switch.1 cell.+",
        "charger.B− cell.−",
        "charger.R3a charge_resistor.1",
        "charger.R3b charge_resistor.2",
        f"{pins['USB_PIN']} divider_high.2 divider_low.1",
        f"{pins['BUTTON_PIN']} button.1",
    ]
    placed = {
        "board": "pico2_w" if board.name == "pico2_w" else "pico_w",
        "cell": "cell_400",
        "charger": "charger",
        "charge_resistor": "charge_resistor",
        "switch": "switch",
        "supply_diode": "supply_diode",
    }
    if "MOTOR_PIN" in board.pins:
        nets += [*_MOTOR_NETS, f"{pins['MOTOR_PIN']} gate_resistor.1"]
        grounds += " transistor.S pull_down.2"
        placed |= _MOTOR
    else:
        nets += [
            f"{pins['SDA_PIN']} driver.SDA",
            f"{pins['SCL_PIN']} driver.SCL",
            f"{pins['ENABLE_PIN']} driver.EN",
            "board.3V3 driver.VIN",
            "driver.OUT+ motor.1",
            "driver.OUT− motor.2",
        ]
        grounds += " driver.GND"
        placed |= {"driver": "haptic_driver", "motor": "motor_lra"}
    placed |= {"divider_high": usb, "divider_low": usb, "button": "button"}
    return Circuit(placed, _nets(*nets, grounds))


def xiao(board: Board) -> Circuit:
    """A XIAO ESP32S3, which charges its cell itself."""
    pins = {key: f"board.{XIAO_PINS[gpio]}" for key, gpio in board.pins.items()}
    nets = _nets(
        *_MOTOR_NETS[:2],
        _MOTOR_NETS[2] + " button_pull_up.1",
        f"{pins['MOTOR_PIN']} gate_resistor.1",
        f"{pins['BUTTON_PIN']} button.1 button_pull_up.2",
        "board.5V usb_high.1",
        f"{pins['USB_PIN']} usb_high.2 usb_low.1",
        "board.BAT+ cell.+ battery_high.1",
        f"{pins['BATTERY_PIN']} battery_high.2 battery_low.1 battery_capacitor.1",
        "board.BAT− cell.−",
        "board.GND transistor.S pull_down.2 usb_low.2 battery_low.2 battery_capacitor.2 button.2",
    )
    dividers = dict.fromkeys(("battery_high", "battery_low", "usb_high", "usb_low"), "sense_220k")
    placed = {"board": "xiao_esp32s3", "cell": "cell_250", **_MOTOR, **dividers}
    placed |= {"battery_capacitor": "battery_capacitor", "button_pull_up": "button_pull_up"}
    return Circuit(placed | {"button": "button"}, nets)


def twatch(_board: Board) -> Circuit:
    """A T-Watch S3: all is inside."""
    return Circuit({}, frozenset(), (("twatch_s3", 1), ("strap", 1), ("foam", 1)))


_BUILT = {
    "pico_w": pico,
    "pico_w_drv2605l": pico,
    "pico2_w": pico,
    "xiao_esp32s3": xiao,
    "twatch_s3": twatch,
}


def circuit(board: Board) -> Circuit:
    """Return how a board is wired. KeyError: that is not known yet."""
    return _BUILT[board.name](board)


def breadboard(board: Board) -> Circuit:
    """A Pico on a breadboard and on USB: as on the wrist, without the cell and what it needs."""
    worn = pico(board)
    left_out = {"cell", "charger", "charge_resistor", "switch", "supply_diode"}
    placed = {name: part for name, part in worn.placed.items() if name not in left_out}
    placed["transistor"] = "transistor_legs"
    nets = (
        frozenset(end for end in net if end.partition(".")[0] not in left_out) for net in worn.nets
    )
    beside = (("terminal", 1), ("breadboard", 1), ("jumpers", 1))
    return Circuit(placed, frozenset(net for net in nets if len(net) > 1), beside)
