"""What the paper printer says of itself, bit by bit as real ones do."""

from enum import StrEnum

from luot_kiosk.paper.parser import Command


class Condition(StrEnum):
    """How the printer is pretended to be."""

    OK = "ok"
    NEAR_END = "near_end"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    OFFLINE = "offline"  # closes every connection
    HANGING = "hanging"  # takes the connection, then neither reads nor answers

    @property
    def prints(self) -> bool:
        return self in (Condition.OK, Condition.NEAR_END)

    @property
    def reachable(self) -> bool:
        return self is not Condition.OFFLINE


TRUE_ANSWER = 0b0001_0010  # the fixed bits of every real-time answer
MAKER, MODEL = b"_LUOT\x00", b"_PAPER\x00"


def real_time_answer(command: Command, condition: Condition) -> bytes | None:
    """The answer to DLE EOT, which overtakes everything that waits to be printed; None for other commands."""
    if command.name != "DLE \x04":
        return None
    stopped = not condition.prints
    bits = {
        1: 0x08 if stopped else 0,
        2: {Condition.COVER_OPEN: 0x04, Condition.PAPER_OUT: 0x20, Condition.CUTTER: 0x40}.get(condition, 0),
        3: 0x08 if condition is Condition.CUTTER else 0,
        4: {Condition.PAPER_OUT: 0x6C, Condition.NEAR_END: 0x0C}.get(condition, 0),
    }.get(command.data[0])
    return b"" if bits is None else bytes((TRUE_ANSWER | bits,))


def answer_in_turn(command: Command, condition: Condition) -> bytes:
    """The answer to GS r and GS I, given when their turn in the stream has come; empty for other commands."""
    if command.name == "GS r":
        near = condition is Condition.NEAR_END
        return bytes((0x03 if near and command.data[0] in (1, 49) else 0,))
    if command.name == "GS I":
        return {1: b"\x20", 2: b"\x02", 3: b"\x01", 66: MAKER, 67: MODEL}.get(command.data[0], b"_\x00")
    return b""


def automatic_status(condition: Condition) -> bytes:
    """The four bytes a printer sends by itself once GS a asked for it."""
    first = 0x10 | (0 if condition.prints else 0x08) | (0x20 if condition is Condition.COVER_OPEN else 0)
    second = 0x08 if condition is Condition.CUTTER else 0
    third = {Condition.NEAR_END: 0x03, Condition.PAPER_OUT: 0x0F}.get(condition, 0)
    return bytes((first, second, third, 0))
