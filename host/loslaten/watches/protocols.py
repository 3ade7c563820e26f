# SPDX-License-Identifier: MIT
"""The protocols on a watch: put there, chosen, and which there are.

On the watch a protocol has a name and a content id; its texts are in the practice log, which keeps
every protocol that was ever put from here.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from loslaten.practice_log.log import PracticeLog
from loslaten.protocols import new_rules
from loslaten.protocols.file import ProtocolFile
from loslaten_core.practice import protocol as practised

if TYPE_CHECKING:
    from loslaten.link.client import Client


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A protocol on the watch, `number` in the order in which the wearer counts them.

    `name` and `groups` are None for one that only a newer loslaten can read.
    """

    number: int
    content_id: bytes
    name: str | None
    groups: int | None
    chosen: bool

    @property
    def called(self) -> str:
        """Return its name."""
        return self.name or self.content_id.hex()


async def put(
    client: "Client", log: PracticeLog, file: ProtocolFile, now_utc_ms: int, *, choose: bool
) -> bytes:
    """Put a protocol on the watch, in place of one of the same name; return its content id.

    It arrives whole or not at all. Raises a LinkError as `Client` does, or a StoreError, or a
    ProtocolFileError for a protocol that is not to be put on a watch again.
    """
    new_rules.require(file)
    # Kept here first: what the watch may practise must be readable in the log later.
    log.keep_protocol(file.packed, file.texts, now_utc_ms)
    content_id = await client.put_protocol(file.packed)
    if choose:
        await client.choose_protocol(content_id)
    return content_id


async def held_by(client: "Client") -> list[Held]:
    """Ask a watch which protocols it holds."""
    held = []
    for number, entry in enumerate(await client.list_protocols(), 1):
        protocol = read(await client.get_protocol(entry.content_id))
        held.append(
            Held(
                number=number,
                content_id=entry.content_id,
                name=None if protocol is None else protocol.name,
                groups=None if protocol is None else len(protocol.groups),
                chosen=entry.chosen,
            )
        )
    return held


async def chosen(client: "Client") -> practised.Protocol | None:
    """Ask what is practised next, None where nothing is or only a newer loslaten can read it."""
    content_id = (await client.status()).chosen_protocol
    return None if content_id is None else read(await client.get_protocol(content_id))


def read(packed: bytes) -> practised.Protocol | None:
    """Return a protocol that the watch holds, None if only a newer loslaten can read it."""
    try:
        return practised.unpack(packed)
    except practised.ProtocolError:
        return None
