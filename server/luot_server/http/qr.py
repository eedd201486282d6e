"""A code to be read from a screen."""

from functools import lru_cache

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M


@lru_cache(maxsize=64)
def modules(text: str) -> list[str]:
    """``text`` as rows of modules without their quiet zone, ``1`` is dark."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return ["".join("1" if dark else "0" for dark in row) for row in code.get_matrix()]
