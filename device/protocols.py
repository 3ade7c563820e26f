# SPDX-License-Identifier: MIT
"""The protocols on the watch and the wearer's choice among them, on flash.

One file a protocol, named by its place in the wearer's count; each is checked again at a start, so
a damaged one is left out and said rather than practised. The choice is kept as that place and the
content id, of which the id counts: places shift.

Only the chosen protocol lies in memory, ready for a session to start.
"""

from device import files
from device.late import forget
from loslaten_core.practice import protocol as protocols
from loslaten_core.practice.protocol import Protocol, ProtocolError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from device.contract import Steps

CAPACITY = 8
_CHOSEN = "chosen"


class Entry:
    """A protocol in the file `file`, of `size` bytes."""

    def __init__(self, content_id: bytes, name: str, size: int, file: str) -> None:
        self.content_id = content_id
        self.name = name
        self.size = size
        self.file = file


class ProtocolStore:
    """The protocols in `folder`: `entries` tell of them, in counted order.

    As a sequence it gives (content id, protocol), as a practice takes them. `damaged` names files
    that could not be read as protocols.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.entries: list[Entry] = []
        self.damaged: list[str] = []
        self.chosen = 0
        self._is_settled = True
        self._ready: tuple[bytes, Protocol] | None = None
        self._chosen_path = folder + "/" + _CHOSEN
        files.make_folder(folder)
        self._load()

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, index: int) -> tuple[bytes, Protocol]:
        content_id = self.entries[index].content_id
        if self._ready is None or self._ready[0] != content_id:
            self._ready = None
            # Checked when it was put or found, and the same to the byte.
            self._ready = content_id, protocols.unpack_known(self._read(self.entries[index]))
        return self._ready

    def make_ready(self) -> None:
        """Have the chosen protocol in memory, for a session to start without the flash."""
        if self.entries:
            self[self.chosen]

    def put(self, packed: bytes) -> "Steps":
        """Keep a packed protocol, by steps, for somebody may press the button; the last gives its
        content id.

        A protocol of the same name is replaced in its place; whatever happens, the old or the new
        one is there. Raise ProtocolError for one that is refused, or when the watch is full.
        """
        name = ""
        try:
            for protocol in protocols.unpacking_new(packed):
                if protocol is not None:
                    name = protocol.name
                yield None
        finally:
            _forget_checks()
        content_id = protocols.content_id(packed)
        yield None
        index = self._index_of_name(name)
        if index is None and len(self.entries) >= CAPACITY:
            raise ProtocolError(f"the watch holds {CAPACITY} protocols; delete one first")
        place = len(self.entries) if index is None else index
        self._settle()
        # The flash first: when it fails, what is held here is still what lies there.
        files.write(self._path(place), packed)
        self.entries[place : place + 1] = [Entry(content_id, name, len(packed), self._path(place))]
        if place == self.chosen:
            self.save_choice()
        yield content_id

    def get(self, content_id: bytes) -> bytes | None:
        """Return the packed protocol, or None."""
        index = self._index_of_id(content_id)
        return None if index is None else self._read(self.entries[index])

    def choose(self, content_id: bytes) -> bool:
        """Choose the protocol a session starts with; False when it is not here."""
        index = self._index_of_id(content_id)
        if index is None:
            return False
        if index != self.chosen:
            before, self.chosen = self.chosen, index
            try:
                self.save_choice()
            except OSError:
                self.chosen = before
                raise
        return True

    def save_choice(self) -> bytes | None:
        """Keep on flash what `chosen` says; return the content id of it, None without any."""
        files.write(self._chosen_path, self._choice())
        return self.entries[self.chosen].content_id if self.entries else None

    def delete(self, content_id: bytes) -> bool:
        """Delete a protocol; False when it is not here.

        Whatever fails, what is held here is what lies there.
        """
        index = self._index_of_id(content_id)
        if index is None:
            return False
        try:
            del self.entries[index]
            if self.chosen > index or self.chosen >= len(self.entries):
                self.chosen = max(self.chosen - 1, 0)
            self._is_settled = False
            self._settle()
        except Exception:
            self._load()
            raise
        return True

    def _load(self) -> None:
        found: list[Entry] = []
        damaged: list[str] = []
        for name in self._names():
            path = self._folder + "/" + name
            packed = files.read(path) or b""
            try:
                entry = Entry(
                    protocols.content_id(packed), protocols.unpack(packed).name, len(packed), path
                )
            except ProtocolError:
                damaged.append(name)
                continue
            if all(entry.name != other.name for other in found):
                found.append(entry)
        if found or damaged:
            _forget_checks()
        choice = files.read(self._chosen_path) or b"\0"
        self.entries, self.damaged, self.chosen = found, damaged, 0
        index = self._index_of_id(choice[1:])
        if index is None:
            index = choice[0]
        if index < len(found):
            self.chosen = index
        self._is_settled = len(self._names()) == len(found) and choice == self._choice()

    def _settle(self) -> None:
        """Let the files say what is held here: after damage, or a cut, or with one less.

        Every file moves up; in this order a cut leaves one protocol twice, but none missing.
        """
        if self._is_settled:
            return
        for place, entry in enumerate(self.entries):
            path = self._path(place)
            if entry.file != path:
                files.write(path, self._read(entry))
                entry.file = path
        for name in self._names()[len(self.entries) :]:
            files.remove(self._folder + "/" + name)
        self.save_choice()
        self._is_settled = True

    def _read(self, entry: Entry) -> bytes:
        """Return a packed protocol; ProtocolError when it is not there any more."""
        packed = files.read(entry.file) or b""
        if protocols.content_id(packed) != entry.content_id:
            raise ProtocolError(f"{entry.file} is damaged")
        return packed

    def _choice(self) -> bytes:
        content_id = self.entries[self.chosen].content_id if self.entries else b""
        return bytes((self.chosen,)) + content_id

    def _names(self) -> list[str]:
        return [name for name in files.names(self._folder) if name != _CHOSEN]

    def _path(self, index: int) -> str:
        return f"{self._folder}/protocol-{index}"

    def _index_of_id(self, content_id: bytes) -> int | None:
        for index, entry in enumerate(self.entries):
            if entry.content_id == content_id:
                return index
        return None

    def _index_of_name(self, name: str) -> int | None:
        for index, entry in enumerate(self.entries):
            if entry.name == name:
                return index
        return None


def _forget_checks() -> None:
    """Let go of the code that checked protocols, which a session does not need."""
    from loslaten_core.practice import checks

    forget(checks.__name__)
