# SPDX-License-Identifier: MIT
"""A plan on the page: taken from a file, refused in words, and the nights sent back sealed."""

import re

import pytest

from tests.page.served import Served, served
from tests.rigs.raw_records import NOW_MS
from tests.rigs.two_laptops import Laptop

MOON = b"watch--1"
BOUNDARY = "a-boundary"


def sent(plan: bytes, *more: str) -> bytes:
    """A form with a file in it, as browsers send it."""
    parts = [
        f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="{one}"\r\n\r\n1' for one in more
    ]
    head = f'--{BOUNDARY}\r\ncontent-disposition: form-data; name="plan"; filename="plan.json"\r\n'
    head += "content-type: application/json\r\n\r\n"
    rest = "".join(f"\r\n{part}" for part in parts)
    return head.encode() + plan + rest.encode() + f"\r\n--{BOUNDARY}--\r\n".encode()


def take(server: Served, plan: bytes, *more: str):
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return server.ask("POST", "/plan", sent(plan, *more), content_type=kind)


@pytest.fixture(scope="module")
def therapist(tmp_path_factory):
    laptop = Laptop(tmp_path_factory.mktemp("therapist"))
    laptop.printed("person", "add", "Anna")
    return laptop


def planned(therapist: Laptop, at_ms: int, times: str = "5") -> bytes:
    therapist.now_ms = at_ms
    path = therapist.folder / "plan.json"
    therapist.printed(
        *("plan", "write", "--person", "Anna", "--protocol", "handout", "--times", times),
        *("--until", "2026-12-31", "--writer", "M. Jansen", "--word", "Rustig aan"),
        *("-o", str(path), "--force"),
    )
    return path.read_bytes()


@pytest.fixture
def patient(tmp_path_factory):
    laptop = Laptop(tmp_path_factory.mktemp("patient"))
    laptop.meets(MOON, 2)
    return laptop


@pytest.fixture
def server(patient):
    with served(patient.data) as running:
        running.enter()
        yield running


def test_a_plan_is_taken_and_the_nights_go_back_sealed(server, therapist, patient, tmp_path):
    assert "Er is nog geen plan" in server.ask("GET", "/plan").text
    answer = take(server, planned(therapist, NOW_MS - 10))
    assert (answer.status, answer.headers["location"]) == (303, "/plan")
    page = server.ask("GET", "/plan").text
    assert "5 keer per week, tot en met 31" in page
    assert "Rustig aan" in page
    assert therapist.printed("nights", "key").splitlines()[1].removeprefix("number: ") in page
    file = tmp_path / "nights.age"
    file.write_bytes(server.ask("GET", "/plan/nights.age").content)
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    therapist.now_ms = NOW_MS
    assert therapist.json("nights", "open", str(file))["nights"] == 2


def test_what_is_wrong_with_a_plan_is_told_beside_the_form(server, therapist):
    good = planned(therapist, NOW_MS - 5)
    take(server, good)
    for content, told in (
        (b"", "geen plan van loslaten"),
        (b"\x00" * 1000, "geen plan van loslaten"),
        (good.replace(b"Rustig", b"Rustiq"), "veranderd nadat het werd geschreven"),
        (planned(therapist, NOW_MS - 1000), "ouder dan het plan dat u volgt"),
    ):
        answer = take(server, content)
        assert answer.status == 422
        assert told in answer.text
    assert server.ask("POST", "/plan", b"plan=1").status == 422
    assert take(server, b"x" * 70_000).status == 413


def test_a_plan_of_another_computer_needs_a_tick(server, tmp_path_factory, therapist):
    take(server, planned(therapist, NOW_MS - 10))
    backup = therapist.folder / "backup.jsonl"
    therapist.printed("log", "backup", str(backup), "--force")
    other = Laptop(tmp_path_factory.mktemp("other"))
    other.printed("log", "import", str(backup))
    newer = planned(other, NOW_MS, "3")
    answer = take(server, newer)
    assert answer.status == 422
    assert "niet van de computer die uw vorige plan schreef" in answer.text
    assert take(server, newer, "new_therapist").status == 303
    assert "3 keer per week" in server.ask("GET", "/plan").text


def shown(server: Served) -> str:
    """Return who is shown, of several."""
    found = re.search(r"<option [^>]*selected>([^<]+)<", server.ask("GET", "/plan").text)
    assert found
    return found[1]


def test_who_takes_a_plan_stays_shown_whatever_code_it_gives_them(server, therapist, patient):
    with patient.log() as log:
        log.rename_person(1, "Els")
        anna = log.add_person("Anna", NOW_MS)
    server.ask("POST", "/person", {"person": str(anna.id), "back": "/today"})
    plan = planned(therapist, NOW_MS - 10)
    # One that is tried on the simulated wrist is nobody's.
    assert server.ask("POST", "/wrist/begin", {}).status == 303
    assert take(server, plan).status == 303
    assert server.ask("POST", "/wrist/end", {}).status == 303
    assert shown(server) == "Anna"
    assert take(server, plan).status == 303
    with patient.log() as log:
        assert log.person("Anna").code != anna.code
    assert shown(server) == "Anna"


def test_what_is_sent_are_the_nights_of_whose_plan_the_page_shows(
    server, therapist, patient, tmp_path
):
    """Another window shows somebody else by then, who has no plan."""
    assert take(server, planned(therapist, NOW_MS - 10)).status == 303
    with patient.log() as log:
        log.rename_person(1, "Anna")
        bram = log.add_person("Bram", NOW_MS)
    of_anna = server.ask("GET", "/plan").text
    (link,) = re.findall(r'href="(/plan/nights.age[^"]*)"', of_anna)
    assert server.form("/plan", "/plan/put") == {"whose": "1"}
    server.ask("POST", "/person", {"person": str(bram.id), "back": "/today"})
    assert server.ask("GET", "/plan/nights.age").status == 422
    file = tmp_path / "nights.age"
    file.write_bytes(server.ask("GET", link).content)
    therapist.now_ms = NOW_MS
    assert "Anna" in therapist.printed("nights", "open", str(file), "--new-sender")
