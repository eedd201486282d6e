"""The rows of one hall (or of what halls share) inside one transaction, as the appliers change them.

Statements are built once: SQLAlchemy then finds them compiled.
"""

from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from ..domain.ticket import Action, check
from . import tables as t


class Rows:
    """Reads and writes of the projected tables, bound to one connection and one hall."""

    def __init__(self, connection: Connection, hall: str) -> None:
        self.connection = connection
        self.hall = hall

    def add(self, table: Table, **columns: Any) -> None:
        self.connection.execute(_INSERT[table.name], columns)

    def add_all(self, table: Table, rows: list[dict[str, Any]]) -> None:
        if rows:
            self.connection.execute(_INSERT[table.name], rows)

    def set(self, table: Table, key: str, **columns: Any) -> None:
        """Change the row whose ``id`` is ``key``."""
        changed = self.connection.execute(
            update(table).where(table.c.id == bindparam("key")).values(**columns), {"key": key}
        )
        if changed.rowcount != 1:
            raise LookupError(f"no row {key!r} in {table.name}")

    def remove(self, table: Table, **columns: Any) -> None:
        self.connection.execute(delete(table).where(*(table.c[name] == value for name, value in columns.items())))

    def ticket(self, ticket: str) -> dict[str, Any]:
        return self._one(t.tickets, ticket)

    def counter(self, counter: str) -> dict[str, Any]:
        return self._one(t.counters, counter)

    def errand(self, errand: str) -> dict[str, Any]:
        return self._one(t.errands, errand)

    def errands(self, ticket: str) -> list[dict[str, Any]]:
        """A ticket's errands in their order."""
        found = self.connection.execute(_ERRANDS, {"ticket": ticket})
        return [t.plain(row) for row in found]

    def move(self, ticket: str, action: Action, **columns: Any) -> dict[str, Any]:
        """Change a ticket by a move of the transition table; the row as it was before.

        Raises MoveNotAllowed for a move its state does not have: also during replay, so no journal can
        take a ticket where the table does not.
        """
        before = self.ticket(ticket)
        check(action, before["state"], label=before["label"])
        self.set(t.tickets, ticket, **columns)
        return before

    def _one(self, table: Table, key: str) -> dict[str, Any]:
        row = self.connection.execute(_BY_ID[table.name], {"key": key}).first()
        if row is None or row._mapping.get("hall", self.hall) != self.hall:
            raise LookupError(f"no row {key!r} in {table.name}")
        return t.plain(row)


_INSERT = {table.name: insert(table) for table in t.PROJECTED}
_BY_ID = {
    table.name: select(table).where(table.c.id == bindparam("key")) for table in (t.tickets, t.counters, t.errands)
}
_ERRANDS = select(t.errands).where(t.errands.c.ticket == bindparam("ticket")).order_by(t.errands.c.ordinal)
