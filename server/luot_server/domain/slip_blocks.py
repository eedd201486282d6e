"""The parts a slip is made of: blocks of plain data, which whoever prints draws.

A ``Pen`` writes in the citizen's language and, where the hall or its staff need it, in another beneath. Every value is
a text already, so a paper that is filled in later (by a kiosk without its server) is made of the same parts with
placeholders in the values' stead.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from .reach import Wifi
from .slip_style import STAFF_LANGUAGE, Names, SlipStyle

Say = Callable[..., str]  # one sentence of the ``slip`` topic in one language: say("slip.missed")
Block = dict[str, Any]

RULE: Block = {"kind": "rule"}
CUT: Block = {"kind": "cut"}
FOOT_LINES = 12  # two hundred letters in capitals on the narrow paper


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
class Pen:
    """``say`` speaks ``language``; ``also``, where there is one, the language beneath."""

    style: SlipStyle
    language: str
    say: Say
    also: Say | None = None

    def name(self, names: Names) -> str:
        return _in(names, self.language)

    def name_beneath(self, names: Names) -> str | None:
        """The name in the other language; None where nobody needs it, or where it is the same."""
        if self.also is None:
            return None
        other = _in(names, self.style.beside(self.language) or STAFF_LANGUAGE)
        return other if other != self.name(names) else None

    @property
    def also_all(self) -> Say | None:
        """Who repeats every sentence: nobody, unless the hall wants its paper in two languages."""
        return self.also if self.style.bilingual(self.language) else None

    def both(self, key: str) -> str:
        """A few words in both languages, in one line."""
        return f"{self.say(key)} / {self.also(key)}" if self.also else self.say(key)

    def heading(self, key: str) -> str:
        """The name of a value, in both languages where the hall wants both."""
        return f"{self.say(key)} / {self.also_all(key)}" if self.also_all else self.say(key)

    def caption(self, key: str, **values: Any) -> str:
        """What a code does, in a line of its own for each language where the hall wants both."""
        said = self.say(key, **values)
        return f"{said}\n{self.also_all(key, **values)}" if self.also_all else said

    def sentences(self, key: str, *, also: Say | None = None, **values: Any) -> Iterator[Block]:
        """A small sentence, and beneath it the same in the other language where the hall wants both."""
        yield text(self.say(key, **values), size="s")
        if again := also or self.also_all:
            yield text(again(key, **values), size="s")

    def names(self, names: Names, *, lines: int, **how: Any) -> Iterator[Block]:
        """A name large, and small beneath it in the other language."""
        yield text(self.name(names), lines=lines, **how)
        if beneath := self.name_beneath(names):
            yield text(beneath, lines=lines)


def head_blocks(pen: Pen, hall: Names) -> Iterator[Block]:
    """Whose paper it is."""
    yield from logo_blocks(pen.style)
    yield text(pen.name(hall), weight="bold", lines=pen.style.name_lines)
    if pen.also_all and (beneath := pen.name_beneath(hall)):
        yield text(beneath, size="s", lines=pen.style.name_lines)
    yield RULE


def logo_blocks(style: SlipStyle) -> Iterator[Block]:
    if style.logo:
        yield {"kind": "image", "png": style.logo}


def number_blocks(pen: Pen, label: str) -> Iterator[Block]:
    yield text(pen.both("slip.number"), size="s")
    yield {"kind": "number", "text": label}


def errand_blocks(pen: Pen, errand: SlipErrand) -> Iterator[Block]:
    """What for, who decides, how it travels."""
    purpose = pen.name(errand.purpose)
    if pen.also_all and (beneath := pen.name_beneath(errand.purpose)):
        purpose = f"{purpose} / {beneath}"
    if errand.procedure:
        yield text(purpose, size="s")
        yield from pen.names(errand.procedure, size="l", weight="bold", lines=pen.style.name_lines)
    else:
        yield text(purpose, size="l", weight="bold")
    if errand.code and pen.style.shows("code"):
        yield pair(pen.heading("slip.code"), errand.code)
    if errand.agency and pen.style.shows("agency"):
        yield pair(pen.heading("slip.agency"), pen.name(errand.agency), lines=pen.style.name_lines)
    if pen.style.shows("handover"):
        yield from _travel_blocks(pen, errand)


def track_blocks(pen: Pen, track_url: str | None, wifi: Wifi | None = None) -> Iterator[Block]:
    """The code a phone follows the turn by; a path alone is no use to a phone, so it needs an absolute address.

    The code of the ``wifi`` stands beside it, as the first step of two: a kiosk too old to know that draws the turn's.
    """
    if not (track_url and absolute(track_url) and pen.style.shows("qr")):
        return
    if wifi is None:
        yield {"kind": "qr", "data": track_url, "caption": pen.caption("slip.track")}
        return
    first = {"data": wifi.code, "caption": pen.caption("slip.wifi", network=wifi.ssid)}
    yield {"kind": "qr", "data": track_url, "caption": pen.caption("slip.track_then"), "before": first}


def missed_blocks(pen: Pen) -> Iterator[Block]:
    """What to do after a missed call; see ``slip_style`` for why it is always there."""
    yield from pen.sentences("slip.missed", also=pen.also)


def valid_blocks(pen: Pen, time: str, date: str) -> Iterator[Block]:
    """When it was taken, and that it is good for that day."""
    if pen.style.shows("issued"):
        yield from pen.sentences("slip.valid", time=time, date=date)


def foot_blocks(pen: Pen) -> Iterator[Block]:
    """The hall's own line, in both languages where it wants both."""
    foot = pen.style.foot
    if not foot or not pen.name(foot):
        return
    yield RULE
    yield text(pen.name(foot), size="s", lines=FOOT_LINES)
    if pen.also_all and (beneath := pen.name_beneath(foot)):
        yield text(beneath, size="s", lines=FOOT_LINES)


def text(said: str, **how: Any) -> Block:
    return {"kind": "text", "text": said, **how}


def pair(name: str, value: str, **how: Any) -> Block:
    return {"kind": "pair", "name": name, "value": value, **how}


def absolute(url: str) -> bool:
    return url.startswith(("http://", "https://"))


def _travel_blocks(pen: Pen, errand: SlipErrand) -> Iterator[Block]:
    if errand.handover:
        yield from pen.sentences("slip.handover_online" if errand.online else "slip.handover")
    elif errand.online:
        yield from pen.sentences("slip.online_here")
    elif errand.asks_area:
        yield from pen.sentences("slip.asks_area")


def _in(names: Names, language: str) -> str:
    return names.get(language) or names[STAFF_LANGUAGE]
