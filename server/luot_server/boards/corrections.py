"""Where the kiosk's first screen misleads: what was chosen there, and what the desk made of it."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from ..domain.corrections import Choice, Corrections, Turned
from ..domain.text import Text
from ..domain.throughput import NONE
from ..domain.ticket import Purpose
from ..messages import both
from ..store.view import HallView
from .throughput import check_range, days_between, entries_of_days
from .wire import Wire


def folded(view: HallView, start: date, end: date) -> dict[Choice, Turned]:
    """What every choice at the kiosk became, of tickets issued from ``start`` to ``end`` (local days, inclusive).

    Raises Invalid for a range that cannot be.
    """
    check_range(start, end)
    fold = Corrections(days_between(start, end))
    for entry in entries_of_days(view, start, end):
        fold.add(entry.happening())
    return fold.rows()


def corrections_wire(view: HallView, hall: str | None, days: tuple[date, date], rows: Mapping[Choice, Turned]) -> Wire:
    """Rows with names, the most often corrected first; ``hall`` None: of several halls together."""
    order = sorted(rows.items(), key=lambda row: (-row[1].corrected, -row[1].issued, _key(row[0])))
    items = [{**_named(view, choice), **_counts(turned), "to": _targets(view, turned.to)} for choice, turned in order]
    whole = Turned(sum(row.issued for row in rows.values()), sum((row.to for row in rows.values()), Counter()))
    start, end = days
    return {
        "hall": hall,
        "from": start.isoformat(),
        "to": end.isoformat(),
        "items": items,
        "rows": items,  # the contract's own word for them; ``items`` is how every list answers
        "next": None,
        "totals": _counts(whole),
    }


def _counts(turned: Turned) -> Wire:
    return {"issued": turned.issued, "corrected": turned.corrected, "share": round(turned.share, 4)}


def _targets(view: HallView, to: Counter[Choice]) -> list[Wire]:
    order = sorted(to.items(), key=lambda target: (-target[1], _key(target[0])))
    return [{**_named(view, choice), "count": count} for choice, count in order]


def _named(view: HallView, choice: Choice) -> Wire:
    return {"key": _key(choice), "name": _name(view, choice)}


def _key(choice: Choice) -> str:
    return f"{choice.procedure or NONE}|{choice.purpose}"


def _name(view: HallView, choice: Choice) -> Mapping[str, str]:
    """The short name; the purpose too where it is not the usual one, to hand a dossier in."""
    known = view.world.procedure_ever(choice.procedure)
    # messages: menu.purpose.*
    purpose = both(Text(f"menu.purpose.{choice.purpose}"))
    if choice.procedure is None:
        return purpose
    name = known.short_name if known else {"vi": choice.procedure, "en": choice.procedure}
    if choice.purpose == Purpose.SUBMIT:
        return name
    return {lang: f"{name[lang]} · {purpose[lang]}" for lang in purpose}
