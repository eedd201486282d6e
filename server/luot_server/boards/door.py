"""The day's limits as the kiosk tells them early: how much is left, and whether today may still be long enough."""

from collections.abc import Iterable, Sequence

from ..domain.forecast import Expected
from ..domain.text import Names, Text
from ..messages import LANGUAGES, both
from ..store.view import HallView
from .queues import Queue


def left_today(view: HallView) -> int | None:
    """Numbers of today that are left; None where the hall sets no capacity."""
    rules = view.settings.door
    return None if rules.capacity is None else rules.left(view.given())


def left_of(view: HallView, field: str) -> int | None:
    """Errands of a field that may still be begun today; None where the hall sets no quota for it."""
    rules = view.settings.door
    return rules.left_of(field, view.given()) if field in rules.quotas else None


def warning(view: HallView, fields: Sequence[Queue]) -> Names | None:
    """What everybody should know before queueing for a number; None when today has room for all."""
    said = [both(text) for text in _warnings(view, fields)]
    return {lang: " ".join(one[lang] for one in said) for lang in LANGUAGES} if said else None


def _warnings(view: HallView, fields: Sequence[Queue]) -> Iterable[Text]:
    left, capacity = left_today(view), view.settings.door.capacity
    if left == 0:
        yield _none_left(view)
        return
    if left is not None and capacity is not None and left <= capacity.warn_at:
        yield Text("menu.left", {"left": left})
    used_up = [one for one in fields if left_of(view, one.id) == 0]
    if used_up:
        yield Text("menu.fields_used", {"fields": _names(used_up)})
    going = [one for one in fields if one.counters and one not in used_up]
    late = [one for one in going if _late(view, one.newcomer[1])]
    if late:
        yield Text("menu.late") if len(late) == len(going) else Text("menu.late_fields", {"fields": _names(late)})


def _none_left(view: HallView) -> Text:
    opens = view.settings.hours.next_day_numbers(view.now)
    return Text("menu.none_left_long") if opens is None else Text("menu.none_left", {"next": view.settings.said(opens)})


def _late(view: HallView, expected: Expected | None) -> bool:
    """Whether a newcomer may still sit there when the hall closes for the day."""
    closes = view.settings.hours.closes_for_good(view.today)
    return expected is not None and closes is not None and expected.high_at > closes


def _names(queues: Iterable[Queue]) -> Names:
    names = [one.name for one in queues]
    return {lang: ", ".join(name[lang] for name in names) for lang in LANGUAGES}
