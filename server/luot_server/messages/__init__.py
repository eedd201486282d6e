"""Everything the product says to people, in Vietnamese and English, by key.

One topic a file: ``vi/<topic>.json`` and ``en/<topic>.json`` hold the same flat keys, ``"area.name":
"Text with {param}"``; all topics are one catalogue once loaded, and a key may stand in one topic only.
A further language is one more directory.

**How keys are found in code.** ``tests/test_messages.py`` compares the catalogues of all four packages with their
sources. A key counts as used where it stands as a whole string literal; one inside ``say("…")``, ``Text("…")`` or
``t("…")`` must exist. A key put together inside such a call, ``say(f"error.{code}")``, stands for every key of that
form. A key put together anywhere else is declared beside it, with one pattern or more (``*`` is anything)::

    # messages: error.*, menu.purpose_*          in Python
    // messages: desk.outcome_*                  in TypeScript
    {# messages: turn.state_* #}                 in a template

A pattern must match at least one key.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

from luot_server.domain.text import Text

LANGUAGES: Final = ("vi", "en")
"""In the order of preference: what nobody chose is Vietnamese."""


class MissingMessage(LookupError):
    """A key that no topic file has, a gap nobody filled, or a key that stands twice."""


def say(key: str, lang: str = LANGUAGES[0], **params: Any) -> str:
    """The message in one language; a param that is itself ``{vi, en}`` is spoken in that language.

    `MissingMessage` when the key does not exist or a gap has no value. An unknown language is answered in
    Vietnamese: a browser may ask for anything.
    """
    lang = lang if lang in LANGUAGES else LANGUAGES[0]
    try:
        message = catalogue(lang)[key]
    except KeyError:
        raise MissingMessage(f"No message {key!r} in {lang}; add it to a topic file of every language.") from None
    spoken = {name: value[lang] if isinstance(value, Mapping) else value for name, value in params.items()}
    try:
        return message.format_map(spoken)
    except KeyError as gap:
        raise MissingMessage(f"Message {key!r} needs a value for {gap}; it was given {sorted(params)}.") from None


def both(text: Text) -> dict[str, str]:
    """A stored text in every language, as it goes over the wire."""
    return {lang: say(text.key, lang, **text.params) for lang in LANGUAGES}


@cache
def catalogue(lang: str) -> Mapping[str, str]:
    """Every message of one language, all topics merged."""
    merged: dict[str, str] = {}
    folder = files(__name__) / lang
    for topic in sorted((it for it in folder.iterdir() if it.name.endswith(".json")), key=lambda it: it.name):
        messages = json.loads(topic.read_text(encoding="utf-8"))
        if twice := merged.keys() & messages.keys():
            raise MissingMessage(f"{lang}/{topic.name} repeats {', '.join(sorted(twice))}; a key lives in one topic.")
        merged.update(messages)
    return MappingProxyType(merged)
