"""What somebody with pen and paper would know of the hall: the model the real one is held against.

It knows the rules of DESIGN and the demo hall's posters by heart and shares no line with the code it checks. Every
``may_…`` answers with the code of the refusal that must come, or None when the act must succeed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
OPEN = ("waiting", "called", "serving", "parked")

#: Which counters serve what, as it is written above them; counter 1 gives advice about anything.
SERVED_AT = {
    "2.000815": {3, 4, 7},
    "1.001193": {2, 3, 7},
    "1.115279": {5, 7},
    "1.014027": {6, 7},
    None: {1, 7},
}
#: Decided elsewhere although taken in here: the land registry sits in none of the ward's counters.
DECIDED_ELSEWHERE = {("1.115279", "submit", "22015")}
#: The steps of a dossier's way, from the tray to the hall that gives out the result.
WAY = ("to_send", "sent", "received", "returning", "returned")
#: Action → the states it starts from.
STARTS = {
    "call": ("waiting",),
    "recall": ("called",),
    "start": ("called",),
    "no_show": ("called",),
    "requeue": ("called", "no_show"),
    "park": ("called", "serving"),
    "unpark": ("parked",),
    "transfer": ("called", "serving"),
    "finish": ("serving",),
    "void": OPEN,
    "delay": ("waiting",),
    "cancel": ("waiting",),
    "correct": OPEN,
    "add_errand": OPEN,
    "reprint": ("waiting", "called", "parked", "no_show"),
}


@dataclass
class Thing:
    """One errand: what for, how it ended, and how many steps its dossier has gone on its way (None: it has none)."""

    procedure: str | None
    purpose: str
    area: str | None = None
    result: str | None = None
    counter: int | None = None
    steps: int | None = None
    at_desk: bool = False  # added there: nobody pressed it at a kiosk
    pressed: tuple[str | None, str] = field(init=False)

    def __post_init__(self) -> None:
        self.pressed = (self.procedure, self.purpose)

    def leaves(self, result: str, count: int) -> bool:
        """Whether finishing it so puts a dossier into the courier's tray."""
        elsewhere = (self.procedure, self.purpose, self.area) in DECIDED_ELSEWHERE
        return elsewhere and (result == "accepted" or count > 0)

    @property
    def served_at(self) -> set[int]:
        return SERVED_AT[self.procedure] | ({1} if self.purpose == "advice" else set())


@dataclass
class Visit:
    """One citizen with one number. ``order`` is the place in the order of arrival; ``came`` is what counts before it,
    and later than the arrival for who let others go first."""

    id: str
    order: int
    day: date
    weight: int
    came: datetime
    things: list[Thing]
    state: str = "waiting"
    current: int = 0
    counter: int | None = None
    clerk: int | None = None
    sent_to: int | None = None
    delays: int = 0
    score: int | None = None
    complaints: list[str] = field(default_factory=list)

    @property
    def thing(self) -> Thing:
        return self.things[self.current]

    @property
    def served_at(self) -> set[int]:
        return {self.sent_to} if self.sent_to else self.thing.served_at

    @property
    def rank(self) -> tuple[int, datetime, int]:
        """The heavier priority, then who came first."""
        return -self.weight, self.came, self.order

    def finished(self) -> list[Thing]:
        return [thing for thing in self.things if thing.result]

    def back_to_the_queue(self) -> None:
        self.state, self.counter, self.clerk = "waiting", None, None


@dataclass
class Desk:
    clerk: int | None = None
    paused: bool = False
    since: date | None = None  # the day that clerk sat down


@dataclass
class Ledger:
    """The hall as it should be. ``now`` is the hall's time, which never goes back."""

    now: datetime
    visits: list[Visit] = field(default_factory=list)
    desks: dict[int, Desk] = field(default_factory=lambda: {number: Desk() for number in range(1, 8)})
    days_worked: set[date] = field(default_factory=set)
    days_closed: set[date] = field(default_factory=set)
    answered: dict[str, str] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.astimezone(ZONE).date()

    @property
    def gives_numbers(self) -> bool:
        local = self.now.astimezone(ZONE)
        morning, afternoon = (time(7), time(11, 15)), (time(13), time(17))
        return local.weekday() < 5 and any(since <= local.time() < until for since, until in (morning, afternoon))

    def at(self, desk: int) -> Visit | None:
        return next((one for one in self.visits if one.counter == desk and one.state in ("called", "serving")), None)

    # ── what must be refused ─────────────────────────────────────────────────────────────────────

    def may_act_at(self, desk: int, clerk: int, *, paused_too: bool = False) -> str | None:
        here = self.desks[desk]
        if here.clerk not in (None, clerk):
            return "counter_taken"
        if here.clerk is None or (here.paused and not paused_too):
            return "counter_closed"
        return None

    def may_take_the_next(self, desk: int, clerk: int) -> str | None:
        return self.may_act_at(desk, clerk) or ("counter_busy" if self.at(desk) else None)

    def may_move(self, visit: Visit, action: str) -> str | None:
        over = action == "requeue" and visit.day < self.today
        return "move_not_allowed" if over or visit.state not in STARTS[action] else None

    def may_move_own(self, visit: Visit, action: str, clerk: int) -> str | None:
        return self.may_move(visit, action) or ("ticket_elsewhere" if visit.clerk != clerk else None)

    def actions(self, visit: Visit) -> set[str]:
        """What staff are to be told they can do; leaving and letting others go first are the citizen's own."""
        return {
            action for action in STARTS if action not in ("cancel", "delay") and self.may_move(visit, action) is None
        }

    def may_delay(self, visit: Visit) -> str | None:
        over = visit.day < self.today or visit.delays >= 2
        return self.may_move(visit, "delay") or ("delay_over" if over else None)

    def may_rate(self, visit: Visit, score: int) -> str | None:
        if visit.score is not None:
            return None if visit.score == score else "rated_already"
        over = visit.state != "served" or self.today - visit.day > timedelta(days=7)
        return "rating_over" if over else None

    def may_complain(self, visit: Visit) -> str | None:
        over = visit.state in OPEN or len(visit.complaints) >= 3 or self.today - visit.day > timedelta(days=30)
        return "complaint_over" if over else None

    # ── what happens ─────────────────────────────────────────────────────────────────────────────

    def next_for(self, desk: int) -> Visit | None:
        """Whom the rule calls; only today's people."""
        queue = (one for one in self.in_state("waiting") if one.day == self.today and desk in one.served_at)
        return min(queue, key=lambda one: one.rank, default=None)

    def next_behind(self, visit: Visit) -> Visit | None:
        """Whom it would let go first: of equal priority, and called by a counter that is open for both, or would be."""
        manned = {number for number, desk in self.desks.items() if desk.clerk and not desk.paused}
        could = visit.served_at & manned or visit.served_at
        behind = (
            one
            for one in self.in_state("waiting")
            if one.day == self.today and one.weight == visit.weight and one.rank > visit.rank and one.served_at & could
        )
        return min(behind, key=lambda one: one.rank, default=None)

    def call(self, visit: Visit, desk: int, clerk: int) -> None:
        visit.state, visit.counter, visit.clerk = "called", desk, clerk
        visit.thing.counter = desk

    def finish(self, visit: Visit, result: str) -> None:
        visit.thing.result = result
        left = [index for index, thing in enumerate(visit.things) if thing.result is None]
        if not left:
            visit.state = "served"
            return
        here = next((index for index in left if visit.counter in visit.things[index].served_at), None)
        visit.current, visit.sent_to = left[0] if here is None else here, None
        if here is None:
            visit.back_to_the_queue()
        else:
            visit.thing.counter = visit.counter

    def transfer(self, visit: Visit, *, procedure: str | None = None, desk: int | None = None) -> None:
        if procedure is not None:
            visit.thing.procedure = procedure
        visit.sent_to = desk
        visit.back_to_the_queue()

    def close_forgotten_day(self) -> int:
        """What the timer does; how many entries it must write."""
        day = max((day for day in self.days_worked if day < self.today), default=None)
        left = [one for one in self.visits if one.state in OPEN and day is not None and one.day <= day]
        forgotten = [number for number, desk in self.desks.items() if desk.since and desk.since < self.today]
        if day is None or not (left or (forgotten and day not in self.days_closed)):
            return 0
        for visit in left:
            visit.state = "expired"
        ended = [number for number in forgotten if not self.at(number)]
        for number in ended:
            self.desks[number] = Desk()
        written = len(left) + len(ended) + (day not in self.days_closed)
        self.days_closed.add(day)
        return written

    def seconds_to(self, hour: int, *, days: int = 0) -> float:
        """Until ``hour`` o'clock, ``days`` from today."""
        then = datetime.combine(self.today + timedelta(days=days), time(hour, 30), ZONE)
        return (then - self.now).total_seconds()

    def in_state(self, *states: str) -> Iterator[Visit]:
        return (one for one in self.visits if one.state in states)
