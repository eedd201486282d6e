"""The paper of a number: printed where the citizen stands, once more, or at a kiosk somebody chose.

Paper moves no number: a slip that failed, came twice or was thrown away is the same visit, and is counted once.
"""

from sqlalchemy import bindparam, select

from ..domain.errors import Invalid
from ..domain.happenings import SlipOrdered, SlipPrinted, SlipReprinted
from ..domain.roles import Role
from ..domain.ticket import Action, check
from ..store import tables as t
from ..store.changing import Changing

_KIOSK = select(t.devices.c.id).where(
    t.devices.c.id == bindparam("device"),
    t.devices.c.hall == bindparam("hall"),
    t.devices.c.kind == Role.KIOSK,
    t.devices.c.active,
)
_JOB = t.print_jobs.c
_ORDERED = select(_JOB.id).where(
    _JOB.device == bindparam("device"), _JOB.state == "waiting", _JOB.ticket == bindparam("ticket")
)
_WAITING = select(_JOB.id).where(
    _JOB.id == bindparam("job"), _JOB.ticket == bindparam("ticket"), _JOB.state == "waiting"
)


def reprint(hall: Changing, ticket: str) -> None:
    """Another slip for the same number, printed by whoever asks."""
    _require_useful(hall, ticket)
    hall.record(SlipReprinted(ticket=ticket))


def order(hall: Changing, ticket: str, device: str, job: str, *, copy: bool) -> None:
    """Have kiosk ``device`` print the slip; while it is still to come out there, ordering again changes nothing.

    Raises Invalid ``kiosk_unknown`` for what is no kiosk of this hall.
    """
    require_kiosk(hall, device)
    _require_useful(hall, ticket)
    if hall.connection.execute(_ORDERED, {"device": device, "ticket": ticket}).first() is None:
        hall.record(SlipOrdered(job=job, ticket=ticket, device=device, copy=copy))


def require_kiosk(hall: Changing, device: str) -> None:
    if hall.connection.execute(_KIOSK, {"device": device, "hall": hall.id}).first() is None:
        raise Invalid("kiosk_unknown", field="device", device=device)


def report(hall: Changing, ticket: str, result: str, problem: str | None, job: str | None) -> None:
    """What became of the paper; a report that tells nothing new changes nothing.

    ``job`` is the order it was printed for, if any; one that is settled or another ticket's counts as none, for the
    paper is out all the same. A slip nobody knows about always has a problem, if only that.
    """
    row = hall.ticket(ticket)
    told = {"printed": True, "failed": False}.get(result)
    problem = problem or ("unknown" if result == "unknown" else None)
    settled = job if hall.connection.execute(_WAITING, {"job": job, "ticket": ticket}).first() else None
    if settled is not None or (row["printed"], row["print_problem"]) != (told, problem):
        hall.record(SlipPrinted(ticket=ticket, result=result, problem=problem, job=settled))


def _require_useful(hall: Changing, ticket: str) -> None:
    row = hall.ticket(ticket)
    check(Action.REPRINT, row["state"], label=row["label"], past=row["business_day"] < hall.day)
