# SPDX-License-Identifier: MIT
"""The wheel: installed into an empty environment it does what it does here."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.release import htmx

ROOT = Path(__file__).parents[2]
CARRIED = (
    "loslaten/cli/__init__.py",
    "loslaten/protocols/shipped/handout.toml",
    "loslaten/page/static/page.js",
    "loslaten/page/templates/layout.html.j2",
    "loslaten/page/words/today.toml",
    "loslaten/report/page/page.css.j2",
    "loslaten/report/page/page.html.j2",
    "loslaten/sheet/sheet.css.j2",
    "loslaten/sheet/sheet.html.j2",
    "loslaten/sim/micropython/runner.mjs",
    "loslaten/sim/hardware/machine.py",
    "loslaten/sim/micropython/package-lock.json",
    "loslaten/firmware_source/device/app.py",
    "loslaten/firmware_source/device/boards/pico_w.py",
    "loslaten_core/practice/session.py",
    "loslaten/py.typed",
    "loslaten_core/py.typed",
)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--disable-pip-version-check"]
    options = ["--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)]
    subprocess.run([*pip, *options], check=True, timeout=300)
    (built,) = folder.glob("loslaten-*.whl")
    return built


def test_a_release_carries_htmx_with_its_licence(tmp_path):
    with htmx.staged():
        subprocess.run(
            [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            timeout=300,
        )
    assert not htmx.PLACE.exists()
    (built,) = tmp_path.glob("loslaten-*.whl")
    with zipfile.ZipFile(built) as archive:
        carried = {
            name.rpartition("/")[2]: archive.read(name)
            for name in archive.namelist()
            if name.startswith("loslaten/page/htmx/")
        }
    assert set(carried) == {"htmx.min.js", "hx-sse.min.js", "LICENSE"}
    assert all(carried.values())


def test_without_htmx_its_pages_are_plain_forms(wheel):
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "/htmx" in name]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """Runs loslaten as installed from the wheel, in a folder and a home of its own.

    The packages it requires are lent by this environment; its own code is not.
    """
    home = tmp_path_factory.mktemp("home")
    place = home / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    lent = [entry for entry in sys.path if entry.endswith("site-packages")]
    start = (
        f"import sys; sys.path[:0] = [{str(place)!r}]; sys.path += {lent!r};"
        "from loslaten.cli import main; main(prog_name='loslaten')"
    )

    def run(*arguments):
        environment = {
            "HOME": str(home),
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "XDG_CACHE_HOME": str(ROOT / "build" / "wheel-cache"),
        }
        return subprocess.run(
            # -S: without this environment's .pth files, which lead to the checkout.
            [sys.executable, "-I", "-S", "-c", start, *arguments],
            cwd=home,
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


def test_the_wheel_carries_everything_and_no_tests(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    assert set(CARRIED) <= names
    assert not [name for name in names if "test" in name or name.startswith(("device", "shared"))]


def test_it_is_the_installed_one_that_runs(installed):
    ran = installed("--version")
    assert ran.stdout == "loslaten, version 0.1.0\n" or ran.stdout == "loslaten 0.1.0\n"


def test_it_plans(installed):
    ran = installed("protocol", "plan", "handout", "--json")
    assert ran.returncode == 0, ran.stderr
    assert '"handout"' in ran.stdout


def test_it_plays_a_night_by_the_firmware_it_carries(installed):
    ran = installed("demo", "--out", "night")
    assert ran.returncode == 0, ran.stderr
    assert "16 of 17 muscle groups" in ran.stdout


def test_it_reports_that_night(installed):
    assert installed("demo", "--out", "reported").returncode == 0
    ran = installed("report", "--data", "reported", "--lang", "nl", "--html", "report.html")
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == "de bladzijde: report.html\n"
