"""The slip's typeface, loaded once a size.

The build copies the files named in ``fonts.json`` (from the npm package named there) into ``fonts/`` beside this
module; they are never committed.
"""

import json
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

Weight = Literal["regular", "semibold", "bold", "number"]

HERE = Path(__file__).parent
DIGITS = "0123456789"
WHOLE_DOTS = "1"  # a thermal head knows no grey


class FontsMissing(RuntimeError):
    """The typeface has not been built into this installation."""


@cache
def font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    """The face of one weight whose em is ``size`` dots high; raises FontsMissing where the build did not run."""
    path = font_file(weight)
    try:
        # The basic layout is several times faster than the shaping one, and composed Vietnamese needs no shaping.
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)
    except OSError as cause:
        raise FontsMissing(f"{path.name} is not in {path.parent.name}/; run `make setup` to build it.") from cause


def font_file(weight: Weight) -> Path:
    """Where the build puts the face of one weight."""
    return HERE / "fonts" / Path(_files()[weight]).name


@dataclass(frozen=True)
class Glyph:
    """One letter in whole dots: its picture (None for a space), where it sits from the pen, the pen's advance."""

    picture: Image.Image | None
    left: int
    top: int
    advance: int


@lru_cache(maxsize=4096)
def glyph(face: ImageFont.FreeTypeFont, letter: str) -> Glyph:
    """The letter, kept: hinting one costs a quarter of a millisecond, and a slip has six hundred."""
    advance = round(face.getlength(letter, mode=WHOLE_DOTS))
    left, top, right, bottom = (int(edge) for edge in face.getbbox(letter, mode=WHOLE_DOTS, anchor="ls"))
    if right <= left or bottom <= top:
        return Glyph(None, 0, 0, advance)
    picture = Image.new("1", (right - left, bottom - top))
    pen = ImageDraw.Draw(picture)
    pen.fontmode = WHOLE_DOTS
    pen.text((-left, -top), letter, font=face, fill=1, anchor="ls")
    return Glyph(picture, left, top, advance)


def width(face: ImageFont.FreeTypeFont, text: str) -> int:
    """How many dots ``text`` advances."""
    return sum(glyph(face, letter).advance for letter in text)


@cache
def digit_cell(face: ImageFont.FreeTypeFont) -> int:
    """The width of the widest digit: the face has no tabular figures, so figures in a column each get this cell."""
    return max(width(face, digit) for digit in DIGITS)


def cells_width(face: ImageFont.FreeTypeFont, text: str) -> int:
    """How many dots ``text`` advances when every digit takes a whole cell."""
    cell = digit_cell(face)
    return sum(cell if letter in DIGITS else glyph(face, letter).advance for letter in text)


@cache
def _files() -> dict[str, str]:
    files: dict[str, str] = json.loads((HERE / "fonts.json").read_text("utf-8"))["files"]
    return files
