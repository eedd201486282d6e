"""What citizens say after a visit with the slip in hand, and what the hall and the province make of it."""

from collections import Counter

from apiflask import APIBlueprint
from flask import Response, g

from ...actions import feedback
from ...boards.complaints import complaint_wire, complaints_of, counts_of, in_order
from ...boards.ratings import check_dimension, folded, ratings_wire, together
from ...domain.roles import Role
from ...store.changing import Changing
from ...store.ids import uuid7
from ..access import known_identity, permit
from ..answering import Answer, answer, change
from ..asked import days_asked, halls_of
from ..feedback_schemas import ComplaintsQuery, RatingIn, RatingsQuery, SaidIn
from ..flood import admit_complaint
from ..holding import by_holder
from ..services import services
from ..shapes.boards import Turn
from ..shapes.feedback import Complaint, Complaints, Ratings

bp = APIBlueprint("feedback", __name__, tag="feedback")


@bp.post("/turns/<token>/ratings")
@permit()
@bp.input(RatingIn)
@bp.output(Turn, status_code=201)
def rate(token: str, json_data: RatingIn) -> Response:
    """Give the visit a mark, once, on the day it was served or within a week; the same mark again changes nothing."""

    def act(hall: Changing, ticket: str) -> None:
        feedback.rate(hall, ticket, json_data.score, json_data.reasons, json_data.channel)

    return by_holder(token, act, 201)


@bp.post("/turns/<token>/complaints")
@permit()
@bp.input(SaidIn)
@bp.output(Turn, status_code=201)
def complain(token: str, json_data: SaidIn) -> Response:
    """Complain about the visit; the turn says until when it is answered, and the answer once there is one."""

    def act(hall: Changing, ticket: str) -> None:
        admit_complaint()
        feedback.complain(hall, ticket, json_data.text, lambda: uuid7(hall.now))

    return by_holder(token, act, 201)


@bp.get("/complaints")
@permit(Role.MANAGER, Role.SUPERVISOR)
@bp.input(ComplaintsQuery, location="query")
@bp.output(Complaints)
def complaints(query_data: ComplaintsQuery) -> Response:
    """Complaints of one hall, or of all the asker may see: what is overdue first, then what is due soonest."""
    found, counts = [], Counter[str]()
    end = query_data.after + query_data.limit
    for hall in halls_of(known_identity(), query_data.hall):
        with services().store.viewing(hall) as view:
            found += complaints_of(view, query_data.state, end + 1)
            counts.update(counts_of(view))
    items = in_order(found)
    following = end if len(items) > end else None
    told = {name: counts[name] for name in ("open", "overdue", "answered")}
    return answer(200, {"items": items[query_data.after : end], "next": following, **told})


@bp.post("/complaints/<complaint>/answers")
@permit(Role.MANAGER, Role.SUPERVISOR, at="complaint")
@bp.input(SaidIn)
@bp.output(Complaint)
def answer_complaint(complaint: str, json_data: SaidIn) -> Response:
    """The hall's one answer, which the citizen reads on the turn's page; the same text again changes nothing."""
    staff = known_identity().id

    def act(changing: Changing) -> Answer:
        feedback.answer(changing, complaint, json_data.text, staff)
        return 200, complaint_wire(changing, complaint)

    return change(g.hall, act)


@bp.get("/figures/ratings")
@permit(Role.MANAGER, Role.SUPERVISOR)
@bp.input(RatingsQuery, location="query")
@bp.output(Ratings)
def ratings(query_data: RatingsQuery) -> Response:
    """Marks of visits by one dimension: how many of how many, and what they were where there are enough of them."""
    check_dimension(query_data.by)
    halls = halls_of(known_identity(), query_data.hall)
    parts = []
    for hall in halls:
        with services().store.viewing(hall) as view:
            days = days_asked(view, query_data)
            parts.append(folded(view, *days, query_data.by))
    one = halls[0] if len(halls) == 1 else None
    return answer(200, ratings_wire(one, days, query_data.by, *together(parts)))
