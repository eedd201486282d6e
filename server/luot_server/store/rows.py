"""The rows of one hall (or of what halls share) inside one transaction, as the appliers change them.

Statements are built once: SQLAlchemy then finds them compiled. A ticket, errand or counter is read once: under the
hall's lock nobody else changes it, so what was read or written stands until this change writes it again. That is a
third of the statements of an issue or a call, and nearly all reading of a replay.
"""

from functools import cache
from typing import Any

from sqlalchemy import Connection, Delete, Table, Update, bindparam, delete, insert, select, update

from ..domain.ticket import Action, check
from . import tables as t

Row = dict[str, Any]


class Rows:
    """Reads and writes of the projected tables, bound to one connection and one hall."""

    def __init__(self, connection: Connection, hall: str) -> None:
        self.connection = connection
        self.hall = hall
        self._known: dict[tuple[str, str], Row] = {}
        self._errands_of: dict[str, list[str]] = {}

    def add(self, table: Table, **columns: Any) -> None:
        self.add_all(table, [columns])

    def add_all(self, table: Table, rows: list[Row]) -> None:
        """Write new rows. The errands of a ticket are all written at once."""
        if not rows:
            return
        self.connection.execute(_INSERT[table.name], rows if len(rows) > 1 else rows[0])
        if table.name in _BY_ID:
            for row in rows:
                self._known[table.name, row["id"]] = {**_EMPTY[table.name], **row}
        if table is t.errands:
            self._errands_of[rows[0]["ticket"]] = [row["id"] for row in rows]

    def add_errand(self, row: Row) -> None:
        """One more errand of a ticket that has some."""
        known = [one["id"] for one in self.errands(row["ticket"])]
        self.connection.execute(_INSERT[t.errands.name], row)
        self._known[t.errands.name, row["id"]] = {**_EMPTY[t.errands.name], **row}
        self._errands_of[row["ticket"]] = [*known, row["id"]]

    def set(self, table: Table, key: str, **columns: Any) -> None:
        """Change the row whose ``id`` is ``key``."""
        values = {f"new_{name}": value for name, value in columns.items()}
        changed = self.connection.execute(_update(table.name, tuple(columns)), {"key": key, **values})
        if changed.rowcount != 1:
            raise LookupError(f"no row {key!r} in {table.name}")
        known = self._known.get((table.name, key))
        if known is not None:
            known.update(columns)

    def remove(self, table: Table, **columns: Any) -> None:
        """Remove rows of a table none of whose rows are remembered here."""
        self.connection.execute(_delete(table.name, tuple(columns)), columns)

    def ticket(self, ticket: str) -> Row:
        return self._one(t.tickets, ticket)

    def counter(self, counter: str) -> Row:
        return self._one(t.counters, counter)

    def errand(self, errand: str) -> Row:
        return self._one(t.errands, errand)

    def errands(self, ticket: str) -> list[Row]:
        """A ticket's errands in their order."""
        known = self._errands_of.get(ticket)
        if known is None:
            found = [t.plain(row) for row in self.connection.execute(_ERRANDS, {"ticket": ticket})]
            known = self._errands_of[ticket] = [row["id"] for row in found]
            self._known.update({(t.errands.name, row["id"]): row for row in found})
        return [self.errand(one) for one in known]

    def move(self, ticket: str, action: Action, **columns: Any) -> Row:
        """Change a ticket by a move of the transition table; the row as it was before.

        Raises MoveNotAllowed for a move its state does not have: also during replay, so no journal can
        take a ticket where the table does not.
        """
        before = self.ticket(ticket)
        check(action, before["state"], label=before["label"])
        self.set(t.tickets, ticket, **columns)
        return before

    def forget(self) -> None:
        """Remember nothing; for who goes through years in one transaction."""
        self._known.clear()
        self._errands_of.clear()

    def _one(self, table: Table, key: str) -> Row:
        known = self._known.get((table.name, key))
        if known is None:
            row = self.connection.execute(_BY_ID[table.name], {"key": key}).first()
            if row is None or row._mapping.get("hall", self.hall) != self.hall:
                raise LookupError(f"no row {key!r} in {table.name}")
            known = self._known[table.name, key] = t.plain(row)
        return dict(known)


_INSERT = {table.name: insert(table) for table in t.PROJECTED}
_BY_ID = {
    table.name: select(table).where(table.c.id == bindparam("key")) for table in (t.tickets, t.counters, t.errands)
}
_EMPTY = {name: dict.fromkeys(t.metadata.tables[name].columns.keys()) for name in _BY_ID}
_ERRANDS = select(t.errands).where(t.errands.c.ticket == bindparam("ticket")).order_by(t.errands.c.ordinal)


@cache
def _update(table: str, columns: tuple[str, ...]) -> Update:
    columns_of = t.metadata.tables[table].c
    changed = {name: bindparam(f"new_{name}", type_=columns_of[name].type) for name in columns}
    return update(t.metadata.tables[table]).where(columns_of.id == bindparam("key")).values(changed)


@cache
def _delete(table: str, columns: tuple[str, ...]) -> Delete:
    columns_of = t.metadata.tables[table].c
    return delete(t.metadata.tables[table]).where(*(columns_of[name] == bindparam(name) for name in columns))
