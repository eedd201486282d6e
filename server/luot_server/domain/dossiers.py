"""Where a dossier stands, as the one-stop software says it in its own words, and what that means at a kiosk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from .records import HallPlace
from .search import fold
from .text import Param, Text
from .world import World


class Status(StrEnum):
    """Whether there is something to collect."""

    READY = "ready"  # the result lies at the counter
    NOT_READY = "not_ready"
    RETURNED = "returned"  # somebody has collected it
    UNKNOWN = "unknown"  # nobody asked, nobody answered, or in words we do not know: nothing is claimed


@dataclass(frozen=True)
class Standing:
    """What is known of one dossier. ``at`` names the hall that has it, by id or as the software writes it."""

    status: Status = Status.UNKNOWN
    ready_on: date | None = None  # the day promised, or the day it became ready
    procedure: str | None = None
    at: str | None = None

    @classmethod
    def read(cls, told: Mapping[str, str]) -> Standing:
        """From what a software calls status, ready_on, procedure and at; each may be missing or empty.

        Where the status says nothing, the rest would only be misread.
        """
        status = status_of(told.get("status", ""))
        if status is Status.UNKNOWN:
            return NOTHING_KNOWN
        return cls(status, day_of(told.get("ready_on", "")), told.get("procedure") or None, told.get("at") or None)


NOTHING_KNOWN: Final = Standing()

_SAID: Final = {
    Status.READY: (
        "ready",
        "co ket qua",
        "da co ket qua",
        "cho tra ket qua",
        "cho tra kq",
        "cho nhan ket qua",
        "da giai quyet xong cho tra ket qua",
    ),
    Status.NOT_READY: (
        "not_ready",
        "moi dang ky",
        "moi tiep nhan",
        "da tiep nhan",
        "cho tiep nhan",
        "cho xu ly",
        "dang xu ly",
        "dang giai quyet",
        "dang tham dinh",
        "dang trinh ky",
        "cho bo sung",
        "yeu cau bo sung",
        "tam dung",
        "tam dung xu ly",
    ),
    Status.RETURNED: ("returned", "da tra", "da tra ket qua", "da tra kq", "da nhan ket qua"),
}
#: Words that could mean two things ("hoàn thành": decided, or collected?) are in none of the lists.
_STATUS_OF: Final = MappingProxyType({said: status for status, words in _SAID.items() for said in words})


def status_of(said: str) -> Status:
    """The status behind the words of a one-stop software, marks and capitals aside; unknown for any others."""
    return _STATUS_OF.get(" ".join(fold(said).split()), Status.UNKNOWN)


def day_of(said: str) -> date | None:
    """A local day as such software writes it: ``04/08/2026`` or ``2026-08-04``, with a time behind it or not."""
    day = said.strip().partition(" ")[0].partition("T")[0]
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(day, form).date()  # noqa: DTZ007 (a day of the wall, in no zone)
        except ValueError:
            continue
    return None


def hall_with(standing: Standing, world: World) -> HallPlace | None:
    """The hall that has the result: named by its id or by its name; None where no hall is known by that."""
    said = standing.at
    if said is None:
        return None
    if known := world.hall(said):
        return known
    named = [hall for hall in world.halls() if fold(hall.name["vi"]) == fold(said)]
    return named[0] if len(named) == 1 else None


def sentence(dossier: str, standing: Standing, here: str, world: World) -> Text | None:
    """What the citizen in the hall ``here`` is told before taking a number; None where nothing is known.

    Where another hall has the result, or will have it, the sentence names it.
    """
    if standing.status is Status.UNKNOWN:
        return None
    said = str(standing.status)
    told: dict[str, Param] = {"dossier": dossier}
    if standing.status is Status.NOT_READY and standing.ready_on:
        said = "overdue" if standing.ready_on < world.on else "not_ready_until"
        told["day"] = f"{standing.ready_on:%d/%m/%Y}"
    hall = hall_with(standing, world)
    if hall and hall.id != here and standing.status is not Status.RETURNED:
        said += "_elsewhere"
        told["hall"] = hall.name
    return Text(f"lookup.{said}", told)
