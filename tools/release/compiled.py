# SPDX-License-Identifier: MIT
"""Libraries compiled into a wheel, by the bill of materials that the wheel carries (PEP 770)."""

import base64
import json
from collections.abc import Mapping
from importlib.metadata import Distribution
from typing import Any

from tools.release.licences import MaterialsError, stated, worded

Component = dict[str, Any]
# Licences of libraries whose bill has none.
_KNOWN = {"openssl": "Apache-2.0"}
_KEPT = ("type", "name", "version", "purl", "hashes")


def parts(installed: Distribution) -> list[Component] | None:
    """Return what is compiled into a package: nothing where it is pure Python, None if untold.

    Raises:
        MaterialsError: a library has no licence.
    """
    bills = [
        json.loads(path.read_text("utf-8"))
        for path in sorted(installed.files or ())
        if "sboms" in path.parts and path.suffix == ".json"
    ]
    if not bills:
        is_pure = "Root-Is-Purelib: true" in (installed.read_text("WHEEL") or "")
        return [] if is_pure else None
    return [
        {name: one[name] for name in _KEPT if name in one} | {"licenses": _licences(one)}
        for bill in bills
        for one in bill["components"]
        if one.get("scope") != "excluded"  # what was needed to build it
    ]


def _licences(library: Mapping[str, Any]) -> list[dict[str, Any]]:
    told = [licence for entry in library.get("licenses", ()) if (licence := _told_by(entry))]
    if not told and library["name"] in _KNOWN:
        told = [_KNOWN[library["name"]]]
    if not told:
        raise MaterialsError(f"{library['name']} is compiled into a package and has no licence")
    return [stated(licence) for licence in told]


def _told_by(entry: Mapping[str, Any]) -> str:
    """Return the licence of an entry by its name of SPDX, its text or its own name, or ""."""
    licence = entry.get("license", {})
    text = base64.b64decode(licence.get("text", {}).get("content", "")).decode()
    return str(
        entry.get("expression") or licence.get("id") or worded(text) or licence.get("name", "")
    )
