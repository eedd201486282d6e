"""Bytes of other software as letters: the printer's code pages, and UTF-8 where that is plainly what was meant."""

import unicodedata
from functools import lru_cache

from PIL import Image

from luot_slip.fonts import font, glyph

#: ESC t n → the codec that reads it. Numbers as most makers count them; what is missing here reads as PC437.
CODE_PAGES = {
    0: "cp437",
    2: "cp850",
    3: "cp860",
    4: "cp863",
    5: "cp865",
    13: "cp857",
    14: "cp737",
    15: "iso8859_7",
    16: "cp1252",
    17: "cp866",
    18: "cp852",
    19: "cp858",
    34: "cp855",
    36: "cp862",
    37: "cp864",
    39: "iso8859_2",
    40: "iso8859_15",
    45: "cp1250",
    46: "cp1251",
    47: "cp1252",
    48: "cp1253",
    49: "cp1254",
    50: "cp1255",
    51: "cp1256",
    52: "cp1258",
    94: "cp1258",
}
CELL = (12, 24)  # dots of one letter of font A: 48 in a line of 576
SMALL_CELL = (9, 17)  # font B

#: Frames drawn with letters: the typeface has none of them.
FRAMES = str.maketrans("─═│║┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬█▀▄░▒▓", "-=||" + 18 * "+" + "###...")


def decoded(data: bytes, page: int) -> str:
    """``data`` as text in code page ``page``, composed; UTF-8 when it holds whole letters of it."""
    if any(byte >= 0x80 for byte in data):
        try:
            return unicodedata.normalize("NFC", data.decode("utf-8"))
        except UnicodeDecodeError:
            pass
    return unicodedata.normalize("NFC", data.decode(CODE_PAGES.get(page, "cp437"), errors="replace"))


@lru_cache(maxsize=2048)
def letter_cell(letter: str, *, small: bool, bold: bool, wide: int, tall: int) -> Image.Image:
    """One letter centred in its cell, enlarged as the printer enlarges: dot by dot. White paper is 1."""
    across, down = SMALL_CELL if small else CELL
    cell = Image.new("1", (across, down), 1)
    shape = glyph(font("bold" if bold else "regular", 14 if small else 20), letter.translate(FRAMES))
    if shape.picture:
        ink = shape.picture
        if ink.width > across:  # a capital wider than the cell is narrowed, as a printer's own letters are
            ink = ink.resize((across, ink.height))
        baseline = round(down * 0.75)
        cell.paste(0, ((across - ink.width) // 2, baseline + shape.top), ink)
    return cell if wide == tall == 1 else cell.resize((across * wide, down * tall), Image.Resampling.NEAREST)
