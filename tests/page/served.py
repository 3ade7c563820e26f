# SPDX-License-Identifier: MIT
"""The page as a user starts it: `loslaten open` as a process of its own, asked over HTTP."""

import http.client
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

LOSLATEN = (sys.executable, "-c", "from loslaten.cli import main; main(prog_name='loslaten')")
# The same, with short pauses before cues, and a patience that no busy computer exhausts.
HURRIED = (
    sys.executable,
    "-c",
    (
        "from loslaten.page import radio; radio.PATIENCE_S = 900.0; "
        "from loslaten.watches import lessons; lessons.PAUSE_S = (0.05, 0.1); "
        "from loslaten.cli import main; main(prog_name='loslaten')"
    ),
)
# The same, with little patience: for a watch that never comes.
IMPATIENT = (
    sys.executable,
    "-c",
    (
        "from loslaten.page import radio; radio.PATIENCE_S = 0.5; "
        "from loslaten.watches import reach; reach.Reach.connect.__defaults__ = (None, 0.5); "
        "from loslaten.cli import main; main(prog_name='loslaten')"
    ),
)
_END_S = 120


@dataclass
class Answer:
    """Answer of the server."""

    status: int
    headers: Mapping[str, str]
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", "replace")


class Served:
    """A running server: `address` lets in once, `cookie` is what it is exchanged for."""

    def __init__(self, process: "subprocess.Popen[str]", address: str) -> None:
        self.process = process
        self.address = address
        found = re.fullmatch(r"http://127\.0\.0\.1:(\d+)(/enter\?token=\S+)", address)
        assert found, address
        self.port, self.way_in = int(found[1]), found[2]
        self.cookie = ""

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def enter(self) -> Answer:
        """Go in by the address, and keep the cookie."""
        answer = self.ask("GET", self.way_in)
        self.cookie = answer.headers.get("set-cookie", "").partition(";")[0]
        return answer

    def ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | bytes | None = None,
        **headers: str | None,
    ) -> Answer:
        """Ask for something; `headers` replace those of a browser on our own page, None drops."""
        sent: dict[str, str | None] = {
            "Host": f"127.0.0.1:{self.port}",
            "Cookie": self.cookie or None,
            "Accept-Language": "nl",
        }
        body = None
        if method == "POST":
            body = fields if isinstance(fields, bytes) else urlencode(fields or {}).encode()
            sent |= {"Origin": self.origin, "Content-Type": "application/x-www-form-urlencoded"}
        sent |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in sent.items():
                if value is not None:
                    connection.putheader(name, value)
            if body is not None:
                connection.putheader("Content-Length", str(len(body)))
            connection.endheaders(body)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()

    def form(self, path: str, action: str) -> dict[str, str]:
        """Return what the form for `action` on a page says without being filled in."""
        (content,) = re.findall(rf'<form [^>]*action="{action}".*?</form>', self.page(path), re.S)
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', content))

    def page(self, path: str) -> str:
        """Return the text of a page that is there."""
        answer = self.ask("GET", path)
        assert answer.status == 200, answer.text
        return answer.text

    def kill(self) -> None:
        """End the server as a crash or a power cut would."""
        self.process.kill()
        self.process.wait(_END_S)


def environment(home: Path) -> dict[str, str]:
    """Return the environment of somebody whose home is `home`."""
    return {**os.environ, "HOME": str(home), "PYTHONUNBUFFERED": "1"}


@contextmanager
def served(data: Path, *before: str, loslaten: tuple[str, ...] = LOSLATEN) -> Iterator[Served]:
    """Run `loslaten BEFORE open --no-browser` on a data folder within the block."""
    command = [*loslaten, *before, "open", "--no-browser", "--data", str(data)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment(data.parent)
    ) as process:
        try:
            assert process.stdout is not None
            yield Served(process, process.stdout.readline().strip())
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                try:
                    process.wait(_END_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
