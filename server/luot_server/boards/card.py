"""What is left of an ID card that was held to a scanner."""

from ..domain.idcard import Card, age, age_band, mark, suggested
from ..domain.residence import proposed
from ..store.view import HallView
from .wire import Wire


def card_board(view: HallView, card: Card, day_key: bytes) -> Wire:
    """A mark under the day's key, and what may be offered: nothing of it is taken without the citizen's word."""
    years = age(card.born, view.today)
    area = proposed(card.residence, view.world)
    return {
        "mark": mark(day_key, card),
        "age_band": age_band(years),
        "area": {"area": area.area, "name": area.name} if area else None,
        "priority": suggested(view.settings.priority_classes.values(), years),
    }
