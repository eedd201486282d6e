"""Days as they come in: local dates, written YYYY-MM-DD."""

from datetime import date

from ..domain.errors import Invalid

#: Years a hall can have records of; arithmetic on days further out leaves the calendar.
YEARS = range(2000, 2200)


def day_of(text: str, field: str, years: range | None = None) -> date:
    """The day ``text`` names. Raises Invalid ``date_invalid`` for none, and for one outside ``years``."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Invalid("date_invalid", field=field, date=text) from error
    if years is not None and day.year not in years:
        raise Invalid("date_invalid", field=field, date=text)
    return day
