# SPDX-License-Identifier: MIT
"""The bill of materials in CycloneDX: what a release needs or carries, with licences.

Python packages and their licences come from the environment's own metadata, JavaScript ones from
package-lock.json, and what the app carries besides from its folder; whatever has no licence to be
found is an error.
"""

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import (
    Distribution,
    PackageNotFoundError,
    distribution,
    packages_distributions,
    version,
)
from pathlib import Path
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
# Licences that a package names in its classifiers only, in words.
_CLASSIFIED = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
# Licences by another name than that of SPDX.
_RENAMED = {"BSD-0-Clause": "0BSD"}
# What starts the app; its exception lets it be carried by programs of any licence.
_STARTER, _STARTER_LICENCE = "pyinstaller", "GPL-2.0-or-later WITH Bootloader-exception"
# Libraries of the system that Python needs and the app carries, by their names up to a dot.
_OF_THE_SYSTEM = {
    "libbz2": "bzip2-1.0.6",
    "libcrypto": "Apache-2.0",
    "libexpat": "MIT",
    "libffi": "MIT",
    "libgcc_s": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "liblzma": "0BSD",
    "libpython3": "PSF-2.0",
    "libsqlite3": "blessing",
    "libssl": "Apache-2.0",
    "libuuid": "BSD-3-Clause",
    "libz": "Zlib",
}
# Licences that a package carries only as a text, by words of it.
_WORDED = {"Permission is hereby granted, free of charge, to any person obtaining a copy": "MIT"}


class MaterialsError(Exception):
    """A package whose licence is not told, or that is not installed."""


def bill(app: Path | None = None) -> str:
    """Return the bill of materials as CycloneDX JSON; with the folder of the app its parts, too.

    Raises:
        MaterialsError: something has no licence, or is not installed.
    """
    found = [*_python(), *_javascript(), *(_of_the_app(app) if app is not None else ())]
    components = sorted(found, key=lambda one: str(one.get("purl", one["name"])))
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "name": "loslaten",
                "version": version("loslaten"),
                "licenses": [{"license": {"id": "MIT"}}],
            }
        },
        "components": components,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def missing(modules: Iterable[str], bill: str) -> set[str]:
    """Return the packages of these modules that a bill of materials does not name."""
    named = {canonicalize_name(one["name"]) for one in json.loads(bill)["components"]}
    package_of = packages_distributions()
    return {
        package
        for module in modules
        if (packages := {canonicalize_name(name) for name in package_of.get(module, ())})
        and not packages & {*named, "loslaten"}
        for package in packages
    }


def _python() -> Iterator[dict[str, Any]]:
    """Yield what the tool needs with all its extras, and what that needs in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    waiting = [*project["dependencies"]]
    for extra in project["optional-dependencies"].values():
        waiting += extra
    seen: set[str] = set()
    while waiting:
        requirement = Requirement(waiting.pop())
        name = canonicalize_name(requirement.name)
        extras = requirement.extras or {""}
        applies = requirement.marker is None or any(
            requirement.marker.evaluate({"extra": extra}) for extra in extras
        )
        if name in seen or not applies:
            continue
        seen.add(name)
        try:
            installed = distribution(name)
        except PackageNotFoundError as error:
            raise MaterialsError(f"{name} is needed and not installed: make setup") from error
        for text in installed.requires or []:
            inner = Requirement(text)
            if inner.marker is None or any(
                inner.marker.evaluate({"extra": extra}) for extra in extras
            ):
                waiting.append(f"{inner.name}{_listed(inner.extras)}")
        yield _component(name, installed.version, _licence(installed), f"pkg:pypi/{name}")


def _listed(extras: set[str]) -> str:
    return f"[{','.join(sorted(extras))}]" if extras else ""


def _licence(installed: Distribution) -> str:
    metadata = installed.metadata
    told = metadata.get("License-Expression") or ""
    if told:
        return told
    for classifier in metadata.get_all("Classifier") or []:
        if classifier in _CLASSIFIED:
            return _CLASSIFIED[classifier]
    short = metadata.get("License") or _first_line(installed)
    if not short or "\n" in short:
        raise MaterialsError(f"{metadata['Name']} does not tell its licence")
    return short


def _first_line(installed: Distribution) -> str:
    """Return the licence whose usual text a package carries, or ""."""
    for name in installed.metadata.get_all("License-File") or []:
        text = installed.read_text(f"licenses/{name}") or installed.read_text(name) or ""
        for words, licence in _WORDED.items():
            if words in " ".join(text.split()):
                return licence
    return ""


def _javascript() -> Iterator[dict[str, Any]]:
    """Yield the packages of the lock file that are not for development alone."""
    lock = json.loads((ROOT / "package-lock.json").read_text("utf-8"))
    for path, package in lock["packages"].items():
        if not path or package.get("dev"):
            continue
        name = path.rpartition("node_modules/")[2]
        if "license" not in package:
            raise MaterialsError(f"{name} does not tell its licence")
        purl = f"pkg:npm/{name.replace('@', '%40')}"
        yield _component(name, package["version"], package["license"], purl)


def _of_the_app(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield what the app carries besides packages: Python, its starter, libraries."""
    yield _component("python", platform.python_version(), "PSF-2.0", "pkg:generic/python")
    yield _component(_STARTER, version(_STARTER), _STARTER_LICENCE, f"pkg:pypi/{_STARTER}")
    for path in sorted((folder / "_internal").glob("lib*.so*")):
        licence = _OF_THE_SYSTEM.get(path.name.partition(".")[0])
        if licence is None:
            raise MaterialsError(f"the app carries {path.name}, whose licence is not known")
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        yield {
            "type": "library",
            "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "licenses": [_stated(licence)],
        }


def _component(name: str, its_version: str, licence: str, purl: str) -> dict[str, Any]:
    return {
        "type": "library",
        "name": name,
        "version": its_version,
        "purl": f"{purl}@{its_version}",
        "licenses": [_stated(licence)],
    }


def _stated(licence: str) -> dict[str, Any]:
    """Return a licence by its SPDX name or expression, or by its own where it has none."""
    try:
        expression = canonicalize_license_expression(_RENAMED.get(licence, licence))
    except InvalidLicenseExpression:
        return {"license": {"name": licence}}
    return {"expression": expression} if " " in expression else {"license": {"id": expression}}
