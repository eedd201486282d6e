"""A slip to be filled in by a kiosk that is on its own: the same parts, with gaps in the values' stead.

Texts hold ``{label} {time} {date} {track_url} {purpose} {procedure} {code} {priority}``. The slip says that nobody
knows the wait; who decides, and how the dossier travels, is left to the desk.
"""

from typing import Any

from .reach import Wifi
from .slip_blocks import (
    CUT,
    RULE,
    Block,
    Pen,
    Say,
    SlipErrand,
    errand_blocks,
    foot_blocks,
    head_blocks,
    missed_blocks,
    number_blocks,
    text,
    track_blocks,
    valid_blocks,
)
from .slip_style import Names, SlipStyle


def open_slip(
    hall: Names, style: SlipStyle, language: str, say: Say, also: Say | None, *, wifi: Wifi | None = None
) -> dict[str, Any]:
    """{width_mm, head, priority, errand, errand_unnamed, tail}, each a list of blocks but the width.

    Whoever fills it in leaves the code out where ``{track_url}`` is no absolute address.
    """
    pen = Pen(style, language, say, also)
    return {
        "width_mm": style.width_mm,
        "head": [*head_blocks(pen, hall), *number_blocks(pen, "{label}"), *pen.sentences("slip.wait_unknown")],
        "priority": [text(pen.say("slip.priority", name="{priority}"), weight="bold", invert=True, lines=2)],
        "errand": _errand(pen, SlipErrand(_gap("purpose"), _gap("procedure"), "{code}")),
        "errand_unnamed": _errand(pen, SlipErrand(_gap("purpose"))),
        "tail": [
            RULE,
            *({**block, "data": "{track_url}"} for block in track_blocks(pen, "https://", wifi)),
            *missed_blocks(pen),
            *valid_blocks(pen, "{time}", "{date}"),
            *foot_blocks(pen),
            CUT,
        ],
    }


def untimed(say: Say) -> Say:
    """``say``, leaving open when the paper is printed."""

    def said(key: str, **values: Any) -> str:
        return say(key, **{name: f"{{{name}}}" if name in ("time", "date") else it for name, it in values.items()})

    return said


def _errand(pen: Pen, errand: SlipErrand) -> list[Block]:
    return [RULE, *errand_blocks(pen, errand)]


def _gap(name: str) -> Names:
    return {"vi": f"{{{name}}}", "en": f"{{{name}}}"}
