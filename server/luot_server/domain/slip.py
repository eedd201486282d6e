"""What stands on the paper a citizen takes away.

A slip is plain data, ``{"width_mm", "blocks"}``: whoever prints draws it. It carries no name and no personal number;
a paper left on a bench tells a stranger nothing but a turn.

The hall's style says how wide it is and which lines it has. A citizen who chose another language gets the slip in it
with the names in Vietnamese beneath (``also``), for the staff read the same paper.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .reach import Wifi
from .slip_blocks import (
    CUT,
    RULE,
    Block,
    Pen,
    Say,
    SlipErrand,
    absolute,
    errand_blocks,
    foot_blocks,
    head_blocks,
    missed_blocks,
    number_blocks,
    pair,
    text,
    track_blocks,
    valid_blocks,
)
from .slip_style import NARROW_MM, STAFF_LANGUAGE, Names, SlipStyle

AS_ALWAYS = SlipStyle()


@dataclass(frozen=True)
class SlipFacts:
    """A ticket as its paper tells it. Instants are aware and already in the hall's zone."""

    hall: Names
    label: str
    errands: tuple[SlipErrand, ...]
    issued_at: datetime
    ahead: int | None = None
    expected: tuple[datetime, datetime] | None = None
    called_from: datetime | None = None  # the wait leaps over a break: nobody is called before service begins again
    priority: Names | None = None
    track_url: str | None = None
    wifi: Wifi | None = None  # the network a phone has to join first
    language: str = STAFF_LANGUAGE
    copy: bool = False
    style: SlipStyle = AS_ALWAYS


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
    style: SlipStyle = AS_ALWAYS


def ticket_slip(facts: SlipFacts, say: Say, also: Say | None = None) -> dict[str, Any]:
    """The paper of one ticket; ``say`` speaks ``facts.language``, ``also`` the language ``style.beside`` names."""
    pen = Pen(facts.style, facts.language, say, also)
    return {"width_mm": facts.style.width_mm, "blocks": list(_ticket_blocks(facts, pen))}


def referral_slip(facts: ReferralFacts, say: Say, also: Say | None = None) -> dict[str, Any]:
    """The paper of somebody who got no number here: the reason, the places to go, the way to do it online."""
    pen = Pen(facts.style, facts.language, say, also if facts.style.bilingual(facts.language) else None)
    return {"width_mm": facts.style.width_mm, "blocks": list(_referral_blocks(facts, pen))}


def _ticket_blocks(facts: SlipFacts, pen: Pen) -> Iterator[Block]:
    yield from head_blocks(pen, facts.hall)
    if facts.copy:
        yield text(pen.say("slip.copy"), weight="bold", invert=True)
    yield from number_blocks(pen, facts.label)
    if facts.priority:
        yield text(pen.say("slip.priority", name=pen.name(facts.priority)), weight="bold", invert=True, lines=2)
    if facts.ahead is not None and facts.style.shows("ahead"):
        yield pair(pen.heading("slip.ahead"), str(facts.ahead))
    if facts.expected and facts.style.shows("expected"):
        yield pair(pen.heading("slip.expected"), _span(*facts.expected))
    if facts.called_from and facts.style.shows("expected"):
        yield pair(pen.heading("slip.called_from"), f"{facts.called_from:%H:%M}")
    for errand in facts.errands:
        yield RULE
        yield from errand_blocks(pen, errand)
    yield RULE
    yield from track_blocks(pen, facts.track_url, facts.wifi)
    yield from missed_blocks(pen)
    yield from valid_blocks(pen, f"{facts.issued_at:%H:%M}", f"{facts.issued_at:%d/%m/%Y}")
    yield from foot_blocks(pen)
    yield CUT


def _referral_blocks(facts: ReferralFacts, pen: Pen) -> Iterator[Block]:
    style = facts.style
    yield from head_blocks(pen, facts.hall)
    yield text(pen.say("slip.referral"), size="xl" if style.width_mm > NARROW_MM else "l", weight="bold")
    if pen.also:
        yield text(pen.also("slip.referral"), weight="bold")
    if facts.procedure:
        yield from pen.names(facts.procedure, size="l", weight="bold", lines=style.name_lines)
    if facts.code and style.shows("code"):
        yield pair(pen.heading("slip.code"), facts.code)
    yield from pen.names(facts.reason, size="m", lines=style.place_lines)
    if facts.article:
        yield text(pen.say("slip.by_law", article=facts.article), size="s", lines=style.name_lines)
    if facts.places:
        yield RULE
        yield from pen.sentences("slip.go_to" if len(facts.places) == 1 else "slip.go_to_one_of")
    for place in facts.places:
        yield from _place_blocks(place, pen)
    if facts.guide:
        yield RULE
        yield text(pen.say("slip.guide"), size="l", weight="bold")
        if pen.also:
            yield text(pen.also("slip.guide"))
    yield RULE
    if facts.online_url and absolute(facts.online_url):
        yield {"kind": "qr", "data": facts.online_url, "caption": pen.caption("slip.online")}
        yield text(facts.online_url, size="s", lines=2)
        yield RULE
    if facts.places:
        yield from pen.sentences("slip.ask_here")
    yield from pen.sentences("slip.issued", time=f"{facts.issued_at:%H:%M}", date=f"{facts.issued_at:%d/%m/%Y}")
    yield from foot_blocks(pen)
    yield CUT


def _place_blocks(place: SlipPlace, pen: Pen) -> Iterator[Block]:
    lines = pen.style.place_lines
    yield from pen.names(place.name, size="l", weight="bold", lines=lines)
    if place.address:
        yield text(pen.name(place.address), lines=lines)
    if place.hours:
        yield text(pen.say("slip.hours", hours=pen.name(place.hours)), size="s", lines=lines)
    if place.note:
        yield text(pen.name(place.note), size="s", lines=lines)
    yield {"kind": "space", "mm": 1}


def _span(low: datetime, high: datetime) -> str:
    """ "08:25 – 08:40", or one time where both fall in the same minute."""
    earliest, latest = f"{low:%H:%M}", f"{high:%H:%M}"
    return earliest if earliest == latest else f"{earliest} – {latest}"
