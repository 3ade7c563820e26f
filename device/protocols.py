"""The protocols on the watch and the wearer's choice among them, on flash.

One file a protocol, named by its place in the wearer's count; each is checked again when it is
read, so a damaged one is left out and said rather than practised. The choice is kept as that place
and the content id, of which the id counts: places shift.
"""

from device import files
from loslaten_core.practice import protocol as protocols
from loslaten_core.practice.protocol import ProtocolError

CAPACITY = 8
_CHOSEN = "chosen"


class ProtocolStore:
    """The protocols in `folder`: `entries` are (content id, packed, protocol) in counted order.

    `damaged` names files that could not be read as protocols.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.entries: list[tuple[bytes, bytes, protocols.Protocol]] = []
        self.damaged: list[str] = []
        self.chosen = 0
        self._is_settled = True
        self._chosen_path = folder + "/" + _CHOSEN
        files.make_folder(folder)
        self._load()

    def put(self, packed: bytes) -> bytes:
        """Keep a packed protocol and return its content id.

        A protocol of the same name is replaced in its place; whatever happens, the old or the new
        one is there. Raise ProtocolError for one that is refused, or when the watch is full.
        """
        protocol = protocols.unpack(packed)
        content_id = protocols.content_id(packed)
        index = self._index_of_name(protocol.name)
        if index is None and len(self.entries) >= CAPACITY:
            raise ProtocolError(f"the watch holds {CAPACITY} protocols; delete one first")
        place = len(self.entries) if index is None else index
        self._settle()
        # The flash first: when it fails, what is held here is still what lies there.
        files.write(self._path(place), packed)
        self.entries[place : place + 1] = [(content_id, packed, protocol)]
        if place == self.chosen:
            self.save_choice()
        return content_id

    def get(self, content_id: bytes) -> bytes | None:
        """Return the packed protocol, or None."""
        index = self._index_of_id(content_id)
        return None if index is None else self.entries[index][1]

    def choose(self, content_id: bytes) -> bool:
        """Choose the protocol a session starts with; False when it is not here."""
        index = self._index_of_id(content_id)
        if index is None:
            return False
        self.choose_index(index)
        return True

    def choose_index(self, index: int) -> None:
        """Choose by place in the wearer's count, from 0."""
        if index != self.chosen:
            self.chosen = index
            self.save_choice()

    def save_choice(self) -> bytes | None:
        """Keep on flash what `chosen` says; return the content id of it, None without any."""
        files.write(self._chosen_path, self._choice())
        return self.entries[self.chosen][0] if self.entries else None

    def delete(self, content_id: bytes) -> bool:
        """Delete a protocol; False when it is not here."""
        index = self._index_of_id(content_id)
        if index is None:
            return False
        del self.entries[index]
        if self.chosen > index or self.chosen >= len(self.entries):
            self.chosen = max(self.chosen - 1, 0)
        self._is_settled = False
        self._settle()
        return True

    def _load(self) -> None:
        for name in self._names():
            packed = files.read(self._folder + "/" + name) or b""
            try:
                protocol = protocols.unpack(packed)
            except ProtocolError:
                self.damaged.append(name)
                continue
            if self._index_of_name(protocol.name) is None:
                self.entries.append((protocols.content_id(packed), packed, protocol))
        choice = files.read(self._chosen_path) or b"\0"
        index = self._index_of_id(choice[1:])
        if index is None:
            index = choice[0]
        if index < len(self.entries):
            self.chosen = index
        self._is_settled = len(self._names()) == len(self.entries) and choice == self._choice()

    def _settle(self) -> None:
        """Let the files say what is held here: after damage, or a cut, or with one less.

        Every file moves up; in this order a cut leaves one protocol twice, but none missing.
        """
        if self._is_settled:
            return
        for place in range(len(self.entries)):
            files.write(self._path(place), self.entries[place][1])
        for name in self._names()[len(self.entries) :]:
            files.remove(self._folder + "/" + name)
        self.save_choice()
        self._is_settled = True

    def _choice(self) -> bytes:
        content_id = self.entries[self.chosen][0] if self.entries else b""
        return bytes((self.chosen,)) + content_id

    def _names(self) -> list[str]:
        return [name for name in files.names(self._folder) if name != _CHOSEN]

    def _path(self, index: int) -> str:
        return f"{self._folder}/protocol-{index}"

    def _index_of_id(self, content_id: bytes) -> int | None:
        for index, entry in enumerate(self.entries):
            if entry[0] == content_id:
                return index
        return None

    def _index_of_name(self, name: str) -> int | None:
        for index, entry in enumerate(self.entries):
            if entry[2].name == name:
                return index
        return None
