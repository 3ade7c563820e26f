# SPDX-License-Identifier: MIT
"""A stand-in for BlueZ on a message bus of its own: it hangs or errs where it is told to.

Bleak talks to it as to the real one. The bus is Debian's `dbus-daemon`, with the stand-in in a
thread of the tests; without `dbus-daemon` there is nothing to talk to, and tests skip.
"""

import asyncio
import contextlib
import shutil
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

if sys.platform != "linux" or shutil.which("dbus-daemon") is None:
    pytest.skip("no dbus-daemon: BlueZ's errors are not tried", allow_module_level=True)

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from loslaten_core.link import gatt

ADAPTER = "/org/bluez/hci0"
ADDRESS = "C0:FF:EE:00:00:01"
DEVICE = f"{ADAPTER}/dev_{ADDRESS.replace(':', '_')}"
HANG, GO = "hang", "go"
# Longer than anything of ours waits for the system.
_WAITED_S = 30.0
# Of the real clock: who still waits then would for ever.
_PATIENCE_S = 60.0
CONFIG = """<busconfig>
<type>system</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*"/><allow receive_sender="*"/>
<allow own="*"/><allow user="*"/></policy></busconfig>"""


class Bluez:
    """`script` says what becomes of the calls of a method: HANG, GO (the bus ends), or an error's
    (name, text); a list has one for each call, None for "as it should be". calls: the methods
    called, in order.

    waited_s: how much later it has become for those who wait for an answer that does not come.
    Where their clock goes by it, limits are those of every day, and a hang takes no time.
    waited_for_ever: whether somebody had no limit; then the bus ended, so that the test does.
    """

    def __init__(self, folder: Path, watch_id: bytes) -> None:
        self.script: dict[str, object] = {}
        self.calls: list[str] = []
        self.waited_s = 0.0
        self.waited_for_ever = False
        self._patience = threading.Timer(_PATIENCE_S, self._give_up)
        self.adapter = {
            "Address": Variant("s", "00:00:00:00:00:01"),
            "Powered": Variant("b", True),
            "Roles": Variant("as", ["central"]),
        }
        manufacturer = {0xFFFF: Variant("ay", gatt.short_id(watch_id) + b"\x01")}
        self._device = {
            "Address": Variant("s", ADDRESS),
            "Name": Variant("s", "Maan"),
            "Alias": Variant("s", "Maan"),
            "RSSI": Variant("n", -50),
            "UUIDs": Variant("as", [gatt.LINK]),
            "ManufacturerData": Variant("a{qv}", manufacturer),
            "Connected": Variant("b", False),
            "Paired": Variant("b", False),
            "Adapter": Variant("o", ADAPTER),
            "ServicesResolved": Variant("b", False),
        }
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(folder=folder))
        self._daemon = subprocess.Popen(
            ["dbus-daemon", f"--config-file={config}", "--print-address", "--nofork"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.bus_address = self._daemon.stdout.readline().strip()
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        assert self._ready.wait(20)
        self._patience.start()

    def close(self) -> None:
        self._patience.cancel()
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()
        self.kill_bus()
        self._daemon.stdout.close()

    def _give_up(self) -> None:
        self.waited_for_ever = True
        self.kill_bus()

    def kill_bus(self) -> None:
        self._daemon.kill()
        self._daemon.wait()

    def _serve(self) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._live())

    async def _live(self) -> None:
        self._done = asyncio.Event()
        self._bus = await MessageBus(bus_address=self.bus_address).connect()
        self._bus.add_message_handler(self._answer)
        await self._bus.request_name("org.bluez")
        self._ready.set()
        await self._done.wait()
        with contextlib.suppress(Exception):
            self._bus.disconnect()
            await self._bus.wait_for_disconnect()

    def _answer(self, message: Message) -> Message | bool:
        if message.message_type is not MessageType.METHOD_CALL:
            return False
        member = message.member
        if message.interface == "org.freedesktop.DBus.Peer":
            return False
        self.calls.append(member)
        planned = self.script.get(member)
        if isinstance(planned, list):
            planned = planned.pop(0) if planned else None
        if planned == HANG:
            self._let_wait(message.sender)
            return True
        if planned == GO:
            self.kill_bus()
            return True
        if planned is not None:
            name, text = planned
            return Message.new_error(message, name, text)
        if member == "GetManagedObjects":
            objects = {ADAPTER: {"org.bluez.Adapter1": self.adapter}}
            return Message.new_method_return(message, "a{oa{sa{sv}}}", [objects])
        if member == "StartDiscovery":
            # Before the answer: who listens from then on has heard it, however busy the computer.
            self._advertise()
        return Message.new_method_return(message)

    def _let_wait(self, caller: str) -> None:
        """Let it become later, and wake the caller, who looks at the time only then."""
        self.waited_s += _WAITED_S
        self._bus.send(
            Message(
                message_type=MessageType.SIGNAL,
                destination=caller,
                path="/",
                interface="loslaten.Stub",
                member="Waited",
            )
        )

    def _advertise(self) -> None:
        self._bus.send(
            Message.new_signal(
                "/",
                "org.freedesktop.DBus.ObjectManager",
                "InterfacesAdded",
                "oa{sa{sv}}",
                [DEVICE, {"org.bluez.Device1": self._device}],
            )
        )


class StubbornBus:
    """A D-Bus socket that hangs up after the login, or never says a word.

    answers: what it says to each line of the login, by how the line begins; where there is nothing
    to say it hangs up, or sends `nonsense` and waits. None: it never answers.
    """

    def __init__(
        self, folder: Path, answers: dict[bytes, bytes] | None, nonsense: bytes = b""
    ) -> None:
        path = folder / "bus.sock"
        self.bus_address = f"unix:path={path}"
        self._answers = answers
        self._nonsense = nonsense
        self._server = socket.socket(socket.AF_UNIX)
        self._server.bind(str(path))
        self._server.listen()
        self._held: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._server.close()
        for one in self._held:
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._server.accept()
                self._held.append(client)
                if self._answers is not None:
                    threading.Thread(target=self._log_in, args=(client,), daemon=True).start()

    def _log_in(self, client: socket.socket) -> None:
        answers = self._answers or {}
        with contextlib.suppress(OSError), client, client.makefile("rb") as said:
            for line in said:
                word = line.strip(b"\0").split()[0]
                if word not in answers:
                    if self._nonsense:
                        client.sendall(self._nonsense)
                        said.read()
                    return
                client.sendall(answers[word] + b"\r\n")
