# SPDX-License-Identifier: MIT
"""Runs commands for the host: lines of JSON come in over a console, and go out over it.

In:  {"id": 1, "do": "start", "command": [...], "home": "/root"}, {"id": 1, "do": "input", "text":
     "..."} ("end" closes it), {"id": 1, "do": "signal", "number": 2}.
Out: {"ready": true} once, {"id": 1, "out" or "err": "..."} as it comes, {"id": 1, "exit": 0}.
"""

import asyncio
import json
import os
import subprocess

CONSOLE = "/dev/hvc0"
BUS_NAME = "org.bluez"
CHUNK_BYTES = 4096


class Server:
    """The commands that run now, by the host's number for them."""

    def __init__(self, console: int) -> None:
        self._console = console
        self._running: dict[int, asyncio.subprocess.Process] = {}
        self._tasks: set[asyncio.Task] = set()

    def tell(self, **said: object) -> None:
        line = json.dumps(said).encode() + b"\n"
        while line:
            line = line[os.write(self._console, line) :]

    async def take(self, asked: dict) -> None:
        number = asked["id"]
        if asked["do"] == "start":
            await self._start(number, asked["command"], asked["home"])
        elif number not in self._running:
            return
        elif asked["do"] == "signal":
            self._running[number].send_signal(asked["number"])
        elif asked["do"] == "input":
            self._running[number].stdin.write(asked["text"].encode())
        elif asked["do"] == "end":
            self._running[number].stdin.close()

    async def _start(self, number: int, command: list[str], home: str) -> None:
        os.makedirs(home, exist_ok=True)  # noqa: PTH103
        pipe = subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            *command, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | {"HOME": home}
        )
        self._running[number] = process
        task = asyncio.create_task(self._follow(number, process))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, number: int, process: asyncio.subprocess.Process) -> None:
        await asyncio.gather(
            self._pass_on(number, "out", process.stdout),
            self._pass_on(number, "err", process.stderr),
        )
        code = await process.wait()
        del self._running[number]
        self.tell(id=number, exit=code)

    async def _pass_on(self, number: int, name: str, stream: asyncio.StreamReader) -> None:
        while chunk := await stream.read(CHUNK_BYTES):
            self.tell(id=number, **{name: chunk.decode(errors="replace")})


async def adapter_is_there() -> None:
    """Wait until bluetoothd is on the bus and the kernel has the adapter."""
    asks = ["dbus-send", "--system", "--print-reply", "--dest=org.freedesktop.DBus", "/"]
    asks += ["org.freedesktop.DBus.NameHasOwner", f"string:{BUS_NAME}"]
    while True:
        reply = subprocess.run(asks, capture_output=True, check=False)
        if b"true" in reply.stdout and os.path.exists("/sys/class/bluetooth/hci0"):  # noqa: PTH110
            return
        await asyncio.sleep(0.1)


async def main() -> None:
    console = os.open(CONSOLE, os.O_RDWR)
    server = Server(console)
    await adapter_is_there()
    server.tell(ready=True)
    reader = asyncio.StreamReader(limit=1 << 20)
    protocol = asyncio.StreamReaderProtocol(reader)
    with open(CONSOLE, "rb", buffering=0) as lines:  # noqa: PTH123
        await asyncio.get_running_loop().connect_read_pipe(lambda: protocol, lines)
        while line := await reader.readline():
            await server.take(json.loads(line))


asyncio.run(main())
