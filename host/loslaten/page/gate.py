# SPDX-License-Identifier: MIT
"""The gate before every page: who asks, from where, and what a browser may do with the answer.

A server on the loopback address is within reach of every page in the browser and of every user of
the machine. So every request names our own host and port (else a foreign name that leads here
could read along: DNS rebinding), comes from our own pages, and carries the cookie.
"""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from loslaten.page.admission import COOKIE, Admission

# The way in, which alone needs no cookie.
_WAY_IN = "/enter"
BODY_BYTES_MAX = 64 * 1024
POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; "
    "object-src 'none'"
)
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # Not "no-referrer": a browser would then send our own forms with an unknown origin.
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
}


class Gate:
    """An ASGI application around `app` that lets through only what may be let through."""

    def __init__(self, app: ASGIApp, admission: Admission) -> None:
        self._app = app
        self._admission = admission

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host = f"127.0.0.1:{self._admission.port}"
        if headers.get("host") != host:
            return Response("421: this server answers to its own address only\n", 421)
        if headers.get("origin", f"http://{host}") != f"http://{host}":
            return Response("403: this request comes from another page\n", 403)
        # A browser says by itself where a request comes from; a page that was typed, or opened
        # from our private file, comes from nowhere, and may only be read.
        site = headers.get("sec-fetch-site", "same-origin")
        reads = scope["method"] in ("GET", "HEAD")
        if site not in ("same-origin", "none") and not (reads and scope["path"] == _WAY_IN):
            return Response("403: this request comes from another page\n", 403)
        if scope["path"] != _WAY_IN and not self._admission.admits(_cookie(headers)):
            return Response(_NOT_LET_IN, 403, media_type="text/html")
        length = headers.get("content-length", "0")
        if "transfer-encoding" in headers:
            return Response("411: a body has to say how long it is\n", 411)
        if not length.isdigit() or int(length) > BODY_BYTES_MAX:
            return Response("413: too much at once\n", 413)
        return None


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return "" if found is None else found.value


_NOT_LET_IN = """<!doctype html><html lang="nl"><meta charset="utf-8"><title>Loslaten</title>
<main><h1>Open Loslaten opnieuw</h1>
<p>Deze pagina is alleen voor wie haar opende. Sluit haar, en start Loslaten uit het menu.</p>
<hr><h2 lang="en">Open Loslaten again</h2>
<p lang="en">Only whoever opened this page may see it. Close it; start Loslaten from the menu.</p>
</main></html>
"""
