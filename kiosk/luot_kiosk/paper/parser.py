"""The byte stream cut into commands, whoever wrote it and however the network tore it.

Everything here is about where a command ends: a length misjudged by one byte turns the rest of the paper into
confetti. What a command does is the paper's matter (`strip`). Lengths follow the published ESC/POS command
references of the common printer makers.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

NUL, HT, LF, FF, CR, DLE, CAN, ESC, FS, GS = 0x00, 0x09, 0x0A, 0x0C, 0x0D, 0x10, 0x18, 0x1B, 0x1C, 0x1D
LINE_CONTROLS = {HT: "HT", LF: "LF", FF: "FF", CR: "CR"}
LONGEST_TEXT = 1024  # bytes handed on at once, so that text without an end does not grow for ever
LONGEST_COMMAND = 8 << 20  # bytes; four metres of raster. A longer announcement is noise, not a picture


@dataclass(frozen=True)
class Command:
    """``name`` is what the references print ("GS v", "LF", "text"); ``data`` all bytes after the name."""

    name: str
    data: bytes = b""


class Parser:
    """Feed it what arrives; it gives every command that is complete and keeps the rest."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, data: bytes) -> list[Command]:
        self._held += data
        commands: list[Command] = []
        at = 0
        while at < len(self._held):
            size = _size(self._held, at)
            if size is None:
                break
            command = _command(bytes(self._held[at : at + size]))
            if command:
                commands.append(command)
            at += size
        del self._held[:at]
        return commands

    def rest(self) -> list[Command]:
        """What the sender left unfinished, as far as it can be read: text without its line feed."""
        held, self._held = bytes(self._held), bytearray()
        return [Command("text", held)] if held and _is_text(held[0]) else []


class _Incomplete(Exception):
    """More bytes must come before the command's end is known."""


class _Reader:
    """Looks at the bytes after a command's name."""

    def __init__(self, held: bytearray, at: int) -> None:
        self._held, self._at = held, at

    def byte(self, index: int) -> int:
        if self._at + index >= len(self._held):
            raise _Incomplete
        return self._held[self._at + index]

    def little(self, index: int, count: int = 2) -> int:
        return sum(self.byte(index + place) << (8 * place) for place in range(count))

    def until_nul(self, index: int, most: int) -> int:
        """The index after the next NUL, looking at no more than ``most`` bytes."""
        for after in range(index, index + most):
            if self.byte(after) == NUL:
                return after + 1
        return index + most


Length = Callable[[_Reader], int]


def _command(raw: bytes) -> Command | None:
    lead = raw[0]
    if _is_text(lead):
        return Command("text", raw)
    if lead in LINE_CONTROLS:
        return Command(LINE_CONTROLS[lead])
    if lead not in PREFIXES or (len(raw) == 2 and LENGTHS[lead].get(raw[1]) != 0):
        return None  # passed over: a stray control, an unknown command, or one announcing more than a printer holds
    return Command(f"{PREFIXES[lead]} {chr(raw[1])}", raw[2:])


def _is_text(byte: int) -> bool:
    return byte >= 0x20 and byte != 0x7F


def _size(held: bytearray, at: int) -> int | None:
    """How many bytes the unit at ``at`` has; None while that cannot be said yet."""
    lead = held[at]
    if _is_text(lead):
        return _text_size(held, at)
    if lead not in PREFIXES:
        return 1
    try:
        reader = _Reader(held, at + 2)
        length = LENGTHS[lead].get(reader.byte(-1))
        if length is None:
            return 2  # a command nobody has heard of: its name is passed over, the rest may be text
        size = 2 + (length if isinstance(length, int) else length(reader))
        if size > LONGEST_COMMAND:
            return 2
        reader.byte(size - 3)
    except _Incomplete:
        return None
    return size


def _text_size(held: bytearray, at: int) -> int | None:
    """A run of text ends where a control begins; until one comes, letters of several bytes may still be growing."""
    for size in range(1, LONGEST_TEXT + 1):
        if at + size >= len(held):
            return None
        if not _is_text(held[at + size]):
            return size
    return LONGEST_TEXT


def _real_time(reader: _Reader) -> int:
    """DLE EOT n, where 7, 8 and 18 have a second byte."""
    return 2 if reader.byte(0) in (7, 8, 18) else 1


def _real_time_order(reader: _Reader) -> int:
    return {1: 3, 2: 3, 3: 6, 7: 2, 8: 8}.get(reader.byte(0), 1)


def _with_count(reader: _Reader) -> int:
    """ESC ( x, GS ( x, FS ( x: a function letter, then how many bytes follow."""
    return 3 + reader.little(1)


def _graphics(reader: _Reader) -> int:
    """GS 8 L, the same with a four-byte count."""
    return 5 + reader.little(1, 4)


def _columns(reader: _Reader) -> int:
    """ESC * m nL nH: one byte a column, or three."""
    return 3 + reader.little(1) * (3 if reader.byte(0) >= 32 else 1)


def _tabs(reader: _Reader) -> int:
    return reader.until_nul(0, 32)


def _clone_qr(reader: _Reader) -> int:
    """ESC Z m n k dL dH d…: a QR code as many inexpensive printers have it."""
    return 5 + reader.little(3)


def _own_letters(reader: _Reader) -> int:
    """ESC & y c1 c2, then for each letter its width and that many columns of y bytes."""
    tall, first, last = reader.byte(0), reader.byte(1), reader.byte(2)
    size = 3
    for _ in range(first, last + 1):
        size += 1 + reader.byte(size) * tall
    return size


def _raster(reader: _Reader) -> int:
    """GS v 0 m xL xH yL yH: whole bytes across, rows down."""
    return 6 + reader.little(2) * reader.little(4)


def _variable_raster(reader: _Reader) -> int:
    """GS Q 0 m xL xH yL yH: columns across, bytes down."""
    return 6 + reader.little(2) * reader.little(4)


def _download(reader: _Reader) -> int:
    return 2 + reader.byte(0) * reader.byte(1) * 8


def _barcode(reader: _Reader) -> int:
    """GS k m: the old form ends with NUL, the new one says its length."""
    return reader.until_nul(1, 256) if reader.byte(0) <= 6 else 2 + reader.byte(1)


def _cut(reader: _Reader) -> int:
    return 2 if reader.byte(0) in (65, 66, 97, 98, 103, 104) else 1


def _counter(reader: _Reader) -> int:
    kind = chr(reader.byte(0))
    return {"0": 3, "1": 7, "2": 3}.get(kind, 1)


def _logos(reader: _Reader) -> int:
    """FS q n, then for each stored logo its size in bytes both ways and its columns."""
    size = 1
    for _ in range(reader.byte(0)):
        size += 4 + reader.little(size) * reader.little(size + 2) * 8
        if size > LONGEST_COMMAND:
            break
    return size


def _stored_text(reader: _Reader) -> int:
    """FS g 1 m a1 a2 a3 a4 nL nH d… writes, FS g 2 the same without d reads."""
    return 8 + (reader.little(6) if reader.byte(0) in (1, 0x31) else 0)


def _table(fixed: dict[int, str], own: dict[str, Length]) -> dict[int, int | Length]:
    """``fixed``: how many bytes follow → the letters of the commands that have so many."""
    table: dict[int, int | Length] = {ord(letter): count for count, letters in fixed.items() for letter in letters}
    table.update({ord(letter): length for letter, length in own.items()})
    return table


PREFIXES = {DLE: "DLE", ESC: "ESC", FS: "FS", GS: "GS"}
LENGTHS: dict[int, dict[int, int | Length]] = {
    DLE: _table({1: "\x05"}, {"\x04": _real_time, "\x14": _real_time_order}),
    ESC: _table(
        {0: "\x0c2<@LSimv", 1: " !%-3=?EGJKMRTUVadertu{", 2: "$BC\\c", 3: "p", 8: "W"},
        {"&": _own_letters, "(": _with_count, "*": _columns, "D": _tabs, "Z": _clone_qr},
    ),
    FS: _table({0: "&.", 1: "!-CW?", 2: "Sp", 74: "2"}, {"(": _with_count, "g": _stored_text, "q": _logos}),
    GS: _table(
        {0: ":c", 1: "!/BEHITabfhjrw", 2: "$LPW\\", 3: "^z", 4: "g"},
        {
            "(": _with_count,
            "*": _download,
            "8": _graphics,
            "C": _counter,
            "Q": _variable_raster,
            "V": _cut,
            "k": _barcode,
            "v": _raster,
        },
    ),
}


def parse(data: bytes) -> Iterator[Command]:
    """A whole recording at once."""
    parser = Parser()
    yield from parser.feed(data)
    yield from parser.rest()
