"""The picture commands of ESC/POS as pictures: rows or columns of burnt dots."""

from PIL import Image, ImageChops

from luot_kiosk.paper.parser import Command

Scale = tuple[int, int]


def raster(data: bytes) -> Image.Image | None:
    """GS v 0 m xL xH yL yH d…"""
    scale = (1 + (data[1] & 1), 1 + (data[1] >> 1 & 1))
    return rows(data[6:], 8 * _little(data, 2), _little(data, 4), scale)


def variable_raster(data: bytes) -> Image.Image | None:
    """GS Q 0 m xL xH yL yH d…"""
    scale = (1 + (data[1] & 1), 1 + (data[1] >> 1 & 1))
    return columns(data[6:], _little(data, 2), _little(data, 4), scale)


def bit_image(data: bytes) -> Image.Image | None:
    """ESC * m nL nH d…: 8 or 24 dots high; the coarse modes are stretched to the same size on paper."""
    mode, across = data[0], _little(data, 1)
    wide = 1 if mode & 1 else 2
    return columns(data[3:], across, 3, (wide, 1)) if mode >= 32 else columns(data[3:], across, 1, (wide, 3))


def downloaded(data: bytes) -> Image.Image | None:
    """GS * x y d…"""
    return columns(data[2:], 8 * data[0], data[1], (1, 1))


def graphics_body(command: Command) -> bytes:
    """The bytes from m on of GS ( L and of GS 8 L, or nothing for their neighbours."""
    if command.data[:1] != b"L":
        return b""
    return command.data[3:] if command.name == "GS (" else command.data[5:]


def graphics(body: bytes) -> Image.Image | None:
    """Functions 112 (rows) and 113 (columns): m fn a bx by c xL xH yL yH d…"""
    if len(body) < 10:
        return None
    across, down = _little(body, 6), _little(body, 8)
    if body[1] == 112:
        return rows(body[10:], across, down, (body[3], body[4]))
    return columns(body[10:], across, (down + 7) // 8, (body[3], body[4]))


def rows(data: bytes, across: int, down: int, scale: Scale) -> Image.Image | None:
    """Rows from the top, each of whole bytes, most significant dot first."""
    if not across or not down:
        return None
    needed = (across + 7) // 8 * down
    burnt = Image.frombytes("1", (across, down), data[:needed].ljust(needed, b"\0"))
    return _scaled(_on_white(burnt), scale)


def columns(data: bytes, across: int, bytes_down: int, scale: Scale) -> Image.Image | None:
    """Columns from the left, each of ``bytes_down`` bytes, most significant dot on top."""
    if not across or not bytes_down:
        return None
    needed = across * bytes_down
    lying = Image.frombytes("1", (8 * bytes_down, across), data[:needed].ljust(needed, b"\0"))
    return _scaled(_on_white(lying.transpose(Image.Transpose.TRANSPOSE)), scale)


def _on_white(burnt: Image.Image) -> Image.Image:
    return ImageChops.invert(burnt)


def _scaled(picture: Image.Image, scale: Scale) -> Image.Image:
    wide, tall = (min(max(factor, 1), 2) for factor in scale)
    if wide == tall == 1:
        return picture
    return picture.resize((picture.width * wide, picture.height * tall), Image.Resampling.NEAREST)


def _little(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
