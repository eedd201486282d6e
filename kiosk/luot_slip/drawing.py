"""From blocks to dots.

A slip is ``{"width_mm": 80, "blocks": [...]}``. Kinds a block may have:

``text``    text, size s|m|l|xl, weight regular|bold, align left|center, lines (at most), invert (white on black)
``number``  text: the label, as large as the paper allows
``pair``    name at the left, value at the right in aligned figures
``qr``      data, caption beside it; ``before``: another ``{data, caption}`` to be read first, drawn at its left
``image``   png in base64, at most 25 mm high
``rule``, ``space`` (mm), ``cut`` (drawn as a dotted line unless it is the last block)

A kind this version does not know is passed over, so that a kiosk older than its server still prints the rest. So is a
block that cannot be drawn (a damaged picture, an address too long for a QR code): a slip that lacks its logo is still
a slip, and somebody is waiting for it.
"""

import logging
import unicodedata
from base64 import b64decode
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from luot_slip.fonts import DIGITS, Weight, cells_width, digit_cell, font, glyph, width
from luot_slip.picture import in_dots
from luot_slip.qr import qr_picture
from luot_slip.wrapping import lines_of

log = logging.getLogger(__name__)

Block = Mapping[str, Any]

DOTS_PER_MM = 8
MARGIN = 3 * DOTS_PER_MM
SIZES = {"s": 25, "m": 29, "l": 37, "xl": 52}
NUMBER_SIZE = 208
MOST_LINES = 8
GAP = 6
HEADROOM = 12  # dots: Ẳ in the largest text rises so far above its line
WHITE, BLACK = 1, 0
LONGEST = 20_000  # dots, 2.5 m: no slip is longer, and a runaway one must not empty the roll


def room(width_mm: int) -> int:
    """Dots across between the margins: 528 on 80 mm, 336 on 58 mm."""
    return dots(width_mm) - 2 * MARGIN


def dots(width_mm: int) -> int:
    """Printable dots across the paper at 203 dpi: 576 on 80 mm, 384 on 58 mm."""
    return 384 if width_mm < 70 else 576


def draw(slip: Mapping[str, Any]) -> Image.Image:
    """The slip as a 1-bit picture (black on white), as wide as the printer's head and as long as its blocks."""
    paper = Paper(dots(int(slip.get("width_mm", 80))))
    blocks: list[Block] = list(slip["blocks"])
    while blocks and blocks[-1]["kind"] == "cut":
        blocks.pop()
    for block in blocks:
        draw_block = DRAWN.get(block["kind"])
        if not draw_block:
            continue
        try:
            draw_block(paper, block)
        except (OSError, ValueError, LookupError) as trouble:
            log.warning("a slip's %s could not be drawn: %s", block["kind"], trouble)
    return paper.torn_off()


class Paper:
    """A strip that grows downwards: ``y`` is where the next block begins."""

    def __init__(self, across: int) -> None:
        self.across = across
        self.room = across - 2 * MARGIN
        self.y = MARGIN + HEADROOM
        self._image = Image.new("1", (across, 2048), WHITE)
        self.pen = ImageDraw.Draw(self._image)

    def take(self, height: int) -> int:
        """Make room for ``height`` dots and return where they begin."""
        top, self.y = self.y, min(self.y + height, LONGEST)
        if self.y + MARGIN > self._image.height:
            longer = Image.new("1", (self.across, 2 * (self.y + MARGIN)), WHITE)
            longer.paste(self._image, (0, 0))
            self._image, self.pen = longer, ImageDraw.Draw(longer)
        return top

    def paste(self, image: Image.Image, x: int, y: int) -> None:
        self._image.paste(image, (x, y))

    def torn_off(self) -> Image.Image:
        return self._image.crop((0, 0, self.across, self.y + MARGIN))


def draw_text(paper: Paper, block: Block) -> None:
    size = SIZES.get(block.get("size", "m"), SIZES["m"])
    weight: Weight = "bold" if block.get("weight") == "bold" else "regular"
    face, ink = font(weight, size), BLACK
    pitch = _pitch(size)
    inset = 2 * GAP if block.get("invert") else 0
    lines = lines_of(_composed(block["text"]), face, paper.room - 2 * inset, int(block.get("lines", MOST_LINES)))
    if inset and lines:
        ink = WHITE
        paper.take(GAP)
        band = pitch * len(lines) + 2 * GAP
        top = paper.take(0)
        paper.pen.rectangle((MARGIN, top, paper.across - MARGIN - 1, top + band - 1), fill=BLACK)
        paper.take(GAP)
    for line in lines:
        left = MARGIN + inset
        if block.get("align") == "center":
            left = (paper.across - width(face, line)) // 2
        _write(paper, line, face, left, _baseline(face, paper.take(pitch)), ink)
    paper.take(2 * GAP if inset else GAP // 2)


def draw_number(paper: Paper, block: Block) -> None:
    """The only large thing on the paper; a long label is drawn smaller rather than broken."""
    text = _composed(block["text"])
    size = NUMBER_SIZE
    while size > SIZES["l"] and width(font("number", size), text) > paper.room:
        size -= 4
    face = font("number", size)
    shapes = [glyph(face, letter) for letter in text]
    above = -min((shape.top for shape in shapes if shape.picture), default=0)
    below = max((shape.top + shape.picture.height for shape in shapes if shape.picture), default=0)
    top = paper.take(above + below + 5 * GAP) + 2 * GAP
    first = shapes[0].left if shapes else 0  # so that the letter's own edge stands on the text's edge
    _write(paper, text, face, MARGIN - first, top + above, BLACK)


def draw_pair(paper: Paper, block: Block) -> None:
    name_face, value_face = font("regular", SIZES["s"]), font("bold", SIZES["m"])
    name, value = _composed(block["name"]), _composed(str(block["value"]))
    wide = cells_width(value_face, value)
    if width(name_face, name) + wide + 4 * GAP <= paper.room:
        baseline = _baseline(value_face, paper.take(_pitch(SIZES["m"])))
        _write(paper, name, name_face, MARGIN, baseline, BLACK)
        _write(paper, value, value_face, paper.across - MARGIN - wide, baseline, BLACK, cell=digit_cell(value_face))
        return
    draw_text(paper, {"text": name, "size": "s", "lines": 2})
    draw_text(paper, {"text": value, "size": "m", "weight": "bold", "lines": block.get("lines", 3)})


def draw_qr(paper: Paper, block: Block) -> None:
    """The code at the left with what it does beside it; below it where the paper is narrow."""
    if block.get("before"):
        _draw_two_qr(paper, block["before"], block)
        return
    code, quiet = qr_picture(block["data"], most=paper.room)
    caption = _composed(block.get("caption", ""))
    start = MARGIN - quiet  # the quiet zone lies in the margin: black begins where text begins
    left = start + code.width
    beside = paper.across - MARGIN - left
    if caption and beside < 8 * SIZES["m"]:
        paper.paste(code, (paper.across - code.width) // 2, paper.take(code.height))
        draw_text(paper, {"text": caption, "size": "s", "align": "center", "lines": 6})
        paper.take(2 * GAP)
        return
    face = font("bold", SIZES["m"])
    if len(lines_of(caption, face, beside, MOST_LINES)) > code.height // _pitch(face.size):
        face = font("regular", SIZES["s"])
    pitch = _pitch(face.size)
    top = paper.take(code.height)
    paper.paste(code, start, top)
    lines = lines_of(caption, face, beside, max(1, code.height // pitch))
    first = top + (code.height - pitch * len(lines)) // 2
    for row, line in enumerate(lines):
        _write(paper, line, face, left, _baseline(face, first + row * pitch), BLACK)


def _draw_two_qr(paper: Paper, first: Block, second: Block) -> None:
    """Side by side, each over its own caption; one beneath the other where the paper is narrow."""
    codes = [qr_picture(one["data"], most=paper.room) for one in (first, second)]
    if sum(code.width for code, _ in codes) > paper.room:
        for one in (first, second):
            draw_qr(paper, {"data": one["data"], "caption": one.get("caption", "")})
        return
    (left, quiet), (right, quiet_right) = codes
    # Their quiet zones lie in the margins, so what is left between them keeps a camera from seeing both at once.
    edges = (MARGIN - quiet, paper.across - MARGIN + quiet_right - right.width)
    top = paper.take(max(left.height, right.height))
    for picture, edge in zip((left, right), edges, strict=True):
        paper.paste(picture, edge, top)
    face, pitch = font("regular", SIZES["s"]), _pitch(SIZES["s"])
    starts = (MARGIN, edges[1] + quiet_right)
    columns = (starts[1] - MARGIN - 4 * GAP, paper.across - MARGIN - starts[1])
    captions = [
        lines_of(_composed(one.get("caption", "")), face, column, MOST_LINES)
        for one, column in zip((first, second), columns, strict=True)
    ]
    below = paper.take(pitch * max(map(len, captions)) + 2 * GAP)
    for lines, start in zip(captions, starts, strict=True):
        for row, line in enumerate(lines):
            _write(paper, line, face, start, _baseline(face, below + row * pitch), BLACK)


def draw_image(paper: Paper, block: Block) -> None:
    picture = in_dots(b64decode(block["png"]), paper.room)
    paper.paste(picture, (paper.across - picture.width) // 2, paper.take(picture.height + 2 * GAP))


def draw_rule(paper: Paper, _block: Block) -> None:
    top = paper.take(4 * GAP) + 2 * GAP
    paper.pen.rectangle((MARGIN, top, paper.across - MARGIN - 1, top + 1), fill=BLACK)


def draw_space(paper: Paper, block: Block) -> None:
    paper.take(round(float(block.get("mm", 3)) * DOTS_PER_MM))


def draw_cut(paper: Paper, _block: Block) -> None:
    top = paper.take(6 * GAP) + 3 * GAP
    for x in range(MARGIN, paper.across - MARGIN, 12):
        paper.pen.rectangle((x, top, x + 5, top + 1), fill=BLACK)


DRAWN: dict[str, Callable[[Paper, Block], None]] = {
    "text": draw_text,
    "number": draw_number,
    "pair": draw_pair,
    "qr": draw_qr,
    "image": draw_image,
    "rule": draw_rule,
    "space": draw_space,
    "cut": draw_cut,
}


def _composed(text: str) -> str:
    """The composed form: letters sent as base plus tone marks would otherwise be drawn as two."""
    return unicodedata.normalize("NFC", text)


def _pitch(size: float) -> int:
    """From line to line: room for a capital with two marks above one with a dot below."""
    return round(size * 1.32)


def _baseline(face: ImageFont.FreeTypeFont, top: int) -> int:
    """The baseline that sets a line in the middle of a pitch that begins at ``top``."""
    return top + round(_pitch(face.size) / 2 + face.size * 0.36)


def _write(
    paper: Paper, line: str, face: ImageFont.FreeTypeFont, left: int, baseline: int, ink: int, cell: int = 0
) -> None:
    """Letters one after another from ``left``; with ``cell``, every digit is centred in a cell that wide."""
    for letter in line:
        shape = glyph(face, letter)
        wide = cell if cell and letter in DIGITS else shape.advance
        if shape.picture:
            x = left + (wide - shape.advance) // 2 + shape.left
            paper.pen.bitmap((x, baseline + shape.top), shape.picture, fill=ink)
        left += wide
