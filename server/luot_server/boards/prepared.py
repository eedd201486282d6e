"""One hall's line prepared once, and every turn read off it.

After each call a thousand phones are told where they stand, and a whole hall reloads its page at once. Asked one by
one each costs five statements, two of which go through the same queue. Nothing of a hall changes without an entry in
its journal, so at one digest of it everybody's place, errands and people in front are the same for whoever asks, in any
process: the line is read once and a turn is then a few look-ups. What moves by the clock alone (the expected wait, a
way back that ends) is worked out for each reading; nothing here is ever older than the transaction that asks.

``turn_board`` stays the plain way, for a change that has just moved somebody; tests hold the two to be equal.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ..domain.calling import Candidate, Need
from ..domain.ticket import OPEN, State
from ..store import queue
from ..store.view import HallView
from .line import Line, People, Place
from .ticket import Seen
from .turn import turn_of
from .wire import Wire

Row = Mapping[str, Any]
Person = tuple[Row, Sequence[Row]]
#: What a line is made of: the hall's journal, its day, and the catalogue's position (how long a service takes).
_Moment = tuple[str, str, int]

#: Halls whose line is kept, the last asked first: some megabytes each while thousands look.
HALLS = 16
#: Tickets of one hall kept by name. Far more than a day's; only genuine tokens get here at all.
PEOPLE = 5_000
#: So many are read one by one after a change; whoever comes then is one of a crowd, and all open tickets are read.
ALONE = 8
#: Tickets whose hall is known without asking.
KNOWN = 20_000

_OPEN = tuple(state for state in State if state in OPEN)


class Turns:
    """The prepared lines of one process, and which hall a ticket is of."""

    def __init__(self) -> None:
        self._lines: OrderedDict[str, _Prepared] = OrderedDict()
        self._hall_of: OrderedDict[str, str] = OrderedDict()
        self._lock = threading.Lock()

    def board(self, view: HallView, ticket: str) -> Wire:
        """What ``turn_board`` says of ``ticket`` at this moment. Raises Unknown for another hall's ticket."""
        prepared = self._prepared(view)
        row, errands = prepared.person(view, ticket)
        line = _PreparedLine(view, prepared)
        ahead, expected = line.both(row)
        return turn_of(Seen(view, row, errands, line, ahead, expected))

    def hall_of(self, ticket: str) -> str | None:
        """The hall of a ticket asked for before; it never moves to another."""
        return self._hall_of.get(ticket)

    def learn(self, ticket: str, hall: str) -> str:
        """Keep the hall of a ticket, and give it back."""
        with self._lock:
            self._hall_of[ticket] = hall
            if len(self._hall_of) > KNOWN:
                self._hall_of.popitem(last=False)
        return hall

    def _prepared(self, view: HallView) -> "_Prepared":
        at = (view.digest, view.day, view.catalogue)
        with self._lock:
            known = self._lines.get(view.id)
            if known is None or known.at != at:
                known = self._lines[view.id] = _Prepared(at)
            self._lines.move_to_end(view.id)
            if len(self._lines) > HALLS:
                self._lines.popitem(last=False)
            return known


@dataclass
class _Prepared:
    """One hall at one digest of its journal, on one day. Filled by whoever needs a part first."""

    at: _Moment
    order: list[tuple[Need, Candidate]] = field(default_factory=list)
    indices: dict[str, int] | None = None
    people: dict[str, Person] = field(default_factory=dict)
    alone: int = 0
    standing: dict[str, Place] = field(default_factory=dict)
    behind: dict[str, Candidate | None] = field(default_factory=dict)
    # A crowd that comes at once waits for the first of it, who reads for all.
    lock: threading.Lock = field(default_factory=threading.Lock)

    def person(self, view: HallView, ticket: str) -> Person:
        """A ticket's row and its errands."""
        if known := self.people.get(ticket):
            return known
        with self.lock:
            if known := self.people.get(ticket):
                return known
            self.alone += 1
            if self.alone == ALONE + 1:
                self.people |= _everybody_open(view)
                if known := self.people.get(ticket):
                    return known
            person = view.ticket(ticket), view.errands(ticket)
            if len(self.people) < PEOPLE:
                self.people[ticket] = person
            return person

    def index(self, view: HallView, ticket: str) -> int:
        """Where a waiting ticket of today stands in the order of the rule."""
        if self.indices is None:
            with self.lock:
                if self.indices is None:
                    self.order = queue.everybody(view.connection, view.id, view.day)
                    self.indices = {one.ticket: index for index, (_, one) in enumerate(self.order)}
        return self.indices[ticket]


class _PreparedLine(Line):
    """A line whose order is known; each of today's places is worked out once."""

    def __init__(self, view: HallView, prepared: _Prepared) -> None:
        super().__init__(view)
        self._prepared = prepared

    def place(self, row: Row) -> Place:
        if row["business_day"] != self.view.day:
            return super().place(row)
        known = self._prepared.standing.get(row["id"])
        if known is None:
            known = self._prepared.standing[row["id"]] = super().place(row)
        return known

    def before(self, row: Row) -> People:
        if row["business_day"] != self.view.day:
            return super().before(row)
        index = self._prepared.index(self.view, row["id"])
        return list(Counter(need for need, _ in islice(self._prepared.order, index)).items())

    def next_behind(self, row: Row) -> Candidate | None:
        if row["business_day"] != self.view.day:
            return super().next_behind(row)
        behind = self._prepared.behind
        if row["id"] not in behind:
            behind[row["id"]] = self._first_behind(row)
        return behind[row["id"]]

    def _first_behind(self, row: Row) -> Candidate | None:
        """The order is known, so the first of one's weight who competes is the one."""
        index = self._prepared.index(self.view, row["id"])
        competes = self.view.competing(Need.of_key(row["need"]))
        for need, one in islice(self._prepared.order, index + 1, None):
            if one.weight != row["weight"]:
                return None
            if competes(need):
                return one
        return None


def _everybody_open(view: HallView) -> dict[str, Person]:
    """Every open ticket of the hall with its errands."""
    errands: dict[str, list[Row]] = {}
    for errand in view.open_errands():
        errands.setdefault(errand["ticket"], []).append(errand)
    return {row["id"]: (row, errands[row["id"]]) for row in view.open_tickets(*_OPEN)}
