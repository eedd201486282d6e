"""How a call is said aloud: short clips in an order, and what a hall decides about them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from string import ascii_uppercase, digits
from typing import Any, Self

HEADS = ("normal", "priority", "recall", "last")
LINKS = ("to", "collect_end", "and")
#: Counters are read as numbers as far as there is a clip for each; beyond, digit by digit.
LAST_COUNTER = 99
COUNTERS = tuple(f"n{number}" for number in range(1, LAST_COUNTER + 1))

#: Every clip of a language, in the order a hall would record them.
CLIPS: tuple[str, ...] = (*HEADS, *LINKS, *ascii_uppercase, *digits, *COUNTERS)

#: From the third call on it is the last one: who does not come now is called no more.
LAST_CALL = 3

_SAID = re.compile("[A-Z0-9]")


@dataclass(frozen=True, slots=True)
class Voice:
    """The setting ``voice`` of one day. ``own``: language → clip → id of the hall's recording of it."""

    languages: tuple[str, ...] = ("vi", "en")
    times: int = 2  # how often a first call is said in Vietnamese
    chime: bool = True
    own: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, raw: Mapping[str, Any] | None) -> Self:
        """From ``{languages?, times?, chime?, own?}``."""
        given, usual = raw or {}, cls()
        return cls(
            tuple(given.get("languages", usual.languages)),
            int(given.get("times", usual.times)),
            bool(given.get("chime", usual.chime)),
            given.get("own", {}),
        )

    def own_of(self, language: str) -> Mapping[str, str]:
        return self.own.get(language, {})

    def with_own(self, language: str, clip: str, media: str | None) -> dict[str, dict[str, str]]:
        """``own`` with one clip replaced by a recording, or (None) without it."""
        own = {one: dict(clips) for one, clips in self.own.items()}
        of_language = own.setdefault(language, {})
        if media is None:
            of_language.pop(clip, None)
        else:
            of_language[clip] = media
        return {one: clips for one, clips in own.items() if clips}


def clips_of_call(
    label: str, counter: int, *, times: int = 1, priority: bool = False, purpose: str = "submit"
) -> list[str]:
    """The clips of one call in their order: head, label letter by letter and digit by digit, counter as a number."""
    return [
        _head(times, priority),
        *_SAID.findall(label.upper()),
        "to",
        *_number(counter),
        *(["collect_end"] if purpose == "collect_result" else []),
    ]


def _head(times: int, priority: bool) -> str:
    if times >= LAST_CALL:
        return "last"
    if times > 1:
        return "recall"
    return "priority" if priority else "normal"


def _number(counter: int) -> list[str]:
    return [f"n{counter}"] if 1 <= counter <= LAST_COUNTER else list(str(counter))
