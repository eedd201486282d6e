"""The paper before anybody takes a number: a made-up ticket of this hall, in the style a manager is trying."""

from datetime import timedelta
from typing import Literal

from ..domain.numbering import label
from ..domain.reach import Wifi
from ..domain.records import Procedure
from ..domain.slip import ReferralFacts, SlipFacts, SlipPlace, referral_slip, ticket_slip
from ..domain.slip_blocks import SlipErrand
from ..domain.slip_style import SlipStyle
from ..domain.text import Text
from ..domain.ticket import Purpose
from ..messages import both
from ..store.view import HallView
from .slip import voices
from .wire import Wire

Kind = Literal["ticket", "referral"]

#: Made-up figures, so that every line a switch can take away is there to be taken away.
NUMBER, AHEAD = 12, 4
SOONEST, LATEST = timedelta(minutes=20), timedelta(minutes=35)


def slip_preview(
    view: HallView, style: SlipStyle, kind: Kind, language: str, track_url: str, wifi: Wifi | None = None
) -> Wire:
    """The slip ``luot_slip`` draws; nothing is recorded, and no number is used."""
    if kind == "referral":
        return referral_slip(_referral(view, style, language), *voices(style, language))
    return ticket_slip(_ticket(view, style, language, track_url, wifi), *voices(style, language))


def _ticket(view: HallView, style: SlipStyle, language: str, track_url: str, wifi: Wifi | None) -> SlipFacts:
    procedure, now = _first(view), view.settings.hours.local(view.now)
    series = view.settings.series_for(Purpose.SUBMIT, procedure.field if procedure else "")
    errand = SlipErrand(
        purpose=both(Text("menu.purpose.submit")),
        procedure=procedure.short_name if procedure else None,
        code=procedure.code if procedure else None,
        agency=both(Text("slip.preview_agency")),
        handover=True,
    )
    return SlipFacts(
        hall=view.hall["name"],
        label=label(series, NUMBER),
        errands=(errand,),
        issued_at=now,
        ahead=AHEAD,
        expected=(now + SOONEST, now + LATEST),
        track_url=track_url,
        wifi=wifi,
        language=language,
        style=style,
    )


def _referral(view: HallView, style: SlipStyle, language: str) -> ReferralFacts:
    procedure = _first(view)
    place = SlipPlace(both(Text("slip.preview_agency")), both(Text("slip.preview_address")))
    return ReferralFacts(
        hall=view.hall["name"],
        reason=both(Text("slip.preview_reason")),
        issued_at=view.settings.hours.local(view.now),
        procedure=procedure.short_name if procedure else None,
        code=procedure.code if procedure else None,
        places=(place,),
        language=language,
        style=style,
    )


def _first(view: HallView) -> Procedure | None:
    """The first procedure of the hall's own first screen, else of the catalogue."""
    chosen = (view.world.procedure(code) for code in view.settings.first)
    return next((one for one in chosen if one), None) or next(iter(view.world.procedures()), None)
