"""What the phone page says about one turn: the turn object of the contract in, ready sentences out.

The table of states is data (`turn_states.json`) because the page's script reads the very same file: what a state means
to its holder is written once. All else the script says is compared with this module by tests/web/test_phone_browser.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

Say = Callable[..., str]

# messages: phone.waiting, phone.called, phone.serving, phone.parked, phone.no_show, phone.served, phone.cancelled
# messages: phone.voided, phone.expired, phone.other, phone.*_advice, phone.result.*, mark.step.*

STATES: Mapping[str, Mapping[str, Any]] = json.loads(Path(__file__).with_name("turn_states.json").read_text("utf-8"))
# The mouth of each mark's face, in a square of 48; the script draws the same.
FACES: Mapping[str, str] = json.loads(Path(__file__).with_name("faces.json").read_text("utf-8"))


@dataclass(frozen=True)
class Ended:
    """One thing of the visit and how it ended, in words."""

    name: str
    result: str


@dataclass(frozen=True)
class Complaint:
    """A complaint as its author sees it; ``promise`` is by when it is answered, ``answered`` when it was."""

    text: str
    made: str
    promise: str
    answered: str
    answer: str


@dataclass(frozen=True)
class TurnPage:
    """One turn in one language; an empty string is a line the page leaves out."""

    title: str
    label: str
    tone: str  # waiting | call | serving | held | ended: how the page is painted
    headline: str
    counter: str
    ahead: str  # the number of people, as the large figure
    people: str
    clock: str
    minutes: str
    called: str
    procedure: str  # until something has ended: then the results name it
    advice: str
    missed: str
    results: Sequence[Ended]
    papers: Sequence[str]  # what must still be brought
    mark: str  # the one given, in words
    complaints: Sequence[Complaint]
    may_leave: bool
    may: frozenset[str]
    updated: str


def turn_page(turn: Mapping[str, Any], say: Say, lang: str) -> TurnPage:
    """Read a turn. An unknown state (a newer server) sends its holder to the staff rather than guess."""
    meaning = meaning_of(turn)
    tone = meaning["tone"]
    label = turn["label"]
    counter = _counter(turn) if tone in {"call", "serving"} else ""
    waiting = tone == "waiting"
    ahead = turn.get("ahead") if waiting else None
    clock, minutes = _expected(turn, say) if waiting else ("", "")
    results = _results(turn, say, lang)
    plain, called = "phone.title", "phone.title_called"
    return TurnPage(
        title=say(called, label=label, counter=counter) if tone == "call" else say(plain, label=label),
        label=label,
        tone=tone,
        headline=say("phone.next") if ahead == 0 else say(meaning["headline"]),
        counter=counter,
        ahead=str(ahead) if ahead else "",
        people=_people(ahead, say),
        clock=clock,
        minutes=minutes,
        called=clock_time(turn["called_at"]) if tone == "call" and turn.get("called_at") else "",
        procedure="" if results else name_in((turn.get("procedure") or {}).get("name"), lang),
        advice=say("phone.rejoin_advice" if "rejoin" in turn.get("may", ()) else meaning["advice"]),
        missed=say("phone.missed_advice") if tone in {"waiting", "call"} else "",
        results=results,
        papers=turn.get("missing") or (),
        mark=say(f"mark.step.{turn['rating']['score']}") if turn.get("rating") else "",
        complaints=[_complaint(one, turn["server_time"], say) for one in turn.get("complaints") or ()],
        may_leave=meaning["leave"],
        may=frozenset(turn.get("may") or ()),
        updated=clock_time(turn["server_time"]),
    )


def meaning_of(turn: Mapping[str, Any]) -> Mapping[str, Any]:
    """What its state means to its holder today: a number of another day is over, whatever it was left as."""
    meaning = STATES.get(turn["state"], STATES[""])
    past = turn.get("business_day", "") and turn["business_day"] < turn["server_time"][:10]
    return STATES["expired"] if past and meaning["tone"] != "ended" else meaning


def name_in(name: object, lang: str) -> str:
    """A `{vi, en}` name in one language, Vietnamese where the other is missing; plain text as it is."""
    if isinstance(name, Mapping):
        return str(name.get(lang) or name.get("vi") or "")
    return str(name) if name is not None else ""


def clock_time(instant: str) -> str:
    """`2026-03-02T09:05:00+07:00` → `9:05`: the hall's wall time as the instant writes it, wherever the phone is."""
    at = datetime.fromisoformat(instant)
    return f"{at.hour}:{at.minute:02d}"


def day_in_words(day: str, say: Say) -> str:
    """`2026-03-02`, or an instant of that day, → `2/3/2026`."""
    year, month, date = day[:10].split("-")
    return say("phone.date", day=int(date), month=int(month), year=year)


def _counter(turn: Mapping[str, Any]) -> str:
    counter = turn.get("counter")
    return str(counter["number"]) if counter else ""


def _people(ahead: int | None, say: Say) -> str:
    if not ahead:
        return ""
    return say("phone.person") if ahead == 1 else say("phone.people")


def _expected(turn: Mapping[str, Any], say: Say) -> tuple[str, str]:
    """The range twice: as clock times, and as minutes from now; over a break, from when anybody is called at all."""
    expected = turn.get("expected")
    if expected is None:
        return say("phone.unknown_wait"), say("phone.unknown_wait_why")
    low, high = clock_time(expected["low_at"]), clock_time(expected["high_at"])
    clock = low if low == high else say("phone.clock_range", low=low, high=high)
    if turn.get("called_from"):
        return clock, say("phone.called_from", time=clock_time(turn["called_from"]))
    fewest, most = expected["low_minutes"], expected["high_minutes"]
    if most <= 1:
        return clock, say("phone.any_moment")
    if fewest == 0:
        return clock, say("phone.within", minutes=most)
    if fewest == most:
        return clock, say("phone.minutes", minutes=most)
    return clock, say("phone.minutes_range", low=fewest, high=most)


def _results(turn: Mapping[str, Any], say: Say, lang: str) -> list[Ended]:
    """The things of the visit that have ended; those that go on say nothing yet."""
    ended = [one for one in turn.get("errands") or () if one.get("result")]
    return [
        Ended(
            name=name_in((one.get("procedure") or {}).get("name"), lang) or say("phone.work"),
            result=say(f"phone.result.{one['result']}"),
        )
        for one in ended
    ]


def _complaint(one: Mapping[str, Any], now: str, say: Say) -> Complaint:
    due = day_in_words(one["due"], say)
    promise = say("phone.complaint_late", date=due) if one["due"] < now[:10] else say("phone.complaint_due", date=due)
    answered = one["answered_at"]
    return Complaint(
        text=one["text"] or say("phone.complaint_wiped"),
        made=say("phone.complaint_made", date=day_in_words(one["made_at"], say)),
        promise="" if answered else promise,
        answered=say("phone.complaint_answer", date=day_in_words(answered, say)) if answered else "",
        answer=one["answer"] or "",
    )
