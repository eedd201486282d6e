"""Where commands end: the same in one piece, byte by byte, and in noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from luot_kiosk.paper.parser import LONGEST_TEXT, Command, Parser, parse
from luot_kiosk.paper.strip import Strip
from luot_kiosk.printing.raster import cut_slip

#: Commands as other software sends them, each followed by text that must come out untouched.
RECORDED = {
    "reset": b"\x1b@",
    "style": b"\x1b!\x38\x1bE\x01\x1b-\x02\x1ba\x01\x1d!\x11\x1bM\x01\x1dB\x00",
    "page": b"\x1bt\x34\x1bR\x00\x1c.",
    "spacing": b"\x1b3\x10\x1b2\x1b \x00\x1dL\x00\x00\x1dW\x40\x02\x1b$\x10\x00\x1b\\\x01\x00",
    "tabs": b"\x1bD\x08\x10\x18\x00\t",
    "raster": b"\x1dv0\x00\x02\x00\x03\x00abcdef",
    "columns": b"\x1b*\x21\x02\x00abcdef\x1b*\x00\x03\x00abc",
    "graphics": b"\x1d(L\x10\x000p0\x01\x011\x10\x00\x03\x00\x1b@\x1dV\x0c\x0a\x1d(L\x02\x0002",
    "large graphics": b"\x1d8L\x0c\x00\x00\x000p0\x01\x011\x08\x00\x02\x00\x1b\x1d\x1d(L\x02\x0002",
    "qr": b"\x1d(k\x04\x001A2\x00\x1d(k\x03\x001C\x04\x1d(k\x03\x001E0\x1d(k\x06\x001P0abc\x1d(k\x03\x001Q0",
    "clone qr": b"\x1bZ\x00\x01\x04\x03\x00abc",
    "barcode": b"\x1dh\x50\x1dw\x02\x1dH\x02\x1dk\x04ABC\x00\x1dk\x49\x04{BAB",
    "download": b"\x1d*\x01\x02" + b"\x1b" * 16 + b"\x1d/\x00",
    "own letters": b"\x1b&\x03\x41\x42\x02abcdef\x01abc",
    "logo": b"\x1cq\x01\x01\x00\x01\x00\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1b\x1cp\x01\x00",
    "drawer": b"\x1bp\x00\x19\xfa\x10\x14\x01\x00\x05",
    "real time": b"\x10\x04\x01\x10\x04\x12\x01\x10\x05\x02\x1dr\x01\x1dI\x01\x1da\xff",
    "page mode": b"\x1bL\x1bW\x00\x00\x00\x00\x40\x02\x00\x01\x1bT\x00\x1b\x0c\x1bS",
    "buzzer": b"\x1bB\x03\x02",
    "unheard of": b"\x1b\x7f\x1d\x01\x1c\x02",
}


@pytest.mark.parametrize("name", RECORDED)
def test_text_after_a_command_is_text(name: str) -> None:
    commands = list(parse(RECORDED[name] + b"Xin chao\n"))
    assert commands[-2:] == [Command("text", b"Xin chao"), Command("LF")]
    assert Command("text", b"Xin chao") not in commands[:-2]


def test_byte_by_byte_is_the_same_as_whole() -> None:
    stream = b"".join(data + b"A\xc3\xa1 B\n" for data in RECORDED.values()) + cut_slip(Image.new("1", (30, 9), 0))
    assert fed_singly(stream) == list(parse(stream))


def test_text_without_an_end_does_not_grow_for_ever() -> None:
    stream = b"x" * (3 * LONGEST_TEXT + 5)
    assert [len(command.data) for command in fed_singly(stream)] == [LONGEST_TEXT] * 3 + [5]


@given(st.binary(max_size=400))
@settings(max_examples=100, deadline=None)
def test_noise_breaks_nothing(stream: bytes) -> None:
    whole = list(parse(stream))
    assert fed_singly(stream) == whole
    print_all(whole)


LEADS = st.sampled_from(
    [b"\x1b", b"\x1d", b"\x1c", b"\x10", b"\x1d(", b"\x1dv0", b"\x1b*", b"\x1d(k", b"\x1d(L", b"\x1dk"]
)


@given(st.lists(st.tuples(LEADS, st.binary(max_size=24)), max_size=25))
@settings(max_examples=100, deadline=None)
def test_commands_full_of_nonsense_break_nothing(pieces: list[tuple[bytes, bytes]]) -> None:
    stream = b"".join(lead + rest for lead, rest in pieces)
    whole = list(parse(stream))
    assert fed_singly(stream) == whole
    print_all(whole)


def fed_singly(stream: bytes) -> list[Command]:
    parser = Parser()
    commands = [command for byte in stream for command in parser.feed(bytes((byte,)))]
    return commands + parser.rest()


def print_all(commands: list[Command]) -> None:
    strip = Strip()
    for command in commands:
        strip.apply(command)
    strip.cut()
