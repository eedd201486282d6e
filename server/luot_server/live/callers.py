"""Who is on the line: the connections of this process, and what their tokens are still worth."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import flask


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody whose token was good when they connected."""

    identity: Any
    """The app's own; boards ask it who may watch."""
    token: str
    """What stands for the token when it is asked whether it was withdrawn; not the token."""
    display: str | None = None
    """The id of an enrolled display."""
    hall: str | None = None
    """The hall that display was enrolled for."""


@dataclass(frozen=True, slots=True)
class Caller:
    """One connection. ``since``: when it came (s, Unix)."""

    known: Known | None
    language: str
    since: float

    @property
    def identity(self) -> Any:
        return self.known and self.known.identity

    def displays_in(self, hall: str) -> bool:
        """Whether it is an enrolled display of this hall."""
        return self.known is not None and self.known.display is not None and self.known.hall == hall


@dataclass(frozen=True)
class Door:
    """What the sockets may ask the app about who comes."""

    identify: Callable[[flask.Request, str | None], Known | None]
    """(request, token) → whose token it is, or whose cookie where the token is None."""
    still_good: Callable[[Collection[str]], Collection[str]] = lambda tokens: tokens
    """Of these :attr:`Known.token`, those that would still be let in."""
    heard: Callable[[Collection[str]], None] = lambda displays: None
    """These enrolled displays are connected now."""


@dataclass
class Callers:
    _by_sid: dict[str, Caller] = field(default_factory=dict)

    def come(self, sid: str, caller: Caller) -> None:
        self._by_sid[sid] = caller

    def go(self, sid: str) -> None:
        self._by_sid.pop(sid, None)

    def get(self, sid: str) -> Caller | None:
        return self._by_sid.get(sid)

    def tokens(self) -> Mapping[str, list[str]]:
        """Token → the connections that came by it."""
        found = defaultdict(list)
        for sid, caller in list(self._by_sid.items()):
            if caller.known is not None:
                found[caller.known.token].append(sid)
        return found

    def displays(self) -> set[str]:
        """Enrolled displays that are connected; each once, however many windows it has open."""
        known = (caller.known for caller in list(self._by_sid.values()))
        return {one.display for one in known if one is not None and one.display is not None}
