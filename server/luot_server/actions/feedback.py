"""What citizens say after a visit, and the hall's answer."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from ..domain.errors import Conflict, Unknown
from ..domain.feedback import Deadline, Mark, said
from ..domain.happenings import ComplaintAnswered, ComplaintMade, TicketRated
from ..store import complaint_texts
from ..store import tables as t
from ..store.changing import Changing
from ..store.feedback import visit_of


def rate(hall: Changing, ticket: str, score: int, reasons: Sequence[str], channel: str) -> None:
    """Give the visit a mark, once; the same mark again changes nothing, from whichever screen it comes.

    Raises Invalid for a score or reason there is not, Conflict ``rating_over`` for a visit that was not served or is
    more than a week ago, ``rated_already`` for another mark than the one given.
    """
    mark = Mark.of(score, reasons)
    visit = visit_of(hall.connection, hall.ticket(ticket))
    if visit.rated == mark:
        return
    if visit.rated is not None:
        raise Conflict("rated_already", label=visit.label, score=visit.rated.score)
    visit.require_rating(hall.today)
    hall.record(TicketRated(ticket=ticket, score=mark.score, reasons=list(mark.reasons), channel=channel))


def complain(hall: Changing, ticket: str, text: str, new_id: Callable[[], str]) -> str:
    """Take a complaint about the visit, to be answered in the hall's time; its id.

    Raises Invalid for no text or too long a one, Conflict ``complaint_over`` while the visit goes on, a month after
    it, and after three complaints.
    """
    text = said(text)
    visit_of(hall.connection, hall.ticket(ticket)).require_complaint(hall.today)
    complaint = new_id()
    due = Deadline.read(hall.settings.values).after(hall.now, hall.settings.hours)
    hall.record(ComplaintMade(complaint=complaint, ticket=ticket, due=due.isoformat()))
    complaint_texts.keep(hall.connection, complaint, text)
    return complaint


def answer(hall: Changing, complaint: str, text: str, staff: str) -> None:
    """Answer a complaint, once; the same answer again changes nothing.

    Raises Unknown for another hall's complaint, Invalid as :func:`complain`, Conflict ``complaint_answered``.
    """
    text = said(text)
    row = hall.connection.execute(select(t.complaints).where(t.complaints.c.id == complaint)).first()
    if row is None or row.hall != hall.id:
        raise Unknown("complaint_unknown")
    if row.answered_at is not None:
        if complaint_texts.answer_of(hall.connection, complaint) == text:
            return
        raise Conflict("complaint_answered", at=hall.settings.said(row.answered_at))
    hall.record(ComplaintAnswered(complaint=complaint, staff=staff))
    complaint_texts.answer(hall.connection, complaint, text)
