"""Where the facts of a case lie, as far as the person could say."""

from __future__ import annotations

from dataclasses import dataclass

from luot_server.domain.codes import AreaCode, CodeError, parse_area
from luot_server.domain.errors import Invalid
from luot_server.domain.records import Area, Level
from luot_server.domain.world import World

LATER = "later"
"""The area is left to the desk."""


class AreaUnknown(Invalid):
    """No area has this code on this day; a code of before the merger is written ``old:CODE``."""

    def __init__(self, area: str) -> None:
        super().__init__("area_unknown", field="area", area=area)


@dataclass(frozen=True)
class Where:
    """Known (``area``), ``outside`` the province, split (``choices``), or not said at all."""

    area: Area | None = None
    outside: bool = False
    choices: tuple[Area, ...] = ()
    former: Area | None = None  # the unit of before the merger that was named, where it was split

    def known_at(self, level: Level, world: World) -> bool:
        """Whether the address is precise enough to name the unit of ``level`` it lies in."""
        return self.area is not None and world.ancestor(self.area.code, level) is not None


def locate(said: str | None, province: str, world: World) -> Where:
    """Reads what was said against the map of the day, seen from a hall in ``province``."""
    if said is None or said in ("", LATER):
        return Where()
    try:
        code = parse_area(said)
    except CodeError:
        raise AreaUnknown(said) from None
    if code.province is not None:
        return _elsewhere(code, said, province, world)
    if code.former:
        return _formerly(code.code, said, province, world)
    area = world.area(code.code)
    if area is None:
        raise AreaUnknown(said)
    return _inside(area, province, world)


def _elsewhere(code: AreaCode, said: str, province: str, world: World) -> Where:
    """A code with its province: our own province, one that has since become part of it, or really another."""
    if code.province == province:
        return locate(code.code, province, world)
    gone = code.province is not None and world.area(code.province) is None and world.former_area(code.province)
    if gone and world.became(code.code):
        return _formerly(code.code, said, province, world)
    return Where(outside=True)


def _formerly(code: str, said: str, province: str, world: World) -> Where:
    """A unit of before the merger: one unit of today, or several to choose from."""
    now = tuple(area for new in world.became(code) if (area := world.area(new)))
    if not now:
        raise AreaUnknown(said)
    if len(now) == 1:
        return _inside(now[0], province, world)
    return Where(choices=now, former=world.former_area(code))


def _inside(area: Area, province: str, world: World) -> Where:
    home = world.ancestor(area.code, Level.PROVINCE)
    return Where(area) if home and home.code == province else Where(area, outside=True)
