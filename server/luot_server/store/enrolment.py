"""One-time codes that make a device known: read out by a manager, typed once at the device.

A code is short, for people type it, so a plain hash of it could be tried out in minutes by whoever reads the
database; a MAC under the installation's secret cannot. Looking one up by its MAC also takes as long for a code that is
almost right as for any other. All expiry is in real time.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import digest

from sqlalchemy import Connection, delete, insert, select

from . import tables as t

CODE_LASTS = timedelta(hours=1)
CODE_LENGTH = 8
#: Letters and digits nobody takes for one another on a screen or by telephone: no 0 O, 1 I L, 2 Z, 5 S, 8 B.
LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a code stands for."""

    hall: str
    kind: str
    name: str


def give_code(connection: Connection, secret: bytes, enrolment: Enrolment, real_now: datetime) -> tuple[str, datetime]:
    """A new code and when it expires; the code is shown this once and kept as a MAC."""
    forget_expired(connection, real_now)
    code = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    expires_at = real_now + CODE_LASTS
    connection.execute(
        insert(t.enrolment_codes),
        {
            "hash": _mac(secret, code),
            "hall": enrolment.hall,
            "kind": enrolment.kind,
            "name": enrolment.name,
            "expires_at": expires_at,
        },
    )
    return code, expires_at


def take_code(connection: Connection, secret: bytes, typed: str, real_now: datetime) -> Enrolment | None:
    """What the code stands for, once: it is gone with this transaction. None for any other text."""
    here = t.enrolment_codes.c.hash == _mac(secret, _plain(typed))
    row = connection.execute(select(t.enrolment_codes).where(here)).first()
    if row is None or row.expires_at <= real_now:
        return None
    # Two who type it at once both read it; only one deletes it.
    if connection.execute(delete(t.enrolment_codes).where(here)).rowcount != 1:
        return None
    return Enrolment(row.hall, row.kind, row.name)


def forget_expired(connection: Connection, real_now: datetime) -> None:
    connection.execute(delete(t.enrolment_codes).where(t.enrolment_codes.c.expires_at <= real_now))


def _plain(typed: str) -> str:
    """As it was given out: people put a blank or a dash in the middle and write it small."""
    return "".join(letter for letter in typed.upper() if letter.isalnum())


def _mac(secret: bytes, code: str) -> str:
    return digest(secret, b"enrolment" + code.encode(), "sha256").hex()
