"""What a happening is, and how one comes back out of an entry of any age.

A happening is a frozen value with JSON-safe fields; its class fixes the entry's ``kind`` and version ``v``. It
carries whatever replay needs (ids, numbers, decisions, versions) and nothing secret or personal. When a shape has to
change, raise ``v`` and add an upcast from the old one: entries already written are never touched.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, dataclass_transform

Payload = dict[str, Any]

KINDS: dict[str, type["Happening"]] = {}
UPCASTS: dict[tuple[str, int], Callable[[Payload], Payload]] = {}


@dataclass_transform(frozen_default=True)
class Happening:
    """Base of all happenings; subclasses register themselves under their kind."""

    kind: ClassVar[str]
    v: ClassVar[int] = 1

    def __init_subclass__(cls, v: int = 1) -> None:
        cls.kind = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()
        cls.v = v
        KINDS[cls.kind] = dataclass(frozen=True)(cls)

    def payload(self) -> Payload:
        return {field.name: getattr(self, field.name) for field in fields(self)}  # type: ignore[arg-type]


class UnknownKind(Exception):
    """The journal holds an entry this version cannot read."""


def happening_of(kind: str, v: int, payload: Mapping[str, Any]) -> Happening:
    """The happening an entry holds, brought up to the present version of its kind.

    Raises :class:`UnknownKind` for a kind or version this release does not know.
    """
    try:
        cls = KINDS[kind]
    except KeyError:
        raise UnknownKind(f"entry kind {kind!r} is unknown to this release") from None
    current = dict(payload)
    while v < cls.v:
        current, v = UPCASTS[kind, v](current), v + 1
    if v > cls.v:
        raise UnknownKind(f"entry kind {kind!r} version {v} is newer than this release ({cls.v})")
    return cls(**current)
