"""The paper of a ticket, or of a referral, from what is on record."""

from functools import partial

from ..domain.competence import Decision
from ..domain.reach import Wifi
from ..domain.slip import ReferralFacts, SlipFacts, SlipPlace, referral_slip, ticket_slip
from ..domain.slip_blocks import Say, SlipErrand
from ..domain.slip_offline import untimed
from ..domain.slip_style import SlipStyle
from ..domain.text import Text
from ..messages import both, say
from ..store.view import HallView
from .ticket import Row, Seen
from .wire import Wire


def slip_of(seen: Seen, track_url: str | None, wifi: Wifi | None = None, *, copy: bool = False) -> Wire:
    """The slip of a ticket, in its citizen's language."""
    view, row = seen.view, seen.row
    hours = view.settings.hours
    known = view.settings.priority_classes.get(row["priority"]) if row["priority"] else None
    expected = seen.expected
    facts = SlipFacts(
        hall=view.hall["name"],
        label=row["label"],
        errands=tuple(_errand(view, errand) for errand in seen.errands),
        issued_at=hours.local(row["issued_at"]),
        ahead=seen.ahead,
        expected=(hours.local(expected.low_at), hours.local(expected.high_at)) if expected else None,
        called_from=hours.local(seen.called_from) if seen.called_from else None,
        priority=known.name if known else None,
        track_url=track_url,
        wifi=wifi,
        language=row["language"],
        copy=copy,
        style=style_of(view),
    )
    return ticket_slip(facts, *voices(facts.style, facts.language))


def referral_of(view: HallView, decision: Decision, code: str | None, language: str, *, guide: bool) -> Wire:
    """The slip of somebody sent elsewhere, or to this hall's guidance counter."""
    facts = _referral_facts(view, decision, code, language, guide=guide)
    return referral_slip(facts, *voices(facts.style, language))


def open_referral_of(view: HallView, decision: Decision, code: str | None, language: str, *, guide: bool) -> Wire:
    """The same, leaving open when it is printed: a kiosk without its server fills that in."""
    facts = _referral_facts(view, decision, code, language, guide=guide)
    say, also = voices(facts.style, language)
    return referral_slip(facts, untimed(say), untimed(also) if also else None)


def _referral_facts(
    view: HallView, decision: Decision, code: str | None, language: str, *, guide: bool
) -> ReferralFacts:
    procedure = view.world.procedure_ever(code)
    online = next((place.url for place in decision.refer_to if place.ref == "portal"), None)
    return ReferralFacts(
        hall=view.hall["name"],
        reason=both(decision.reason),
        issued_at=view.settings.hours.local(view.now),
        procedure=procedure.short_name if procedure else None,
        code=code,
        article=decision.article,
        places=tuple(
            SlipPlace(place.name, _same(place.address), _same(place.hours), both(place.note) if place.note else None)
            for place in decision.refer_to
            if place.ref != "portal"
        ),
        online_url=online,
        guide=guide,
        language=language,
        style=style_of(view),
    )


def style_of(view: HallView) -> SlipStyle:
    """How the hall wants its paper today."""
    return SlipStyle.read(view.settings.values.get("slip", {}))


def voices(style: SlipStyle, language: str) -> tuple[Say, Say | None]:
    """Who speaks the citizen's language, and who the language beneath it."""
    beside = style.beside(language)
    return partial(say, lang=language), partial(say, lang=beside) if beside else None


def _errand(view: HallView, errand: Row) -> SlipErrand:
    procedure = view.world.procedure_ever(errand["procedure"])
    decision = errand["decision"]
    return SlipErrand(
        purpose=both(Text(f"menu.purpose.{errand['purpose']}")),  # messages: menu.purpose.*
        procedure=procedure.short_name if procedure else None,
        code=errand["procedure"],
        agency=decision["competent"]["name"] if decision["competent"] else None,
        handover=decision["accept"] == "yes_handover",
        online=decision["route"] == "assisted_online",
        asks_area=decision["accept"] == "ask",
    )


def _same(value: str | None) -> dict[str, str] | None:
    return {"vi": value, "en": value} if value else None
