# SPDX-License-Identifier: MIT
"""The page's server in this process, asked without a network."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from loslaten.page.admission import COOKIE, Admission
from loslaten.page.app import application
from loslaten.page.world import World
from loslaten.watches.reach import air
from tests.rigs.raw_records import NOW_MS


class InProcess:
    """The server of a data folder; `now_ms` is its time. It speaks Dutch."""

    def __init__(self, folder: Path, now_ms: int = NOW_MS) -> None:
        self.world = World(folder, air, lambda: (now_ms, 60), any_watch=True)
        admission = Admission(self.world.private)
        self._app = application(self.world, admission)
        address = f"127.0.0.1:{admission.port}"
        self._headers = [
            (b"host", address.encode()),
            (b"origin", f"http://{address}".encode()),
            (b"cookie", f"{COOKIE}={admission.cookie}".encode()),
            (b"accept-language", b"nl"),
            (b"content-type", b"application/x-www-form-urlencoded"),
        ]

    def ask(self, path: str, fields: Mapping[str, str] | None = None) -> tuple[int, str]:
        """Ask for a page, or submit a form; return the status and the text."""
        return asyncio.run(self.answer(path, fields))

    async def answer(
        self,
        path: str,
        fields: Mapping[str, str] | None = None,
        has_come: asyncio.Event | None = None,
    ) -> tuple[int, str]:
        """Answer; the fields of a form come when `has_come` says so."""
        status, parts = 0, []
        body = b"" if fields is None else urlencode(fields).encode()

        async def receive() -> dict[str, object]:
            if has_come is not None:
                await has_come.wait()
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: dict[str, object]) -> None:
            nonlocal status
            status = message.get("status", status)  # type: ignore[assignment]
            parts.append(message.get("body", b""))

        scope = {
            "type": "http",
            "method": "GET" if fields is None else "POST",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "headers": self._headers,
        }
        await self._app(scope, receive, send)  # type: ignore[arg-type]
        return status, b"".join(parts).decode("utf-8")  # type: ignore[arg-type]
