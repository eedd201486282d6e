"""The one picture the page needs that is not in its style sheet."""

from io import BytesIO

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pil import PilImage

MODULE_PIXELS = 10
QUIET_ZONE_MODULES = 4  # ISO/IEC 18004


def qr_png(address: str) -> bytes:
    """The address as a QR code, black on white, as PNG bytes."""
    code = qrcode.QRCode[PilImage](
        error_correction=ERROR_CORRECT_M, box_size=MODULE_PIXELS, border=QUIET_ZONE_MODULES, image_factory=PilImage
    )
    code.add_data(address)
    out = BytesIO()
    code.make_image().save(out, format="PNG")
    return out.getvalue()
