"""Staff, devices, tokens and passwords: who is who. Tokens and passwords are kept only as hashes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, and_, bindparam, delete, insert, or_, select

from ..domain.roles import Grant, Identity
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
_STAFF_BY_TOKEN = _STAFF.join(t.tokens, t.tokens.c.holder == t.staff.c.id).where(
    _VALID, t.tokens.c.holder_kind == "staff"
)


@dataclass(frozen=True, slots=True)
class Account:
    """What a password is checked against."""

    staff: str | None
    password_hash: str


def account(connection: Connection, user: str) -> Account:
    """The account of ``user``; one nobody can sign in to when there is none."""
    row = connection.execute(
        select(t.staff.c.id, t.credentials.c.password_hash)
        .join(t.credentials, t.credentials.c.staff == t.staff.c.id)
        .where(t.staff.c.user == user, t.staff.c.active)
    ).first()
    return Account(row.id, row.password_hash) if row else Account(None, _NOBODY)


def password_fits(account: Account, password: str) -> bool:
    """Slow on purpose (argon2): run it outside the hub."""
    try:
        return _hasher.verify(account.password_hash, password) and account.staff is not None
    except (Argon2Error, InvalidHashError):
        return False


def set_password(connection: Connection, staff: str, password: str) -> None:
    connection.execute(delete(t.credentials).where(t.credentials.c.staff == staff))
    connection.execute(insert(t.credentials), {"staff": staff, "password_hash": _hasher.hash(password)})


def give_token(connection: Connection, holder_kind: str, holder: str, expires_at: datetime | None) -> str:
    """A new token for a staff session (expiring) or a device (until withdrawn); shown once, stored as a hash."""
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
    connection.execute(delete(t.tokens).where(t.tokens.c.holder_kind == holder_kind, t.tokens.c.holder == holder))


def identity_of(connection: Connection, token: str, real_now: datetime) -> Identity | None:
    """Whose token it is; None for a wrong, expired or withdrawn one, or a holder who left."""
    hashed = token_hash(token)
    row = connection.execute(_DEVICE_BY_TOKEN, {"hash": hashed, "now": real_now}).first()
    if row is not None:  # a kiosk asks far more often than anybody else, so it is one look-up
        grant = Grant(row.kind, "hall", row.hall)
        return Identity("device", row.id, row.name, (grant,), device_kind=row.kind, scopes=tuple(row.scopes))
    return _staff(connection.execute(_STAFF_BY_TOKEN, {"hash": hashed, "now": real_now}).all())


def staff_identity(connection: Connection, staff: str) -> Identity | None:
    return _staff(connection.execute(_STAFF_BY_ID, {"id": staff}).all())


def _staff(rows: Sequence[Any]) -> Identity | None:
    """From a person's rows, one for each grant."""
    if not rows:
        return None
    first = rows[0]
    grants = tuple(Grant(it.role, it.scope, it.place) for it in rows if it.role is not None)
    return Identity("staff", first.id, first.name, grants, user=first.user, counters=tuple(first.counters))
