# SPDX-License-Identifier: MIT
"""The virtual machine from outside: boots it, and runs commands in it."""

import json
import queue
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from tests.bluez import image

MEMORY = "512M"
BOOT_S = 120.0
BOOTS = 2
COMMAND_S = 120.0
KERNEL = (
    "console=ttyS0 quiet oops=panic panic=-1 reboot=t mitigations=off nokaslr random.trust_cpu=on"
)


class MachineError(Exception):
    """The machine did not boot, or died."""


@dataclass(frozen=True)
class Done:
    """A command that is over."""

    code: int
    out: str
    err: str


class Command:
    """A command that runs in the machine."""

    def __init__(self, machine: "Machine", number: int, words: str) -> None:
        self.out = self.err = ""
        self.code: int | None = None
        self.changed = threading.Condition()
        self._machine = machine
        self._number = number
        self._words = words

    def wait(self, timeout_s: float = COMMAND_S) -> Done:
        """Return what came of it. TimeoutError when it is not over in time."""
        self._until(lambda: self.code is not None, "the end", timeout_s)
        assert self.code is not None
        return Done(self.code, self.out, self.err)

    def until(self, text: str, timeout_s: float = COMMAND_S) -> None:
        """Wait until it has printed what the pattern `text` matches, on either stream."""
        self._until(lambda: re.search(text, self.out + self.err) is not None, text, timeout_s)

    def type(self, line: str) -> None:
        """Give it a line of input."""
        self._machine.ask(id=self._number, do="input", text=line + "\n")

    def end(self) -> None:
        """End its input."""
        self._machine.ask(id=self._number, do="end")

    def interrupt(self) -> None:
        """Send it Ctrl-C."""
        self._machine.ask(id=self._number, do="signal", number=int(signal.SIGINT))

    def take(self, said: dict) -> None:
        """Take what the machine says of it."""
        with self.changed:
            self.out += said.get("out", "")
            self.err += said.get("err", "")
            self.code = said.get("exit", self.code)
            self.changed.notify_all()

    def _until(self, is_so, what: str, timeout_s: float) -> None:
        with self.changed:
            if not self.changed.wait_for(
                lambda: is_so() or self.code is not None or self._machine.died, timeout_s
            ):
                raise TimeoutError(f"{self._words}: no {what} in {timeout_s} s\n{self._said()}")
            if not is_so():
                raise AssertionError(f"{self._words}: ended without {what}\n{self._said()}")

    def _said(self) -> str:
        return f"exit {self.code}\n{self.out}\n{self.err}"


class Machine:
    """A machine with an adapter, whose controller answers at `hci_port` of this computer."""

    def __init__(self, hci_port: int) -> None:
        self.died = False
        self._hci_port = hci_port
        self._folder = Path(tempfile.mkdtemp(prefix="bluez-"))
        self._commands: dict[int, Command] = {}
        self._ready: queue.Queue[bool] = queue.Queue()

    def __enter__(self) -> Self:
        image.build()
        image.site()
        for attempt in range(1, BOOTS + 1):
            self._boot()
            try:
                self._ready.get(timeout=BOOT_S)
            except queue.Empty:
                self._stop()
                if attempt == BOOTS:
                    raise MachineError(f"it did not boot:\n{self.console()}") from None
                continue
            return self
        raise AssertionError("unreachable")

    def __exit__(self, *_: object) -> None:
        self._stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self, *command: str, home: str = "/root") -> Command:
        """Start a command."""
        number = len(self._commands) + 1
        running = Command(self, number, " ".join(command))
        self._commands[number] = running
        self.ask(id=number, do="start", command=command, home=home)
        return running

    def run(self, *command: str, home: str = "/root", timeout_s: float = COMMAND_S) -> Done:
        """Run a command to its end."""
        return self.start(*command, home=home).wait(timeout_s)

    def ask(self, **what: object) -> None:
        """Send a line to the server in the machine."""
        self._socket.sendall(json.dumps(what).encode() + b"\n")

    def console(self) -> str:
        """Return the last of what the kernel and the services have said."""
        path = self._folder / "console"
        lines = path.read_text(errors="replace").splitlines() if path.is_file() else []
        return "\n".join(lines[-30:])

    def _boot(self) -> None:
        self.died = False
        path = self._folder / "commands"
        with socket.socket(socket.AF_UNIX) as listener:
            path.unlink(missing_ok=True)
            listener.bind(str(path))
            listener.listen(1)
            listener.settimeout(BOOT_S)
            self._process = subprocess.Popen(
                self._qemu(path), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
            )
            self._socket, _ = listener.accept()
        threading.Thread(target=self._listen, args=(self._socket,), daemon=True).start()

    def _qemu(self, commands: Path) -> list[str]:
        made = image.FOLDER
        how = "security_model=none,readonly=on,multidevs=remap"
        lent = [
            part
            for tag in ("rootfs", "site")
            for part in ("-virtfs", f"local,path={made / tag},mount_tag={tag},{how}")
        ]
        hci = f"socket,id=hci,host=127.0.0.1,port={self._hci_port},server=off"
        return [
            *("qemu-system-x86_64", "-M", f"q35,accel={_accelerator()}", "-cpu", "max"),
            # More than one emulated processor now and then misses a timer, and hangs.
            *("-smp", "1", "-m", MEMORY, "-nodefaults", "-no-user-config", "-no-reboot"),
            *("-display", "none", "-serial", f"file:{self._folder / 'console'}"),
            *("-kernel", str(made / "vmlinuz"), "-initrd", str(made / "initrd.gz")),
            *("-append", KERNEL, "-device", "virtio-serial-pci", "-device", "virtio-rng-pci"),
            *("-chardev", f"socket,id=commands,path={commands},server=off"),
            *("-device", "virtconsole,chardev=commands", "-chardev", hci),
            *("-device", "virtconsole,chardev=hci", *lent),
        ]

    def _listen(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            for line in lines:
                self._take(line)
        self.died = True
        for command in list(self._commands.values()):
            with command.changed:
                command.changed.notify_all()

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line)
        except ValueError:
            return  # what a kernel says to a console while it starts
        if "ready" in said:
            self._ready.put(True)
        elif said.get("id") in self._commands:
            self._commands[said["id"]].take(said)

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        self._socket.close()


def _accelerator() -> str:
    """Return "kvm" where the processor can, else "tcg": that /dev/kvm is there says too little."""
    flags = re.search(r"^flags.*\b(vmx|svm)\b", Path("/proc/cpuinfo").read_text(), re.M)
    try:
        with open("/dev/kvm", "rb+"):  # noqa: PTH123
            return "kvm" if flags else "tcg"
    except OSError:
        return "tcg"
