"""A sentence not yet spoken: the key of a message and what belongs in its gaps.

What is stored and what travels between rooms is the key; the words are chosen when somebody reads
them, so one row can be shown in Vietnamese to a citizen and in English to the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Names = Mapping[str, str]
"""One name in every language: ``{"vi": …, "en": …}``."""

Param = str | int | Names


@dataclass(frozen=True)
class Text:
    """The message ``key`` with ``params``; a param that is itself ``{vi, en}`` is spoken per language."""

    key: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        """JSON-safe form, as stored."""
        return {"key": self.key, "params": {name: _plain(value) for name, value in self.params.items()}}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Text:
        """The inverse of `to_data`; a missing ``params`` means none."""
        return cls(data["key"], dict(data.get("params") or {}))


def _plain(value: Param) -> str | int | dict[str, str]:
    return dict(value) if isinstance(value, Mapping) else value


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def day_names(day: date) -> Names:
    """A local date as a sentence says it: 1/7/2025, 1 July 2025."""
    return {"vi": f"{day.day}/{day.month}/{day.year}", "en": f"{day.day} {_MONTHS[day.month - 1]} {day.year}"}
