"""Where a citizen may wait for a result: the centres that serve everybody, found by a part of their name."""

from ..domain.records import HallKind, HallPlace
from ..domain.search import fold
from ..store.view import HallView
from .wire import Wire

#: Places of one service, or of the post, hand out their own results only.
CENTRES = frozenset(
    {
        HallKind.PROVINCE,
        HallKind.PROVINCE_BRANCH,
        HallKind.COMMUNE,
        HallKind.COMMUNE_POINT,
        HallKind.DISTRICT_2022,
        HallKind.COMMUNE_2022,
    }
)


def centres(view: HallView, q: str, limit: int) -> list[Wire]:
    """Up to ``limit`` centres whose name or address holds every word of ``q``; this hall's own before the others."""
    words = fold(q).split()
    found = [one for one in view.world.halls() if one.kind in CENTRES and all(word in _told(one) for word in words)]
    found.sort(key=lambda one: (one.id != view.id, one.name["vi"]))
    return [{"id": one.id, "name": one.name, "address": one.address} for one in found[:limit]]


def _told(hall: HallPlace) -> str:
    return fold(f"{hall.name['vi']} {hall.address or ''}")
