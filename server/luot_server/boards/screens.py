"""One screen as its page needs it: what it shows, and the pictures beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from sqlalchemy import select

from ..domain.displays import LAYOUTS, Displays, Screen, Zone
from ..store import tables as t
from ..store.view import HallView
from .wire import Wire, counter_wire

#: The query of a screen's address that changes what it shows without anything being saved.
TRIED = frozenset({"layout", "zone", "counters", "counter", "speaks", "images"})


def screen_of(view: HallView, screen: str | None, tried: Mapping[str, str]) -> Wire | None:
    """The screen of this id (None: the one every hall has), as it would be with ``tried``; None where there is none.

    ``tried`` is the address's query: ``layout``, ``zone``, ``counter``, ``speaks`` (0 or 1), ``images`` (ids, by comma)
    and ``counters`` (a zone that is not saved yet: the ids of its counters). What cannot be is left as it was: an
    address is typed by people. ``preview`` 1: a look beforehand, which never speaks.
    """
    displays = view.settings.displays
    known = displays.screen(screen)
    if known is None:
        return None
    shown = _tried(known, tried)
    counters = {row["id"]: row for row in view.counters()}
    zone = _zone(displays, shown, tried, counters)
    counter = shown.counter if shown.counter in counters else None
    # A counter's screen whose counter was taken away still tells people where to go.
    layout = "calls" if shown.layout == "counter" and counter is None else shown.layout
    return {
        "id": shown.id,
        "name": shown.name or None,
        "layout": layout,
        "zone": {"id": zone.id, "name": zone.name, "counters": list(zone.counters)} if zone else None,
        "counter": counter_wire(counters, counter),
        "speaks": shown.speaks,
        "images": images_of(view, shown.images) if layout == "images" else [],
        "preview": tried.get("preview") == "1",
    }


def images_of(view: HallView, ids: Iterable[str]) -> list[Wire]:
    """Those of ``ids`` that are pictures of the hall, in that order: {url, width, height, name}."""
    wanted = list(ids)
    columns = t.media.c
    rows = view.connection.execute(
        select(columns.id, columns.name, columns.width, columns.height).where(
            columns.hall == view.id, columns.id.in_(wanted), columns.width.is_not(None)
        )
    )
    found = {
        row.id: {"url": media_url(view.id, row.id), "width": row.width, "height": row.height, "name": row.name}
        for row in rows
    }
    return [found[one] for one in wanted if one in found]


def media_url(hall: str, media: str) -> str:
    """Where a hall's picture or sound is; the id is the hash of its bytes, so it may be kept for ever."""
    return f"/api/v1/halls/{hall}/media/{media}"


def _tried(known: Screen, tried: Mapping[str, str]) -> Screen:
    asked = {name: value for name, value in tried.items() if name in TRIED}
    layout = next((one for one in LAYOUTS if one == asked.get("layout")), known.layout)
    return replace(
        known,
        layout=layout,
        zone=asked.get("zone", known.zone) or None,
        counter=asked.get("counter", known.counter) or None,
        speaks=asked["speaks"] == "1" if "speaks" in asked else known.speaks,
        images=tuple(filter(None, asked["images"].split(","))) if "images" in asked else known.images,
    )


def _zone(displays: Displays, shown: Screen, tried: Mapping[str, str], counters: Mapping[str, object]) -> Zone | None:
    """The zone of the screen with the counters that stand in the hall; one without any would show nothing for ever."""
    found = displays.zone(shown.zone)
    if "counters" in tried:
        name = found.name if found else {"vi": "", "en": ""}
        found = Zone(shown.zone or "tried", name, tuple(tried["counters"].split(",")))
    if found is None:
        return None
    standing = tuple(one for one in found.counters if one in counters)
    return replace(found, counters=standing) if standing else None
