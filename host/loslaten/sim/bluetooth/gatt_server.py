# SPDX-License-Identifier: MIT
"""The GATT server of a simulated board: bumble's, with the firmware's attribute table."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bumble import att, gatt
from bumble.core import UUID
from bumble.device import Connection, Device
from bumble.gatt_server import Server

# The flags of MicroPython's `bluetooth`
READ = 0x0002
WRITE = 0x0004 | 0x0008
ENCRYPTED = {
    0x0200: att.Attribute.Permissions.READ_REQUIRES_ENCRYPTION,
    0x1000: att.Attribute.Permissions.WRITE_REQUIRES_ENCRYPTION,
}
CCCD = gatt.GATT_CLIENT_CHARACTERISTIC_CONFIGURATION_DESCRIPTOR
CCCD_BYTES = 2


@dataclass(frozen=True)
class Traits:
    """Faults of a board's stack.

    `long_reads`: a value longer than the MTU can be read whole. `prepared_parts`: of how many
    parts a prepared write may be; with none each part arrives as a write of its own.
    `keeps_cccds`: subscriptions outlive a connection.
    """

    long_reads: bool
    prepared_parts: int
    keeps_cccds: bool


class BoardServer(Server):
    """Serves reads from a mirror of the firmware's values and hands writes over."""

    def __init__(
        self,
        device: Device,
        on_write: Callable[[Connection, int, bytes], None],
        on_subscribe: Callable[[Connection, int, int], None],
    ) -> None:
        super().__init__(device)
        self.values: dict[int, bytes] = {}
        self.traits = Traits(long_reads=True, prepared_parts=0, keeps_cccds=False)
        self._on_write, self._on_subscribe = on_write, on_subscribe
        self._cccds: dict[tuple[Connection | None, int], bytes] = {}

    def register(self, rows: list[list[Any]]) -> None:
        """Replace the whole table by these rows: handle, type, flags, value (see the shim)."""
        self.values.clear()
        self._cccds.clear()
        self.attributes.clear()
        self.attributes_by_handle.clear()
        group: att.Attribute[bytes] | None = None
        for handle, kind, flags, value in rows:
            attribute = self._attribute(handle, UUID.from_bytes(bytes.fromhex(kind)), flags, value)
            attribute.handle = attribute.end_group_handle = handle
            self.attributes.append(attribute)
            if attribute.type == gatt.GATT_PRIMARY_SERVICE_ATTRIBUTE_TYPE:
                group = attribute
            elif group:
                group.end_group_handle = handle

    def _attribute(
        self, handle: int, kind: UUID, flags: int, value: str | None
    ) -> att.Attribute[bytes]:
        permissions = att.Attribute.Permissions.READABLE | att.Attribute.Permissions.WRITEABLE
        for flag, permission in ENCRYPTED.items():
            if flags & flag:
                permissions |= permission
        content: att.AttributeValue[bytes] | bytes
        if value is not None:
            content = bytes.fromhex(value)
        elif kind == CCCD:
            content = att.AttributeValue(
                partial(self._read_cccd, handle), partial(self._write_cccd, handle)
            )
        else:
            content = att.AttributeValue(
                partial(self._read, handle, flags), partial(self._write, handle, flags)
            )
        return att.Attribute(kind, permissions, content)

    def _read(self, handle: int, flags: int, connection: Connection) -> bytes:
        if not flags & READ:
            raise att.ATT_Error(att.ErrorCode.READ_NOT_PERMITTED)
        value = self.values.get(handle, b"")
        return value if self.traits.long_reads else value[: connection.att_mtu - 1]

    def _write(self, handle: int, flags: int, connection: Connection, value: bytes) -> None:
        if not flags & WRITE:
            raise att.ATT_Error(att.ErrorCode.WRITE_NOT_PERMITTED)
        self._on_write(connection, handle, value)

    def _cccd_key(self, handle: int, connection: Connection) -> tuple[Connection | None, int]:
        return (None if self.traits.keeps_cccds else connection, handle)

    def _read_cccd(self, handle: int, connection: Connection) -> bytes:
        return self._cccds.get(self._cccd_key(handle, connection), bytes(CCCD_BYTES))

    def _write_cccd(self, handle: int, connection: Connection, value: bytes) -> None:
        if len(value) != CCCD_BYTES:
            raise att.ATT_Error(att.ErrorCode.INVALID_ATTRIBUTE_LENGTH)
        self._cccds[self._cccd_key(handle, connection)] = value
        self._on_subscribe(connection, handle - 1, value[0])

    def on_att_prepare_write_request(
        self, bearer: att.Bearer, request: att.ATT_Prepare_Write_Request
    ) -> None:
        """Queue a part of a long write, or take it for a write of its own as BTstack does."""
        most = self.traits.prepared_parts
        if len(self.prepared_writes.get(bearer, ())) < most:
            super().on_att_prepare_write_request(bearer, request)
            return
        if most:
            refusal = att.ATT_Error_Response(
                request_opcode_in_error=request.op_code,
                attribute_handle_in_error=request.attribute_handle,
                error_code=att.ErrorCode.PREPARE_QUEUE_FULL,
            )
            self.send_response(bearer, refusal)
            return
        attribute = self.get_attribute(request.attribute_handle)
        if attribute is not None and isinstance(attribute.value, att.AttributeValue):
            assert isinstance(bearer, Connection)
            attribute.value.write(bearer, request.part_attribute_value)
        echo = att.ATT_Prepare_Write_Response(
            attribute_handle=request.attribute_handle,
            value_offset=request.value_offset,
            part_attribute_value=request.part_attribute_value,
        )
        self.send_response(bearer, echo)

    def on_disconnection(self, bearer: att.Bearer) -> None:
        """Forget what belongs to a connection."""
        super().on_disconnection(bearer)
        for key in [key for key in self._cccds if key[0] is bearer]:
            del self._cccds[key]

    def notify(self, connection: Connection, handle: int, value: bytes) -> None:
        """Send a notification, whether or not anybody subscribed."""
        pdu = att.ATT_Handle_Value_Notification(attribute_handle=handle, attribute_value=value)
        self.send_gatt_pdu(connection, bytes(pdu))

    async def indicate(self, connection: Connection, handle: int, value: bytes) -> None:
        """Send an indication and wait for its confirmation; TimeoutError after 30 s."""
        if attribute := self.get_attribute(handle):
            await self.indicate_subscriber(connection, attribute, value, force=True)
