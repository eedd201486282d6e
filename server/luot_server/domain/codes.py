"""The codes printed on forms and receipts: procedures, agencies, dossiers, areas.

Each ``parse_…`` gives a value or raises `CodeError`; nothing here knows which codes exist.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from luot_server.domain.text import Text

_PROCEDURE: Final = re.compile(r"([1-9]\.\d{6})(?:\.(?:\d{3}\.\d{2}\.\d{2}\.)?([A-Z]\d{2}))?(?:\.(\d{2}))?", re.ASCII)
_AGENCY_OLD: Final = re.compile(r"\d{3}\.\d{2}\.\d{2}\.([A-Z]\d{2})", re.ASCII)
_AGENCY_NEW: Final = re.compile(r"([A-Z]\d{2})(?:\.\d{1,3}){0,3}", re.ASCII)
_DOSSIER: Final = re.compile(
    r"(\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})"
    r"-(\d{2})(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])-(\d{4,6})",
    re.ASCII,
)
_AREA: Final = re.compile(r"(old:)?(\d{2,5})(?:@(\d{2}))?", re.ASCII)


class CodeError(ValueError):
    """A code that cannot be read. ``text`` says so to a person; ``code`` is the code as written."""

    def __init__(self, text: Text, code: str) -> None:
        super().__init__(f"{text.key}: {code!r}")
        self.text = text
        self.code = code


@dataclass(frozen=True)
class ProcedureCode:
    """``key`` names the procedure everywhere; ``place`` and ``case`` are what a local list hung on it."""

    key: str
    place: str | None = None
    case: str | None = None


@dataclass(frozen=True)
class AgencyIdentifier:
    """An official identifier. The old and the new form of one agency are never derived from each other."""

    text: str
    province: str
    form: str  # "old": 000.00.12.H45, "new": H15.50


@dataclass(frozen=True)
class DossierCode:
    """Who took the dossier in, on which day, under which running number."""

    text: str
    agency: AgencyIdentifier
    received_on: date
    serial: str


@dataclass(frozen=True)
class AreaCode:
    """An area as a request names it: a code of today, of before a merger, or of another province."""

    code: str
    former: bool = False
    province: str | None = None


def parse_procedure(text: str) -> ProcedureCode:
    """Reads every spelling seen on real lists, blanks around it allowed; anything else is a `CodeError`."""
    match = _PROCEDURE.fullmatch(text.strip())
    if match is None:
        raise CodeError(Text("codes.bad_procedure", {"code": text}), text)
    return ProcedureCode(match[1], match[2], match[3])


def procedure_key(text: str) -> str | None:
    """The key of a procedure code however it is spelt, or None when it is no such code."""
    match = _PROCEDURE.fullmatch(text.strip())
    return match[1] if match else None


def parse_agency(text: str) -> AgencyIdentifier:
    """Reads an agency identifier of either form."""
    for form, pattern in (("old", _AGENCY_OLD), ("new", _AGENCY_NEW)):
        if match := pattern.fullmatch(text.strip()):
            return AgencyIdentifier(match[0], match[1], form)
    raise CodeError(Text("codes.bad_agency", {"code": text}), text)


def parse_dossier(text: str) -> DossierCode:
    """Reads a dossier code that stands alone; its date must exist."""
    match = _DOSSIER.fullmatch(text.strip())
    dossier = _dossier(match) if match else None
    if dossier is None:
        raise CodeError(Text("codes.bad_dossier", {"code": text}), text)
    return dossier


def find_dossier(text: str) -> DossierCode | None:
    """The first dossier code inside ``text``: what a scanner reads from a receipt follows no standard."""
    for match in _DOSSIER.finditer(text):
        if dossier := _dossier(match):
            return dossier
    return None


def parse_area(text: str) -> AreaCode:
    """Reads ``CODE``, ``old:CODE`` or ``CODE@PP``; whether such an area exists is not known here."""
    match = _AREA.fullmatch(text.strip())
    if match is None or (match[1] and match[3]):
        raise CodeError(Text("codes.bad_area", {"code": text}), text)
    return AreaCode(match[2], bool(match[1]), match[3])


def _dossier(match: re.Match[str]) -> DossierCode | None:
    try:
        received_on = date(2000 + int(match[2]), int(match[3]), int(match[4]))
    except ValueError:
        return None
    return DossierCode(match[0], parse_agency(match[1]), received_on, match[5])
