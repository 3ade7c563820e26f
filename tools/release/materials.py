# SPDX-License-Identifier: MIT
"""The bill of materials in CycloneDX: what a release needs or carries, with licences.

Python packages and their licences come from the environment's own metadata, what is compiled into
them from the bill that they carry, JavaScript packages from package-lock.json, and what the app
carries besides from its folder; whatever has no licence to be found is an error. What is compiled
into a package that carries no bill is not listed, and the bill says of which packages that is.
"""

import hashlib
import json
import platform
import tomllib
from collections.abc import Iterable, Iterator
from importlib.metadata import PackageNotFoundError, distribution, packages_distributions, version
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.release import compiled
from tools.release.licences import MaterialsError, licence_of, stated

ROOT = Path(__file__).parents[2]
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


def bill(app: Path | None = None) -> str:
    """Return the bill of materials as CycloneDX JSON; with the folder of the app its parts, too.

    Raises:
        MaterialsError: something has no licence, or is not installed.
    """
    found = [*_python(), *_javascript(), *(_of_the_app(app) if app is not None else ())]
    components = sorted(found, key=lambda one: str(one["bom-ref"]))
    untold = [one["bom-ref"] for one in components if "components" not in one]
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
        "compositions": [{"aggregate": "unknown", "assemblies": untold}],
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
        if name in seen or not _applies(requirement, extras):
            continue
        seen.add(name)
        try:
            installed = distribution(name)
        except PackageNotFoundError as error:
            raise MaterialsError(f"{name} is needed and not installed: make setup") from error
        for text in installed.requires or []:
            inner = Requirement(text)
            if _applies(inner, extras):
                waiting.append(f"{inner.name}{_listed(inner.extras)}")
        component = _component(name, installed.version, licence_of(installed), f"pkg:pypi/{name}")
        parts = compiled.parts(installed)
        yield component if parts is None else component | {"components": parts}


def _applies(requirement: Requirement, extras: set[str]) -> bool:
    """Whether a requirement holds here, where these extras are asked for."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in extras)


def _listed(extras: set[str]) -> str:
    return f"[{','.join(sorted(extras))}]" if extras else ""


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
            "bom-ref": path.name,
            "name": path.name,
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "licenses": [stated(licence)],
        }


def _component(name: str, its_version: str, licence: str, purl: str) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": f"{purl}@{its_version}",
        "name": name,
        "version": its_version,
        "purl": f"{purl}@{its_version}",
        "licenses": [stated(licence)],
    }
