"""Where one stands in the line: how many are ahead, and how long it will take.

Not the whole hall is ahead of a citizen. At each counter that can serve this errand, ahead are the people it can serve
too and whom the rule puts first. The citizen is called at the counter that gets through them first, so what counts is
the counter with the fewest: with one counter, or several of equal skill, exactly everybody in front. Where one counter
helps out with everything, "42 people" would be honest about the hall and a lie about the wait.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from ..domain.calling import Candidate, Need
from ..domain.forecast import Expected, expected, service_minutes
from ..domain.hall import Absence
from ..store.view import HallView

#: (what they need, how many).
People = Sequence[tuple[Need, int]]

#: Service minutes of a field nobody has measured and no procedure of which is known here.
TYPICAL_MINUTES = 10.0


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the line; the same as long as nothing happens, while the wait it means moves with the clock.

    ``served`` is of the counter that comes first, as ``forecast.expected`` takes it: the work before this one as (mean
    minutes, how many), the minutes of one's own, whether it is busy. None while no open counter can serve it.
    """

    ahead: int
    served: tuple[list[tuple[float, float]], float, bool] | None


class Line:
    """The hall's queue at one moment, asked about single tickets or about newcomers."""

    def __init__(self, view: HallView) -> None:
        self.view = view

    @cached_property
    def counters(self) -> dict[str, dict[str, Any]]:
        return {row["id"]: row for row in self.view.counters()}

    @cached_property
    def open(self) -> list[str]:
        return [id for id, row in self.counters.items() if row["state"] == "open"]

    @cached_property
    def _means(self) -> dict[str, tuple[int, int]]:
        return self.view.service_means()

    @cached_property
    def absent(self) -> dict[str, Absence]:
        """Agencies that do not staff their counter today, by id."""
        world, area = self.view.world, self.view.hall["area"]
        told = ((world.agency_for(one.service, area), one) for one in self.view.settings.absent(self.view.today))
        return {agency.id: one for agency, one in told if agency}

    def servers(self, need: Need) -> list[str]:
        """The open counters that can serve ``need``; none while its agency is away, whoever sits at its counter."""
        return [] if need.agency in self.absent else self._able(need)

    def _able(self, need: Need) -> list[str]:
        return self.view.settings.serving(self.open, need)

    def ahead(self, row: Mapping[str, Any]) -> int | None:
        """How many waiting tickets are called before this one; 0 once called, None when it is not in the line."""
        return self.both(row)[0]

    def expected(self, row: Mapping[str, Any]) -> Expected | None:
        """The wait of a waiting ticket; None when no open counter can serve it, or it does not wait."""
        return self.both(row)[1]

    def both(self, row: Mapping[str, Any]) -> tuple[int | None, Expected | None]:
        """``ahead`` and ``expected`` of one ticket from one count."""
        if row["state"] in ("called", "serving"):
            return 0, None
        if row["state"] != "waiting":
            return None, None
        return self._told(self.place(row))

    def place(self, row: Mapping[str, Any]) -> Place:
        """Where a waiting ticket stands."""
        # In one order however they were counted: sums of minutes must come out the same to the last bit.
        before = sorted(self.before(row), key=lambda people: people[0].key())
        return self._place(Need.of_key(row["need"]), before)

    def before(self, row: Mapping[str, Any]) -> People:
        """How many of each need the rule would call before a waiting ticket."""
        return self.view.counted_before(row)

    def next_behind(self, row: Mapping[str, Any]) -> Candidate | None:
        """Whom a waiting ticket's holder would let go first; None when nobody is behind."""
        return self.view.next_behind(row)

    def newcomer(self, need: Need) -> tuple[int, Expected | None]:
        """How many would be ahead of somebody who took a number now, and the wait."""
        return self._told(self._place(need, [(other, count) for other, count, _ in self.waiting]))

    def called_from(self, expected: Expected | None) -> datetime | None:
        """When service begins again, where the wait leaps over a break of today: at 11:20 "from 13:30"; else None."""
        return self.view.settings.hours.leap(self.view.now, expected.low_at) if expected else None

    @cached_property
    def waiting(self) -> list[tuple[Need, int, Any]]:
        return self.view.waiting_counts()

    def _told(self, place: Place) -> tuple[int, Expected | None]:
        """How many are ahead of a place, and its wait from now on."""
        if place.served is None:
            return place.ahead, None
        load, own, busy = place.served
        return place.ahead, expected(self.view.now, load, own, [busy], self.view.settings.hours)

    def _place(self, need: Need, before: People) -> Place:
        """The place behind ``before``, those whom the rule calls first; where nothing is open, as if all were."""
        settings = self.view.settings
        servers = self.servers(need)
        in_front = {
            counter: [(other, count) for other, count in before if settings.serves(counter, other)]
            for counter in servers or settings.serving(list(self.counters), need)
        }
        counts = [sum(count for _, count in people) for people in in_front.values()]
        ahead = min(counts, default=sum(count for other, count in before if other == need))
        if not servers:
            return Place(ahead, None)
        soonest = min(servers, key=lambda counter: self._work(counter, in_front[counter], need))
        return Place(ahead, (self._load(in_front[soonest]), self._minutes(need), self._busy(soonest)))

    def _work(self, counter: str, people: People, need: Need) -> float:
        """Minutes until ``counter`` has done with ``people`` and with whom it serves now."""
        under_way = self._minutes(need) / 2 if self._busy(counter) else 0.0
        return under_way + sum(minutes * count for minutes, count in self._load(people))

    def _load(self, people: People) -> list[tuple[float, float]]:
        """(mean service minutes, how many) of ``people``; who may go to three counters is a third of one at each."""
        return [(self._minutes(need), count / len(self._able(need))) for need, count in people]

    def _busy(self, counter: str) -> bool:
        return self.counters[counter]["label"] is not None

    def _minutes(self, need: Need) -> float:
        procedure = self.view.world.procedure(need.procedure) if need.procedure else None
        typical = procedure.typical_minutes if procedure else TYPICAL_MINUTES
        return service_minutes(typical, *self._means.get(need.field, (None, 0)))
