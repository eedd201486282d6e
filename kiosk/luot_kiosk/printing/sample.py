"""A slip that proves a printer: every letter of Vietnamese, every figure, both edges and a code to scan."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any

BASES = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]  # ngang, huyền, hỏi, ngã, sắc, nặng
CONSONANTS = "bcdđghklmnpqrstvx"
SCANNED = "https://example.invalid/t/in-thu"  # a reserved name: the sample leads to nobody's site


def letters() -> list[str]:
    """Every small vowel of Vietnamese with every tone, in alphabetical order."""
    return [unicodedata.normalize("NFC", base + tone) for base in BASES for tone in TONES]


def sample_slip(say: Callable[..., str], now: datetime, width_mm: int = 80) -> dict[str, Any]:
    """The slip; ``say`` speaks one language, ``now`` is local time."""
    rows = [" ".join(letters()[start : start + 12]) for start in range(0, len(letters()), 12)]
    small = "\n".join([*rows, " ".join(CONSONANTS)])
    return {
        "width_mm": width_mm,
        "blocks": [
            {"kind": "text", "text": say("printing.sample.title"), "size": "l", "weight": "bold"},
            {"kind": "rule"},
            {"kind": "number", "text": say("printing.sample.number")},
            {"kind": "rule"},
            {"kind": "text", "text": say("printing.sample.lower"), "size": "s"},
            {"kind": "text", "text": small, "lines": 20},
            {"kind": "text", "text": say("printing.sample.upper"), "size": "s"},
            {"kind": "text", "text": small.upper(), "weight": "bold", "lines": 20},
            {"kind": "pair", "name": say("printing.sample.figures"), "value": "0123456789"},
            {"kind": "qr", "data": SCANNED, "caption": say("printing.sample.qr")},
            {"kind": "text", "text": say("printing.sample.edge", width=width_mm), "size": "s"},
            {"kind": "text", "text": say("printing.sample.printed_at", time=f"{now:%H:%M, %d/%m/%Y}"), "size": "s"},
            {"kind": "rule"},
            {"kind": "cut"},
        ],
    }
