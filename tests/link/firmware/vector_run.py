# SPDX-License-Identifier: MIT
"""Runs every vector of link.json through the shared code; the same file on both interpreters.

`run` gives one line a vector: what was made of it, and what was read back from it.
"""

from loslaten_core.link import gatt, hkdf, message
from loslaten_core.link.ccm import Ccm
from loslaten_core.link.frame import ACK, Receiver, Sender
from loslaten_core.link.handshake import WatchHandshake
from loslaten_core.link.wire import WireError

try:
    from loslaten.link.handshake import LaptopHandshake, read_reply
except ImportError:  # on MicroPython the test puts that file beside this one
    from handshake import LaptopHandshake, read_reply

unhex = bytes.fromhex


def run(vectors, aes):
    """Return the lines; `aes` is cryptolib's or what stands in for it."""

    def ccm(key, tag_bytes=8):
        return Ccm(aes(key, 1), aes(key, 2, bytes(16)), tag_bytes)

    lines = [_ccm(ccm, vector) for vector in vectors["rfc3610"]]
    for vector in vectors["rfc5869"]:
        extracted = hkdf.extract(unhex(vector["salt"]), unhex(vector["key"]))
        expanded = hkdf.expand(extracted, unhex(vector["info"]), vector["size"])
        lines.append(f"{extracted.hex()} {expanded.hex()}")
    told = vectors["advertising"]
    lines.append(gatt.advertisement(unhex(told["watch_id"]), told["version"]).hex())
    lines.append(gatt.scan_response(told["name"]).hex())
    lines += _handshake(vectors["handshake"])
    lines += [_message(vector) for vector in vectors["messages"]]
    for vector in vectors["frames"]:
        lines += _frames(ccm, vector)
    return lines


def _ccm(ccm, vector):
    nonce, header = unhex(vector["nonce"]), unhex(vector["header"])
    text, sealed = unhex(vector["text"]), unhex(vector["sealed"])
    cipher = ccm(unhex(vector["key"]), len(sealed) - len(text))
    made = cipher.seal(nonce, header, text)[len(header) :].hex()
    read = cipher.open(nonce, header, sealed).hex()
    refused = 0
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1 << at % 8
        try:
            cipher.open(nonce, header, bytes(changed))
        except WireError:
            refused += 1
    # The object goes on after all of this as if nothing had been.
    again = cipher.seal(nonce, header, text)[len(header) :].hex()
    return f"{made} {read} {refused} {again}"


def _handshake(vector):
    hello = unhex(vector["hello"])
    reply = unhex(vector["hello_reply"])
    key = unhex(vector["key"])
    watch = WatchHandshake(reply[8:16], reply[16:32], 244, key, 0, (1, 1))
    laptop = LaptopHandshake(hello[4:20], 244, (1, 1))
    lines = [laptop.hello.hex(), watch.hello(hello).hex()]
    laptop.read_hello(reply)
    for keys in (watch.keys, laptop.keys(key)):
        lines.append(f"{keys.laptop_proof.hex()} {keys.watch_proof.hex()}")
        lines.append(" ".join(part.hex() for part in keys.to_watch + keys.to_laptop))
    return lines


def _message(vector):
    rest = unhex(vector["rest"])
    layout = getattr(message, vector["layout"]) if vector["layout"] else None
    body = (layout.pack(*vector["values"]) if layout else b"") + rest
    if vector["code"] is None:
        made = message.request(vector["opcode"], body)
        back = unhex(vector["bytes"])[1:]
    else:
        made = message.reply(vector["opcode"], vector["code"], body)
        _, back = read_reply(vector["opcode"], unhex(vector["bytes"]))
    values = layout.unpack(back[: layout.size]) if layout else ()
    told = " ".join(str(value) for value in values)
    return f"{made.hex()} {told}"


def _frames(ccm, vector):
    cipher = ccm(unhex(vector["key"])) if vector["key"] else None
    iv = unhex(vector["iv"])
    sender = Sender(vector["frame_bytes"], cipher, iv)
    for one in vector["messages"]:
        sender.put(unhex(one))
    lines = []
    while sender.waiting_bytes:
        lines.append(sender.cut().hex())
    if cipher:
        lines.append(sender.acknowledgement(vector["acknowledges"]).hex())
    receiver = Receiver(ccm(unhex(vector["key"])) if vector["key"] else None, iv)
    for frame in vector["frames"]:
        kind, payload = receiver.open(unhex(frame))
        if kind == ACK:
            lines.append(f"acknowledges {payload[0]}")
        else:
            lines += [one.hex() for one in receiver.messages(payload)]
    return lines
