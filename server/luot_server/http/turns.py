"""A citizen's turn as its page needs it: by token, without exceptions for what is ordinary."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import g

from ..actions import citizen, feedback, visiting
from ..boards.feedback import feedback_of
from ..boards.turn import turn_board
from ..domain.errors import Conflict, Invalid, MoveNotAllowed, Refusal, TooMany, Unknown
from ..domain.feedback import LOW, Channel, Deadline
from ..messages import say
from ..store.changing import Changing
from ..store.ids import uuid7
from .access import hall_of_turn
from .answering import request_actor
from .flood import admit_complaint
from .problems import sentence_of
from .services import services
from .turn_forms import Form


def turn_by_token(token: str) -> dict[str, Any] | None:
    """The turn board of a genuine token and the day by which a complaint made now is answered, else None."""
    try:
        hall, ticket = hall_of_turn(token)
    except (Unknown, TooMany):
        return None
    with services().store.viewing(hall) as view:
        answer_by = Deadline.read(view.settings.values).after(view.now, view.settings.hours)
        return {**services().turns.board(view, ticket), "answer_by": answer_by.isoformat()}


def act_by_page(token: str, what: str, form: Form, lang: str) -> str | None:
    """Do what a form of the turn's page asks.

    "" when it is done, or was done by this very form before; the sentence of a refusal; None for no genuine token.
    """
    try:
        hall, ticket = hall_of_turn(token)
    except (Unknown, TooMany):
        return None
    g.identity, g.turn = None, ticket
    try:
        with services().store.changing(hall, request_actor()) as changing:
            _ACTS[what](changing, ticket, form)
    except MoveNotAllowed:
        return say(_TOO_LATE[what], lang)
    except (Conflict, Invalid) as refusal:
        return _sentence(refusal, what, lang)
    return ""


def _let_go_first(hall: Changing, ticket: str, form: Form) -> None:
    """``left`` is how often it could be done when the form was sent out: a second press does it no second time."""
    if form.get("left") == str(turn_board(hall, ticket)["delays_left"]):
        visiting.delay(hall, ticket)


def _rejoin(hall: Changing, ticket: str, form: Form) -> None:
    visiting.rejoin(hall, ticket)


def _leave(hall: Changing, ticket: str, form: Form) -> None:
    citizen.leave(hall, ticket)


def _rate(hall: Changing, ticket: str, form: Form) -> None:
    """Without script the reasons ticked for a low mark stay ticked when a higher one is chosen instead."""
    score = form.get("score", type=int) or 0
    reasons = form.getlist("reasons") if score <= LOW else []
    feedback.rate(hall, ticket, score, reasons, Channel.PHONE)


def _complain(hall: Changing, ticket: str, form: Form) -> None:
    """The same words twice are one complaint sent twice. A form's line ends in two characters, which nobody typed."""
    text = form.get("text", "").replace("\r\n", "\n")
    if text.strip() not in [one["text"] for one in feedback_of(hall, hall.ticket(ticket))["complaints"]]:
        admit_complaint()
        feedback.complain(hall, ticket, text, lambda: uuid7(hall.now))


_ACTS: Mapping[str, Callable[[Changing, str, Form], None]] = {
    "late": _let_go_first,
    "rejoin": _rejoin,
    "leave": _leave,
    "rating": _rate,
    "complaint": _complain,
}

#: The refusals of the table of moves speak to staff; what a holder could have done has just become too late.
_TOO_LATE = {"late": "phone.late_late", "leave": "phone.leave_late"}

#: What a form without script can send and the script never does.
_UNFINISHED = {"score_unknown": "phone.rate_choose", "text_needed": "phone.complain_empty"}


def _sentence(refusal: Refusal, what: str, lang: str) -> str:
    unfinished = _UNFINISHED.get(refusal.code)
    return say(unfinished, lang) if unfinished else sentence_of(refusal, lang)
