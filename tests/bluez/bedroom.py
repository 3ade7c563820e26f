# SPDX-License-Identifier: MIT
"""The world around the laptop: a virtual radio, and watches that run the firmware that ships.

It is a process of its own, in real time, that does what it is told by lines of JSON; the machine's
adapter is a client of its radio. `Bedroom` is how the tests talk to it.
"""

import asyncio
import json
import queue
import subprocess
import sys
import threading
from typing import Any, Self

from loslaten.cli.keyboard import Keyboard
from loslaten.cues.motor_model import model_of
from loslaten.firmware import tree
from loslaten.sim import clock
from loslaten.sim.bluetooth import hci_socket
from loslaten.sim.bluetooth.radio import Radio
from loslaten.sim.body.recogniser import Heard
from loslaten.sim.body.skin import Skin
from loslaten_core.haptics import cue, motor
from loslaten_core.haptics.theme import STANDARD
from loslaten_core.link import gatt
from tests.rigs.room import nights_in_flash
from tests.rigs.worn import Worn

BOARDS = ("pico_w", "xiao_esp32s3")
ANSWER_S = 30.0
# An update of the firmware with one more service: all others get other handles than before.
UPDATE = (
    ("/loslaten_core/link/gatt.py", b"TABLE = (", b"TABLE = (\n    (0x1815, ((0x2A56, READ),)),"),
    ("/device/radio.py", b"information, (battery,)", b"_, information, (battery,)"),
)


class Felt(Worn):
    """A watch whose cues are noted; its seed, and so its id and its address, is its board's."""

    def __init__(self, radio: Radio, board: str) -> None:
        super().__init__(radio, board, seed=1 + BOARDS.index(board))
        self.felt: list[str] = []

    async def begin(
        self, flash: tree.Files | None = None, firmware: tree.Files | None = None
    ) -> None:
        """Put it on, with this firmware or what ships, and switch it on."""
        await self.put_on(flash, firmware)
        self._skin = Skin(self.watch, model_of(motor.ERM), STANDARD, self._feel)
        self.watch.usb_power = True
        self.watch.power_on()

    async def exchange(self, flash: tree.Files, firmware: tree.Files | None) -> None:
        """Take its power, put other things on its flash, and let it start again."""
        kept = self.take_off()
        await self.begin(flash or kept, firmware)

    @property
    def watch_id(self) -> str:
        """Its id, as the firmware makes it of the board's serial number."""
        return gatt.watch_id((0xE6616408_43000000 + self._seed).to_bytes(8, "big")).hex()

    def _feel(self, heard: Heard) -> None:
        self.felt.append(cue.name(heard.cue) if heard.cue else heard.rhythm)


class Server:
    """Does what the tests ask for."""

    def __init__(self, radio: Radio, worn: dict[str, Felt]) -> None:
        self._radio, self._worn = radio, worn

    async def do(self, asked: dict[str, Any]) -> Any:
        """Do one thing, and return what there is to tell."""
        worn = self._worn.get(asked.get("board", ""))
        return await getattr(self, "_" + asked.pop("do"))(worn, asked)

    async def _ids(self, _worn: None, _asked: dict[str, Any]) -> dict[str, str]:
        return {board: worn.watch_id for board, worn in self._worn.items()}

    async def _hold(self, worn: Felt, asked: dict[str, Any]) -> None:
        worn.watch.button_down()
        await asyncio.sleep(asked["seconds"])
        worn.watch.button_up()

    async def _usb(self, worn: Felt, asked: dict[str, Any]) -> None:
        worn.watch.usb_power = asked["on"]

    async def _power(self, worn: Felt, asked: dict[str, Any]) -> None:
        (worn.watch.power_on if asked["on"] else worn.watch.power_off)()

    async def _felt(self, worn: Felt, _asked: dict[str, Any]) -> list[str]:
        felt, worn.felt = worn.felt, []
        return felt

    async def _year(self, worn: Felt, asked: dict[str, Any]) -> None:
        await worn.exchange({"/data/": b""} | nights_in_flash(asked["nights"]), None)

    async def _update(self, worn: Felt, _asked: dict[str, Any]) -> None:
        firmware = tree.firmware_tree()
        for path, before, after in UPDATE:
            assert firmware[path].count(before) == 1
            firmware[path] = firmware[path].replace(before, after)
        await worn.exchange({}, firmware)

    async def _restore(self, worn: Felt, _asked: dict[str, Any]) -> None:
        await worn.exchange({}, None)

    async def _drop_after(self, _worn: None, asked: dict[str, Any]) -> None:
        self._radio.drop_after(asked["packets"])

    async def _packets(self, _worn: None, _asked: dict[str, Any]) -> int:
        return self._radio.traffic.packets

    async def _silent(self, _worn: None, asked: dict[str, Any]) -> None:
        self._radio.silent = asked["is"]

    async def _trouble(self, worn: Felt, _asked: dict[str, Any]) -> list[str]:
        return [text for _, text in worn.watch.crashes]


class Bedroom:
    """The process, for the tests."""

    def __init__(self) -> None:
        self._answers: queue.Queue[dict[str, Any]] = queue.Queue()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.bluez.bedroom"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        threading.Thread(target=self._listen, daemon=True).start()
        self.port: int = self._answers.get(timeout=ANSWER_S)["port"]
        self.ids: dict[str, str] = self.ask("ids")
        return self

    def __exit__(self, *_: object) -> None:
        with self._process:
            self._process.kill()

    def ask(self, do: str, board: str = "", **details: Any) -> Any:
        """Let something happen; return what it tells. TimeoutError if it tells nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, "board": board, **details}) + "\n")
        self._process.stdin.flush()
        try:
            answer = self._answers.get(timeout=ANSWER_S)
        except queue.Empty:
            raise TimeoutError(f"the bedroom does not answer to {do}") from None
        assert "error" not in answer, answer["error"]
        return answer["told"]

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(json.loads(line))


async def _serve() -> None:
    radio = Radio()
    worn = {board: Felt(radio, board) for board in BOARDS}
    for one in worn.values():
        await one.begin()
    server = Server(radio, worn)
    door = await hci_socket.serve(radio)
    _tell(port=door.port)
    keyboard = Keyboard()
    while (line := await keyboard.line()) is not None:
        try:
            _tell(told=await server.do(json.loads(line)))
        except Exception as error:
            _tell(error=repr(error))


def _tell(**what: Any) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    clock.run(_serve(), speed=1.0)
