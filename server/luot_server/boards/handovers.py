"""What is under way between this hall and the agencies that decide: the list, who is late, the courier's sheet."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from ..domain.handovers import UNDERWAY, Late, Stage, Terms, late, next_move
from ..domain.text import Names, Text
from ..messages import both, say
from ..store.handovers import Asked, coming, found, record_of
from ..store.view import HallView
from .wire import Wire, instant

Row = dict[str, Any]

#: What a spreadsheet would take for a formula, or for the start of one once it has dropped what is in front.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BOM = "\ufeff"
#: Excel splits a file by the list separator of Windows; with Vietnamese settings that is the semicolon, because the
#: comma stands in numbers. Other programs ask, or find out.
SEPARATOR = ";"
COLUMNS = (
    "label",
    "dossiers",
    "count",
    "procedure",
    "to",
    "address",
    "agency",
    "medium",
    "opened",
    "late_since",
    "return_to",
)


@dataclass(frozen=True)
class Places:
    """The names behind references, each looked up once."""

    view: HallView
    known: dict[str, Wire]

    def place(self, ref: str) -> Wire:
        """{ref, name, address} of a hall, an agency or an office named through its area."""
        if ref not in self.known:
            name, address = self._named(ref)
            self.known[ref] = {"ref": ref, "name": dict(name), "address": address}
        return self.known[ref]

    def _named(self, ref: str) -> tuple[Names, str | None]:
        world = self.view.world
        if hall := world.hall(ref):
            return hall.name, hall.address
        kind, _, area = ref.partition(":")
        through_area = (it for it in world.agencies() if it.ref == kind and area in it.serves)
        if agency := world.agency(ref) or (next(through_area, None) if area else None):
            return agency.name, agency.address
        return {"vi": ref, "en": ref}, None


def handover_list(view: HallView, asked: Asked, only_late: bool | None, limit: int) -> Wire:
    """A page of the hall's handovers in the order they were opened, and a sentence for every kind of lateness.

    ``only_late`` None: late or not. The sentences are of all that is under way, whatever is asked for.
    """
    places = Places(view, {})
    page = list(islice(_seen(view, asked, only_late), limit + 1))
    return {
        "items": [_wire(view, row, tardy, places) for row, tardy in page[:limit]],
        "next": page[limit - 1][0]["position"] if len(page) > limit else None,
        "sentences": [both(one) for one in _sentences(view, places)],
        "server_time": instant(view, view.now),
    }


def incoming_list(view: HallView, stages: Sequence[Stage], after: str, limit: int) -> Wire:
    """What other halls of this server have under way to this one, late by the terms of who sent it."""
    rows = coming(view.connection, view.id, view.hall["area"], stages, after, limit + 1)
    page = rows[:limit]
    wires: dict[str, Wire] = {}
    for sender in sorted({row["hall"] for row in page}):
        with view.store.viewing(sender) as theirs:
            places = Places(theirs, {})
            mine = [row for row in page if row["hall"] == sender]
            wires |= {row["errand"]: _wire(theirs, row, _late(theirs, row), places) for row in mine}
    return {
        "items": [wires[row["errand"]] for row in page],
        "next": page[-1]["errand"] if len(rows) > limit else None,
        "server_time": instant(view, view.now),
    }


def handover_wire(view: HallView, row: Row) -> Wire:
    """One handover."""
    return _wire(view, row, _late(view, row), Places(view, {}))


def courier_sheet(view: HallView, asked: Asked, only_late: bool | None, lang: str) -> str:
    """The same list as a table for the courier: CSV with a byte order mark, codes and labels, nobody's name.

    One line a record, grouped by destination as a bag is packed.
    """
    places = Places(view, {})
    rows = [_wire(view, row, tardy, places) for row, tardy in _seen(view, asked, only_late)]
    out = io.StringIO()
    out.write(BOM)
    sheet = csv.writer(out, delimiter=SEPARATOR)
    # messages: handover.column.*
    sheet.writerow([say(f"handover.column.{column}", lang) for column in COLUMNS])
    for row in sorted(rows, key=lambda one: (one["to"]["name"][lang], one["opened_at"])):
        sheet.writerow([_cell(value) for value in _line(row, lang)])
    return out.getvalue()


def _seen(view: HallView, asked: Asked, only_late: bool | None) -> Iterator[tuple[Row, Late | None]]:
    """Rows with their lateness. What is back is never late, so years of it need not be read to find who is."""
    if only_late:
        asked = replace(asked, stages=[one for one in UNDERWAY if one in (asked.stages or UNDERWAY)])
        if not asked.stages:
            return
    for row in found(view.connection, view.id, asked):
        tardy = _late(view, row)
        if only_late is None or only_late == (tardy is not None):
            yield row, tardy


def _late(view: HallView, row: Row) -> Late | None:
    terms = Terms.of(view.settings.values.get("handover", {}))
    return late(record_of(row), terms, view.settings.hours, view.now)


def _sentences(view: HallView, places: Places) -> Iterator[Text]:
    """One for every destination and kind of lateness, the longest late first."""
    groups: dict[tuple[str, str], tuple[int, datetime]] = {}
    for row, tardy in _seen(view, Asked(), only_late=True):
        if tardy is not None:
            count, since = groups.get((row["to"], tardy.what), (0, tardy.since))
            groups[row["to"], tardy.what] = (count + max(1, row["count"]), min(since, tardy.since))
    for (to, what), (count, since) in sorted(groups.items(), key=lambda one: one[1][1]):
        day = view.settings.hours.local(since)
        said = {"vi": f"{day.day}/{day.month}", "en": f"{day.day} {day:%b}"}
        # messages: handover.late.*
        yield Text(f"handover.late.{what}", {"count": count, "to": places.place(to)["name"], "since": said})


def _wire(view: HallView, row: Row, tardy: Late | None, places: Places) -> Wire:
    stage = record_of(row).stage
    following = next_move(stage)
    return {
        "errand": row["errand"],
        "from": places.place(row["hall"]),
        "ticket": row["ticket"],
        "label": row["label"],
        "procedure": _procedure(view, row["procedure"]),
        "agency": _agency(view, row["agency"]),
        "to": places.place(row["to"]),
        "medium": row["medium"],
        "dossiers": row["dossiers"],
        "count": row["count"],
        "state": row["state"],
        "opened_at": instant(view, row["opened_at"]),
        "sent_at": instant(view, row["sent_at"]),
        "received_at": instant(view, row["received_at"]),
        "returning_at": instant(view, row["returning_at"]),
        "returned_at": instant(view, row["returned_at"]),
        "result_due": row["result_due"],
        "return_to": places.place(row["return_to"] or row["hall"]),
        "late": {"since": instant(view, tardy.since), "what": tardy.what} if tardy else None,
        "actions": [following] if following else [],
    }


def _procedure(view: HallView, code: str | None) -> Wire | None:
    """By its short name: a line of a list has no room for the official one."""
    if code is None:
        return None
    known = view.world.procedure_ever(code)
    return {"code": code, "name": dict(known.short_name) if known else {"vi": code, "en": code}}


def _agency(view: HallView, agency: str | None) -> Wire | None:
    if agency is None:
        return None
    known = view.world.agency(agency)
    return {"id": agency, "name": dict(known.name) if known else {"vi": agency, "en": agency}}


def _line(row: Mapping[str, Any], lang: str) -> list[str | int]:
    """A record in the order of :data:`COLUMNS`."""
    procedure, agency, tardy = row["procedure"], row["agency"], row["late"]
    return [
        row["label"],
        ", ".join(row["dossiers"]),
        row["count"],
        f"{procedure['code']} {procedure['name'][lang]}" if procedure else "",
        row["to"]["name"][lang],
        row["to"]["address"] or "",
        agency["name"][lang] if agency else "",
        say(f"handover.medium.{row['medium']}", lang),  # messages: handover.medium.*
        _minute(row["opened_at"]),
        _minute(tardy["since"]) if tardy else "",
        row["return_to"]["name"][lang],
    ]


def _minute(at: str) -> str:
    """``2026-11-23 09:41``: what every spreadsheet reads as a date."""
    return f"{at[:10]} {at[11:16]}"


def _cell(value: str | int) -> str | int:
    """Text that begins like a formula is told to be text: a list is opened, not run."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
