"""Who may what: declared beside each route, checked before anything else, walked by one test.

``@permit(Role.CLERK, at="ticket")`` says who, and which part of the address names the hall. A hall that is not the
asker's is 404 like one that does not exist: nobody learns what other halls have.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from flask import current_app, g, request
from sqlalchemy import bindparam, select

from ..domain.errors import Forbidden, NotSignedIn, Unknown
from ..domain.roles import Identity, Role
from ..store import tables as t
from ..store.ids import ticket_of_token
from ..store.people import identity_of
from .services import Services, services

P = ParamSpec("P")
R = TypeVar("R")

COOKIE = "luot_session"
CSRF_COOKIE = "luot_csrf"
CSRF_HEADER = "X-CSRF-Token"
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class Permission:
    """What a route declares. ``roles`` empty: anyone. ``at``: what names the hall, or self, or nothing.

    ``or_at`` names further halls whose staff may too, with the same roles: those at the other end of a handover.
    ``scope`` is what a program's token must have been given besides.
    """

    roles: frozenset[Role]
    at: str = ""
    scope: str = ""
    or_at: str = ""

    @property
    def public(self) -> bool:
        return not self.roles


def permit(*roles: Role, at: str = "", scope: str = "", or_at: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let ``roles`` in, in the hall that the route's argument ``at`` names; without roles, anyone."""
    permission = Permission(frozenset(roles), at, scope, or_at)

    def declare(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            admit(permission, kwargs)
            return view(*args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return declare


def admit(permission: Permission, arguments: dict[str, Any]) -> None:
    """Check this request against ``permission``; sets ``g.hall`` and ``g.identity``.

    Raises NotSignedIn, Unknown (no such hall, or not the asker's) or Forbidden.
    """
    g.hall = None
    if permission.public:
        g.hall = arguments.get("hall")
        return
    identity = identify()
    if identity is None:
        raise NotSignedIn("not_signed_in")
    place = _own_place(identity, permission.at, arguments) or _place(permission.at, arguments)
    if place is None:
        if permission.at not in ("", "self"):
            raise Unknown(f"{permission.at}_unknown", **{permission.at: arguments.get(permission.at, "")})
        if not permission.roles & {grant.role for grant in identity.grants}:
            raise Forbidden("forbidden")
        return
    hall, province = place
    held = identity.roles_in(hall, province)
    if not permission.roles & held:
        held |= _roles_beyond(identity, permission, arguments)
    if not held:
        raise Unknown(f"{permission.at}_unknown", **{permission.at: arguments[permission.at]})
    if not permission.roles & held:
        raise Forbidden("forbidden")
    if identity.device_kind == Role.INTEGRATION and permission.scope not in identity.scopes:
        raise Forbidden("scope_missing", scope=permission.scope)
    g.hall = hall


def identify(token: str | None = None) -> Identity | None:
    """Who asks, by bearer token or by the browser's cookie; None for nobody known.

    Raises Forbidden for a cookie without its CSRF proof on a request that could change something.
    """
    if "identity" in g and token is None:
        known: Identity | None = g.identity
        return known
    bearer = token or _bearer()
    cookie = None if bearer else request.cookies.get(COOKIE)
    if cookie and request.method not in SAFE and not _csrf_fits(cookie):
        raise Forbidden("csrf")
    given = bearer or cookie
    found = None
    if given:
        with services().store.reading() as connection:
            found = identity_of(connection, given, services().clock.real_now())
    g.identity = found
    return found


def known_identity() -> Identity:
    """The identity a permission has already required."""
    identity = identify()
    if identity is None:
        raise NotSignedIn("not_signed_in")
    return identity


def csrf_of(token: str) -> str:
    """The proof that a request comes from our own page: bound to the session, readable only by its origin."""
    key = str(current_app.secret_key).encode()
    return hmac.digest(key, b"csrf" + token.encode(), "sha256").hex()[:32]


def given_token() -> str | None:
    """The very token this request came with."""
    return _bearer() or request.cookies.get(COOKIE)


def _bearer() -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _csrf_fits(cookie: str) -> bool:
    return hmac.compare_digest(request.headers.get(CSRF_HEADER, "").encode(), csrf_of(cookie).encode())


_HALL = select(t.halls.c.id, t.halls.c.province).where(t.halls.c.id == bindparam("id"))
_OF = {
    "counter": select(t.halls.c.id, t.halls.c.province)
    .join(t.counters, t.counters.c.hall == t.halls.c.id)
    .where(t.counters.c.id == bindparam("id")),
    "ticket": select(t.halls.c.id, t.halls.c.province)
    .join(t.tickets, t.tickets.c.hall == t.halls.c.id)
    .where(t.tickets.c.id == bindparam("id")),
    "handover": select(t.halls.c.id, t.halls.c.province)
    .join(t.handovers, t.handovers.c.hall == t.halls.c.id)
    .where(t.handovers.c.errand == bindparam("id")),
    "device": select(t.halls.c.id, t.halls.c.province)
    .join(t.devices, t.devices.c.hall == t.halls.c.id)
    .where(t.devices.c.id == bindparam("id")),
    "help": select(t.halls.c.id, t.halls.c.province)
    .join(t.help_calls, t.help_calls.c.hall == t.halls.c.id)
    .where(t.help_calls.c.id == bindparam("id")),
    "complaint": select(t.halls.c.id, t.halls.c.province)
    .join(t.complaints, t.complaints.c.hall == t.halls.c.id)
    .where(t.complaints.c.id == bindparam("id")),
    "hall": _HALL,
}
#: The halls at the other end of a handover, as far as they are run here.
_BEYOND = {
    "handover_to": select(t.halls.c.id, t.halls.c.province)
    .join(t.handovers, t.handovers.c.to.in_([t.halls.c.id, "xa:" + t.halls.c.area]))
    .where(t.handovers.c.errand == bindparam("id")),
    "handover_return": select(t.halls.c.id, t.halls.c.province)
    .join(t.handovers, t.handovers.c.return_to == t.halls.c.id)
    .where(t.handovers.c.errand == bindparam("id")),
}


def _own_place(identity: Identity, at: str, arguments: dict[str, Any]) -> tuple[str, str] | None:
    """The hall of the address when the asker's own grant names it: then it need not be looked up."""
    hall = arguments.get("hall") if at == "hall" else None
    mine = hall is not None and any(grant.scope == "hall" and grant.place == hall for grant in identity.grants)
    only_here = mine and all(grant.scope == "hall" for grant in identity.grants)
    return (str(hall), "") if only_here else None


def _place(at: str, arguments: dict[str, Any]) -> tuple[str, str] | None:
    """(hall, province) that the route's argument names."""
    if at not in _OF:
        return None
    with services().store.reading() as connection:
        row = connection.execute(_OF[at], {"id": arguments[at]}).first()
    return (row.id, row.province) if row else None


def _roles_beyond(identity: Identity, permission: Permission, arguments: dict[str, Any]) -> frozenset[str]:
    """The asker's roles in the further halls a permission names."""
    if permission.or_at not in _BEYOND:
        return frozenset()
    with services().store.reading() as connection:
        rows = connection.execute(_BEYOND[permission.or_at], {"id": arguments[permission.at]}).all()
    return frozenset().union(*(identity.roles_in(row.id, row.province) for row in rows))


def hall_of_turn(token: str) -> tuple[str, str]:
    """(hall, ticket) of the citizen's token this request came with. Raises as ``holder``."""
    return holder(services(), token, request.remote_addr or "")


def holder(at: Services, token: str, address: str | None) -> tuple[str, str]:
    """(hall, ticket) of a citizen's token. Raises Unknown, and TooMany for one wrong token too many from ``address``
    (None: asked by ourselves).

    A token that was made up is found out by its MAC and asks the database nothing; what it is answered is what a
    genuine one is whose ticket this installation does not have.
    """
    ticket = ticket_of_token(at.secret, token)
    if ticket is None:
        if address is not None:
            at.guesses.wrong(address)
        raise Unknown("turn_unknown")
    hall = at.turns.hall_of(ticket)
    if hall is None:
        with at.store.reading() as connection:
            row = connection.execute(_OF["ticket"], {"id": ticket}).first()
        if row is None:
            raise Unknown("turn_unknown")
        hall = at.turns.learn(ticket, row.id)
    return hall, ticket
