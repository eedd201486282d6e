"""What the kiosk says, in every language: JSON catalogues beside this file, one file per topic."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = ("vi", "en")  # the first is the one a reader gets who asked for none we speak


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All messages of one language, `{"area.key": "text with {param}"}`. An unknown language is the first."""
    folder = files(__name__) / (language if language in LANGUAGES else LANGUAGES[0])
    merged: dict[str, str] = {}
    for topic in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if topic.name.endswith(".json"):
            merged.update(json.loads(topic.read_text(encoding="utf-8")))
    return merged


def say(key: str, language: str, /, **params: object) -> str:
    """One message. Raises KeyError for a key no catalogue has: a missing sentence is a fault of ours."""
    return catalogue(language)[key].format(**params)
