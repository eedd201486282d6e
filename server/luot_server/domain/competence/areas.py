"""Where the facts of a case lie, as far as the person could say."""

from __future__ import annotations

from dataclasses import dataclass

from luot_server.domain.codes import AreaCode, CodeError, parse_area
from luot_server.domain.errors import Invalid
from luot_server.domain.records import Area, Level
from luot_server.domain.text import Text, day_names
from luot_server.domain.world import World

LATER = "later"
"""The area is left to the desk."""


class AreaUnknown(Invalid):
    """No area has this code on this day.

    Of a unit that ended it says since when, which units of today (``now``) its ground lies in, and that a code of
    before the merger is written ``old:CODE``.
    """

    def __init__(self, area: str, code: str, world: World) -> None:
        """``area`` as it was said, ``code`` as far as it is one."""
        ended = world.area_gone(code)
        self.area = area
        self.now = _today(code, world) if ended else ()
        if ended is None:
            super().__init__("area_unknown", field="area", area=area)
            return
        names = [it.name for it in self.now] or [{"vi": "—", "en": "—"}]
        super().__init__(
            "area_unknown",
            field="area",
            sentence="area_unknown_ended",
            area=area,
            name=ended.was.data["name"],
            since=day_names(ended.since),
            now={lang: ", ".join(name[lang] for name in names) for lang in ("vi", "en")},
            former=f"old:{code}",
        )

    @property
    def text(self) -> Text:
        """The sentence, to be spoken in either language."""
        # messages: error.area_unknown, error.area_unknown_ended
        return Text(f"error.{self.sentence}", {key: it for key, it in self.params.items() if key != "field"})


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


def parts(said: str | None) -> list[str | None]:
    """The areas of a request, which may name several joined by commas; none said is one nobody knows yet."""
    named = [part.strip() for part in (said or "").split(",") if part.strip()]
    return [*named] or [None]


def locate(said: str | None, province: str, world: World) -> Where:
    """Reads one area as it was said against the map of the day, seen from a hall in ``province``."""
    if said is None or said in ("", LATER):
        return Where()
    try:
        code = parse_area(said)
    except CodeError:
        raise AreaUnknown(said, said, world) from None
    if code.province is not None:
        return _elsewhere(code, said, province, world)
    if code.former:
        return _formerly(code.code, said, province, world)
    return _currently(code.code, said, province, world)


def _currently(code: str, said: str, province: str, world: World) -> Where:
    area = world.area(code)
    if area is None:
        raise AreaUnknown(said, code, world)
    return _inside(area, province, world)


def _elsewhere(code: AreaCode, said: str, province: str, world: World) -> Where:
    """A code with its province: our own province, one that has since become part of it, or really another."""
    if code.province == province:
        return _currently(code.code, said, province, world)
    if code.province is not None and _is_part(code.province, province, world):
        return _formerly(code.code, said, province, world)
    return Where(outside=True)


def _is_part(former: str, province: str, world: World) -> bool:
    """Whether a province of before the merger lies in ``province`` now."""
    if world.area(former) is not None or world.former_area(former) is None:
        return False
    homes = (world.ancestor(code, Level.PROVINCE) for code in world.became(former))
    return any(home is not None and home.code == province for home in homes)


def _formerly(code: str, said: str, province: str, world: World) -> Where:
    """A unit of before the merger: one unit of today, or several to choose from."""
    now = _today(code, world)
    if not now:
        raise AreaUnknown(said, said, world)
    if len(now) == 1:
        return _inside(now[0], province, world)
    return Where(choices=now, former=world.former_area(code))


def _today(code: str, world: World) -> tuple[Area, ...]:
    return tuple(area for new in world.became(code) if (area := world.area(new)))


def _inside(area: Area, province: str, world: World) -> Where:
    home = world.ancestor(area.code, Level.PROVINCE)
    return Where(area) if home and home.code == province else Where(area, outside=True)
