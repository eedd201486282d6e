"""What lies in the spool, as values. Instants are aware; days are local dates of the hall, written as ISO 8601."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

State = Literal["unsent", "issued", "known", "relabelled", "refused"]
UNSENT: State = "unsent"
PrintResult = Literal["printed", "failed", "unknown"]

Json = dict[str, Any]


class SpoolError(Exception):
    """The file cannot be used: a message key of the kiosk's catalogue and its parameters."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key} {params}")
        self.key, self.params = key, params


class SpoolBroken(SpoolError):
    """What stands in the file cannot be read any more: it was cut short or written over."""


@dataclass(frozen=True)
class Lease:
    """Ids and labels lent for one day. Labels of every series run from `first` to `last`."""

    id: str
    business_day: str
    mark: int  # this kiosk's number in its hall, the 2 of "K2-A001"
    first: int
    last: int


@dataclass(frozen=True)
class Lent:
    """One id of a lease. Its token proves to the server that the server lent it."""

    id: str
    token: str
    track_url: str
    lease: Lease


@dataclass(frozen=True)
class Given:
    """A number this kiosk gave by itself, and what became of it.

    `print` is None while its slip is on the way; `state` is the server's answer to the hand-in, or "unsent".
    """

    id: str
    token: str
    lease: str
    business_day: str
    series: str
    number: int
    label: str
    at: datetime
    wish: Json  # what was asked for: language, priority, party, dossier_count, errands
    answer: Json  # what the page was told, told again to whoever asks under the same key
    print: PrintResult | None
    problem: str | None
    state: State
    title: str | None  # the server's sentence where it refused


@dataclass(frozen=True)
class HandedIn:
    """The server's answer for one number."""

    id: str
    result: State
    label: str | None
    code: str | None
    title: str | None
