"""The queues of a hall as people think of them: a field of work, assisted online filing, guidance.

The calling rule knows needs and counters only. What stands on a button, on the display and in a sentence for the
manager is a group of needs, and it is the same group everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Final

from ..domain.calling import ANYTHING, ASSISTED_ONLINE, Need
from ..domain.forecast import Expected
from ..domain.records import Procedure
from ..domain.text import Names
from ..store.view import HallView
from .line import Line
from .wire import field_name

#: What the wire calls the queue of those who have no field.
GUIDANCE: Final = "guidance"


@dataclass(frozen=True)
class Queue:
    """``need_queue`` is what `Need.queue` calls it; ``needs`` is what its errands ask of a counter."""

    need_queue: str
    name: Names
    needs: tuple[Need, ...]
    line: Line

    @property
    def id(self) -> str:
        return self.need_queue or GUIDANCE

    @cached_property
    def counters(self) -> list[str]:
        """The open counters that can serve some errand of it."""
        able = {counter for need in self.needs for counter in self.line.servers(need)}
        return [counter for counter in self.line.open if counter in able]

    @cached_property
    def waiting(self) -> list[tuple[int, datetime]]:
        """(how many, since when the first of them) per need of those who wait in it."""
        return [(count, oldest) for need, count, oldest in self.line.waiting if need.queue == self.need_queue]

    @property
    def count(self) -> int:
        return sum(count for count, _ in self.waiting)

    @cached_property
    def newcomer(self) -> tuple[int, Expected | None]:
        """How many would be ahead of a newcomer, and the wait: of an ordinary errand, or of one that can be served."""
        ordinary = Need.ordinary(self.need_queue)
        served = next((need for need in self.needs if self.line.servers(need)), ordinary)
        return self.line.newcomer(ordinary if self.line.servers(ordinary) else served)


def field_queues(line: Line, procedures: Iterable[Procedure]) -> list[Queue]:
    """One queue for each field of these procedures, in the catalogue's order."""
    needs: dict[str, list[Need]] = {}
    for one in procedures:
        needs.setdefault(one.field, []).append(need_of_procedure(line.view, one))
    fields = line.view.world.fields()
    return [Queue(one.id, one.name, tuple(needs[one.id]), line) for one in fields if one.id in needs]


def station_queues(line: Line, procedures: Iterable[Procedure]) -> list[Queue]:
    """Assisted online filing, where one of these procedures may need it: no field, but a queue like one."""
    needed = any(ASSISTED_ONLINE in stations(one) for one in procedures)
    return [_ordinary(line, ASSISTED_ONLINE)] if needed else []


def all_queues(line: Line) -> list[Queue]:
    """Everything an everyday errand may wait in here: fields, the online station, guidance."""
    everyday = line.view.world.procedures()
    served = [one for one in everyday if one.everyday and not sent_elsewhere(line.view, one)]
    return [*field_queues(line, served), *station_queues(line, served), _ordinary(line, "")]


def _ordinary(line: Line, queue: str) -> Queue:
    return Queue(queue, field_name(line.view, queue), (Need.ordinary(queue),), line)


def need_of_procedure(view: HallView, one: Procedure) -> Need:
    """What an errand asks of a counter before anybody said where it lies: of any agency, unless only one can be."""
    alone = view.world.agency_for(one.vertical, view.hall["area"]) if one.vertical else None
    agency = alone.id if alone and not sent_elsewhere(view, one) else ANYTHING
    return Need("submit", one.field, one.code, agency, one.route)


def sent_elsewhere(view: HallView, one: Procedure) -> bool:
    """Whether a service decides that never staffs a counter here; its citizens are referred, and wait in no queue."""
    place = view.world.hall(view.id)
    return one.vertical is not None and (place is None or one.vertical not in place.vertical_present)


def stations(one: Procedure) -> list[str]:
    """Where in a hall the errand may be dealt with: at a counter, or at the station for assisted online filing."""
    ways = {one.route, one.route_away}
    at_counter = ["counter"] if ways - {ASSISTED_ONLINE} else []
    return [*at_counter, *(ways & {ASSISTED_ONLINE})]
