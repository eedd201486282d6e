"""What belongs to no hall: the catalogue and the staff."""

from typing import Any

from .base import Happening


class FactRecorded(Happening):
    """A dated fact of the catalogue (procedure, field, agency, area, hall, province …)."""

    fact: str
    key: str
    valid_from: str
    valid_to: str | None
    data: dict[str, Any]


class StaffAdded(Happening):
    """``name`` is what colleagues see; the password's hash is kept elsewhere, never here."""

    staff: str
    user: str
    name: str
    counters: list[str]


class GrantGiven(Happening):
    """``scope`` is ``hall`` or ``province``; ``place`` the hall's id or the province's area code."""

    staff: str
    role: str
    scope: str
    place: str


class GrantWithdrawn(Happening):
    staff: str
    role: str
    scope: str
    place: str


class StaffLeft(Happening):
    staff: str
