"""A hall's pictures and sounds, kept by the hash of their bytes; its settings name them.

They are no part of the journal: what a screen showed is not history, and a photograph must be able to go for good.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from sqlalchemy import Connection, delete, func, insert, select, update

from ..domain.errors import Conflict
from . import tables as t

#: What a hall may keep: two hundred pictures of a screen's size, and its own clips in two languages.
MOST_ITEMS: Final = 600
MOST_BYTES: Final = 200 * 1024 * 1024

_MEDIA = t.media.c
_TOLD = (
    _MEDIA.id,
    _MEDIA.type,
    _MEDIA.name,
    _MEDIA.width,
    _MEDIA.height,
    _MEDIA.milliseconds,
    _MEDIA.added_at,
    func.length(_MEDIA.bytes).label("size"),
)


@dataclass(frozen=True, slots=True)
class Medium:
    """A picture (``width`` and ``height`` in px) or a sound (``milliseconds``); ``size`` in bytes."""

    id: str
    type: str
    name: str
    width: int | None
    height: int | None
    milliseconds: int | None
    added_at: datetime
    size: int


def put(
    connection: Connection,
    hall: str,
    raw: bytes,
    *,
    type: str,
    name: str,
    at: datetime,
    width: int | None = None,
    height: int | None = None,
    milliseconds: int | None = None,
) -> Medium:
    """Keep ``raw``, checked and re-encoded by the caller; the same bytes again only take the new name.

    Raises Conflict ``media_full`` when the hall keeps as many, or as much, as it may.
    """
    id = sha256(raw).hexdigest()
    if rename(connection, hall, id, name) is None:
        _require_room(connection, hall, len(raw))
        columns = {"type": type, "name": name, "width": width, "height": height, "milliseconds": milliseconds}
        connection.execute(insert(t.media), {"hall": hall, "id": id, "bytes": raw, "added_at": at, **columns})
    (kept,) = find(connection, hall, [id])
    return kept


def rename(connection: Connection, hall: str, id: str, name: str) -> Medium | None:
    """What it shows, in words; None where the hall keeps no such thing."""
    connection.execute(update(t.media).where(_MEDIA.hall == hall, _MEDIA.id == id).values(name=name))
    return next(iter(find(connection, hall, [id])), None)


def find(connection: Connection, hall: str, ids: Iterable[str]) -> list[Medium]:
    """Those of ``ids`` that the hall keeps, without their bytes, in no order."""
    return _media(connection.execute(select(*_TOLD).where(_MEDIA.hall == hall, _MEDIA.id.in_(list(ids)))))


def listed(connection: Connection, hall: str) -> list[Medium]:
    """All of a hall's, newest first."""
    of_hall = select(*_TOLD).where(_MEDIA.hall == hall).order_by(_MEDIA.added_at.desc(), _MEDIA.id)
    return _media(connection.execute(of_hall))


def content(connection: Connection, hall: str, id: str) -> tuple[str, bytes] | None:
    """(type, bytes), or None."""
    row = connection.execute(select(_MEDIA.type, _MEDIA.bytes).where(_MEDIA.hall == hall, _MEDIA.id == id)).first()
    return (row.type, row.bytes) if row else None


def remove(connection: Connection, hall: str, id: str) -> bool:
    """Gone for good; False where there was none. Whether a setting still names it is the caller's to ask."""
    return connection.execute(delete(t.media).where(_MEDIA.hall == hall, _MEDIA.id == id)).rowcount > 0


def _require_room(connection: Connection, hall: str, size: int) -> None:
    kept = connection.execute(
        select(func.count(), func.coalesce(func.sum(func.length(_MEDIA.bytes)), 0)).where(_MEDIA.hall == hall)
    ).one()
    if kept[0] >= MOST_ITEMS or kept[1] + size > MOST_BYTES:
        raise Conflict("media_full", items=MOST_ITEMS, megabytes=MOST_BYTES // (1024 * 1024))


def _media(rows: Iterable[Any]) -> list[Medium]:
    return [Medium(**row._mapping) for row in rows]
