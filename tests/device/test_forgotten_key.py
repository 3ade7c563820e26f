# SPDX-License-Identifier: MIT
"""A key that was forgotten leaves no copy on the flash: on the real LittleFS, as boards format it.

The simulated watch's flash knows files only, not what the file system leaves behind.
"""

import errno
import sys
import types

import pytest

littlefs = pytest.importorskip("littlefs")

KEY = bytes(range(100, 132))
BLOCK_BYTES = 4096
# How MicroPython's ports make their file systems: progsize, readsize.
BOARDS = {"rp2": (256, 32), "esp32": (32, 32)}


class Flash:
    """A LittleFS in memory, with the calls that the firmware's files need."""

    def __init__(self, port):
        prog, read = BOARDS[port]
        self.fs = littlefs.LittleFS(
            block_size=BLOCK_BYTES,
            block_count=212,
            prog_size=prog,
            read_size=read,
            cache_size=min(BLOCK_BYTES, 4 * max(prog, read)),
            lookahead_size=32,
        )

    def open(self, path, mode):
        try:
            return self.fs.open(path, mode)
        except FileNotFoundError:
            raise OSError(errno.ENOENT) from None

    def remove(self, path):
        self.fs.remove(path)

    def rename(self, old, new):
        self.fs.rename(old, new)

    @property
    def copies(self):
        return bytes(self.fs.context.buffer).count(KEY)


@pytest.fixture(params=sorted(BOARDS))
def flash(request, monkeypatch):
    made = Flash(request.param)
    machine = types.SimpleNamespace(unique_id=lambda: b"serial")
    monkeypatch.setitem(sys.modules, "machine", machine)
    # Whose ticks are the board's; none of them counts here.
    monkeypatch.setitem(sys.modules, "device.clock", types.SimpleNamespace())
    from device import files, identity

    for module in (files, identity):
        monkeypatch.setattr(module, "open", made.open, raising=False)
    monkeypatch.setattr(files, "os", made)
    made.fs.mkdir("/data")
    made.fs.mkdir("/data/journal")
    return made


@pytest.mark.parametrize("writes_before", [0, 1, 3, 8, 20, 33, 90])
def test_no_copy_is_left(flash, writes_before):
    from device import files
    from device.identity import BURY_WRITES, Identity

    files.write("/data/settings", b"x" * 40)
    files.write("/data/key", KEY)
    for number in range(writes_before):
        files.write("/data/settings", bytes((number,)) * 40)
    identity = Identity("/data/key")
    assert identity.key == KEY
    identity.forget_key()
    assert identity.key is None
    assert flash.copies, "the file system leaves copies: else nothing is shown here"
    for _ in range(9):
        identity.bury(BURY_WRITES // 9)
    assert flash.copies == 0
    assert sorted(flash.fs.listdir("/data")) == ["journal", "settings"]
    assert files.read("/data/settings") == (
        bytes((writes_before - 1,)) * 40 if writes_before else b"x" * 40
    )


def test_a_flash_that_fails_meanwhile_keeps_the_key_forgotten(flash, monkeypatch):
    from device import files, identity

    files.write("/data/key", KEY)
    one = identity.Identity("/data/key")
    one.forget_key()

    def full(path, mode):
        raise OSError(28)

    monkeypatch.setattr(identity, "open", full)
    one.bury(3)
    assert identity.Identity("/data/key").key is None
