"""What stands on the paper a citizen takes away.

A slip is plain data, ``{"width_mm", "blocks"}``: whoever prints draws it. It carries no name and no personal number;
a paper left on a bench tells a stranger nothing but a turn.

``Say`` gives one sentence of the ``slip`` topic in one language: ``say("slip.missed")``. A citizen who chose another
language gets the slip in it with the names in Vietnamese beneath (``also``), for the staff read the same paper.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Say = Callable[..., str]
Names = Mapping[str, str]  # one name in every language: {"vi": …, "en": …}
Block = dict[str, Any]

WIDTH_MM = 80
NAME_LINES = 3  # official names run to 1,094 characters; a short name is what belongs here
PLACE_LINES = 6  # where to go is said whole: half an address sends somebody home
STAFF_LANGUAGE = "vi"


@dataclass(frozen=True)
class SlipErrand:
    """One thing the citizen came for. ``procedure`` and ``code`` are None for advice and for unnamed dossiers."""

    purpose: Names
    procedure: Names | None = None
    code: str | None = None
    agency: Names | None = None  # who decides; None while the area is still to be settled at the desk
    handover: bool = False  # this hall receives it and another agency decides
    online: bool = False  # it travels as an online filing made here with a guide
    asks_area: bool = False  # the desk will ask for the area, and then know who decides


@dataclass(frozen=True)
class SlipFacts:
    """A ticket as its paper tells it. Instants are aware and already in the hall's zone."""

    hall: Names
    label: str
    errands: tuple[SlipErrand, ...]
    issued_at: datetime
    ahead: int | None = None
    expected: tuple[datetime, datetime] | None = None
    priority: Names | None = None
    track_url: str | None = None  # a path alone is no use to a phone: only an absolute address becomes a QR code
    language: str = STAFF_LANGUAGE
    copy: bool = False
    width_mm: int = WIDTH_MM


@dataclass(frozen=True)
class SlipPlace:
    """Where somebody is sent. Hours are a sentence ("7:30–11:30, 13:30–17:00"), a note is one too (a mobile day)."""

    name: Names
    address: Names | None = None
    hours: Names | None = None
    note: Names | None = None


@dataclass(frozen=True)
class ReferralFacts:
    """Why there is no number, and where to go instead."""

    hall: Names
    reason: Names
    issued_at: datetime
    procedure: Names | None = None
    code: str | None = None
    article: str | None = None  # of the law behind the reason
    places: tuple[SlipPlace, ...] = ()
    online_url: str | None = None
    guide: bool = False  # the way out is this hall's own guidance counter
    language: str = STAFF_LANGUAGE
    width_mm: int = WIDTH_MM


def ticket_slip(facts: SlipFacts, say: Say, also: Say | None = None) -> dict[str, Any]:
    """The paper of one ticket; ``say`` speaks ``facts.language``, ``also`` the staff's language where that differs."""
    return {"width_mm": facts.width_mm, "blocks": list(_ticket_blocks(facts, say, also))}


def referral_slip(facts: ReferralFacts, say: Say) -> dict[str, Any]:
    """The paper of somebody who got no number here: the reason, the places to go, the way to do it online."""
    return {"width_mm": facts.width_mm, "blocks": list(_referral_blocks(facts, say))}


def _ticket_blocks(facts: SlipFacts, say: Say, also: Say | None) -> Iterator[Block]:
    here = facts.language
    yield _text(_name(facts.hall, here), weight="bold", lines=NAME_LINES)
    yield {"kind": "rule"}
    if facts.copy:
        yield _text(say("slip.copy"), weight="bold", invert=True)
    yield _text(_both_said("slip.number", say, also), size="s")
    yield {"kind": "number", "text": facts.label}
    if facts.priority:
        yield _text(say("slip.priority", name=_name(facts.priority, here)), weight="bold", invert=True, lines=2)
    if facts.ahead is not None:
        yield _pair(say("slip.ahead"), str(facts.ahead))
    if facts.expected:
        yield _pair(say("slip.expected"), _span(*facts.expected))
    for errand in facts.errands:
        yield {"kind": "rule"}
        yield from _errand_blocks(errand, say, here, also)
    yield {"kind": "rule"}
    if _absolute(facts.track_url):
        yield {"kind": "qr", "data": facts.track_url, "caption": say("slip.track")}
    yield _text(say("slip.missed"), size="s")
    yield _text(_valid(facts.issued_at, say), size="s")
    if also:
        yield _text(also("slip.missed"), size="s")
    yield {"kind": "cut"}


def _errand_blocks(errand: SlipErrand, say: Say, here: str, also: Say | None) -> Iterator[Block]:
    purpose = _name(errand.purpose, here)
    if errand.procedure:
        yield _text(purpose, size="s")
        yield _text(_name(errand.procedure, here), size="l", weight="bold", lines=NAME_LINES)
        if also and _name(errand.procedure, STAFF_LANGUAGE) != _name(errand.procedure, here):
            yield _text(_name(errand.procedure, STAFF_LANGUAGE), lines=NAME_LINES)
    else:
        yield _text(purpose, size="l", weight="bold")
    if errand.code:
        yield _pair(say("slip.code"), errand.code)
    if errand.agency:
        yield _pair(say("slip.agency"), _name(errand.agency, here))
    if errand.handover:
        yield _text(say("slip.handover_online" if errand.online else "slip.handover"), size="s")
    elif errand.online:
        yield _text(say("slip.online_here"), size="s")
    elif errand.asks_area:
        yield _text(say("slip.asks_area"), size="s")


def _referral_blocks(facts: ReferralFacts, say: Say) -> Iterator[Block]:
    here = facts.language
    yield _text(_name(facts.hall, here), weight="bold", lines=NAME_LINES)
    yield {"kind": "rule"}
    yield _text(say("slip.referral"), size="xl", weight="bold")
    if facts.procedure:
        yield _text(_name(facts.procedure, here), size="l", weight="bold", lines=NAME_LINES)
    if facts.code:
        yield _pair(say("slip.code"), facts.code)
    yield _text(_name(facts.reason, here), size="m", lines=PLACE_LINES)
    if facts.article:
        yield _text(say("slip.by_law", article=facts.article), size="s", lines=NAME_LINES)
    if facts.places:
        yield {"kind": "rule"}
        yield _text(say("slip.go_to" if len(facts.places) == 1 else "slip.go_to_one_of"), size="s")
    for place in facts.places:
        yield from _place_blocks(place, say, here)
    if facts.guide:
        yield {"kind": "rule"}
        yield _text(say("slip.guide"), size="l", weight="bold")
    yield {"kind": "rule"}
    if _absolute(facts.online_url):
        yield {"kind": "qr", "data": facts.online_url, "caption": say("slip.online")}
        yield _text(str(facts.online_url), size="s", lines=2)
        yield {"kind": "rule"}
    if facts.places:
        yield _text(say("slip.ask_here"), size="s")
    yield _text(say("slip.issued", time=f"{facts.issued_at:%H:%M}", date=f"{facts.issued_at:%d/%m/%Y}"), size="s")
    yield {"kind": "cut"}


def _place_blocks(place: SlipPlace, say: Say, here: str) -> Iterator[Block]:
    yield _text(_name(place.name, here), size="l", weight="bold", lines=PLACE_LINES)
    if place.address:
        yield _text(_name(place.address, here), lines=PLACE_LINES)
    if place.hours:
        yield _text(say("slip.hours", hours=_name(place.hours, here)), size="s", lines=PLACE_LINES)
    if place.note:
        yield _text(_name(place.note, here), size="s", lines=PLACE_LINES)
    yield {"kind": "space", "mm": 1}


def _text(text: str, **how: Any) -> Block:
    return {"kind": "text", "text": text, **how}


def _pair(name: str, value: str) -> Block:
    return {"kind": "pair", "name": name, "value": value}


def _name(names: Names, language: str) -> str:
    return names.get(language) or names[STAFF_LANGUAGE]


def _both_said(key: str, say: Say, also: Say | None) -> str:
    return f"{say(key)} / {also(key)}" if also else say(key)


def _span(low: datetime, high: datetime) -> str:
    """ "08:25 – 08:40", or one time where both fall in the same minute."""
    earliest, latest = f"{low:%H:%M}", f"{high:%H:%M}"
    return earliest if earliest == latest else f"{earliest} – {latest}"


def _valid(issued_at: datetime, say: Say) -> str:
    return say("slip.valid", time=f"{issued_at:%H:%M}", date=f"{issued_at:%d/%m/%Y}")


def _absolute(url: str | None) -> bool:
    return bool(url) and str(url).startswith(("http://", "https://"))
