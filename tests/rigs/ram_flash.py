# SPDX-License-Identifier: MIT
"""Storage in RAM that remembers what was done to it. Runs on MicroPython, too."""

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
