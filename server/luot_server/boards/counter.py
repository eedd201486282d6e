"""One counter, as whoever opens, pauses or closes it sees it."""

from ..store.view import HallView
from .wire import Wire

_TOLD = ("id", "hall", "number", "name", "state", "clerk", "pause_reason")


def counter_board(view: HallView, counter: str) -> Wire:
    """Raises Unknown for another hall's counter."""
    row = view.counter(counter)
    here = view.at_counter(counter)
    return {**{name: row[name] for name in _TOLD}, "label": here["label"] if here else None}
