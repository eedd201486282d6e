"""A picture as a thermal head burns it: whole dots, no grey, no wider than the paper, no higher than a logo needs."""

import struct
from io import BytesIO
from typing import Final

from PIL import Image

HIGHEST: Final = 200  # dots, 25 mm: a logo, not a poster
MOST_PIXELS: Final = 4_000_000  # a few kilobytes can claim to be gigabytes once unpacked
LONGEST_SIDE: Final = 20_000  # a strip of one dot by millions has few pixels, and takes seconds to make small
_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


class NotAPicture(ValueError):
    """The bytes are no PNG that can be drawn; ``reason`` is ``not_png``, ``too_many_pixels`` or ``damaged``."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"This is no PNG a slip can carry: {reason}.")
        self.reason = reason


def in_dots(png: bytes, across: int) -> Image.Image:
    """The picture in black and white dots, at most ``across`` wide and :data:`HIGHEST` high, its shape kept.

    What is transparent stays white paper. Raises NotAPicture. The size a file claims is read from its head before any
    of it is unpacked, and only the PNG reader is asked: no other format's decoder ever sees a stranger's bytes.
    """
    if len(png) < 24 or not png.startswith(_SIGNATURE):
        raise NotAPicture("not_png")
    wide, high = struct.unpack(">II", png[16:24])
    if wide * high > MOST_PIXELS or max(wide, high) > LONGEST_SIDE:
        raise NotAPicture("too_many_pixels")
    try:
        with Image.open(BytesIO(png), formats=["PNG"]) as picture:
            if picture.size != (wide, high):
                raise ValueError("a second head says otherwise, and the reader believes the last one")
            grey = _on_white(picture)
    # What Pillow raises for a file that breaks off or lies.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise NotAPicture("damaged") from error
    scale = min(1.0, across / grey.width, HIGHEST / grey.height)
    if scale < 1:
        size = max(1, int(grey.width * scale)), max(1, int(grey.height * scale))
        grey = grey.resize(size, Image.Resampling.LANCZOS)
    return grey.convert("1")


def as_png(picture: Image.Image) -> bytes:
    """The dots as a PNG file; drawn again, they are the very same dots."""
    stream = BytesIO()
    picture.save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    return paper.convert("L")
