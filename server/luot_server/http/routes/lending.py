"""Kiosks that go on without the server: what they are lent beforehand, and what they bring back."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request

from ...actions import by_hand
from ...actions.by_hand import HandCall
from ...actions.citizen import ErrandRequest
from ...actions.hand_in import Given, HandIn, Taken
from ...actions.lease import lend
from ...boards.book import book_board, book_tag
from ...boards.wire import Wire, instant
from ...domain.errors import Invalid, Refusal
from ...domain.roles import STAFF, Role
from ...store.changing import Changing
from ...store.ids import turn_token, uuid7
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..days import day_of
from ..lending_schemas import PRINTED, HandCallIn, HandCallsIn, HandInIn, LeaseIn, OfflineTicket, wrong_fields
from ..problems import problem_of
from ..services import services
from ..shapes import lending as shapes

bp = APIBlueprint("lending", __name__, tag="kiosks on their own")


@bp.post("/devices/self/leases")
@permit(Role.KIOSK)
@bp.input(LeaseIn)
@bp.output(shapes.Lease, status_code=201)
def lease(json_data: LeaseIn) -> Response:
    """Lend this kiosk numbers of one day, to give by itself should the server be away."""
    identity, day = known_identity(), day_of(json_data.business_day, "business_day")

    def act(hall: Changing) -> Answer:
        secret = services().secret
        lent = lend(hall, identity.id, day, json_data.count, secret)
        return 201, {
            "lease": lent.id,
            "mark": lent.mark,
            "business_day": lent.business_day,
            "first": lent.first,
            "last": lent.last,
            "given_at": instant(hall, hall.now),
            "tickets": [
                {"id": one, "token": turn_token(secret, one), "track_url": services().track_url(hall, one)}
                for one in lent.ids
            ],
        }

    return change(identity.grants[0].place, act)


@bp.get("/halls/<hall>/book")
@permit(Role.KIOSK, at="hall")
@bp.output(shapes.Book)
@bp.doc(responses={304: "The book is as it was under the ETag of If-None-Match."})
def book(hall: str) -> Response:
    """The day's menu with all this kiosk needs to work alone. Ask with `If-None-Match`: it seldom changes."""
    device = known_identity().id
    with services().store.viewing(hall) as view:
        tag = book_tag(view, device)
        known = request.if_none_match.contains(tag)
        response = Response(status=304) if known else answer(200, book_board(view, device))
    response.set_etag(tag)
    return response


@bp.post("/halls/<hall>/hand-ins")
@permit(Role.KIOSK, at="hall")
@bp.input(HandInIn)
@bp.output(shapes.HandIn)
def hand_in(hall: str, json_data: HandInIn) -> Response:
    """Take in numbers this kiosk gave by itself, in the order in which it gave them; a repeat changes nothing.

    What is wrong about one number refuses that number alone: the kiosk keeps it and shows it to the staff.
    """
    device = known_identity().id

    def act(changing: Changing) -> Answer:
        skew = changing.now - json_data.clock if json_data.clock else None
        desk = HandIn(changing, device, services().secret, skew, lambda: uuid7(changing.now))
        return 200, {"items": [_taken(desk, one) for one in json_data.tickets]}

    return change(hall, act)


@bp.post("/halls/<hall>/hand-calls")
@permit(*STAFF, at="hall")
@bp.input(HandCallsIn)
@bp.output(shapes.HandCalls)
def hand_calls(hall: str, json_data: HandCallsIn) -> Response:
    """Enter who was called by hand while the screens were away: served, the times unmeasured."""
    identity = known_identity()
    is_clerk = any(grant.role == Role.CLERK and grant.holds_in(hall, "") for grant in identity.grants)

    def act(changing: Changing) -> Answer:
        clerk = identity.id if is_clerk else None
        return 200, {"items": [_entered(changing, one, clerk) for one in json_data.calls]}

    return change(hall, act)


def _taken(desk: HandIn, told: OfflineTicket | dict[str, Any]) -> Wire:
    if isinstance(told, OfflineTicket):
        return {"id": told.id, **_result(desk.take(_given(told)))}
    unreadable = Invalid("hand_in_unreadable", field="tickets", fields=wrong_fields(told))
    return {"id": str(told.get("id", ""))[:40], **_result(Taken("refused", None, unreadable))}


def _given(told: OfflineTicket) -> Given:
    return Given(
        id=told.id,
        token=told.token,
        lease=told.lease,
        business_day=told.business_day,
        series=told.series,
        number=told.number,
        label=told.label,
        at=told.at,
        language=told.language,
        priority=told.priority,
        party=told.party,
        dossier_count=told.dossier_count,
        errands=[ErrandRequest(one.purpose, one.procedure, one.area, one.dossier) for one in told.errands],
        printed=told.print if told.print in PRINTED else None,
        problem=told.problem,
    )


def _result(taken: Taken) -> Wire:
    return {"result": taken.result, "label": taken.label, **_why(taken.refusal)}


def _entered(hall: Changing, told: HandCallIn, clerk: str | None) -> Wire:
    call = HandCall(**told.model_dump())
    try:
        row = by_hand.find(hall, call)
        result = by_hand.serve(hall, row, call, clerk)
    except Refusal as refusal:
        return {"label": told.label, "ticket": told.ticket, "result": "refused", **_why(refusal)}
    return {"label": row["label"], "ticket": row["id"], "result": result, **_why(None)}


def _why(refusal: Refusal | None) -> Wire:
    """The code and its sentence, as a refusal of the whole request would say it."""
    if refusal is None:
        return {"code": None, "title": None}
    problem = problem_of(refusal)
    return {"code": problem["code"], "title": problem["detail"]}
