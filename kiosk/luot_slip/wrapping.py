"""Lines that fit: broken between words by measured width, inside a word only when it is wider than the line."""

from PIL import ImageFont

from luot_slip.fonts import width

ELLIPSIS = "…"


def lines_of(text: str, face: ImageFont.FreeTypeFont, room: int, most: int) -> list[str]:
    """``text`` as at most ``most`` lines of at most ``room`` dots; what does not fit is told by an ellipsis.

    Line breaks in the text are kept.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if width(face, longer) <= room:
                line = longer
                continue
            if line:
                lines.append(line)
            *whole, line = _pieces(word, face, room)
            lines += whole
            if len(lines) > most:
                break
        if line:
            lines.append(line)
    if len(lines) > most:
        return [*lines[: most - 1], _ended(lines[most - 1], face, room)]
    return lines


def _pieces(word: str, face: ImageFont.FreeTypeFont, room: int) -> list[str]:
    """One word cut into pieces that fit; a single letter is never cut, however narrow the room."""
    pieces = [""]
    for letter in word:
        if pieces[-1] and width(face, pieces[-1] + letter) > room:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _ended(line: str, face: ImageFont.FreeTypeFont, room: int) -> str:
    """The line with an ellipsis, after a whole word where that leaves most of the line."""
    kept = line
    while kept and width(face, kept + ELLIPSIS) > room:
        kept = kept[:-1]
    if kept != line and kept.rfind(" ") > len(kept) // 2:
        kept = kept[: kept.rfind(" ")]
    return kept.rstrip(" ,.;:(") + ELLIPSIS
