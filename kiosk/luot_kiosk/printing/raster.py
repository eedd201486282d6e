"""A picture in the bytes of ESC/POS: raster, then cut. No code page is ever involved."""

from collections.abc import Iterator

from PIL import Image, ImageChops

RESET = b"\x1b@"
RASTER = b"\x1dv0\x00"  # GS v 0, normal density
FEED_AND_CUT = b"\x1dV\x42\x00"  # GS V 66 0: feeds to the knife by itself, then cuts
BAND = 2303  # rows: the most one GS v 0 may hold; a slip is one band, so the motor never stops inside it


def cut_slip(image: Image.Image) -> bytes:
    """The whole job for one slip."""
    return b"".join([RESET, *_bands(image), FEED_AND_CUT])


def _bands(image: Image.Image) -> Iterator[bytes]:
    """The picture as raster commands; its width is filled up to whole bytes with white."""
    across = (image.width + 7) // 8 * 8
    paper = Image.new("1", (across, image.height), 1)
    paper.paste(image.convert("1"), (0, 0))
    burnt = ImageChops.invert(paper.convert("L")).convert("1")  # a set bit is a burnt dot
    for top in range(0, image.height, BAND):
        rows = min(BAND, image.height - top)
        band = burnt.crop((0, top, across, top + rows))
        yield RASTER + (across // 8).to_bytes(2, "little") + rows.to_bytes(2, "little") + band.tobytes()
