"""The rows of handovers: what each happening does to them, and how they are found."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, insert, or_, select, update

from ..domain import happenings as h
from ..domain.handovers import MOVES, Medium, Move, Record, Stage, needed
from . import tables as t
from .rows import Rows
from .tables import handovers

Row = dict[str, Any]

#: The column that keeps the instant of each move.
AT = {
    Move.SEND: "sent_at",
    Move.RECEIVE: "received_at",
    Move.RETURN: "returning_at",
    Move.ARRIVE: "returned_at",
}


# ── what the appliers do ─────────────────────────────────────────────────────────────────────────


def opened(rows: Rows, it: h.HandoverOpened, at: datetime, position: int) -> None:
    online = it.medium == Medium.ELECTRONIC
    rows.connection.execute(
        _INSERT,
        {
            **it.payload(),
            "hall": rows.hall,
            "state": Stage.SENT if online else Stage.TO_SEND,
            "opened_at": at,
            "sent_at": at if online else None,
            "position": position,
        },
    )


def sent(rows: Rows, it: h.HandoverSent, at: datetime, position: int) -> None:
    _move(rows, it.errand, Move.SEND, at)


def received(rows: Rows, it: h.HandoverReceived, at: datetime, position: int) -> None:
    _move(rows, it.errand, Move.RECEIVE, at)


def result_sent(rows: Rows, it: h.HandoverResultSent, at: datetime, position: int) -> None:
    _move(rows, it.errand, Move.RETURN, at)


def result_arrived(rows: Rows, it: h.HandoverResultArrived, at: datetime, position: int) -> None:
    _move(rows, it.errand, Move.ARRIVE, at)


def _move(rows: Rows, errand: str, move: Move, at: datetime) -> None:
    row = of_errand(rows.connection, rows.hall, errand)
    if row is None or not needed(move, Stage(row["state"]), label=row["label"]):
        raise LookupError(f"the handover of errand {errand!r} has nothing to {move}")
    rows.connection.execute(_MOVE[move], {"key": errand, "new_state": MOVES[move], "new_at": at})


_INSERT = insert(handovers)
_MOVE = {
    move: update(handovers)
    .where(handovers.c.errand == bindparam("key"))
    .values({"state": bindparam("new_state"), column: bindparam("new_at", type_=t.Instant())})
    for move, column in AT.items()
}


# ── reading ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Asked:
    """Which records: in these stages, going to ``to``, opened in [since, until), with a position above ``after``."""

    stages: Sequence[Stage] = ()
    to: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    after: int = 0


def of_errand(connection: Connection, hall: str, errand: str) -> Row | None:
    """The handover of an errand of this hall."""
    row = connection.execute(_ONE, {"errand": errand, "hall": hall}).first()
    return t.plain(row) if row else None


def found(connection: Connection, hall: str, asked: Asked, limit: int | None = None) -> Iterator[Row]:
    """The hall's records ``asked`` for, in the order they were opened; ``limit`` None: all of them."""
    for row in connection.execute(_query(hall, asked).limit(limit)):
        yield t.plain(row)


def coming(connection: Connection, hall: str, area: str, stages: Sequence[Stage], after: str, limit: int) -> list[Row]:
    """What other halls have under way to this one, or its result; in the order of the errands' ids, above ``after``.

    ``area`` is the hall's own: a decision may name the place by it. Positions of several journals have no order among
    them, ids that begin with their time do.
    """
    columns = handovers.c
    to_here = and_(columns.to.in_([hall, f"xa:{area}"]), columns.state.in_([Stage.SENT, Stage.RECEIVED]))
    back_here = and_(columns.return_to == hall, columns.state == Stage.RETURNING)
    query = select(handovers).where(or_(to_here, back_here), columns.errand > after, columns.hall != hall)
    if stages:
        query = query.where(columns.state.in_(stages))
    return [t.plain(row) for row in connection.execute(query.order_by(columns.errand).limit(limit))]


def record_of(row: Row) -> Record:
    """A row as lateness looks at it."""
    return Record(Stage(row["state"]), row["opened_at"], row["sent_at"], _day(row["result_due"]))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _query(hall: str, asked: Asked) -> Select[Any]:
    columns = handovers.c
    query = select(handovers).where(columns.hall == hall, columns.position > asked.after).order_by(columns.position)
    if asked.stages:
        query = query.where(columns.state.in_(asked.stages))
    if asked.to is not None:
        query = query.where(columns.to == asked.to)
    if asked.since is not None:
        query = query.where(columns.opened_at >= asked.since)
    if asked.until is not None:
        query = query.where(columns.opened_at < asked.until)
    return query


_ONE = select(handovers).where(handovers.c.errand == bindparam("errand"), handovers.c.hall == bindparam("hall"))
