"""Who is next: the calling rule, as a function of the people waiting.

A hall's queue is seen as *lines*: people with the same need and the same priority weight, in order of
arrival. Whatever order a rule puts the lines in, inside a line the earlier arrival always comes first; so
only the heads of the lines can be next, and the rule never has to see everybody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any, Self

from .text import Text

#: In a skill: no restriction. In a need: not said yet, and any will do.
ANYTHING = "*"

#: The route filed at a computer of the hall with somebody's help: a station with a queue of its own.
ASSISTED_ONLINE = "assisted_online"


@dataclass(frozen=True, slots=True)
class Need:
    """What a counter must be able to do to serve a ticket's current errand."""

    purpose: str
    field: str
    procedure: str
    agency: str
    route: str
    counter: str = ""  # transferred to this very counter

    @classmethod
    def ordinary(cls, queue: str) -> "Need":
        """What somebody with an ordinary errand of a queue needs, whichever procedure and agency it will be."""
        if not queue:
            return cls("advice", "", "", "", "")
        if queue == ASSISTED_ONLINE:
            return cls("submit", ANYTHING, ANYTHING, ANYTHING, ASSISTED_ONLINE)
        return cls("submit", queue, ANYTHING, ANYTHING, "here")

    @property
    def queue(self) -> str:
        """What people of this need are counted under: assisted online filing, else the field; empty: guidance."""
        return ASSISTED_ONLINE if self.route == ASSISTED_ONLINE else self.field

    def key(self) -> str:
        """One string that equal needs share; column ``tickets.need``."""
        return "|".join((self.purpose, self.field, self.procedure, self.agency, self.route, self.counter))

    @classmethod
    def of_key(cls, key: str) -> "Need":
        return cls(*key.split("|"))


@dataclass(frozen=True, slots=True)
class Skill:
    """One thing a counter can do; an empty restriction restricts nothing, ``*`` neither."""

    fields: frozenset[str] = frozenset()
    procedures: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()

    @classmethod
    def read(cls, raw: Mapping[str, Iterable[str]]) -> "Skill":
        """From a hall's setting. ValueError names a restriction that does not exist: it would restrict nothing."""
        if unknown := raw.keys() - {one.name for one in fields(cls)}:
            raise ValueError(f"A skill has no {', '.join(sorted(unknown))}; it may restrict {_RESTRICTIONS}.")
        return cls(**{name: frozenset(allowed) for name, allowed in raw.items()})

    def covers(self, need: Need) -> bool:
        return (
            _within(need.field, self.fields)
            and _within(need.procedure, self.procedures)
            and _within(need.purpose, self.purposes)
            and _within(need.agency, self.agencies)
            and _within(need.route, self.routes)
        )


_RESTRICTIONS = ", ".join(one.name for one in fields(Skill))


def _within(value: str, allowed: frozenset[str]) -> bool:
    return not allowed or value in allowed or ANYTHING in allowed or value == ANYTHING


def can_serve(counter: str, skills: Iterable[Skill], need: Need) -> bool:
    """Whether ``counter`` with ``skills`` may take a ticket with ``need``."""
    if need.counter:
        return need.counter == counter
    return any(skill.covers(need) for skill in skills)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One waiting ticket, as the rule sees it.

    ``arrived_at`` is kept through transfers and requeues, and put off by letting the next go first; ``issued_at`` is
    when the waiting began (None: on arrival).
    """

    ticket: str
    weight: int
    arrived_at: datetime
    position: int
    priority: str | None = None
    issued_at: datetime | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        """From the columns of a ticket."""
        return cls(row["id"], row["weight"], row["arrived_at"], row["position"], row["priority"], row["issued_at"])

    def waited(self, now: datetime) -> timedelta:
        """Since the number was given: who lets the next go first has waited all the same."""
        return max(timedelta(), now - (self.issued_at or self.arrived_at))


@dataclass(frozen=True, slots=True)
class Pick:
    """The ticket to call, and why it and no other."""

    ticket: str
    why: Text


class PriorityThenTime:
    """Higher priority weight first; within a weight the earlier arrival; ties by journal position."""

    name = "priority_then_time"

    @staticmethod
    def order(candidate: Candidate) -> tuple[int, datetime, int]:
        """Sorts candidates into calling order. The store counts by the same three columns."""
        return (-candidate.weight, candidate.arrived_at, candidate.position)

    def pick(self, candidates: Iterable[Candidate], now: datetime) -> Pick | None:
        """The next ticket among ``candidates`` (heads of lines suffice), or None when nobody waits."""
        ranked = sorted(candidates, key=self.order)
        if not ranked:
            return None
        first = ranked[0]
        overtaken = any(other.arrived_at < first.arrived_at for other in ranked[1:])
        key = "calling.why.priority" if first.weight > 0 and overtaken else "calling.why.longest"
        return Pick(first.ticket, Text(key, {"minutes": first.waited(now) // timedelta(minutes=1)}))


RULES = {PriorityThenTime.name: PriorityThenTime()}
