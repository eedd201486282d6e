"""A hall's pictures and sounds as its manager sees them, and which of its settings name them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from ..domain.displays import Displays
from ..store import media as kept
from ..store.media import MOST_BYTES, Medium
from ..store.view import HallView
from .screens import media_url
from .settings import holding_or_coming
from .wire import Wire, instant


def media_board(view: HallView) -> Wire:
    """All of them, newest first, with where each is used and how much room is left."""
    media, used = kept.listed(view.connection, view.id), uses(view)
    return {
        "items": [medium_wire(view, one, used) for one in media],
        "next": None,
        "bytes": sum(one.size for one in media),
        "most_bytes": MOST_BYTES,
    }


def medium_wire(view: HallView, one: Medium, used: Mapping[str, Iterable[str]]) -> Wire:
    return {
        "id": one.id,
        "type": one.type,
        "name": one.name,
        "width": one.width,
        "height": one.height,
        "milliseconds": one.milliseconds,
        "bytes": one.size,
        "url": media_url(view.id, one.id),
        "added_at": instant(view, one.added_at),
        "used": list(used.get(one.id, ())),
    }


def uses(view: HallView) -> dict[str, list[str]]:
    """Id → the screens that show it and the clips it is, by settings that hold today or are to come."""
    used: dict[str, dict[str, None]] = defaultdict(dict)
    for value in holding_or_coming(view, "displays"):
        for screen in Displays.read(value).screens:
            for image in screen.images:
                used[image][screen.name] = None
    for value in holding_or_coming(view, "voice"):
        for language, clips in _own(value).items():
            for clip, medium in clips.items():
                used[medium][f"{language}: {clip}"] = None
    return {medium: list(places) for medium, places in used.items()}


def _own(voice: Mapping[str, Any] | None) -> Mapping[str, Mapping[str, str]]:
    """The hall's own clips in the setting ``voice``: language → clip → id."""
    own: Mapping[str, Mapping[str, str]] = (voice or {}).get("own", {})
    return own
