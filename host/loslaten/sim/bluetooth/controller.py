# SPDX-License-Identifier: MIT
"""A Bluetooth controller on the virtual radio: bumble's, mended where hosts can tell.

Bumble's own controller never cancels a connection attempt, keeps scanning and advertising after an
HCI reset, advertises in units of 1 ms instead of 0.625 ms, cannot be told not to be connectable,
answers a scan with the advertising data, and gives flow-control credits before anything was sent.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bumble import controller, hci, ll
from bumble.link import LocalLink

ADVERTISING_UNIT_US = 625
# Hosts then use the older commands, which are the ones bumble answers in full: Linux waits for
# LE Enhanced Connection Complete if either is offered, and it never comes (google/bumble#841).
WITHHELD_FEATURES = (
    hci.LeFeatureMask.LL_PRIVACY
    | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING
    | hci.LeFeatureMask.LE_PERIODIC_ADVERTISING
)
ACL_PACKET_LENGTH = 251
Report = hci.HCI_LE_Advertising_Report_Event.Report
EventType = hci.HCI_LE_Advertising_Report_Event.EventType


@dataclass
class Advertisement(ll.AdvInd):
    """An advertising PDU together with the answer an active scanner would get."""

    scan_response: bytes = b""
    connectable: bool = True


class Advertiser(controller.LegacyAdvertiser):
    """The advertising half of a controller, at the interval the host asked for."""

    def _on_timer_fired(self) -> None:
        self.send_advertising_data()
        self.timer_handle = asyncio.get_running_loop().call_later(
            self.advertising_interval_min * ADVERTISING_UNIT_US / 1e6, self._on_timer_fired
        )

    def send_advertising_data(self) -> None:
        """Put one advertisement on the air, if advertising is on."""
        if not self.enabled:
            return
        kind = hci.HCI_LE_Set_Advertising_Parameters_Command.AdvertisingType
        self.controller.send_advertising_pdu(
            Advertisement(
                advertiser_address=self.address,
                data=self.advertising_data,
                scan_response=self.scan_response_data,
                connectable=self.advertising_type == kind.ADV_IND,
            )
        )


class Air(LocalLink):
    """Link that a controller is on."""

    def __init__(self) -> None:
        LocalLink.__init__(self)

    def silence(self, controller: "Controller") -> None:
        """Power a controller off where it stands; its peers lose the connection by timeout."""
        raise NotImplementedError


class Controller(controller.Controller):
    """One radio on the air; the host above it is a bumble Device, or BlueZ behind a socket.

    `on_left(connection_handle, frame)`, when set, is told of every L2CAP frame that was sent.
    """

    def __init__(self, name: str, radio: "Air", source: Any = None, sink: Any = None) -> None:
        super().__init__(name, host_source=source, host_sink=sink, link=radio)
        self._radio = radio
        self.le_features &= ~WITHHELD_FEATURES
        self.le_acl_data_packet_length = ACL_PACKET_LENGTH
        self.le_legacy_advertiser = Advertiser(self)
        self.on_left: Callable[[int, bytes], None] | None = None
        self._fragments: dict[int, int] = {}

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Report an advertisement to a scanning host; connect, if this is the wanted peer."""
        if not isinstance(pdu, Advertisement):
            return
        if self.le_scan_enable:
            self._report(pdu, EventType.ADV_IND if pdu.connectable else EventType.ADV_NONCONN_IND)
            if self.le_scan_type and pdu.connectable:
                self._report(pdu, EventType.SCAN_RSP)
        pending = self.pending_le_connection
        if pdu.connectable and pending and pending.peer_address == pdu.advertiser_address:
            self.create_le_connection(pdu.advertiser_address)

    def _report(self, pdu: Advertisement, event_type: int) -> None:
        report = Report(
            event_type=event_type,
            address_type=pdu.advertiser_address.address_type,
            address=pdu.advertiser_address,
            data=pdu.scan_response if event_type == EventType.SCAN_RSP else pdu.data,
            rssi=-50,
        )
        self.send_hci_packet(hci.HCI_LE_Advertising_Report_Event([report]))

    def on_hci_acl_data_packet(self, packet: hci.HCI_AclDataPacket) -> None:
        """Take data from the host; its buffer is free again when the radio has sent it."""
        connection = self.find_le_connection_by_handle(packet.connection_handle)
        if connection is None:
            return
        self._fragments[connection.handle] = self._fragments.get(connection.handle, 0) + 1
        connection.assembler.feed_packet(packet)

    def take_fragments(self, handle: int) -> int:
        """Return how many host packets made up the PDU just assembled, and start a new count."""
        return self._fragments.pop(handle, 0)

    def frame_left(self, handle: int, frame: bytes, fragments: int) -> None:
        """Note that a frame is through, and give its buffers back to the host."""
        if self.find_le_connection_by_handle(handle) is None:
            return
        if fragments:
            self.send_hci_packet(
                hci.HCI_Number_Of_Completed_Packets_Event(
                    connection_handles=[handle], num_completed_packets=[fragments]
                )
            )
        if self.on_left:
            self.on_left(handle, frame)

    def on_le_disconnected(self, connection: controller.Connection, reason: int) -> None:
        """Report the end of a connection to the host and forget it."""
        self._fragments.pop(connection.handle, None)
        super().on_le_disconnected(connection, reason)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Give up a pending connection attempt, with the event the host waits for."""
        pending = self.pending_le_connection
        if pending is None:
            return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.pending_le_connection = None
        cancelled = hci.HCI_LE_Connection_Complete_Event(
            status=hci.HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR,
            connection_handle=0,
            role=hci.Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type,
            peer_address=pending.peer_address,
            connection_interval=0,
            peripheral_latency=0,
            supervision_timeout=0,
            central_clock_accuracy=0,
        )
        asyncio.get_running_loop().call_soon(self.send_hci_packet, cancelled)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def on_hci_reset_command(
        self, _command: hci.HCI_Reset_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Fall silent: no advertising, scanning or connections, and no word to any peer."""
        self._radio.silence(self)
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def silence(self) -> None:
        """Stop sending and forget every connection, as a radio that loses its power."""
        self.le_legacy_advertiser.stop()
        self.le_scan_enable = False
        self.pending_le_connection = None
        self.le_connections.clear()
        self._fragments.clear()
