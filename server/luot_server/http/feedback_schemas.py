"""What citizens send after a visit, what the hall answers, and the questions about both."""

from pydantic import Field

from ..domain.feedback import Channel, Standing
from .schemas import LARGEST, Body, DaysQuery, Query

#: Where a text is cut off before anybody counts its characters: four bytes each, and blank around them.
_FAR_TOO_LONG = 20_000


class RatingIn(Body):
    """``score`` 1 to 5, 5 being very satisfied; ``reasons`` only for 1 and 2."""

    score: int = Field(ge=0, le=LARGEST)
    reasons: list[str] = Field(default_factory=list, max_length=10)
    channel: Channel = Channel.PHONE


class SaidIn(Body):
    """A complaint, or its answer."""

    text: str = Field(max_length=_FAR_TOO_LONG)


class ComplaintsQuery(Query):
    """``hall``: one; none: all the asker may see. ``after``: the ``next`` of the page before."""

    hall: str | None = Field(None, max_length=80)
    state: Standing | None = None
    after: int = Field(0, ge=0, le=100_000)
    limit: int = Field(100, ge=1, le=500)


class RatingsQuery(DaysQuery):
    hall: str | None = Field(None, max_length=80)
    by: str = Field("field", max_length=60)
