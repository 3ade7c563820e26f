# SPDX-License-Identifier: MIT
"""Admission to the page: the port and the secret of its server, one-time tokens, the cookie.

Only who can read the private file of the server is let in: its owner. A token made from the
secret works once and for a minute; it is exchanged for a cookie, which stays valid for as long as
the secret does, so that a page that was open before a restart goes on working.
"""

import contextlib
import hashlib
import hmac
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec

from loslaten import files
from loslaten.errors import LoslatenError
from loslaten.language.system_words import reason_of
from loslaten.language.text import Text

COOKIE = "loslaten"
TOKEN_S = 60
_FILE = "server.json"
_SECRET_BYTES = 32
_HELD = "server.held"
_LOCK_S = 5.0


class AdmissionError(LoslatenError):
    """The private file of the page's server cannot be used."""


class _Kept(msgspec.Struct):
    port: Annotated[int, msgspec.Meta(ge=0, le=65_535)]
    secret: Annotated[str, msgspec.Meta(pattern=f"^[0-9a-f]{{{2 * _SECRET_BYTES}}}$")]


class Admission:
    """The secret of the server of one data folder, kept in `folder` for its owner alone.

    now: Unix time in seconds.
    """

    def __init__(self, folder: Path, now: Callable[[], float] = time.time) -> None:
        self._path = folder / _FILE
        self._now = now
        self._used: set[str] = set()
        kept = self._load()
        self.port = kept.port
        self._secret = bytes.fromhex(kept.secret)
        self._hold: object = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Let no other process choose a port until the end; `port` is the one kept last."""
        try:
            with files.changing(self._path, _LOCK_S):
                self.port = self._load().port
                yield
        except TimeoutError as error:
            raise AdmissionError(
                Text("een ander loslaten open is net bezig", "another loslaten open is starting"),
                Text("probeer het opnieuw", "try again"),
            ) from error
        except OSError as error:
            raise self._unusable(error) from error

    def may_serve(self) -> bool:
        """Whether this process serves the folder, from now until it ends; only one may."""
        self._hold = files.held(self._path.with_name(_HELD))
        return self._hold is not None

    def keep_port(self, port: int) -> None:
        """Keep the port, so that the server has the same address when it is started again."""
        self.port = port
        self._save(_Kept(port, self._secret.hex()))

    @property
    def cookie(self) -> str:
        """The value of the cookie that lets in."""
        return self._sign("cookie")

    def admits(self, cookie: str) -> bool:
        """Whether a cookie is ours."""
        return hmac.compare_digest(cookie.encode(), self.cookie.encode())

    def token(self) -> str:
        """Return a fresh one-time token; any process of the same owner can make one."""
        until = f"{int(self._now()) + TOKEN_S}-{secrets.token_hex(8)}"
        return f"{until}-{self._sign('token ' + until)}"

    def take(self, token: str) -> bool:
        """Whether a token is ours, in time and not used before; it is used now."""
        until, _, signature = token.rpartition("-")
        expected = self._sign("token " + until)
        if not hmac.compare_digest(signature.encode(), expected.encode()) or token in self._used:
            return False
        self._used.add(token)
        return int(until.partition("-")[0]) >= self._now()

    def _sign(self, text: str) -> str:
        return hmac.digest(self._secret, text.encode(), hashlib.sha256).hex()

    def _load(self) -> _Kept:
        try:
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._path.exists():
                self._create()
            return msgspec.json.decode(self._path.read_bytes(), type=_Kept)
        except (msgspec.MsgspecError, ValueError) as error:
            raise AdmissionError(
                Text("{} is beschadigd", "{} is damaged: {}").format(self._path, error),
                Text("verwijder het; er komt een nieuw", "delete it; a new one is made"),
            ) from error
        except OSError as error:
            raise self._unusable(error) from error

    def _unusable(self, error: OSError) -> AdmissionError:
        """Return the error of a folder that cannot be written, or lock files."""
        from loslaten.practice_log.trouble import ELSEWHERE  # no start needs its words

        told = Text("{}: {}", "{}: {}").format(self._path, reason_of(error))
        return AdmissionError(told, ELSEWHERE)

    def _create(self) -> None:
        """Make the file unless another process has just done so."""
        fresh = msgspec.json.encode(_Kept(0, secrets.token_hex(_SECRET_BYTES)))
        with contextlib.suppress(files.FileInTheWayError):
            files.write(self._path, (fresh,))

    def _save(self, kept: _Kept) -> None:
        files.write(self._path, (msgspec.json.encode(kept).decode(),), replace=True)
