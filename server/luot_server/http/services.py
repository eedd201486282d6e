"""What a request may reach: made once by ``create_app``, found through the running app."""

from dataclasses import dataclass, field

from flask import current_app

from ..clock import Clock
from ..live import Live
from ..lookup import DossierLookup
from ..store.ids import turn_token
from ..store.store import Store
from ..timers import Timers
from .throttle import Pins, SignIns, Throttle


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
    complaints: Throttle = field(default_factory=lambda: Throttle(COMPLAINTS))  # by address

    def track_url(self, ticket: str) -> str:
        """The address of a ticket's own page; a path where nobody said how phones reach this server."""
        return f"{self.public_url or ''}/t/{turn_token(self.secret, ticket)}"


def services() -> Services:
    found: Services = current_app.extensions["luot"]
    return found
