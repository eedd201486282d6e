"""Identifiers and secrets."""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from uuid import UUID

#: 96 bits of a MAC: far beyond guessing over HTTP, and the QR on the paper stays coarse enough for old phones.
_MAC_BYTES = 12
_LENT_BYTES = 4
#: Characters of a turn token: the base64 of an id's 16 bytes and the MAC's 12, unpadded.
_TOKEN_LENGTH = 38


def uuid7(at: datetime) -> str:
    """A UUIDv7 (RFC 9562): sorts by ``at``, millisecond first, then random."""
    millis = int(at.timestamp() * 1000) & (1 << 48) - 1
    value = millis << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62)
    return str(UUID(int=value))


def new_token() -> str:
    """256 random bits for a session, a device or a program; only its hash is stored."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """Random tokens need no salt and no slow hash: there is nothing to guess."""
    return sha256(token.encode()).hexdigest()


def turn_token(secret: bytes, ticket: str) -> str:
    """The citizen's token of a ticket: the id and a MAC of it. It can be printed again and is stored nowhere."""
    raw = UUID(ticket).bytes
    return urlsafe_b64encode(raw + _mac(secret, raw)).rstrip(b"=").decode()


def ticket_of_token(secret: bytes, token: str) -> str | None:
    """The ticket id a genuine turn token names; None for any other string, with the same work for each.

    What is compared is the token as it would be printed: base64 lets several strings stand for the same bytes, and one
    turn under many names would be many rooms and many answers to keep.
    """
    try:
        raw = urlsafe_b64decode(token[:_TOKEN_LENGTH].encode("ascii", "replace") + b"==")
    except ValueError:
        raw = b""
    ticket = str(UUID(bytes=raw[:16].ljust(16, b"\0")))
    genuine = turn_token(secret, ticket)
    return ticket if compare_digest(token.encode("utf-8", "replace"), genuine.encode()) else None


def lent_id(secret: bytes, device: str, at: datetime, index: int) -> str:
    """A UUIDv7 that says itself to which device it was lent, so that nothing lent is stored.

    ``index``, below 4096, counts the ids of one loan and keeps them in its order. 32 bits of a MAC suffice: whoever
    presents an id presents its turn token too, which nobody makes up.
    """
    millis = int(at.timestamp() * 1000) & (1 << 48) - 1
    value = millis << 80 | 7 << 76 | index << 64 | 2 << 62 | secrets.randbits(30) << 32
    raw = value.to_bytes(16)[:-_LENT_BYTES]
    return str(UUID(bytes=raw + _lent_mac(secret, device, raw)))


def was_lent(secret: bytes, device: str, ticket: str) -> bool:
    """Whether ``lent_id`` made this id for ``device``."""
    raw = UUID(ticket).bytes
    return compare_digest(raw[-_LENT_BYTES:], _lent_mac(secret, device, raw[:-_LENT_BYTES]))


def _lent_mac(secret: bytes, device: str, raw: bytes) -> bytes:
    return hmac_digest(secret, b"lent" + raw + device.encode(), "sha256")[:_LENT_BYTES]


def _mac(secret: bytes, raw: bytes) -> bytes:
    return hmac_digest(secret, b"turn" + raw, "sha256")[:_MAC_BYTES]
