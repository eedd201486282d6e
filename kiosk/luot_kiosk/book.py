"""The book: the day's menu with all a kiosk needs to work alone, as the server wrote it.

Nothing is decided here that the server could have decided: hours are instants, decisions are the server's own without
an area, papers are its blocks with gaps to fill.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zlib import crc32

from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.search import search

Json = dict[str, Any]

ADVICE = "advice"
SUBMIT = "submit"
LATER = "later"  # the area, as the server spells "the desk will ask"
ADDRESS = "{track_url}"


@dataclass(frozen=True)
class Day:
    """One working day of the hall. `takes` are the hours in which numbers are given: from, until."""

    business_day: str
    takes: tuple[tuple[datetime, datetime], ...]

    def gives(self, now: datetime) -> bool:
        return any(begins <= now < ends for begins, ends in self.takes)


class Book:
    """One book. Its text is kept as it came, so that a later version of this program may read more of it."""

    def __init__(self, told: Json) -> None:
        self.told = told

    @cached_property
    def days(self) -> tuple[Day, ...]:
        return tuple(
            Day(one["business_day"], tuple((_instant(it["from"]), _instant(it["until"])) for it in one["takes"]))
            for one in self.told["days"]
        )

    def local(self, now: datetime) -> datetime:
        """The same instant as the hall's wall shows it."""
        return now.astimezone(_instant(self.told["server_time"]).tzinfo)

    def day(self, now: datetime) -> Day | None:
        """The working day of that instant; None where the book says nothing of its date."""
        date = self.local(now).date().isoformat()
        return next((one for one in self.days if one.business_day == date), None)

    def procedure(self, code: str | None) -> Json | None:
        return self._procedures.get(code or "")

    def found(self, asked: str, field: str | None, limit: int) -> Json:
        """Procedures of a field, or those that have the words; in the book's order where nothing was typed."""
        among = [one for one in self.told["procedures"] if field is None or one["field"] == field]
        return {"items": [_line(one) for one in search(among, asked, limit)], "next": None}

    def page(self, code: str) -> Json | None:
        """A procedure with what to bring. How long it takes nobody knows now."""
        known = self.procedure(code)
        if known is None:
            return None
        return _line(known) | {
            "papers": known["papers"],
            "processing": known["processing"],
            "notices": known["notices"],
            "uncovered": None,
            "waiting": None,
            "ahead": None,
            "expected": None,
        }

    def decision(self, code: str | None, purpose: str, area: str | None = None) -> Json:
        """The server's decision without an area; for a dossier already filed, and for advice, the desk will see.

        So it will for an area that was chosen while the connection failed: to ask for it again would lead nowhere.
        """
        known = self.procedure(code)
        if purpose not in (ADVICE, SUBMIT) and (known or not code):
            return _decision("yes", "kiosk.alone.dossier")
        if purpose == ADVICE:
            return _decision("yes", "kiosk.alone.advice")
        if known is None:
            return _decision("no", "kiosk.alone.unknown")
        decision: Json = known["decision"]
        if decision["accept"] == "ask" and area not in (None, "", LATER):
            return _decision("yes", "kiosk.alone.area")
        return decision

    def letters(self, code: str | None, purpose: str) -> str:
        """The letters of the series, the A of "K2-A001"."""
        known = self.procedure(code) if purpose == SUBMIT else None
        letters: str = known["series"] if known else self.told["series"][purpose if purpose != SUBMIT else ADVICE]
        return letters

    def menu(self, now: datetime) -> Json:
        """The menu as the touch screen knows it, without what only the server can tell."""
        told, day = self.told, self.day(now)
        gives = day is not None and day.gives(now)
        return {
            "hall": told["hall"],
            "position": told["position"],
            "server_time": self.local(now).isoformat(),
            "open": gives,
            "closed_reason": None if gives else self._hours_said(day),
            "next_open": None if gives else self._next_open(now),
            "first": told["first"],
            "fields": [_field(one) for one in told["fields"]],
            "procedures": [_line(one) for one in told["procedures"] if one["everyday"]],
            "purposes": told["purposes"],
            "priority_classes": told["priority_classes"],
            "hours": told["hours"],
            "notices": told["notices"],
        }

    def version(self, now: datetime) -> int:
        """Changes whenever `menu` would look different."""
        day = self.day(now)
        return crc32(f"{self.told['position']} {day} {day is not None and day.gives(now)}".encode())

    def slip(self, language: str, gaps: dict[str, str], errands: list[dict[str, str]]) -> Json:
        """The paper of a number; each errand has gaps of its own, `procedure` among them unless it is unnamed.

        `priority` is among the gaps only where one was claimed.
        """
        form = self.told["slips"].get(language) or self.told["slips"][LANGUAGES[0]]
        blocks = [*_filled(form["head"], gaps)]
        if "priority" in gaps:
            blocks += _filled(form["priority"], gaps)
        for one in errands:
            blocks += _filled(form["errand" if "procedure" in one else "errand_unnamed"], gaps | one)
        return {"width_mm": form["width_mm"], "blocks": [*blocks, *_filled(form["tail"], gaps)]}

    def referral(self, code: str | None, language: str, gaps: dict[str, str]) -> Json | None:
        """The paper that says where to go instead; None where the book has none for that procedure."""
        forms = self.told["referrals"].get(code or "")
        if not forms:
            return None
        form = forms.get(language) or forms[LANGUAGES[0]]
        return {"width_mm": form["width_mm"], "blocks": list(_filled(form["blocks"], gaps))}

    def name(self, among: str, which: str, language: str) -> str:
        """What one of the `purposes` or `priority_classes` is called; empty where the book does not know it."""
        name: Json = next((one["name"] for one in self.told[among] if one["id"] == which), {})
        return str(name.get(language) or name.get(LANGUAGES[0]) or "")

    @cached_property
    def _procedures(self) -> dict[str, Json]:
        return {one["code"]: one for one in self.told["procedures"]}

    def _hours_said(self, day: Day | None) -> Json:
        takes = day.takes if day else ()
        hours = ", ".join(f"{_clock(self.local(begins))}–{_clock(self.local(ends))}" for begins, ends in takes)
        if not hours:
            return {language: say("kiosk.alone.no_day", language) for language in LANGUAGES}
        return {language: say("kiosk.alone.closed", language, hours=hours) for language in LANGUAGES}

    def _next_open(self, now: datetime) -> str | None:
        coming = [begins for day in self.days for begins, _ in day.takes if begins > now]
        return self.local(min(coming)).isoformat() if coming else None


def _line(procedure: Json) -> Json:
    """A procedure in a list. Whether a counter serves it now is not known, so nothing is said of it."""
    inside = ("papers", "processing", "notices", "decision", "series", "open", "stations", "everyday")
    return {name: value for name, value in procedure.items() if name not in inside}


def _field(field: Json) -> Json:
    return {"id": field["id"], "name": field["name"], "open": True, "waiting": None, "ahead": None, "expected": None}


def _decision(accept: str, sentence: str) -> Json:
    # messages: kiosk.alone.*
    return {
        "accept": accept,
        "route": None,
        "competent": None,
        "with": [],
        "handover_to": None,
        "refer_to": [],
        "ask": [],
        "reason": {language: say(sentence, language) for language in LANGUAGES},
        "article": None,
    }


def _filled(blocks: list[Json], gaps: dict[str, str]) -> Iterator[Json]:
    """The blocks with their gaps filled; an address no phone could open makes no QR code."""
    for block in blocks:
        if ADDRESS in str(block.get("data")) and not gaps.get("track_url", "").startswith(("http://", "https://")):
            continue
        yield {name: _fill(value, gaps) if isinstance(value, str) else value for name, value in block.items()}


def _fill(text: str, gaps: dict[str, str]) -> str:
    for name, value in gaps.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment:%M}"
