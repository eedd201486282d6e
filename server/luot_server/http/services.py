"""What a request may reach: made once by ``create_app``, found through the running app."""

from dataclasses import dataclass, field

from flask import current_app

from ..boards.prepared import Turns
from ..clock import Clock
from ..domain.reach import Reach
from ..live import Live
from ..lookup import DossierLookup
from ..store.ids import turn_token
from ..store.store import Store
from ..store.view import HallView
from ..timers import Timers
from .throttle import Guesses, Pins, SignIns, Throttle

#: From one address: a hall's Wi-Fi is one, and a bad morning makes many honest complaints.
COMPLAINTS = "30 per 10 minutes"


@dataclass(frozen=True)
class Services:
    """The store, the clock, and what belongs to one installation."""

    store: Store
    clock: Clock
    secret: bytes
    public_url: str | None
    live: Live
    timers: Timers
    dossiers: DossierLookup
    sign_ins: SignIns = field(default_factory=SignIns)
    wrong_codes: SignIns = field(default_factory=SignIns)  # of devices to enrol, by address
    pins: Pins = field(default_factory=Pins)
    guesses: Guesses = field(default_factory=Guesses)
    turns: Turns = field(default_factory=Turns)
    complaints: Throttle = field(default_factory=lambda: Throttle(COMPLAINTS))  # by address

    def reach(self, view: HallView) -> Reach:
        """How phones get to the pages of this hall: as its manager set, else as the installation was told."""
        return view.settings.reach(self.public_url)

    def track_url(self, view: HallView, ticket: str) -> str:
        """The address of a ticket's own page; a path where phones cannot get to it."""
        return self.reach(view).turn(turn_token(self.secret, ticket))


def services() -> Services:
    found: Services = current_app.extensions["luot"]
    return found
