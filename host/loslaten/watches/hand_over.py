# SPDX-License-Identifier: MIT
"""Handing a watch over: its last nights fetched, then cleared for the next person.

The log is told of it before the watch is, and counts it once the watch has proved its new key:
whatever is cut, the next sync settles whether it was done.
"""

from loslaten.language.text import Text
from loslaten.link.client import Client, key_digest
from loslaten.link.errors import DeviceRefusedError, LinkError, OlderWatchError
from loslaten.link.keys import KeyStore, KeyStoreError, new_key
from loslaten.practice_log.database import StoreError
from loslaten.practice_log.log import PracticeLog
from loslaten.practice_log.rows import WatchRow
from loslaten.protocols import new_rules
from loslaten.protocols.file import ProtocolFile
from loslaten.watches.sync import Clock, Outcome, Progress, pull_records, sync
from loslaten_core.link import message

# A record that is written while others are fetched, as that of the clock being set, comes after.
_ROUNDS = 4
_UNNAMED = "Wrist"

_UNSURE = Text(
    "de verbinding ging verloren terwijl het horloge werd overgedragen",
    "the connection was lost while the watch was being handed over",
)
_SYNC_TELLS = Text(
    "of het gebeurd is blijkt bij de volgende sync: loslaten sync",
    "whether it is done shows at the next sync: loslaten sync",
)
_NOT_KEPT = Text(
    "het horloge is overgedragen, maar dat kon hier nog niet worden bewaard",
    "the watch was handed over, but that could not be kept here yet",
)
_SYNC_KEEPS = Text(
    "de volgende sync bewaart het: loslaten sync", "the next sync keeps it: loslaten sync"
)


class UnsureHandOverError(LinkError):
    """The log does not say yet whether the watch was handed over."""


async def hand_over(
    client: Client,
    log: PracticeLog,
    keys: KeyStore | None,
    person_id: int,
    file: ProtocolFile,
    clock: Clock,
    progress: Progress | None = None,
) -> WatchRow:
    """Fetch the last nights of a watch, clear it, and let it be a person's; return the watch.

    keys: where its new key is kept; None where there is but one, as in a simulation. file: the
    protocol that it has then. Raises a LinkError, UnsureHandOverError among them, StoreError,
    KeyStoreError, and ProtocolFileError for a protocol that is not to be put on a watch any more;
    but for the second nothing was handed over then.
    """
    new_rules.require(file)
    await sync(client, log, clock, progress)
    name = str((await client.settings()).get("name", "")) or _UNNAMED
    watch = log.see_watch(client.watch_id, name, clock()[0])
    last = await _fetch_rest(client, log, watch.id, clock)
    key = new_key()
    present = None
    if keys is not None:
        present = keys.get(client.watch_id)
        keys.offer(client.watch_id, key)
    log.keep_protocol(file.packed, file.texts, clock()[0])
    digest = client.proved if keys is None else key_digest(key)
    log.begin_hand_over(watch.id, person_id, digest)
    try:
        await client.hand_over(last, key, name, file.packed)
    except (DeviceRefusedError, OlderWatchError):
        log.settle_hand_over(watch.id, b"", clock()[0])
        if keys is not None and present is not None:
            keys.settle(client.watch_id, present)
        raise
    except LinkError as error:
        raise UnsureHandOverError(_UNSURE, _SYNC_TELLS) from error
    try:
        log.settle_hand_over(watch.id, digest, clock()[0])
        if keys is not None:
            keys.settle(client.watch_id, key)
    except (StoreError, KeyStoreError) as error:
        raise UnsureHandOverError(_NOT_KEPT, _SYNC_KEEPS) from error
    return watch


async def _fetch_rest(client: Client, log: PracticeLog, watch_id: int, clock: Clock) -> int:
    """Fetch what was recorded since; return the number of the last record there is."""
    for _ in range(_ROUNDS):
        rest = Outcome(status=await client.status())
        await pull_records(client, log, watch_id, rest, clock)
        if (await client.status()).next_record == rest.status.next_record:
            return rest.status.next_record - 1
    raise DeviceRefusedError(message.HAND_OVER, message.BUSY, "it keeps writing records")
