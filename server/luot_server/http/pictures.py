"""A stranger's file made into a picture of ours: told by its content, decoded whole, and drawn anew.

Nothing of what was sent is kept but its pixels: no place and time a telephone wrote into it, no second file hidden
behind the first, no script in a picture's clothes. It keeps the processor busy for a second: to be called through
:func:`~luot_server.runtime.run_blocking`.
"""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from PIL import Image, ImageOps

#: Bytes of the file as it is sent: a telephone's photograph, or a page saved as a picture.
LARGEST_PICTURE: Final = 4 * 1024 * 1024
#: What it may be once unpacked; a few kilobytes can claim to be gigabytes.
MOST_PIXELS: Final = 40_000_000
#: A strip of one pixel by a million has few pixels, and takes seconds to make small.
LONGEST_SIDE: Final = 20_000
#: Larger than the largest screen there is to fill.
LARGEST_SIDE: Final = 1920
#: A drawing or a page of text stays sharp as PNG; beyond so many bytes it is a photograph, and lighter as JPEG.
HEAVIEST_PNG: Final = 1024 * 1024
#: Each scan of a progressive JPEG costs as much as decoding the whole of it, and four megabytes hold many thousand
#: scans of nothing. Cameras write ten. (Inside a scan 0xFF is never followed by 0xDA, so the markers can be counted.)
MOST_SCANS: Final = 64

_SIGNATURES: Final = ((b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"))

#: What Pillow raises for a file that breaks off or lies, by format and by where it does; a telephone's notes that are
#: damaged (EXIF) are found only when they are written anew, by ``struct``.
_LIES: Final = (
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError),
    *(AttributeError, ArithmeticError, struct.error),
)

# Pillow only warns of a picture of 90 million pixels; here that is a refusal like any other.
warnings.simplefilter("error", Image.DecompressionBombWarning)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: ``raw`` is a whole file of ``type``."""

    raw: bytes
    type: str
    width: int
    height: int


class NotAPicture(ValueError):
    """``code``: ``media_not_an_image``, ``media_damaged``, ``media_too_many_pixels`` or ``media_moves``."""

    def __init__(self, code: str) -> None:
        super().__init__(f"This is no picture a screen can show: {code}.")
        self.code = code


def cleaned(raw: bytes) -> Picture:
    """The picture in ``raw``, upright, on white, at most 1920 px a side. Raises NotAPicture.

    Only the reader of the format the first bytes name is asked, and the size is looked at before anything is unpacked.
    """
    kind = _kind(raw)
    if kind is None:
        raise NotAPicture("media_not_an_image")
    if kind == "JPEG" and raw.count(b"\xff\xda") > MOST_SCANS:
        raise NotAPicture("media_damaged")
    try:
        with Image.open(BytesIO(raw), formats=[kind]) as opened:
            return _drawn(opened, kind)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture("media_too_many_pixels") from error
    except NotAPicture:
        raise
    except _LIES as error:
        raise NotAPicture("media_damaged") from error


def _kind(raw: bytes) -> str | None:
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for signature, kind in _SIGNATURES if raw.startswith(signature)), None)


def _drawn(opened: Image.Image, kind: str) -> Picture:
    if opened.width * opened.height > MOST_PIXELS or max(opened.size) > LONGEST_SIDE:
        raise NotAPicture("media_too_many_pixels")
    # A telephone's JPEG may carry a second picture (a map of its lights); it does not move, and the first is shown.
    if kind != "JPEG" and getattr(opened, "is_animated", False):
        raise NotAPicture("media_moves")
    opened.thumbnail((LARGEST_SIDE, LARGEST_SIDE), Image.Resampling.LANCZOS)
    opened.load()  # thumbnail reads nothing of a picture that is small enough already
    upright = ImageOps.exif_transpose(opened) if kind == "JPEG" else opened
    plain = _on_white(upright)
    if kind != "JPEG" and len(raw := _encoded(plain, "PNG")) <= HEAVIEST_PNG:
        return Picture(raw, "image/png", *plain.size)
    return Picture(_encoded(plain, "JPEG"), "image/jpeg", *plain.size)


def _on_white(picture: Image.Image) -> Image.Image:
    """Its pixels and nothing else; what is transparent is white, so that dark letters stay legible on a dark screen."""
    if picture.mode in ("RGB", "L", "CMYK", "YCbCr"):
        bare = Image.new("RGB", picture.size)
        bare.paste(picture.convert("RGB"))
        return bare
    coloured = picture.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    return paper.convert("RGB")


def _encoded(picture: Image.Image, kind: str) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, optimize=True, **({"quality": 86, "progressive": True} if kind == "JPEG" else {}))
    return stream.getvalue()
