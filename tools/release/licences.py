# SPDX-License-Identifier: MIT
"""Licences of what a release carries: found in a package's metadata, named as SPDX does."""

from importlib.metadata import Distribution
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression

# Licences that a package names in its classifiers only, in words.
_CLASSIFIED = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
# Licences by another name than that of SPDX.
_RENAMED = {"BSD-0-Clause": "0BSD"}
# Licences that are carried only as a text, by words of it.
_WORDED = {
    "UNICODE LICENSE V3": "Unicode-3.0",
    "Permission is hereby granted, free of charge, to any person obtaining a copy of this": "MIT",
}


class MaterialsError(Exception):
    """A package whose licence is not told, or that is not installed."""


def licence_of(installed: Distribution) -> str:
    """Return the licence that a package tells.

    Raises:
        MaterialsError: it tells none.
    """
    metadata = installed.metadata
    told = metadata.get("License-Expression") or ""
    if told:
        return told
    for classifier in metadata.get_all("Classifier") or []:
        if classifier in _CLASSIFIED:
            return _CLASSIFIED[classifier]
    short = metadata.get("License") or _worded_in(installed)
    if not short or "\n" in short:
        raise MaterialsError(f"{metadata['Name']} does not tell its licence")
    return short


def _worded_in(installed: Distribution) -> str:
    for name in installed.metadata.get_all("License-File") or []:
        text = installed.read_text(f"licenses/{name}") or installed.read_text(name) or ""
        if licence := worded(text):
            return licence
    return ""


def worded(text: str) -> str:
    """Return the licence of which this is the usual text, or ""."""
    folded = " ".join(text.split())
    return next((licence for words, licence in _WORDED.items() if words in folded), "")


def stated(licence: str) -> dict[str, Any]:
    """Return a licence by its SPDX name or expression, or by its own where it has none."""
    try:
        expression = canonicalize_license_expression(_RENAMED.get(licence, licence))
    except InvalidLicenseExpression:
        return {"license": {"name": licence}}
    return {"expression": expression} if " " in expression else {"license": {"id": expression}}
