"""Who is let in: a hall's limits, asked under its lock, each refusal with what the citizen can do instead."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..domain.door import begun
from ..domain.errors import Conflict
from ..domain.ticket import Channel, State
from ..store.view import HallView

#: A visit in one of these cannot be gone on with.
_OVER = frozenset({State.SERVED, State.CANCELLED, State.EXPIRED})


def require_entry(hall: HallView, errands: Sequence[Mapping[str, Any]], *, channel: str, mark: str | None) -> None:
    """Raise Conflict unless the hall's limits let one more visit with ``errands`` in.

    ``card_needed`` and ``visit_taken`` are said before ``capacity_used`` and ``quota_used``: who has a number already
    need not hear that there are no more. Only errands that begin something are limited. Where the hall sets no limit
    nothing is read.
    """
    if not begun(errands):
        return
    _require_visit(hall, channel, mark)
    rules = hall.settings.door
    if rules.capacity is not None and rules.left(hall.given()) == 0:
        raise _used_up(hall, "capacity_used")
    require_quota(hall, errands)


def require_another(
    hall: HallView, before: Sequence[Mapping[str, Any]], more: Mapping[str, Any], *, channel: str, mark: str | None
) -> None:
    """Raise Conflict unless one more errand may join a visit that has those ``before``.

    It is no second visit, so only its field must have room. But a number that begins nothing, taken for guidance when
    the others were gone, is no way round the door: with its first errand that does, it is a visit like any.
    """
    if begun(before):
        require_quota(hall, [more])
    else:
        require_entry(hall, [more], channel=channel, mark=mark)


def require_quota(hall: HallView, errands: Sequence[Mapping[str, Any]]) -> None:
    """Raise Conflict ``quota_used`` unless each field has room for its part of ``errands``."""
    rules, wanted = hall.settings.door, begun(errands)
    if not rules.quotas.keys() & wanted.keys():
        return
    short = rules.short_of(wanted, hall.given())
    if short is not None:
        known = hall.world.field(short)
        raise _used_up(hall, "quota_used", name=known.name if known else {"vi": short, "en": short})


def _require_visit(hall: HallView, channel: str, mark: str | None) -> None:
    rule = hall.settings.door.visits
    if rule is None:
        return
    if mark is None:
        # Staff see who stands before them; a kiosk sees nobody.
        if rule.needs_card and channel == Channel.KIOSK:
            raise Conflict("card_needed")
        return
    taken = hall.visits_of(mark)
    if len(taken) < rule.most:
        return
    going_on = [visit.label for visit in taken if visit.state not in _OVER]
    sentence = "visit_taken" if going_on else "visit_taken_over"
    labels = going_on or [visit.label for visit in taken]
    raise Conflict("visit_taken", sentence=sentence, label=", ".join(labels))


def _used_up(hall: HallView, code: str, **params: Any) -> Conflict:
    """The refusal, with when numbers are given on the next day that has any; a month without one promises nothing."""
    opens = hall.settings.hours.next_day_numbers(hall.now)
    if opens is None:
        return Conflict(code, sentence=f"{code}_long", **params)
    return Conflict(code, next=hall.settings.said(opens), **params)
