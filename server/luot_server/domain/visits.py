"""What the holder of a number may still do with it: come back, let the next go first, ask for one thing more."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from .door import Delays, Rejoins
from .errors import Conflict, Refusal
from .hall import HallSettings
from .ticket import OPEN, State

#: Errands of one visit, as when a number is taken.
ERRANDS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class Held:
    """A number in its holder's hand; ``missed_at`` is when it was given up as missed, ``past`` that its day is over."""

    label: str
    state: str
    past: bool
    rejoined: int
    missed_at: datetime | None
    errands: int
    delayed: int

    @classmethod
    def of(cls, row: Mapping[str, Any], *, day: str, errands: int) -> Self:
        """From the columns of a ticket, on business day ``day`` of its hall."""
        past = row["business_day"] < day
        return cls(row["label"], row["state"], past, row["rejoins"], row["finished_at"], errands, row["delays"])

    def require_rejoin(self, limits: Rejoins, now: datetime) -> None:
        """Raise Conflict ``rejoin_over`` unless its holder may wait again without asking anybody."""
        if self.state != State.NO_SHOW or self.missed_at is None:
            raise Conflict("rejoin_over", sentence="rejoin_over_not_missed", label=self.label)
        if self.past:
            raise Conflict("rejoin_over", sentence="rejoin_over_day", label=self.label)
        if self.rejoined >= limits.times:
            raise Conflict("rejoin_over", sentence="rejoin_over_times", label=self.label, times=limits.times)
        if now - self.missed_at > limits.within:
            raise Conflict("rejoin_over", label=self.label, minutes=limits.within // timedelta(minutes=1))

    def require_delay(self, limits: Delays) -> None:
        """Raise Conflict ``delay_over`` unless its holder may once more let the next go first."""
        if self.past:
            raise Conflict("delay_over", sentence="delay_over_day", label=self.label)
        if not limits.times:
            raise Conflict("delay_over", sentence="delay_over_never", label=self.label)
        if self.delayed >= limits.times:
            raise Conflict("delay_over", label=self.label, times=limits.times)

    def delays_left(self, limits: Delays) -> int:
        """How many more times the next may be let go first."""
        return 0 if self.past or self.state not in OPEN else max(0, limits.times - self.delayed)

    def require_room(self) -> None:
        """Raise Conflict ``errands_full`` when one visit cannot hold another errand."""
        if self.errands >= ERRANDS_AT_MOST:
            raise Conflict("errands_full", label=self.label, most=ERRANDS_AT_MOST)

    def may(self, settings: HallSettings, now: datetime, *, followed: bool) -> list[str]:
        """leave, delay, rejoin, add_errand: those that would not be refused now, as far as the number itself goes.

        ``followed``: whether there is anybody whom it could let go first.
        """
        waits = self.state == State.WAITING
        allowed = {
            "leave": waits,
            "delay": waits and followed and _passes(lambda: self.require_delay(settings.delays)),
            "rejoin": _passes(lambda: self.require_rejoin(settings.rejoins, now)),
            "add_errand": self.state in OPEN
            and _passes(self.require_room)
            and _passes(lambda: settings.require_numbers(now)),
        }
        return [name for name, holds in allowed.items() if holds]


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except Refusal:
        return False
    return True
