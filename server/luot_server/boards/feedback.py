"""What the holder of a number said of the visit, what was answered, and what they may still say."""

from collections.abc import Mapping
from typing import Any

from ..domain.ticket import OPEN
from ..store import complaint_texts
from ..store.feedback import visit_of
from ..store.view import HallView
from .wire import Wire, instant


def feedback_of(view: HallView, row: Mapping[str, Any]) -> Wire:
    """``rating``, ``complaints`` and what of both the citizen ``may`` now, for a turn's board.

    Who was never called has said nothing yet and may not: ten thousand waiting phones cost no further question.
    """
    if row["state"] in OPEN and row["first_called_at"] is None:
        return {"rating": None, "complaints": [], "may": []}
    visit = visit_of(view.connection, row)
    return {
        "rating": {"score": visit.rated.score, "reasons": list(visit.rated.reasons)} if visit.rated else None,
        "complaints": [_complaint(view, one) for one in _complaints(view, row["id"], visit.complaints)],
        "may": visit.may(view.today),
    }


def _complaints(view: HallView, ticket: str, count: int) -> list[dict[str, Any]]:
    return complaint_texts.of_ticket(view.connection, ticket) if count else []


def _complaint(view: HallView, row: Mapping[str, Any]) -> Wire:
    """Without who answered: the hall did."""
    return {
        "id": row["id"],
        "text": row["text"],
        "made_at": instant(view, row["made_at"]),
        "due": row["due"],
        "answer": row["answer"],
        "answered_at": instant(view, row["answered_at"]),
    }
