"""The book: the day's menu with all a kiosk needs to give numbers by itself when the server is away.

It changes with the hall's settings, the catalogue and the day, and with nothing that happens in the hall; so a kiosk
asks for it often and is told "as before" without its being composed.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from importlib.metadata import version

from ..domain.competence import Decision, Question, answer
from ..domain.hall import HallSettings
from ..domain.hours import HORIZON_DAYS
from ..domain.records import Procedure
from ..domain.slip_offline import open_slip
from ..domain.ticket import Purpose
from ..messages import LANGUAGES
from ..store.leases import mark_of
from ..store.view import HallView
from .menu import by_need, menu_board, procedure_line
from .queues import stations
from .slip import open_referral_of, style_of, voices
from .wire import Wire, decision_wire, instant

#: Leases and hours are for today and for so many working days after it: Friday's reach to Tuesday.
DAYS_AHEAD = 2


def book_tag(view: HallView, device: str) -> str:
    """Changes whenever the book does; an upgrade of this server may compose it otherwise."""
    mark = mark_of(view.connection, view.id, device)
    told = (version("luot"), view.id, view.settings_position, view.catalogue, view.day, mark)
    return sha256(repr(told).encode()).hexdigest()[:32]


def book_board(view: HallView, device: str) -> Wire:
    """What kiosk ``device`` keeps; see :class:`~luot_server.http.shapes.lending.Book`."""
    menu = menu_board(view)
    decided = _decided(view)
    return {
        **{name: menu[name] for name in ("hall", "purposes", "priority_classes", "hours", "first", "notices")},
        "position": view.position,
        "server_time": instant(view, view.now),
        "zone": view.hall["zone"],
        "mark": mark_of(view.connection, view.id, device),
        "days": list(_days(view)),
        "fields": [{"id": one["id"], "name": one["name"]} for one in menu["fields"]],
        "procedures": [
            _procedure(view, one, decided[one.code])
            for one in by_need(view, view.world.procedures())
            if one.code in decided
        ],
        "series": {str(one): _letter(view, one) for one in Purpose if one != Purpose.SUBMIT},
        "slips": {lang: _slip(view, lang) for lang in LANGUAGES},
        "referrals": {
            code: {lang: _referral(view, decision, code, lang) for lang in LANGUAGES}
            for code, decision in decided.items()
            if decision.accept in ("refer", "no")
        },
    }


def _decided(view: HallView) -> dict[str, Decision]:
    """{code: what the hall says to the procedure while no area is known}; nothing of a hall the catalogue lacks."""
    place = view.world.hall(view.id)
    if place is None:
        return {}
    asked = (Question(one.code, Purpose.SUBMIT, None, None, view.today) for one in view.world.procedures())
    return {str(one.procedure): answer(one, place, view.world) for one in asked}


def _procedure(view: HallView, one: Procedure, decision: Decision) -> Wire:
    return {
        **procedure_line(one),
        "also": list(one.search_words),  # all of them: the kiosk searches by itself
        "everyday": one.everyday,
        "stations": stations(one),
        "papers": list(one.papers),
        "processing": {"days": one.processing.days, "unit": one.processing.unit},
        "notices": list(one.notices),
        "series": view.settings.series_for(Purpose.SUBMIT, one.field, decision.route or ""),
        "decision": decision_wire(decision),
    }


def _letter(view: HallView, purpose: Purpose) -> str:
    return view.settings.series_for(purpose, "")


def _slip(view: HallView, language: str) -> Wire:
    style = style_of(view)
    wifi = view.settings.reach(None).wifi  # an address told to the installation names no network
    return open_slip(view.hall["name"], style, language, *voices(style, language), wifi=wifi)


def _referral(view: HallView, decision: Decision, code: str, language: str) -> Wire:
    return open_referral_of(view, decision, code, language, guide=decision.accept == "no")


def _days(view: HallView) -> Iterator[Wire]:
    """Today, worked or not, and the next working days; each by the settings that will hold on it."""
    yield _day(view.settings, view.today)
    found = 0
    for ahead in range(1, HORIZON_DAYS + 1):
        day = view.today + timedelta(days=ahead)
        noon = datetime.combine(day, time(12), view.settings.hours.zone)
        settings = view.store.settings(view.connection, view.id, view.settings_position, noon, keep=False)
        if settings.hours.of_day(day):
            yield _day(settings, day)
            found += 1
        if found == DAYS_AHEAD:
            return


def _day(settings: HallSettings, day: date) -> Wire:
    zone = settings.hours.zone
    return {
        "business_day": day.isoformat(),
        "takes": [
            {
                "from": datetime.combine(day, part.tickets_from, zone).isoformat(),
                "until": datetime.combine(day, part.tickets_until, zone).isoformat(),
            }
            for part in settings.hours.of_day(day)
        ],
    }
