# SPDX-License-Identifier: MIT
"""Loslaten without a watch: a wrist in this process, with a log of its own that is thrown away."""

import asyncio
import secrets
import shutil
from pathlib import Path

from loslaten.link.client import Client
from loslaten.link.errors import NotFoundError
from loslaten.page.feed import Feed
from loslaten.practice_log.log import PracticeLog
from loslaten.protocols.file import find
from loslaten.sim.wrist import Wrist
from loslaten.sim.wrist_client import WristClient
from loslaten.watches.protocols import put
from loslaten.watches.reach import FIND_S, Reach
from loslaten_core.haptics import cue as cues

SPEEDS = (1, 5, 20, 60)
NAME = "Pols"
_PROTOCOL = "handout"
_LOOK_S = 0.1


class TrialReach(Reach):
    """The wrist of a trial, which is met while its radio is open."""

    def __init__(self, wrist: Wrist) -> None:
        super().__init__(key_for=lambda _watch_id: None)
        object.__setattr__(self, "_wrist", wrist)

    async def connect(self, wanted: bytes | None = None, timeout_s: float = FIND_S) -> Client:
        """Connect to the wrist as soon as its radio is open. Raises NotFoundError."""
        del wanted
        wrist: Wrist = object.__getattribute__(self, "_wrist")
        for _ in range(round(timeout_s / _LOOK_S)):
            if wrist.is_radio_open:
                return WristClient(wrist)
            await asyncio.sleep(_LOOK_S)
        raise NotFoundError


class Trial:
    """A trial: the wrist, and the folder of its log. What is felt is told to `feed`."""

    def __init__(self, folder: Path, feed: Feed) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self.folder = folder
        self.wrist = Wrist(secrets.token_bytes(8), NAME)
        self.wrist.on_level = lambda level: feed.tell("level", str(level))
        self.wrist.on_cue = lambda cue, _count: feed.tell("cue", cues.name(cue))
        self.wrist.on_event = lambda _live: feed.changed()
        self.reach = TrialReach(self.wrist)
        self._task = asyncio.create_task(self.wrist.run())

    async def prepare(self, now_utc_ms: int) -> None:
        """Put the exercise of the leaflet on the watch, as on one that was just set up."""
        with PracticeLog.in_folder(self.folder) as log:
            await put(WristClient(self.wrist), log, find(_PROTOCOL), now_utc_ms, choose=True)

    async def end(self) -> None:
        """Take the watch off, and throw away what was tried."""
        self._task.cancel()
        await asyncio.wait({self._task})
        shutil.rmtree(self.folder, ignore_errors=True)
