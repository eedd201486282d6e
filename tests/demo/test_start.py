"""What time it is when the demo begins: a table."""

from __future__ import annotations

from datetime import datetime

import pytest

from luot_server.demo.hall import demo_hall
from luot_server.demo.start import Past, starting_time


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}:00+07:00")


def past(text: str, *, came: bool = True, left: bool = False) -> Past:
    return Past(at(text), anybody_came=came, left_open=left)


@pytest.mark.parametrize(
    ("real", "known", "told", "starts"),
    [
        # nothing on record: 8:00 today, whatever the real time
        ("2026-11-23T06:10", None, None, "2026-11-23T08:00"),
        ("2026-11-23T22:40", None, None, "2026-11-23T08:00"),
        # a Sunday, a Saturday, a long holiday: the next working day
        ("2026-11-22T16:00", None, None, "2026-11-23T08:00"),
        ("2026-11-28T09:00", None, None, "2026-11-30T08:00"),
        ("2026-02-14T09:00", None, None, "2026-02-23T08:00"),
        # a hall that was set up and never used has no day to go on with
        ("2026-11-25T09:00", past("2026-11-23T08:00", came=False), None, "2026-11-25T08:00"),
        ("2026-11-22T16:00", past("2026-11-23T08:00", came=False), None, "2026-11-23T08:00"),
        ("2026-11-22T16:00", past("2026-11-24T08:00", came=False), None, "2026-11-24T08:00"),
        # a day still open goes on from the last entry, also days later in real time
        ("2026-11-22T16:00", past("2026-11-23T10:12"), None, "2026-11-23T10:12"),
        ("2026-12-24T16:00", past("2026-11-23T12:05"), None, "2026-11-23T12:05"),
        # after closing, only while somebody is still being served, and not for ever
        ("2026-11-23T16:00", past("2026-11-23T17:40", left=True), None, "2026-11-23T17:40"),
        ("2026-11-23T16:00", past("2026-11-23T17:40"), None, "2026-11-24T08:00"),
        ("2026-11-23T16:00", past("2026-11-23T18:31", left=True), None, "2026-11-24T08:00"),
        ("2026-11-23T16:00", past("2026-11-27T17:55"), None, "2026-11-30T08:00"),
        # told: as told, but never before the last entry
        ("2026-11-23T16:00", None, "2026-03-02T07:29", "2026-03-02T07:29"),
        ("2026-11-23T16:00", past("2026-11-23T10:12"), "2026-11-24T09:00", "2026-11-24T09:00"),
        ("2026-11-23T16:00", past("2026-11-23T10:12"), "2026-11-23T09:00", "2026-11-23T10:12"),
    ],
)
def test_start(real: str, known: Past | None, told: str | None, starts: str) -> None:
    found = starting_time(demo_hall().hours, at(real), known, at(told) if told else None)
    assert found == at(starts)
