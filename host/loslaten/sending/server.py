# SPDX-License-Identifier: MIT
"""A FHIR server over HTTPS: one kind of request, answered within a limit or not at all.

Sent are transactions: a server takes all of one or nothing. Certificates are verified,
redirections are not followed (the token would go with them), and a proxy of the environment is
used.
"""

import json
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from email.message import Message
from http.client import HTTPException, IncompleteRead
from typing import Any
from urllib.parse import urlsplit

from loslaten.language import clean
from loslaten.language.text import Text
from loslaten.sending.errors import (
    AddressError,
    BadAnswerError,
    RefusedError,
    TokenError,
    UnreachableError,
)
from loslaten.waiting import within

# For a whole request and its answer, whatever a server does meanwhile.
LIMIT_S = 60.0
_ANSWER_BYTES_MAX = 16 * 1024 * 1024
_TOKEN_CHARS_MAX = 8_192
# Waits before the same is sent once more; a server may ask for more, up to so much.
WAITS_S = (2.0, 8.0)
_WAIT_S_MAX = 30.0
_BUSY = (429, 502, 503, 504)
_LOCAL = ("localhost", "127.0.0.1", "::1")
_TOLD_CHARS, _TOLD_LINES = 300, 5
_MEDIA = "application/fhir+json"

_NO_ADDRESS = Text("{} is geen adres van een FHIR-server", "{} is no address of a FHIR server")
_AN_ADDRESS = Text(
    "schrijf het hele adres, zoals https://fhir.example.org/fhir/R4",
    "write the whole address, such as https://fhir.example.org/fhir/R4",
)
_NOT_SECRET = Text(
    "naar {} wordt niets verzonden zonder https", "nothing is sent to {} without https"
)
_USE_HTTPS = Text(
    "vraag de beheerder om het adres dat met https begint",
    "ask its administrator for the address that begins with https",
)
_NO_TOKEN = Text("dit kan geen token zijn", "this cannot be a token")
_COPY_TOKEN = Text(
    "kopieer het nog eens, zonder regeleinden en spaties",
    "copy it once more, without line ends and spaces",
)
_SILENT = Text("{} antwoordde niet binnen {} s", "{} did not answer within {} s")
_NOT_REACHED = Text("{} is niet te bereiken: {}", "{} cannot be reached: {}")
_CERTIFICATE = Text(
    "het certificaat van {} is niet te vertrouwen: {}",
    "the certificate of {} cannot be trusted: {}",
)
_GO_ON = Text(
    "probeer het later nog eens: wat al verzonden is, wordt niet opnieuw verzonden",
    "try again later: what was sent already is not sent again",
)
_ASK_CERTIFICATE = Text(
    "verzend niets voordat de beheerder dit heeft uitgelegd; een eigen certificaat komt in een "
    "bestand dat SSL_CERT_FILE noemt",
    "send nothing before its administrator has explained this; a certificate of their own goes "
    "into a file that SSL_CERT_FILE names",
)
_BUSY_SERVER = Text("{} heeft het te druk (HTTP {})", "{} is too busy (HTTP {})")
_REFUSED = Text("{} weigert de nachten (HTTP {})", "{} refuses the nights (HTTP {})")
_SEE_DETAILS = Text(
    "laat de beheerder zien wat hij zegt; er is niets half bewaard",
    "show its administrator what it says; nothing was kept by halves",
)
_NOT_LET_IN = Text("{} laat u niet binnen (HTTP {})", "{} does not let you in (HTTP {})")
_GIVE_TOKEN = Text(
    "vraag de beheerder om een token, en: loslaten nights send --fhir ADRES --keep-token",
    "ask its administrator for a token, then: loslaten nights send --fhir URL --keep-token",
)
_ELSEWHERE = Text("{} verwijst naar elders: {}", "{} points elsewhere: {}")
_USE_THAT = Text(
    "ga na of dat adres klopt, en gebruik het dan zelf",
    "see that this address is right, and then use it yourself",
)
_NO_SUCH = Text("op {} is geen FHIR-server", "there is no FHIR server at {}")
_NOT_FHIR = Text(
    "{} antwoordt niet zoals een FHIR-server", "{} does not answer as a FHIR server does"
)
_CHECK_ADDRESS = Text(
    "ga na of het adres tot en met het laatste stuk klopt, zoals /fhir/R4",
    "see that the address is right to its last part, such as /fhir/R4",
)


def base_of(address: str) -> str:
    """Return the address of a server without what is too much. Raises AddressError."""
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        host, port = "", None
    if not host or port == 0 or parts.query or parts.fragment or parts.username is not None:
        raise AddressError(_NO_ADDRESS.format(clean.line(address, 200)), _AN_ADDRESS)
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        if parts.scheme == "http":
            raise AddressError(_NOT_SECRET.format(host), _USE_HTTPS)
        raise AddressError(_NO_ADDRESS.format(clean.line(address, 200)), _AN_ADDRESS)
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def checked_token(token: str) -> str:
    """Return a token as it can stand in a request. Raises TokenError, which does not tell it."""
    token = token.strip()
    is_one = token.isascii() and token.isprintable() and " " not in token
    if not token or not is_one or len(token) > _TOKEN_CHARS_MAX:
        raise TokenError(_NO_TOKEN, _COPY_TOKEN)
    return token


def _opener() -> urllib.request.OpenerDirector:
    """Return what asks over HTTP, and follows no redirection."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
    ):
        opener.add_handler(handler)
    return opener


class Server:
    """The server at `base`, as `base_of` returns it.

    limit_s: for each request. waits_s: before the same is sent once more, where that may help.
    """

    def __init__(
        self,
        base: str,
        token: str | None = None,
        *,
        limit_s: float = LIMIT_S,
        waits_s: tuple[float, ...] = WAITS_S,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.base = base
        self.host = urlsplit(base).netloc
        self._token = token
        self._limit_s = limit_s
        self._waits_s = waits_s
        self._sleep = sleep
        self._opener = _opener()

    def transact(self, bundle: dict[str, Any]) -> list[bool]:
        """Send a transaction; return for each entry whether it is new to the server.

        Sending the same twice is safe, as its entries are created on condition. Raises
        SendingError.
        """
        for wait_s in (*self._waits_s, None):
            try:
                return self._created(self._post(bundle), len(bundle["entry"]))
            except UnreachableError as error:
                if wait_s is None or not error.again_s:
                    raise
                self._sleep(min(max(wait_s, error.again_s), _WAIT_S_MAX))
        raise AssertionError("the last time there is no waiting")

    def _post(self, bundle: dict[str, Any]) -> bytes:
        headers = {"Content-Type": _MEDIA, "Accept": _MEDIA}
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        request = urllib.request.Request(
            self.base, json.dumps(bundle).encode(), headers, method="POST"
        )
        try:
            # A time-out of a socket bounds each of its steps only: a server that sends a byte now
            # and then would be waited for without an end.
            return within(self._limit_s, lambda: self._read(request))
        except TimeoutError as error:
            raise self._again(_SILENT.format(self.host, f"{self._limit_s:g}")) from error
        except urllib.error.HTTPError as error:
            with error:
                raise self._refused(error) from error
        except urllib.error.URLError as error:
            raise self._unreached(error.reason) from error
        except (HTTPException, OSError) as error:
            raise self._unreached(error) from error

    def _read(self, request: urllib.request.Request) -> bytes:
        with self._opener.open(request, timeout=self._limit_s) as answer:
            content: bytes = answer.read(_ANSWER_BYTES_MAX + 1)
            # What is left; a read of so many bytes does not mind an end that comes too early.
            if answer.length and len(content) <= _ANSWER_BYTES_MAX:
                raise IncompleteRead(content, answer.length)
        return content

    def _created(self, content: bytes, count: int) -> list[bool]:
        """Return whether each entry was created. Raises BadAnswerError."""
        try:
            if len(content) > _ANSWER_BYTES_MAX:
                raise ValueError("too long")
            answer = json.loads(content)
            if answer["resourceType"] != "Bundle" or answer["type"] != "transaction-response":
                raise ValueError("no answer to a transaction")
            codes = [str(entry["response"]["status"])[:3] for entry in answer["entry"]]
            if len(codes) != count or not set(codes) <= {"200", "201"}:
                raise ValueError("not everything was taken")
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise BadAnswerError(_NOT_FHIR.format(self.host), _CHECK_ADDRESS) from error
        return [code == "201" for code in codes]

    # What went wrong.

    def _again(self, told: Text, after_s: float = 1.0) -> UnreachableError:
        error = UnreachableError(told, _GO_ON)
        error.again_s = after_s
        return error

    def _unreached(self, reason: object) -> Exception:
        if isinstance(reason, ssl.SSLCertVerificationError):
            told = clean.line(reason.verify_message, _TOLD_CHARS)
            return UnreachableError(_CERTIFICATE.format(self.host, told), _ASK_CERTIFICATE)
        said = reason.strerror if isinstance(reason, OSError) and reason.strerror else reason
        told = clean.line(str(said) or type(reason).__name__, _TOLD_CHARS)
        return self._again(_NOT_REACHED.format(self.host, told))

    def _refused(self, error: urllib.error.HTTPError) -> Exception:
        code = error.code
        if code in _BUSY:
            return self._again(_BUSY_SERVER.format(self.host, code), _asked_wait_s(error.headers))
        if code in (401, 403):
            return RefusedError(_NOT_LET_IN.format(self.host, code), _GIVE_TOKEN)
        if 300 <= code < 400:
            place = clean.line(error.headers.get("Location", ""), _TOLD_CHARS)
            return RefusedError(_ELSEWHERE.format(self.host, place), _USE_THAT)
        if code in (404, 405, 410):
            return RefusedError(_NO_SUCH.format(self.base), _CHECK_ADDRESS)
        return RefusedError(
            _REFUSED.format(self.host, code), _SEE_DETAILS, _outcome(self._body(error))
        )

    def _body(self, error: urllib.error.HTTPError) -> bytes:
        try:
            return within(self._limit_s, lambda: error.read(_ANSWER_BYTES_MAX))
        except (TimeoutError, HTTPException, OSError):
            return b""


def _asked_wait_s(headers: Message) -> float:
    said = headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() and len(said) < 6 else 1.0


def _outcome(content: bytes) -> tuple[str, ...]:
    """Return what an OperationOutcome says, as far as it is one."""
    try:
        issues = json.loads(content)["issue"]
        told = [
            one.get("diagnostics") or one.get("details", {}).get("text") or one.get("code")
            for one in issues
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()
    return tuple(clean.line(str(one), _TOLD_CHARS) for one in told[:_TOLD_LINES] if one)
