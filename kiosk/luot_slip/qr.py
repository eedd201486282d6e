"""A QR code a phone reads from thermal paper: whole dots a module, and the quiet zone the standard asks for."""

from functools import lru_cache
from typing import NamedTuple

import qrcode
from PIL import Image
from qrcode.constants import ERROR_CORRECT_L, ERROR_CORRECT_M
from qrcode.exceptions import DataOverflowError

QUIET = 4  # modules of white on each side (ISO/IEC 18004)
FINEST, COARSEST = 3, 7  # dots a module: 0.4 to 0.9 mm at 203 dpi
WANTED = 33 * 8  # dots: about 33 mm, easy to read at arm's length without filling the slip


class QrPicture(NamedTuple):
    """A 1-bit picture with its quiet zone, which is ``quiet`` dots wide on each side."""

    image: Image.Image
    quiet: int


@lru_cache(maxsize=64)
def qr_picture(data: str, most: int) -> QrPicture:
    """``data`` as a code at most ``most`` dots wide, quiet zone included.

    Raises ValueError when the data needs a code finer than a thermal printer draws.
    """
    for correction in (ERROR_CORRECT_M, ERROR_CORRECT_L):
        code = qrcode.QRCode(error_correction=correction, border=QUIET)
        code.add_data(data)
        try:
            code.make(fit=True)
        except DataOverflowError:
            continue
        modules = code.modules_count + 2 * QUIET
        dots_each = min(COARSEST, max(FINEST, WANTED // modules), most // modules)
        if dots_each >= FINEST:
            return QrPicture(modules_image(code.get_matrix(), dots_each), QUIET * dots_each)
    raise ValueError(f"{len(data)} characters are too many for a QR code on this paper.")


def modules_image(matrix: list[list[bool]], dots_each: int) -> Image.Image:
    """A square of modules as dots, each ``dots_each`` dots wide."""
    side = len(matrix)
    small = Image.new("1", (side, side), 1)
    small.putdata([0 if dark else 1 for row in matrix for dark in row])
    return small.resize((side * dots_each, side * dots_each), Image.Resampling.NEAREST)
