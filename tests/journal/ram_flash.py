"""Storage in RAM that remembers what was done to it, so that a test can cut the power anywhere."""

from loslaten_core.journal.storage import Storage


class RamFlash(Storage):
    """Files in a dict; `operations` are all changes so far, `reads` all (name, offset, bytes)."""

    def __init__(self, files=()):
        self.files = dict(files)
        self.operations = []
        self.reads = []

    def names(self):
        return list(self.files)

    def size(self, name):
        return len(self.files.get(name, b""))

    def read(self, name, offset, count):
        data = self.files.get(name, b"")[offset : offset + count]
        self.reads.append((name, offset, data))
        return data

    def append(self, name, data):
        self._do(("append", name, data))

    def replace(self, name, data):
        self._do(("replace", name, data))

    def remove(self, name):
        self._do(("remove", name, b""))

    def _do(self, operation):
        self.operations.append(operation)
        apply(self.files, operation)


def apply(files, operation):
    """Carry out one operation on a dict of files."""
    what, name, data = operation
    if what == "append":
        files[name] = files.get(name, b"") + data
    elif what == "replace":
        files[name] = data
    else:
        del files[name]


def torn(files, operation):
    """What can be left when the power goes during `operation`: from nothing to almost all of it.

    LittleFS leaves a file as it was before it was opened, or empty when it is new; the rest is for
    file systems that are less kind.
    """
    what, name, data = operation
    yield dict(files)
    if what == "remove":
        return
    kept = files.get(name, b"") if what == "append" else b""
    for length in range(len(data)):
        yield {**files, name: kept + data[:length]}


def cuts(operations, files=(), bytewise=True):
    """Yield (operations done, files) for a power cut at every operation and every byte of it.

    With `bytewise` False: before each operation and half-way through it.
    """
    now = dict(files)
    for done, operation in enumerate(operations):
        states = list(torn(now, operation))
        for state in (
            states if bytewise else {0: states[0], 1: states[-1 - len(states) // 2]}.values()
        ):
            yield done, state
        apply(now, operation)
    yield len(operations), dict(now)
