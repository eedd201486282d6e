"""What may be taken from the QR code of a citizen's ID card, and no more than that.

A code is fields joined by ``|``: number, old number, name, birth (ddMMyyyy), sex, residence, issue; cards since
1/7/2024 carry more. The number, the birth and the residence are looked at while a request lasts; the others are never
read. What may outlive the request is a mark, an age band and an area the citizen has confirmed (law 91/2025).

The number has no check digit, and its first three digits name the place where the birth was registered: nothing is
inferred from them.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from .hall import PriorityClass

_NUMBER: Final = re.compile(r"\d{12}", re.ASCII)
_HEALTH: Final = re.compile(r"[A-Z]{2}[A-Z\d]{8,13}|\d{10}", re.ASCII)  # with the letters of its kind, or without
_BIRTH: Final = re.compile(r"(\d{2})/?(\d{2})/?(\d{4})", re.ASCII)
_FEWEST: Final = 6
_OLDEST: Final = 130  # years; beyond it the scan is wrong, not the person old


class CardError(ValueError):
    """No ID card. ``code`` says why; what was scanned is not in it, for an error is written to logs."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AgeBand(StrEnum):
    """All that is kept of an age."""

    UNDER_18 = "under_18"
    UNDER_60 = "18_59"
    UNDER_75 = "60_74"
    OLDER = "75_over"


@dataclass(frozen=True)
class Card:
    """What was read. It never shows itself: a value that stands in a traceback must tell nothing."""

    number: str = field(repr=False)
    born: date | None = field(repr=False)  # None: no such day
    residence: str = field(repr=False)  # as scanned, however garbled


def parse(scan: str) -> Card:
    """Reads a scan with line ends anywhere and letters garbled by a scanner that types.

    Raises CardError ``card_is_health_card``, or ``card_unreadable`` for everything else that is no ID card.
    """
    parts = [part.strip() for part in re.sub(r"[\r\n]", "", scan).split("|")]
    if len(parts) > 1 and _HEALTH.fullmatch(parts[0].upper()):
        raise CardError("card_is_health_card")
    if len(parts) < _FEWEST or not _NUMBER.fullmatch(parts[0]):
        raise CardError("card_unreadable")
    return Card(parts[0], _day(parts[3]), parts[5])


def mark(day_key: bytes, card: Card) -> str:
    """The same person on the same day, as 64 hexadecimal digits; nobody's once the day's key is destroyed."""
    return hmac.digest(day_key, card.number.encode(), "sha256").hex()


def age(born: date | None, on: date) -> int | None:
    """Full years on the local day ``on``; None for a birth that cannot be."""
    if born is None:
        return None
    years = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    return years if 0 <= years <= _OLDEST else None


def age_band(years: int | None) -> AgeBand | None:
    match years:
        case None:
            return None
        case young if young < 18:
            return AgeBand.UNDER_18
        case grown if grown < 60:
            return AgeBand.UNDER_60
        case elder if elder < 75:
            return AgeBand.UNDER_75
        case _:
            return AgeBand.OLDER


def suggested(classes: Iterable[PriorityClass], years: int | None) -> str | None:
    """The class of the hall that begins at this age, the highest of several; it is offered, and nobody is put in it."""
    if years is None:
        return None
    reached = [(one.min_age, one.id) for one in classes if one.min_age is not None and one.min_age <= years]
    return max(reached)[1] if reached else None


def _day(text: str) -> date | None:
    match = _BIRTH.fullmatch(text)
    if match is None:
        return None
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
