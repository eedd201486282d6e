"""What a citizen says of the visit afterwards: a mark, or a complaint that must be answered."""

from .base import Happening


class TicketRated(Happening):
    """The visit was given ``score``, 1 to 5 (5: very satisfied), once, on the holder's phone or a counter's tablet.

    ``reasons`` are codes a low mark was given for; ``channel`` is ``phone`` or ``tablet``. It is tied to the visit:
    nothing says who gave it.
    """

    ticket: str
    score: int
    reasons: list[str]
    channel: str


class ComplaintMade(Happening):
    """A complaint about the visit, to be answered by the local day ``due``.

    Its text is no part of the journal: people write names into such boxes, and what is written here stays for ever.
    """

    complaint: str
    ticket: str
    due: str


class ComplaintAnswered(Happening):
    """``staff`` answered it; the answer stands beside the text."""

    complaint: str
    staff: str
