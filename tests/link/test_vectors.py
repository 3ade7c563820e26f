# SPDX-License-Identifier: MIT
"""Golden vectors: the wire stays what it is, on both interpreters, byte for byte."""

import asyncio
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from loslaten.firmware import tree
from loslaten.link import catalogue, handshake
from loslaten.link.cipher import AesCcm
from loslaten.sim import clock
from loslaten.sim.watch import SimulatedWatch
from loslaten_core.link import message
from tests.link.firmware import vector_run
from tests.link.wrist import Aes

PATH = Path(__file__).parents[1] / "vectors" / "link.json"
VECTORS = json.loads(PATH.read_text())
unhex = bytes.fromhex


def expected():
    """Return what `vector_run.run` must say."""
    lines = [
        f"{v['sealed']} {v['text']} {len(v['sealed']) // 2} {v['sealed']}"
        for v in VECTORS["rfc3610"]
    ]
    lines += [f"{v['extracted']} {v['expanded']}" for v in VECTORS["rfc5869"]]
    lines += [VECTORS["advertising"]["advertisement"], VECTORS["advertising"]["scan_response"]]
    agreed = VECTORS["handshake"]
    lines += [agreed["hello"], agreed["hello_reply"]]
    lines += [
        f"{agreed['laptop_proof']} {agreed['watch_proof']}",
        " ".join(agreed["to_watch"] + agreed["to_laptop"]),
    ] * 2
    lines += [f"{v['bytes']} {' '.join(map(str, v['values']))}" for v in VECTORS["messages"]]
    for vector in VECTORS["frames"]:
        lines += vector["frames"]
        lines += vector["messages"]
        if vector["key"]:
            lines.append(f"acknowledges {vector['acknowledges']}")
    return lines


def test_on_cpython():
    assert vector_run.run(VECTORS, Aes) == expected()


def test_on_micropython_with_the_board_s_aes():
    files = tree.core_tree() | {
        "/link.json": json.dumps(VECTORS).encode(),
        "/vector_run.py": Path(vector_run.__file__).read_bytes(),
        "/handshake.py": Path(handshake.__file__).read_bytes(),
        "/main.py": (
            b"import json, vector_run\nfrom cryptolib import aes\n"
            b"with open('/link.json') as file:\n    vectors = json.load(file)\n"
            b"for line in vector_run.run(vectors, aes):\n    print(line)\n"
        ),
    }

    async def run():
        watch = SimulatedWatch(firmware=files)
        watch.power_on()
        await asyncio.sleep(1)
        assert watch.crashes == []
        return watch.printed.splitlines()

    assert clock.run(run()) == expected()


@pytest.mark.parametrize("vector", VECTORS["rfc3610"], ids=lambda v: v["number"])
def test_the_laptop_s_cipher_agrees(vector):
    text, sealed = unhex(vector["text"]), unhex(vector["sealed"])
    cipher = AesCcm(unhex(vector["key"]), len(sealed) - len(text))
    nonce, header = unhex(vector["nonce"]), unhex(vector["header"])
    assert cipher.seal(nonce, header, text) == header + sealed
    assert cipher.open(nonce, header, sealed) == text


@pytest.mark.parametrize("vector", VECTORS["rfc5869"], ids=lambda v: v["number"])
def test_another_hkdf_agrees(vector):
    other = HKDF(SHA256(), vector["size"], unhex(vector["salt"]), unhex(vector["info"]))
    assert other.derive(unhex(vector["key"])).hex() == vector["expanded"]


def test_there_is_a_vector_for_every_message():
    asked = {v["opcode"] for v in VECTORS["messages"] if v["code"] is None}
    answered = {v["opcode"] for v in VECTORS["messages"] if v["code"] == message.SUCCESS}
    requests = {opcode for opcode, *_ in catalogue.REQUESTS}
    reports = {opcode for opcode, *_ in catalogue.REPORTS}
    assert asked == requests | reports
    assert answered == requests
