"""What is asked and what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from luot_server.domain.text import Names, Text


@dataclass(frozen=True)
class Question:
    """One errand at the door. ``on``: local date.

    ``area``: ``CODE``, ``old:CODE``, ``CODE@PP``, ``later`` or None; several, of which any match counts, joined by
    commas.
    """

    procedure: str | None
    purpose: str
    area: str | None
    dossier: str | None
    on: date


@dataclass(frozen=True)
class AgencyRef:
    """An agency as others need it: our id and its name on that day."""

    id: str
    name: Names


@dataclass(frozen=True)
class Referral:
    """Where else to go.

    ``ref``: a hall's or an agency's id, ``xa:CODE``, ``land_branch:CODE``, portal, post, home_commune, home_province.
    ``note``: what else helps whoever is sent there, such as the hall's mobile day in their own commune.
    """

    ref: str
    name: Names
    address: str | None = None
    hours: str | None = None
    url: str | None = None
    note: Text | None = None


@dataclass(frozen=True)
class AskedArea:
    """One answer to "which area?"; ``area`` is the string to send back."""

    area: str
    name: Names


@dataclass(frozen=True)
class Decision:
    """The answer, field for field the object of the public contract (``with_`` is its ``with``).

    ``accept``: yes, yes_handover, refer, ask, no. ``route``: here, paper_handover, assisted_online, or None
    where nothing is accepted. ``competent`` is None for what no agency decides or nobody can name yet.
    """

    accept: str
    reason: Text
    route: str | None = None
    competent: AgencyRef | None = None
    with_: tuple[AgencyRef, ...] = ()
    handover_to: str | None = None
    refer_to: tuple[Referral, ...] = ()
    ask: tuple[AskedArea, ...] = ()
    article: str | None = None

    def to_data(self) -> dict[str, Any]:
        """JSON-safe form, as stored; the reason stays key and params."""
        return {
            "accept": self.accept,
            "route": self.route,
            "competent": _agency(self.competent) if self.competent else None,
            "with": [_agency(one) for one in self.with_],
            "handover_to": self.handover_to,
            "refer_to": [_place(it) for it in self.refer_to],
            "ask": [{"area": it.area, "name": dict(it.name)} for it in self.ask],
            "reason": self.reason.to_data(),
            "article": self.article,
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Decision:
        """The inverse of `to_data`."""
        competent = data.get("competent")
        return cls(
            accept=data["accept"],
            reason=Text.from_data(data["reason"]),
            route=data.get("route"),
            competent=AgencyRef(**competent) if competent else None,
            with_=tuple(AgencyRef(**it) for it in data.get("with", ())),
            handover_to=data.get("handover_to"),
            refer_to=tuple(_referral(it) for it in data.get("refer_to", ())),
            ask=tuple(AskedArea(**it) for it in data.get("ask", ())),
            article=data.get("article"),
        )


def _place(it: Referral) -> dict[str, Any]:
    place = {"ref": it.ref, "name": dict(it.name), "address": it.address, "hours": it.hours, "url": it.url}
    return {**place, "note": it.note.to_data() if it.note else None}


def _referral(data: Mapping[str, Any]) -> Referral:
    """A referral of before there were notes has none."""
    note = data.get("note")
    return Referral(**{**data, "note": Text.from_data(note) if note else None})


def _agency(one: AgencyRef) -> dict[str, Any]:
    return {"id": one.id, "name": dict(one.name)}
