"""The list of numbers given without the server, as lines and as paper: so that people can be called by hand."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from luot_kiosk.messages import LANGUAGES, say
from luot_kiosk.spool import Given

A_SLIP = 40  # numbers; a longer strip curls and tears


def lines(numbers: list[Given], language: str) -> Iterator[str]:
    for one in numbers:
        refused = say("spool.refused", language, title=one.title or "") if one.state == "refused" else ""
        yield "  ".join(filter(None, (one.label, f"{one.at:%H:%M}", errand_of(one, language), refused)))


def list_slips(numbers: list[Given], now: datetime, language: str) -> Iterator[dict[str, Any]]:
    """The list on paper, in the order in which the numbers were given; at least one slip, also of an empty list."""
    parts = [numbers[at : at + A_SLIP] for at in range(0, len(numbers), A_SLIP)] or [[]]
    for nth, part in enumerate(parts, start=1):
        where = say("spool.part", language, nth=nth, of=len(parts)) if len(parts) > 1 else ""
        yield {"width_mm": 80, "blocks": list(_blocks(part, len(numbers), now, language, where))}


def errand_of(given: Given, language: str) -> str:
    """What the citizen came for, in a few words."""
    named = [one["procedure"]["name"] for one in given.answer["errands"] if one["procedure"]]
    return ", ".join(str(name.get(language) or name[LANGUAGES[0]]) for name in named) or say("spool.unnamed", language)


def _blocks(numbers: list[Given], count: int, now: datetime, language: str, where: str) -> Iterator[dict[str, Any]]:
    yield {"kind": "text", "text": say("spool.title", language), "size": "l", "weight": "bold"}
    yield {
        "kind": "text",
        "text": say("spool.printed_at", language, time=f"{now:%H:%M %d/%m/%Y}", n=count),
        "size": "s",
    }
    if where:
        yield {"kind": "text", "text": where, "size": "s"}
    yield {"kind": "rule"}
    for one in numbers:
        yield {"kind": "pair", "name": one.label, "value": f"{one.at:%H:%M}  ☐"}
        yield {"kind": "text", "text": errand_of(one, language), "size": "s", "lines": 1}
    yield {"kind": "rule"}
    yield {"kind": "text", "text": say("spool.enter_later", language), "size": "s"}
    yield {"kind": "cut"}
