# SPDX-License-Identifier: MIT
"""A real FHIR server in a process of its own: Medplum's router with its repository in memory."""

import json
import os
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).with_name("medplum.mjs")
PACKAGE = Path(__file__).parents[2] / "node_modules" / "@medplum" / "fhir-router"
TOKEN = "a-token"
# Medplum's packages need a Node from 20.19 on.
_NODE_MIN = (20, 19)
_END_S = 30


class Medplum:
    """The running server."""

    def __init__(self, port: int) -> None:
        self.base = f"http://127.0.0.1:{port}/fhir/R4"

    def every(self, kind: str) -> list[dict[str, Any]]:
        """Return all resources of a kind."""
        request = urllib.request.Request(
            f"{self.base}/{kind}?_count=1000", headers={"Authorization": f"Bearer {TOKEN}"}
        )
        with urllib.request.urlopen(request, timeout=_END_S) as answer:
            found = json.loads(answer.read())
        return [entry["resource"] for entry in found.get("entry", [])]


@contextmanager
def medplum() -> Iterator[Medplum]:
    """Run the server; where there is no Node for it the tests say that they are skipped."""
    node = shutil.which("node")
    if node is None or not PACKAGE.exists():
        pytest.skip("no Node with Medplum here (make setup)")
    version = subprocess.run([node, "--version"], capture_output=True, check=True, text=True)
    found = tuple(int(part) for part in version.stdout.strip().lstrip("v").split(".")[:2])
    if found < _NODE_MIN:
        pytest.skip("Medplum needs a newer Node than this one")
    process = subprocess.Popen(
        [node, str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"MEDPLUM_TOKEN": TOKEN},
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield Medplum(int(process.stdout.readline()))
    finally:
        process.stdin.close()
        process.wait(_END_S)
        process.stdout.close()
