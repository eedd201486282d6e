"""The paper itself: commands go in, and after a cut the piece that fell off comes out."""

from collections.abc import Callable
from dataclasses import dataclass

import qrcode
from PIL import Image, ImageChops, ImageDraw
from qrcode.exceptions import DataOverflowError

from luot_kiosk.paper import pictures
from luot_kiosk.paper.letters import decoded, letter_cell
from luot_kiosk.paper.parser import Command
from luot_slip.qr import modules_image

ACROSS = 576  # dots of an 80 mm head
LONGEST = 16_000  # dots, two metres: what comes after falls off the roll
LINE, TAB = 30, 96  # dots from line to line, and between tab stops, after a reset
CUTS = frozenset({"GS V", "ESC i", "ESC m"})


@dataclass
class Style:
    """How the next letters look; a reset brings this back."""

    small: bool = False
    bold: bool = False
    underlined: bool = False
    inverted: bool = False
    wide: int = 1
    tall: int = 1
    align: int = 0  # left, centre, right
    page: int = 0
    line: int = LINE
    left: int = 0


@dataclass
class QrCode:
    """The symbol being put together by GS ( k."""

    size: int = 3
    correction: int = 0
    data: bytes = b""


class Strip:
    """One length of paper, growing until it is cut."""

    def __init__(self) -> None:
        self.style = Style()
        self._paper = Image.new("1", (ACROSS, 1024), 1)
        self._y = 0
        self._line: list[tuple[int, Image.Image]] = []
        self._x = 0
        self._qr = QrCode()
        self._stored: Image.Image | None = None
        self._downloaded: Image.Image | None = None

    @property
    def blank(self) -> bool:
        return not self._y and not self._line

    def apply(self, command: Command) -> Image.Image | None:
        """Do what the command says; the piece of paper when it was a cut and something was on it."""
        if command.name in CUTS:
            if command.name == "GS V" and len(command.data) == 2:
                self._end_line()
                self._feed(command.data[1])
            return self.cut()
        done = DONE.get(command.name)
        if done:
            done(self, command.data)
        elif command.name in ("GS (", "GS 8"):
            self._function(command)
        return None

    def cut(self) -> Image.Image | None:
        """Take off what is there; nothing when nothing is."""
        if self.blank:
            return None
        self._end_line()
        piece = self._paper.crop((0, 0, ACROSS, max(1, self._y)))
        self._paper = Image.new("1", (ACROSS, 1024), 1)
        self._y = 0
        return piece

    # What commands do ---------------------------------------------------------------------------------------------

    def reset(self, _data: bytes) -> None:
        self.style = Style()
        self._qr = QrCode()
        self._line, self._x = [], 0

    def text(self, data: bytes) -> None:
        for letter in decoded(data, self.style.page):
            self._put(self._letter(letter))

    def line_feed(self, _data: bytes) -> None:
        if not self._line:
            self._feed(self.style.line)
        self._end_line()

    def tab(self, _data: bytes) -> None:
        self._x = min(ACROSS, (self._x // TAB + 1) * TAB)

    def feed_dots(self, data: bytes) -> None:
        self._end_line()
        self._feed(data[0])

    def feed_lines(self, data: bytes) -> None:
        self._end_line()
        self._feed(data[0] * self.style.line)

    def position(self, data: bytes) -> None:
        self._x = min(ACROSS, int.from_bytes(data[:2], "little"))

    def mode(self, data: bytes) -> None:
        """ESC !: font, bold, double height, double width and underline in one byte."""
        bits = data[0]
        self.style.small, self.style.bold, self.style.underlined = bool(bits & 1), bool(bits & 8), bool(bits & 128)
        self.style.tall, self.style.wide = 1 + (bits >> 4 & 1), 1 + (bits >> 5 & 1)

    def size(self, data: bytes) -> None:
        self.style.wide, self.style.tall = 1 + (data[0] >> 4 & 7), 1 + (data[0] & 7)

    def align(self, data: bytes) -> None:
        self.style.align = data[0] % 48 if data[0] % 48 in (1, 2) else 0

    def raster(self, data: bytes) -> None:
        self._show(pictures.raster(data))

    def variable_raster(self, data: bytes) -> None:
        self._show(pictures.variable_raster(data))

    def bit_image(self, data: bytes) -> None:
        """ESC * puts a picture into the line, where text may stand beside it."""
        picture = pictures.bit_image(data)
        if picture:
            self._put(picture)

    def download(self, data: bytes) -> None:
        self._downloaded = pictures.downloaded(data)

    def show_downloaded(self, _data: bytes) -> None:
        self._show(self._downloaded)

    def barcode(self, data: bytes) -> None:
        """The bars themselves are not drawn, what they say is."""
        said = data[1:].rstrip(b"\0") if data[0] <= 6 else data[2:]
        self._end_line()
        self.text(b"||| " + bytes(byte for byte in said if 0x20 <= byte < 0x7F) + b" |||")
        self._end_line()

    def _function(self, command: Command) -> None:
        """GS ( x and GS 8 L: pictures that are stored and shown, and QR codes."""
        if command.data[:1] == b"k":
            self._qr_function(command.data[3:])
        body = pictures.graphics_body(command)
        if len(body) < 2:
            return
        if body[1] in (112, 113):
            self._stored = pictures.graphics(body)
        elif body[1] in (2, 50):
            self._show(self._stored)
            self._stored = None

    def _qr_function(self, body: bytes) -> None:
        if len(body) < 3 or body[0] != 49:  # other symbols are passed over
            return
        match body[1]:
            case 67:
                self._qr.size = min(max(body[2], 1), 16)
            case 69:
                self._qr.correction = body[2] % 48 % 4
            case 80:
                self._qr.data = body[3:]
            case 81:
                self._show(_qr_picture(self._qr))

    # Where it lands -----------------------------------------------------------------------------------------------

    def _letter(self, letter: str) -> Image.Image:
        style = self.style
        cell = letter_cell(letter, small=style.small, bold=style.bold, wide=style.wide, tall=style.tall)
        if style.underlined:
            cell = cell.copy()
            ImageDraw.Draw(cell).rectangle((0, cell.height - 2, cell.width, cell.height), fill=0)
        return ImageChops.invert(cell) if style.inverted else cell

    def _put(self, picture: Image.Image) -> None:
        """Beside what is in the line already, or on the next one when it is full."""
        if self._line and self.style.left + self._x + picture.width > ACROSS:
            self._end_line()
        self._line.append((self._x, picture))
        self._x += picture.width

    def _end_line(self) -> None:
        if self._line:
            line, self._line = self._line, []
            down = max(picture.height for _, picture in line)
            top = self._room(max(down, self.style.line))
            start = self._start(max(x + picture.width for x, picture in line))
            for x, picture in line:
                self._paper.paste(picture, (start + x, top + down - picture.height))
        self._x = 0

    def _show(self, picture: Image.Image | None) -> None:
        """A picture on lines of its own."""
        self._end_line()
        if picture:
            top = self._room(picture.height)
            self._paper.paste(picture, (self._start(picture.width), top))

    def _start(self, width: int) -> int:
        spare = max(0, ACROSS - self.style.left - width)
        return self.style.left + (0, spare // 2, spare)[self.style.align]

    def _feed(self, dots: int) -> None:
        self._y = min(self._y + dots, LONGEST)
        self._grow()

    def _room(self, dots: int) -> int:
        top = self._y
        self._feed(dots)
        return top

    def _grow(self) -> None:
        if self._y > self._paper.height:
            longer = Image.new("1", (ACROSS, min(2 * self._y, LONGEST)), 1)
            longer.paste(self._paper, (0, 0))
            self._paper = longer


def _qr_picture(code: QrCode) -> Image.Image | None:
    # ESC/POS counts the corrections L M Q H from 0; the library's numbers are those of the standard: 1 0 3 2.
    symbol = qrcode.QRCode(error_correction=(1, 0, 3, 2)[code.correction], border=0)
    symbol.add_data(code.data)
    try:
        symbol.make(fit=True)
    except (DataOverflowError, ValueError):  # more than a QR code holds; a printer prints nothing then
        return None
    return modules_image(symbol.get_matrix(), code.size)


def _styled(name: str, value: Callable[[int], object]) -> Callable[[Strip, bytes], None]:
    """A command whose one byte sets one thing of the style."""

    def done(strip: Strip, data: bytes) -> None:
        setattr(strip.style, name, value(data[0]))

    return done


def _odd(byte: int) -> bool:
    return bool(byte & 1)


def _two(data: bytes) -> int:
    return min(ACROSS - 1, int.from_bytes(data[:2], "little"))


DONE: dict[str, Callable[[Strip, bytes], None]] = {
    "text": Strip.text,
    "LF": Strip.line_feed,
    "HT": Strip.tab,
    "ESC @": Strip.reset,
    "ESC !": Strip.mode,
    "ESC $": Strip.position,
    "ESC *": Strip.bit_image,
    "ESC -": _styled("underlined", lambda byte: byte % 48 in (1, 2)),
    "ESC 2": lambda strip, _data: setattr(strip.style, "line", LINE),
    "ESC 3": _styled("line", int),
    "ESC E": _styled("bold", _odd),
    "ESC G": _styled("bold", _odd),
    "ESC J": Strip.feed_dots,
    "ESC M": _styled("small", _odd),
    "ESC a": Strip.align,
    "ESC d": Strip.feed_lines,
    "ESC t": _styled("page", int),
    "GS !": Strip.size,
    "GS *": Strip.download,
    "GS /": Strip.show_downloaded,
    "GS B": _styled("inverted", _odd),
    "GS L": lambda strip, data: setattr(strip.style, "left", _two(data)),
    "GS Q": Strip.variable_raster,
    "GS k": Strip.barcode,
    "GS v": Strip.raster,
}
