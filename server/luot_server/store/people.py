"""Staff, devices, tokens, passwords and PINs: who is who. All that opens a door is kept only as a hash."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select, update

from ..domain.roles import BY_PIN, Grant, Identity
from . import tables as t
from .ids import new_token, token_hash

#: How long a browser or program stays signed in, in real time.
SESSION_LASTS = timedelta(hours=14)

_hasher = PasswordHasher()
# Verified when the user is unknown, so that the answer takes as long as for a known one.
_NOBODY = _hasher.hash("nobody")

_VALID = and_(
    t.tokens.c.hash == bindparam("hash"),
    or_(t.tokens.c.expires_at.is_(None), t.tokens.c.expires_at > bindparam("now", type_=t.Instant())),
)
_DEVICE_BY_TOKEN = (
    select(t.devices)
    .join(t.tokens, t.tokens.c.holder == t.devices.c.id)
    .where(_VALID, t.tokens.c.holder_kind == "device", t.devices.c.active)
)
# A row for each grant, and one for who has none.
_STAFF = (
    select(t.staff, t.grants.c.role, t.grants.c.scope, t.grants.c.place)
    .join(t.grants, t.grants.c.staff == t.staff.c.id, isouter=True)
    .where(t.staff.c.active)
)
_STAFF_BY_ID = _STAFF.where(t.staff.c.id == bindparam("id"))
#: How a person's session began: by password, or by PIN on a tablet that others pick up too.
SESSIONS = ("staff", "pin")
_STAFF_BY_TOKEN = (
    _STAFF.add_columns(t.tokens.c.holder_kind)
    .join(t.tokens, t.tokens.c.holder == t.staff.c.id)
    .where(_VALID, t.tokens.c.holder_kind.in_(SESSIONS))
)

_GOOD = (
    select(t.tokens.c.hash)
    .join(t.devices, and_(t.tokens.c.holder_kind == "device", t.devices.c.id == t.tokens.c.holder), isouter=True)
    .join(t.staff, and_(t.tokens.c.holder_kind.in_(SESSIONS), t.staff.c.id == t.tokens.c.holder), isouter=True)
    .where(
        t.tokens.c.hash.in_(bindparam("hashes", expanding=True)),
        or_(t.tokens.c.expires_at.is_(None), t.tokens.c.expires_at > bindparam("now", type_=t.Instant())),
        or_(t.devices.c.active, t.staff.c.active),
    )
)


@dataclass(frozen=True, slots=True)
class Account:
    """What a password or a PIN is checked against."""

    staff: str | None
    password_hash: str
    pin_hash: str | None = None


def account(connection: Connection, user: str) -> Account:
    """The account of ``user``; one nobody can sign in to when there is none."""
    row = connection.execute(
        select(t.staff.c.id, t.credentials.c.password_hash, t.credentials.c.pin_hash)
        .join(t.credentials, t.credentials.c.staff == t.staff.c.id)
        .where(t.staff.c.user == user, t.staff.c.active)
    ).first()
    return Account(row.id, row.password_hash, row.pin_hash) if row else Account(None, _NOBODY)


def password_fits(account: Account, password: str) -> bool:
    """Slow on purpose (argon2): run it outside the hub."""
    return _fits(account.password_hash, password) and account.staff is not None


def pin_fits(account: Account, pin: str) -> bool:
    """As slow as a password, also for somebody who has none: run it outside the hub."""
    return _fits(account.pin_hash or _NOBODY, pin) and account.staff is not None and account.pin_hash is not None


def _fits(hashed: str, given: str) -> bool:
    try:
        return _hasher.verify(hashed, given)
    except (Argon2Error, InvalidHashError):
        return False


def set_password(connection: Connection, staff: str, password: str) -> None:
    """A PIN, where there is one, stays as it is."""
    hashed = {"password_hash": _hasher.hash(password)}
    known = update(t.credentials).where(t.credentials.c.staff == staff)
    if connection.execute(known.values(hashed)).rowcount == 0:
        connection.execute(insert(t.credentials), {"staff": staff, **hashed})


def set_pin(connection: Connection, staff: str, pin: str | None) -> None:
    """Another PIN, or none; whoever came in by the old one is signed out."""
    hashed = None if pin is None else _hasher.hash(pin)
    connection.execute(update(t.credentials).where(t.credentials.c.staff == staff).values(pin_hash=hashed))
    connection.execute(delete(t.tokens).where(t.tokens.c.holder_kind == "pin", t.tokens.c.holder == staff))


def give_token(connection: Connection, holder_kind: str, holder: str, expires_at: datetime | None) -> str:
    """A new token for a session (``staff`` or ``pin``, expiring) or a ``device`` (until withdrawn).

    Shown once, stored as a hash.
    """
    token = new_token()
    connection.execute(
        insert(t.tokens),
        {"hash": token_hash(token), "holder_kind": holder_kind, "holder": holder, "expires_at": expires_at},
    )
    return token


def withdraw_token(connection: Connection, token: str) -> None:
    connection.execute(delete(t.tokens).where(t.tokens.c.hash == token_hash(token)))


def withdraw_all(connection: Connection, holder_kind: str, holder: str) -> None:
    """Sign a person or a device out everywhere."""
    kinds = SESSIONS if holder_kind == "staff" else (holder_kind,)
    connection.execute(delete(t.tokens).where(t.tokens.c.holder_kind.in_(kinds), t.tokens.c.holder == holder))


def identity_of(connection: Connection, token: str, real_now: datetime) -> Identity | None:
    """Whose token it is; None for a wrong, expired or withdrawn one, or a holder who left."""
    hashed = token_hash(token)
    row = connection.execute(_DEVICE_BY_TOKEN, {"hash": hashed, "now": real_now}).first()
    if row is not None:  # a kiosk asks far more often than anybody else, so it is one look-up
        grant = Grant(row.kind, "hall", row.hall)
        return Identity("device", row.id, row.name, (grant,), device_kind=row.kind, scopes=tuple(row.scopes))
    rows = connection.execute(_STAFF_BY_TOKEN, {"hash": hashed, "now": real_now}).all()
    return _staff(rows, by_pin=bool(rows) and rows[0].holder_kind == "pin")


def good_tokens(connection: Connection, hashes: Collection[str], real_now: datetime) -> set[str]:
    """Of these hashes those whose tokens still open a door: not withdrawn, not expired, their holder not gone."""
    return set(connection.scalars(_GOOD, {"hashes": list(hashes), "now": real_now}))


def staff_identity(connection: Connection, staff: str, *, by_pin: bool = False) -> Identity | None:
    """Somebody on the staff; ``by_pin``: with no more than a PIN opens."""
    return _staff(connection.execute(_STAFF_BY_ID, {"id": staff}).all(), by_pin=by_pin)


def _staff(rows: Sequence[Any], *, by_pin: bool) -> Identity | None:
    """From a person's rows, one for each grant."""
    if not rows:
        return None
    first = rows[0]
    held = (it for it in rows if it.role is not None and (not by_pin or it.role in BY_PIN))
    grants = tuple(Grant(it.role, it.scope, it.place) for it in held)
    return Identity("staff", first.id, first.name, grants, user=first.user, counters=tuple(first.counters))
