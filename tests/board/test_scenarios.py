# SPDX-License-Identifier: MIT
"""The shipped firmware, compiled as for a deployment, on a board: it does what it is for."""

from loslaten.link import handshake
from loslaten_core.journal import record
from loslaten_core.link import message as m
from loslaten_core.practice.event import COMPLETED, FAULT, POWER_LOST
from tests.board import deployed, no_memory, plan, scenarios
from tests.board.hardware import WATCHDOG_RESET, Board
from tests.board.heap import FILE_BYTES
from tests.board.laptop import Laptop
from tests.rigs.room import records_in
from tests.torture.heap import USED_MORE_BYTES

# The watch counts whole milliseconds, and notes a press out of light sleep one too late.
NOTED_MS = 2
# The drive of the first release of `deployed.short`, when it is started as in the scenarios.
RELEASE_MS = 28_265


def test_a_session_drives_the_motor_as_planned() -> None:
    outcome = scenarios.session()
    assert outcome.is_well, outcome.board.printed
    late = scenarios.lateness(outcome, scenarios.full())
    assert len(late.edges) > 450
    assert len(late.releases) > 30
    assert max(late.edges) < 100


def test_the_record_tells_how_late_the_motor_was() -> None:
    outcome = scenarios.session()
    late = scenarios.lateness(outcome, scenarios.full())
    assert abs(worst_late_ms(outcome.board) - max(late.edges)) <= NOTED_MS


def test_the_record_tells_how_late_a_cue_that_was_taken_back_has_ended() -> None:
    protocols, until_ms = (deployed.short(),), 140_000
    presses = (scenarios.PRESSES[0], (RELEASE_MS + 38, scenarios.TAP_MS))
    board = Board(flash=deployed.flash(protocols))
    for press in presses:
        board.press(*press)
    assert board.run(until_ms) == "", board.printed
    wanted = plan.plan(presses, protocols, scenarios.SESSIONS_LEFT, until_ms)
    late = plan.compare(wanted, board.motor, scenarios.START_MS).edges
    taken_back = [at_ms for at_ms, _ in wanted.edges].index(presses[1][0])
    assert late[taken_back] == max(late)
    assert abs(worst_late_ms(board) - max(late)) <= NOTED_MS


def worst_late_ms(board: Board) -> int:
    """Return what the record of the last session says."""
    kept = records_in(board.flash.files)
    sessions = [content for head, content in kept if head.kind == record.SESSION]
    return sessions[-1].worst_late_ms


def test_the_session_is_in_the_journal() -> None:
    kept = records_in(scenarios.session().board.flash.files)
    session = next(content for one, content in reversed(kept) if one.kind == record.SESSION)
    assert session.ending == COMPLETED
    assert session.pauses == 1


def test_a_laptop_gets_all_records_and_the_watch_stays() -> None:
    outcome = scenarios.ordinary_sync()
    assert outcome.is_well, outcome.board.printed
    assert outcome.laptop is not None
    (pulled,) = outcome.laptop.answered(m.PULL)
    assert pulled.code == m.SUCCESS
    assert len(outcome.laptop.records) > scenarios.ORDINARY_NIGHTS


def test_a_morning_brings_the_night() -> None:
    outcome = scenarios.morning()
    assert outcome.is_well, outcome.board.printed
    assert outcome.laptop is not None
    assert [answer.code for answer in outcome.laptop.answers] == [m.SUCCESS] * 7
    assert outcome.laptop.records


def test_eight_of_the_largest_protocols_come_back_as_they_were_put() -> None:
    outcome = scenarios.put()
    assert outcome.is_well, outcome.board.printed
    laptop, packed = outcome.laptop, deployed.largest_protocols()
    assert laptop is not None
    assert [answer.code for answer in laptop.answered(m.PUT_PROTOCOL)] == [m.SUCCESS] * 8
    (told,) = laptop.answered(m.LIST_PROTOCOLS)
    assert len(handshake.unpack_protocols(told.body)) == len(packed)
    assert [answer.body for answer in laptop.answered(m.GET_PROTOCOL)] == list(packed)


def test_seven_nights_are_kept_and_taken() -> None:
    outcome = scenarios.week()
    assert outcome.is_well, outcome.board.printed
    assert outcome.laptop is not None
    pulled = outcome.laptop.answered(m.PULL)
    assert [answer.code for answer in pulled] == [m.SUCCESS] * scenarios.WEEK_NIGHTS
    kept = records_in(outcome.board.flash.files)
    sessions = [one for one, _ in kept if one.kind == record.SESSION]
    assert len(sessions) == scenarios.ORDINARY_NIGHTS + scenarios.WEEK_NIGHTS


def test_new_firmware_is_kept_after_its_first_start() -> None:
    outcome = scenarios.first_start()
    assert not outcome.ended
    assert "is well" in outcome.board.printed
    assert "Error" not in outcome.board.printed
    files = outcome.board.flash.files
    assert files["/slot"] == b"a"
    assert "/trial" not in files


def test_a_fault_and_its_night_are_kept_where_no_block_of_the_heap_is_free() -> None:
    outcome = scenarios.fault()
    assert outcome.ended == "reset"
    # It takes a while to take all of the heap; then the task fails, and the motor is off at once.
    failed_ms = next(at_ms for at_ms, _ in outcome.board.motor if at_ms > scenarios.FAULT_MS)
    assert outcome.board.now_ms < failed_ms + 1_000
    assert outcome.board.motor[-1][1] == 0
    no_memory.check_fault(outcome)
    flash = outcome.board.flash
    faults = [content for one, content in records_in(flash.files) if one.kind == record.FAULT]
    assert "MemoryError" in faults[-1].detail
    # What could not be written then is made of the last checkpoint by the next start.
    assert Board(flash=flash, cause=WATCHDOG_RESET).run(20_000) == ""
    kept = records_in(flash.files)
    sessions = [content for one, content in kept if one.kind == record.SESSION]
    assert len(sessions) == scenarios.ORDINARY_NIGHTS + 1
    assert sessions[-1].ending in (FAULT, POWER_LOST)


def test_little_beside_the_table_of_one_file_is_taken_where_a_fault_is_kept() -> None:
    used = [heap.used for _, heap in scenarios.fault().heaps]
    free_again = next(at for at, more in enumerate(used) if more < used[0] - 2_000)
    after = used[free_again:]
    assert len(after) > 10
    # What a fault takes beside the reserve that was given up for it: see `device.memory`.
    assert max(after) - after[0] <= FILE_BYTES + 512


def test_who_looks_on_is_told_what_is_felt() -> None:
    outcome = scenarios.live()
    assert outcome.is_well, outcome.board.printed
    assert outcome.laptop is not None
    assert len(outcome.laptop.events) > 5


def test_a_laptop_that_left_without_a_word_is_let_in_again_at_once() -> None:
    board = Board(flash=deployed.flash(deployed.SHIPPED[:1]), has_usb=True)
    laptop = Laptop(board, [(m.STATUS, b"")], stays=True)
    board.at(10_000, lambda: laptop.leave(is_told=False))
    board.at(11_000, laptop.come)
    assert board.run(13_000) == "", board.printed
    assert not board.printed
    assert [answer.code for answer in laptop.answered(m.STATUS)] == [m.SUCCESS] * 2


def test_a_stranger_who_announces_much_restarts_nothing() -> None:
    outcome = scenarios.stranger()
    assert outcome.is_well, outcome.board.printed


def test_a_full_watch_gives_all_that_it_has_without_a_restart() -> None:
    outcome = scenarios.sync()
    assert outcome.is_well, outcome.board.printed
    assert outcome.laptop is not None
    assert len(outcome.laptop.records) >= 600


def test_it_practises_with_24_kb_less() -> None:
    outcome = scenarios.small_heap()
    assert outcome.is_well, outcome.board.printed


def test_after_many_nights_the_heap_is_what_it_was():
    """A thousand of them: `python -m tests.torture.heap`."""
    early, late, kept = scenarios.many_nights(10, 4)
    assert kept == 10
    assert late.used <= early.used + USED_MORE_BYTES


def test_the_links_code_is_there_only_while_a_window_is_open() -> None:
    board = Board(
        flash=deployed.flash(deployed.SHIPPED[:1]),
        asked="lambda: print(len(__import__('sys').modules))",
    )
    laptop = Laptop(board, scenarios.sync_requests(1))
    board.press(scenarios.START_MS, scenarios.VERY_LONG_HOLD_MS)
    used = []
    for at_ms in (10_000, 30_000, 240_000):
        board.ask(at_ms)
        board.at(at_ms, lambda: used.append(board.memory.live().used))
    assert board.run(241_000) == ""
    assert laptop.answers
    before, during, after = map(int, board.printed.split())
    assert before == after < during - 10
    # What has got a name keeps it.
    assert used[2] - used[0] < (used[1] - used[0]) / 3
