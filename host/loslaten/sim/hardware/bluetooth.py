# SPDX-License-Identifier: MIT
"""`bluetooth` as stock boards have it (peripheral role), on the virtual radio of the simulator.

Messages out, bytes as hex:
    ("ble_active", on, address, traits)          traits: see `Peripheral`
    ("ble_advertise", interval_us, adv, resp, connectable)   interval None: stop
    ("ble_services", rows)                       rows: see `_attributes`
    ("ble_value", handle, value)                 what a read answers from now on
    ("ble_notify" | "ble_indicate", conn, handle, value)
    ("ble_disconnect", conn)
    ("ble_preferred_mtu", mtu)
    ("ble_fault", text)                          the stack has brought the board down
Events in:
    ("ble_connected" | "ble_disconnected", conn, addr_type, address)
    ("ble_mtu", conn, mtu), ("ble_subscribed", conn, handle, bits)
    ("ble_write", conn, handle, value), ("ble_left", conn) for a notification that was sent,
    ("ble_indicated", conn, handle, status)
"""

from _uuid import UUID
from binascii import hexlify, unhexlify

import _bus
import _radio_chip
import _stacks
from _attributes import Value

FLAG_READ = 0x0002
FLAG_WRITE_NO_RESPONSE = 0x0004
FLAG_WRITE = 0x0008
FLAG_NOTIFY = 0x0010
FLAG_INDICATE = 0x0020

_IRQ_CENTRAL_CONNECT = 1
_IRQ_CENTRAL_DISCONNECT = 2
_IRQ_GATTS_WRITE = 3
_IRQ_GATTS_INDICATE_DONE = 20
_IRQ_MTU_EXCHANGED = 21

_EVENTS = ("connected", "disconnected", "mtu", "subscribed", "write", "left", "indicated")
_ENODEV = 19
_DEFAULT_VALUE_BYTES = 20
_ADVERTISING_BYTES = 31
_ADVERTISING_UNIT_US = 625
_MTU_MIN = 23
_MTU_MAX = 517
_NOTIFY_HEADER_BYTES = 3
_RANDOM_ADDRESS = 1


def _hex(data):
    return None if data is None else hexlify(data).decode()


class BLE:
    """The radio. There is one of it."""

    _instance = None

    def __new__(cls):
        if cls._instance is None:
            cls._instance = super().__new__(cls)
            cls._instance._begin()
        return cls._instance

    def _begin(self):
        self._handler = None
        self._active = False
        self._forget()
        for kind in _EVENTS:
            _bus.on("ble_" + kind, getattr(self, "_on_" + kind))

    # Switching on, settings, events

    def active(self, active=None):
        """Switch the radio on or off, and answer whether it is on."""
        if active is None or bool(active) == self._active:
            return self._active
        self._active = bool(active)
        self._forget()
        if self._active:
            self._start()
        else:
            _bus.send("ble_active", False, None, None)
        return self._active

    def _forget(self):
        self._mtu = {}  # by connection, which makes it the list of connections
        self._subscribed = {}
        self._values = {}
        self._advertising = None
        self._adv_data = self._resp_data = b""

    def _start(self):
        self._stack = _stacks.NimBLE() if _bus.config("port") == "esp32" else _stacks.BTstack()
        self._address = self._own_address()
        self._config = {"mtu": self._stack.default_mtu, "rxbuf": 512, "addr_mode": 1}
        traits = dict(self._stack.bridge)
        traits["first_handle"] = self._stack.first_handle
        traits["mtu"] = self._stack.default_mtu
        if _bus.config("port") == "rp2":
            _radio_chip.power(True)
        _bus.send("ble_active", True, _hex(self._address), traits)
        self._install(self._stack.new_table())
        self.config(gap_name=self._stack.default_name)

    @staticmethod
    def _own_address():
        serial = unhexlify(_bus.config("unique_id"))
        return bytes((serial[-6] | 0xC0,)) + serial[-5:]

    def _need_active(self):
        if not self._active:
            raise OSError(_ENODEV)

    def config(self, *query, **changes):
        """Answer one setting, or change some."""
        if changes and query:
            raise TypeError("can't specify pos and kw args")
        if not changes and len(query) != 1:
            raise TypeError("must query one param")
        self._need_active()
        if query:
            return self._get_config(query[0])
        for name, value in changes.items():
            self._set_config(name, value)

    def _get_config(self, name):
        if name == "mac":
            return (_RANDOM_ADDRESS, self._address)
        if name == "gap_name":
            return self._values[self._name_handle].data
        if name in ("mtu", "rxbuf"):
            return self._config[name]
        raise ValueError("unknown config param")

    def _set_config(self, name, value):
        if name not in self._stack.settings:
            raise ValueError("unknown config param")
        if name == "gap_name":
            self.gatts_write(self._name_handle, value)
            return
        if name == "mtu":
            if not _MTU_MIN <= value <= _MTU_MAX:
                raise OSError(_stacks.EINVAL)
            _bus.send("ble_preferred_mtu", value)
        self._config[name] = value

    def irq(self, handler):
        """Call `handler(event, data)` from now on; None for nobody."""
        if handler is not None and not callable(handler):
            raise ValueError("invalid handler")
        self._handler = handler

    def _interrupt(self, event, data):
        # What a handler raises makes the boards drop it for good, and the radio goes on.
        if self._handler is not None and not _bus.protect(self._handler, event, data):
            self._handler = None

    def _interrupt_with_address(self, event, conn_handle, addr_type, address):
        buffer = bytearray(address)
        self._interrupt(event, (conn_handle, addr_type, memoryview(buffer)))
        for i in range(len(buffer)):
            buffer[i] = 0  # valid during the call only

    # Advertising

    def gap_advertise(self, interval_us, adv_data=None, *, resp_data=None, connectable=True):
        """Advertise every `interval_us`, or stop if that is None; data None: as before."""
        self._need_active()
        if interval_us is None:
            self._advertising = None
        else:
            self._check_advertising(interval_us, adv_data, resp_data, connectable)
            self._adv_data = self._adv_data if adv_data is None else bytes(adv_data)
            self._resp_data = self._resp_data if resp_data is None else bytes(resp_data)
            units = interval_us // _ADVERTISING_UNIT_US
            self._advertising = (units * _ADVERTISING_UNIT_US, connectable)
        self._advertise()

    def _check_advertising(self, interval_us, adv_data, resp_data, connectable):
        if not 0x20 <= interval_us // _ADVERTISING_UNIT_US <= 0x4000:
            raise OSError(_stacks.EINVAL)
        for data in (adv_data, resp_data):
            if data is not None and len(data) > _ADVERTISING_BYTES:
                raise OSError(_stacks.EINVAL)
        if connectable and self._full() and not self._stack.resumes_advertising:
            raise OSError(_stacks.ENOMEM)

    def _full(self):
        return len(self._mtu) >= self._stack.max_connections

    def _advertise(self):
        interval_us, connectable = self._advertising or (None, False)
        if connectable and self._full():
            interval_us = None
        data, response = _hex(self._adv_data), _hex(self._resp_data)
        _bus.send("ble_advertise", interval_us, data, response, connectable)

    # Connections

    def gap_disconnect(self, conn_handle):
        """End a connection; False if there is none."""
        self._need_active()
        if conn_handle not in self._mtu:
            return False
        _bus.send("ble_disconnect", conn_handle)
        return True

    # Events that were under way while the radio was switched off are ignored.

    def _on_connected(self, conn_handle, addr_type, address):
        if not self._active:
            return
        self._mtu[conn_handle] = _MTU_MIN
        if not self._stack.resumes_advertising:
            self._advertising = None
        address = unhexlify(address)
        self._interrupt_with_address(_IRQ_CENTRAL_CONNECT, conn_handle, addr_type, address)

    def _on_disconnected(self, conn_handle, addr_type, address):
        if self._mtu.pop(conn_handle, None) is None:
            return
        self._stack.forget(conn_handle)
        if self._advertising is not None:
            self._advertise()
        addr_type, address = self._stack.disconnected_address(addr_type, unhexlify(address))
        self._interrupt_with_address(_IRQ_CENTRAL_DISCONNECT, conn_handle, addr_type, address)

    def _on_mtu(self, conn_handle, mtu):
        if conn_handle in self._mtu:
            self._mtu[conn_handle] = mtu
            self._interrupt(_IRQ_MTU_EXCHANGED, (conn_handle, mtu))

    # The attribute table

    def gatts_register_services(self, services):
        """Replace all services: (uuid, ((uuid, flags[, ((uuid, flags), ...)]), ...)), ...

        Answers the handles of each service's values, descriptors among them.
        """
        self._need_active()
        busy = self._advertising is not None or self._mtu
        if busy and not self._stack.registers_any_time:
            raise OSError(_stacks.EBUSY)
        table, name_handle = self._stack.new_table()
        name = self._values[self._name_handle].data
        handles = tuple(
            [self._add_service(table, uuid, characteristics) for uuid, characteristics in services]
        )
        self._install((table, name_handle))
        for group in handles:
            for handle in group:
                self._values[handle] = Value(_DEFAULT_VALUE_BYTES)
        self.gatts_write(name_handle, name)
        return handles

    @staticmethod
    def _add_service(table, uuid, characteristics):
        handles = []
        table.add_service(bytes(uuid))
        for characteristic in characteristics:
            handles.append(table.add_characteristic(bytes(characteristic[0]), characteristic[1]))
            for uuid, flags in characteristic[2] if len(characteristic) > 2 else ():
                handles.append(table.add_descriptor(bytes(uuid), flags))
        return tuple(handles)

    def _install(self, table_and_name):
        table, self._name_handle = table_and_name
        self._values = {self._name_handle: Value(_DEFAULT_VALUE_BYTES)}
        self._readable = [row[0] for row in table.rows if row[2] & FLAG_READ]
        _bus.send("ble_services", table.rows)

    def _value(self, handle):
        self._need_active()
        if handle not in self._values:
            raise OSError(_stacks.EINVAL)
        return self._values[handle]

    def _publish(self, handle):
        if handle in self._readable:
            _bus.send("ble_value", handle, _hex(self._values[handle].data))

    def gatts_read(self, value_handle):
        """Answer the value, which may have been written from the other side."""
        return self._value(value_handle).read()

    def gatts_write(self, value_handle, data, send_update=False):
        """Set the value; on request tell those who subscribed to it."""
        data = data.encode() if isinstance(data, str) else data
        self._value(value_handle).write(data)
        self._publish(value_handle)
        if send_update:
            for conn_handle, handle in list(self._subscribed):
                if handle == value_handle:
                    self._send_update(conn_handle, handle)

    def _send_update(self, conn_handle, handle):
        indicated = self._subscribed[conn_handle, handle] & 2
        send = self.gatts_indicate if indicated else self.gatts_notify
        if conn_handle in self._mtu:
            send(conn_handle, handle)

    def gatts_set_buffer(self, value_handle, len, append=False):
        """Make room for values longer than 20 bytes."""
        self._value(value_handle).resize(len, append)

    def _on_write(self, conn_handle, handle, data):
        if conn_handle in self._mtu and handle in self._values:
            self._values[handle].receive(unhexlify(data))
            self._publish(handle)
            self._interrupt(_IRQ_GATTS_WRITE, (conn_handle, handle))

    def _on_subscribed(self, conn_handle, handle, bits):
        if bits:
            self._subscribed[conn_handle, handle] = bits
        else:
            self._subscribed.pop((conn_handle, handle), None)

    # Sending

    def gatts_notify(self, conn_handle, value_handle, data=None):
        """Send a value, cut to what fits; whether anybody subscribed does not matter."""
        data = self._outgoing(conn_handle, value_handle, data)
        self._stack.accept(conn_handle, len(data))
        cut = data[: self._mtu[conn_handle] - _NOTIFY_HEADER_BYTES]
        _bus.send("ble_notify", conn_handle, value_handle, _hex(cut))

    def gatts_indicate(self, conn_handle, value_handle, data=None):
        """Send a value; event 20 tells when it has been acknowledged."""
        data = self._outgoing(conn_handle, value_handle, data)
        cut = data[: self._mtu[conn_handle] - _NOTIFY_HEADER_BYTES]
        _bus.send("ble_indicate", conn_handle, value_handle, _hex(cut))

    def _outgoing(self, conn_handle, value_handle, data):
        self._need_active()
        if conn_handle not in self._mtu:
            raise OSError(self._stack.dead_handle)
        if data is None:
            return self._value(value_handle).data
        return data.encode() if isinstance(data, str) else bytes(data)

    def _on_left(self, conn_handle):
        if conn_handle in self._mtu:
            self._stack.release(conn_handle)

    def _on_indicated(self, conn_handle, handle, status):
        if conn_handle in self._mtu:
            self._interrupt(_IRQ_GATTS_INDICATE_DONE, (conn_handle, handle, status))
