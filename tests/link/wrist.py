# SPDX-License-Identifier: MIT
"""A watch's server on CPython, behind bleak's own interface: every frame can be seen and changed.

Time is the virtual loop's (`loslaten.sim.clock.run`); frames take none. What the firmware would do
is `Memory`, plain lists in memory.
"""

import asyncio

from bleak.backends.characteristic import BleakGATTCharacteristic
from bleak.backends.client import BaseBleakClient
from bleak.backends.device import BLEDevice
from bleak.backends.service import BleakGATTService, BleakGATTServiceCollection
from bleak.exc import BleakError
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from device.link import VERSIONS, Server
from device.requests import RefusedError, Services
from loslaten_core.link import gatt, message
from loslaten_core.link.ccm import Ccm
from loslaten_core.link.lockout import Lockout

KEY = bytes(range(32))
OTHER_KEY = bytes(range(1, 33))
WATCH_ID = b"wrist-01"
TO_WATCH = "to watch"
TO_LAPTOP = "to laptop"


class Aes:
    """`cryptolib.aes`, as far as `Ccm` uses it: goes on in CBC where it stopped."""

    def __init__(self, key, mode, iv=None):
        kind = modes.ECB() if mode == 1 else modes.CBC(iv)
        self._encryptor = Cipher(algorithms.AES(key), kind).encryptor()

    def encrypt(self, data, out):
        out[:] = self._encryptor.update(bytes(data))
        return out


def ccm(key, tag_bytes=8):
    """The watch's own AES-CCM."""
    return Ccm(Aes(key, 1), Aes(key, 2, bytes(16)), tag_bytes)


class Memory(Services):
    """Services that keep everything in plain attributes."""

    watch_id = WATCH_ID

    def __init__(self, records=(), key=KEY):
        self._key = key
        self.stored = list(records)
        self.confirmed = 0
        self.packed = {}
        self.chosen = bytes(6)
        self.values = [(1, b"Wrist"), (2, b"\x00")]
        self.played = []
        self.clock = None
        self.reboots = []
        self.handed_over = None
        self.faults = []
        self.broken = None

    @property
    def key(self):
        return self._key

    def status(self):
        if self.broken:
            raise self.broken
        values = {
            "boot_id": 7,
            "uptime_ms": 123_456_789_012,
            "state": message.IDLE,
            "battery_mv": 3_712,
            "battery_pct": 64,
            "charging": 0,
            "clock_set": 1,
            "first_record": 1,
            "next_record": len(self.stored) + 1,
            "confirmed_record": self.confirmed,
            "storage_used": sum(len(raw) for raw in self.stored if isinstance(raw, bytes)),
            "storage_bytes": 98_304,
            "summarised": 0,
            "lost": 0,
            "lost_events": 0,
            "faults": len(self.faults),
            "protocols": len(self.packed),
        }
        return values, self.chosen, "0.1.0", "memory"

    def set_clock(self, utc_ms, offset_min, error_ms):
        self.clock = utc_ms, offset_min, error_ms
        return 7, 123_456

    def settings(self):
        return self.values

    def write_settings(self, items):
        self.values = items

    def protocols(self):
        return [(key, len(packed), key == self.chosen) for key, packed in self.packed.items()]

    def put_protocol(self, packed):
        if packed == b"bad":
            raise ValueError("group 3: tense_ms may be 2000 to 3000")
        content_id = packed[:6].ljust(6, b"-")
        self.packed[content_id] = packed
        yield None
        yield content_id

    def choose_protocol(self, content_id):
        self._need(content_id)
        self.chosen = content_id

    def delete_protocol(self, content_id):
        self._need(content_id)
        del self.packed[content_id]

    def get_protocol(self, content_id):
        self._need(content_id)
        return self.packed[content_id]

    def _need(self, content_id):
        if content_id not in self.packed:
            raise RefusedError(message.NOT_FOUND, "no such protocol")

    def records(self, sequence):
        for raw in self.stored[max(sequence, 1) - 1 :]:
            if isinstance(raw, Exception):
                raise raw
            yield raw

    def confirm(self, sequence):
        if sequence > len(self.stored):
            raise RefusedError(message.OPERAND_NOT_SUPPORTED)
        self.confirmed = max(self.confirmed, sequence)

    def play_cue(self, cue, count, strength_pct):
        self.played.append((cue, count, strength_pct))

    def identify(self):
        self.played.append("identify")

    def forget_key(self):
        self._key = None

    def hand_over(self, sequence, key, name, packed):
        if sequence != len(self.stored):
            raise RefusedError(message.REFUSED, f"the last record is {len(self.stored)}")
        self.handed_over = (key, name, packed)

    def reboot(self, safe_mode):
        self.reboots.append(safe_mode)

    def fault(self, error):
        self.faults.append(error)


class Wrist:
    """One watch. `air` has every frame that was sent: (direction, frame).

    tamper(direction, frame) gives the frames that arrive in place of one. `cut_after`: frames
    until the link goes. mtu: what is agreed.
    """

    def __init__(self, services=None, mtu=247):
        self.services = services or Memory()
        self.lockout = Lockout()
        self.mtu = mtu
        # What the laptop's system tells of it without being asked.
        self.told_mtu = mtu
        self.air = []
        self.tamper = None
        self.cut_after = None
        self.server = None
        self.versions = VERSIONS
        self.worst_outstanding = 0
        self.connections = 0
        self._client = None
        self._nonces = 0
        self.device = BLEDevice("C0:FF:EE:00:00:01", "Wrist", None)

    def backend(self):
        """The class to give to bleak as `backend=`."""
        return type("WristClient", (Client,), {"wrist": self})

    def now_ms(self):
        return int(asyncio.get_running_loop().time() * 1000)

    def random(self, count):
        self._nonces += 1
        return self._nonces.to_bytes(count, "big")

    def make_server(self):
        now_ms = self.now_ms()
        return Server(self.services, self.lockout, self.random, ccm, now_ms, self.versions)

    def connect(self, client):
        if self._client is not None:
            raise BleakError("busy")
        self.connections += 1
        self._client = client
        self.server = self.make_server()
        self.server.set_frame_bytes(self.mtu - 3)
        self._tick()

    def hang_up(self):
        client, self._client = self._client, None
        if client is not None:
            self.server.end()
            client.gone()

    def frame_from_laptop(self, frame):
        for one in self._through(TO_WATCH, frame):
            if self._client is not None:
                self.server.receive(self.now_ms(), one[: self.mtu - 3])
        self.pump()

    def pump(self):
        """Send what the server wants to send."""
        while self._client is not None and not self.server.closed:
            frame = self.server.next_frame(self.now_ms())
            if frame is None and getattr(self.server, "working", False):
                continue
            if frame is None:
                break
            if getattr(self.server, "proven", False):
                outstanding = self.server._sender.outstanding
                self.worst_outstanding = max(self.worst_outstanding, outstanding)
            for one in self._through(TO_LAPTOP, frame):
                if self._client is not None:
                    self._client.notified(one[: self.mtu - 3])
        if self._client is not None and self.server.closed:
            self.hang_up()

    def _through(self, direction, frame):
        self.air.append((direction, bytes(frame)))
        if self.cut_after is not None:
            self.cut_after -= 1
            if self.cut_after < 0:
                self.cut_after = None
                self.hang_up()
                return []
        return [frame] if self.tamper is None else list(self.tamper(direction, bytes(frame)))

    def _tick(self):
        if self._client is not None:
            self.pump()
            asyncio.get_running_loop().call_later(0.5, self._tick)


class Client(BaseBleakClient):
    wrist = None

    def __init__(self, device, **kwargs):
        super().__init__(device, **kwargs)
        self._callback = None
        self._connected = False

    @property
    def name(self):
        return "Wrist"

    @property
    def mtu_size(self):
        return self.wrist.mtu

    @property
    def is_connected(self):
        return self._connected

    async def connect(self, pair, **kwargs):
        self.services = BleakGATTServiceCollection()
        service = BleakGATTService(None, 10, gatt.LINK)
        self.services.add_service(service)
        for handle, uuid, kinds in (
            (11, gatt.TO_WATCH, ["write", "write-without-response"]),
            (13, gatt.TO_LAPTOP, ["notify"]),
        ):
            self.services.add_characteristic(
                BleakGATTCharacteristic(
                    None, handle, uuid, kinds, lambda: self.wrist.told_mtu - 3, service
                )
            )
        self._connected = True
        self.wrist.connect(self)

    async def disconnect(self):
        if self._connected:
            self.wrist.hang_up()

    def gone(self):
        self._connected = False
        self.services = None
        if self._disconnected_callback:
            self._disconnected_callback()

    def notified(self, frame):
        if self._callback:
            self._callback(bytearray(frame))

    async def start_notify(self, characteristic, callback, **kwargs):
        self._callback = callback

    async def stop_notify(self, characteristic):
        self._callback = None

    async def write_gatt_char(self, characteristic, data, response):
        if not self._connected:
            raise BleakError("Not connected")
        await asyncio.sleep(0)
        self.wrist.frame_from_laptop(bytes(data))

    async def pair(self, *args, **kwargs):
        raise NotImplementedError

    async def unpair(self):
        raise NotImplementedError

    async def read_gatt_char(self, characteristic, **kwargs):
        raise NotImplementedError

    async def read_gatt_descriptor(self, descriptor, **kwargs):
        raise NotImplementedError

    async def write_gatt_descriptor(self, descriptor, data):
        raise NotImplementedError
