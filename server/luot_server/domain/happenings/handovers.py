"""A dossier another agency decides."""

from .base import Happening


class HandoverOpened(Happening):
    """A dossier taken in here goes to ``to``, a reference of the decision; what is filed online is there at once.

    ``return_to`` is the hall in which the citizen wants the result (None: this one), ``result_due`` the last local day
    for it by the processing time of the catalogue's version the errand was finished under.
    """

    errand: str
    ticket: str
    label: str
    procedure: str | None
    agency: str | None
    to: str
    medium: str
    dossiers: list[str]
    count: int
    return_to: str | None
    result_due: str | None


class HandoverSent(Happening):
    """It left the hall. ``courier`` says who carries it (the post, a bag's number), never a person's name."""

    errand: str
    courier: str | None


class HandoverReceived(Happening):
    """The other side has it."""

    errand: str


class HandoverResultSent(Happening):
    """The result is on its way back."""

    errand: str


class HandoverResultArrived(Happening):
    """The result lies in the hall the citizen chose."""

    errand: str
