"""A hall at one moment, as boards and actions read it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, and_, bindparam, select

from ..domain.calling import Candidate, Need
from ..domain.delaying import next_behind
from ..domain.door import Given
from ..domain.errors import Unknown
from ..domain.hall import HallSettings
from ..domain.ticket import OPEN, State
from ..domain.world import World
from . import door, queue
from . import tables as t

if TYPE_CHECKING:
    from .store import Store


class HallView:
    """Reads of one hall inside one transaction; ``position`` is the journal's at that moment."""

    def __init__(self, store: "Store", connection: Connection, head: Any, now: datetime) -> None:
        self.store = store
        self.connection = connection
        self.id: str = head.hall
        #: Never before the last entry, also when the computer's clock was set back.
        self.now = max(now, head.at) if head.at else now
        self.position: int = head.position
        self.settings_position: int = head.settings
        self._catalogue: int = head.catalogue
        self.digest: str = head.digest
        self.remembered = store.remembered(self.id, head.digest)

    @cached_property
    def settings(self) -> HallSettings:
        """The hall's settings as of today."""
        return self.store.settings(self.connection, self.id, self.settings_position, self.now)

    @property
    def today(self) -> date:
        return self.settings.hours.business_day(self.now)

    @property
    def day(self) -> str:
        """Today as the key of rows."""
        return self.today.isoformat()

    @cached_property
    def _shared(self) -> tuple[int, World]:
        return self.store.world(self.connection, self.today, self._catalogue)

    @property
    def world(self) -> World:
        """The catalogue, areas and halls as of today."""
        return self._shared[1]

    def world_on(self, day: date | None) -> World:
        """The catalogue, areas and halls as of a local day; none named: today."""
        return self.world if day in (None, self.today) else self.store.world(self.connection, day)[1]

    @property
    def catalogue(self) -> int:
        """The position of the shared journal the world was read at."""
        return self._shared[0]

    @property
    def hall(self) -> Mapping[str, Any]:
        """Who the hall is: {id, name, address, area, province, zone}."""
        return self.settings.hall

    def ticket(self, ticket: str) -> dict[str, Any]:
        """The ticket's row; Unknown when this hall has no such ticket."""
        row = self.connection.execute(_TICKET, {"ticket": ticket}).first()
        if row is None or row.hall != self.id:
            raise Unknown("ticket_unknown")
        return t.plain(row)

    def counter(self, counter: str) -> dict[str, Any]:
        """The counter's row; Unknown when this hall has no such counter."""
        row = self.connection.execute(_COUNTER, {"counter": counter}).first()
        if row is None or row.hall != self.id:
            raise Unknown("counter_unknown", counter=counter)
        return t.plain(row)

    def counters(self) -> list[dict[str, Any]]:
        """All counters by number, each with the label of the ticket called or served there (None: free)."""
        return self.remembered.get(
            "counters", lambda: [t.plain(row) for row in self.connection.execute(_COUNTERS, {"hall": self.id})]
        )

    def errands(self, ticket: str) -> list[dict[str, Any]]:
        """A ticket's errands in their order."""
        return [t.plain(row) for row in self.connection.execute(_ERRANDS, {"ticket": ticket})]

    def at_counter(self, counter: str) -> dict[str, Any] | None:
        """The called or serving ticket of a counter."""
        row = self.connection.execute(_AT_COUNTER, {"counter": counter}).first()
        return t.plain(row) if row else None

    def open_tickets(self, *states: str) -> list[dict[str, Any]]:
        """Tickets of any day in one of the open ``states``."""
        found = self.connection.execute(_OF_HALL.where(t.in_state(*states)), {"hall": self.id})
        return [t.plain(row) for row in found]

    def open_errands(self) -> list[dict[str, Any]]:
        """The errands of every open ticket, those of one ticket in their order."""
        return [t.plain(row) for row in self.connection.execute(_OPEN_ERRANDS, {"hall": self.id})]

    def day_is_closed(self, business_day: str) -> bool:
        return self.connection.execute(_CLOSED, {"hall": self.id, "day": business_day}).first() is not None

    def heads_of_lines(self) -> list[tuple[Need, Candidate]]:
        return queue.heads_of_lines(self.connection, self.id, self.day)

    def lines(self) -> queue.Lines:
        """Who waits today, without their names."""
        day, lines = self.remembered.get("lines", lambda: (self.day, self._read_lines()))
        return lines if day == self.day else self._read_lines()

    def _read_lines(self) -> queue.Lines:
        return queue.lines(self.connection, self.id, self.day)

    def waiting_counts(self) -> list[tuple[Need, int, datetime]]:
        """(need, how many wait, since when the first of them)."""
        found: dict[Need, tuple[int, datetime]] = {}
        for (need, _), (count, oldest, _) in self.lines().items():
            others, since = found.get(need, (0, oldest))
            found[need] = (others + count, min(since, oldest))
        return [(need, count, oldest) for need, (count, oldest) in found.items()]

    def counted_before(self, ticket: Mapping[str, Any]) -> list[tuple[Need, int]]:
        """How many of each need the rule would call before a waiting ticket."""
        weight, arrived_at, position = ticket["weight"], ticket["arrived_at"], ticket["position"]
        if position != self.position or not self._is_last(weight, arrived_at):
            return queue.counted_before(
                self.connection, self.id, self.day, weight=weight, arrived_at=arrived_at, position=position
            )
        # The very last entry issued it, so everybody else of its weight came before. With the lines remembered, a
        # number costs the same whether ten or two thousand wait; counting them was a tenth of an issue in a full hall.
        mine = (Need.of_key(ticket["need"]), ticket["weight"])
        before = [
            (need, count - ((need, weight) == mine))
            for (need, weight), (count, _, _) in self.lines().items()
            if weight >= ticket["weight"]
        ]
        return [(need, count) for need, count in before if count]

    def _is_last(self, weight: int, arrived_at: datetime) -> bool:
        """Whether nobody of this weight arrived later: a kiosk hands in numbers of an hour ago, and who let somebody
        go first is ordered by an arrival of their own."""
        return all(last <= arrived_at for (_, other), (_, _, last) in self.lines().items() if other == weight)

    def next_behind(self, ticket: Mapping[str, Any]) -> Candidate | None:
        """Whom the holder of a waiting ticket would let go first; None when nobody is behind."""
        need, mine = Need.of_key(ticket["need"]), Candidate.of(ticket)
        following = queue.waiting_from(
            self.connection, self.id, self.day, weight=mine.weight, arrived_at=mine.arrived_at
        )
        return next_behind(mine, following, self.competing(need))

    def competing(self, need: Need) -> Callable[[Need], bool]:
        """Whether a need is served by a counter that could serve ``need`` now or, where none is open, at all."""
        rows = self.counters()
        return self.settings.competing(
            [row["id"] for row in rows if row["state"] == "open"], [row["id"] for row in rows], need
        )

    def given(self) -> Given:
        """What stands of today's numbers; asked for only where a limit is set."""
        day, given = self.remembered.get("given", lambda: (self.day, self._read_given()))
        return given if day == self.day else self._read_given()

    def _read_given(self) -> Given:
        return door.given(self.connection, self.id, self.day)

    def visits_of(self, mark: str) -> Sequence[door.Visit]:
        """Today's visits of the person whose card left ``mark``."""
        return door.visits(self.connection, self.id, self.day, mark)

    def service_means(self) -> dict[str, tuple[int, int]]:
        """{field: (mean service seconds, how many services)} as learnt in this hall."""
        return self.remembered.get(
            "service_means",
            lambda: {one: (mean, n) for one, mean, n in self.connection.execute(_SERVICE_TIMES, {"hall": self.id})},
        )


_TICKET = select(t.tickets).where(t.tickets.c.id == bindparam("ticket"))
_COUNTER = select(t.counters).where(t.counters.c.id == bindparam("counter"))
_AT_ANY_COUNTER = and_(t.tickets.c.counter == t.counters.c.id, t.in_state("called", "serving"))
_COUNTERS = (
    select(
        t.counters.c.id,
        t.counters.c.number,
        t.counters.c.state,
        t.counters.c.clerk,
        t.counters.c.seated_at,
        t.counters.c.pause_reason,
        t.tickets.c.label,
    )
    .join_from(t.counters, t.tickets, _AT_ANY_COUNTER, isouter=True)
    .where(t.counters.c.hall == bindparam("hall"))
    .order_by(t.counters.c.number)
)
_ERRANDS = select(t.errands).where(t.errands.c.ticket == bindparam("ticket")).order_by(t.errands.c.ordinal)
_OPEN_ERRANDS = (
    select(t.errands)
    .join(t.tickets, t.tickets.c.id == t.errands.c.ticket)
    .where(t.tickets.c.hall == bindparam("hall"), t.in_state(*(state for state in State if state in OPEN)))
    .order_by(t.errands.c.ticket, t.errands.c.ordinal)
)
_AT_COUNTER = select(t.tickets).where(t.tickets.c.counter == bindparam("counter"), t.in_state("called", "serving"))
_OF_HALL = select(t.tickets).where(t.tickets.c.hall == bindparam("hall"))
_SERVICE_TIMES = select(t.service_times.c.field, t.service_times.c.mean_seconds, t.service_times.c["count"]).where(
    t.service_times.c.hall == bindparam("hall")
)
_CLOSED = select(t.closed_days).where(
    t.closed_days.c.hall == bindparam("hall"), t.closed_days.c.business_day == bindparam("day")
)
