"""The setting ``displays`` as it comes over HTTP: the hall's zones and its screens."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final

from pydantic import Field
from sqlalchemy import select

from ..domain.displays import Displays, Layout, Screen
from ..domain.roles import Role
from ..store import media
from ..store import tables as t
from ..store.view import HallView
from .setting_schemas import SettingIn

MOST_SCREENS: Final = 50
MOST_ZONES: Final = 20
MOST_IMAGES: Final = 30

#: Part of an address that somebody types with a remote control.
Slug = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Id = Annotated[str, Field(min_length=1, max_length=80)]
#: Where in the value, the end of a key ``setting.wrong.…``, and what the sentence needs.
Found = tuple[tuple[str | int, ...], str, dict[str, Any]]


class ZoneName(SettingIn):
    vi: str = Field(min_length=1, max_length=80)
    en: str = Field("", max_length=80)


class ZoneIn(SettingIn):
    id: Slug
    name: ZoneName
    counters: list[Id] = Field(min_length=1, max_length=200)


class ScreenIn(SettingIn):
    id: Slug
    name: str = Field(min_length=1, max_length=80)
    layout: Layout = "calls"
    zone: Slug | None = None
    counter: Id | None = None
    speaks: bool = True
    images: list[Id] = Field(default_factory=list, max_length=MOST_IMAGES)
    device: Id | None = None


class DisplaysIn(SettingIn):
    zones: list[ZoneIn] = Field(default_factory=list, max_length=MOST_ZONES)
    screens: list[ScreenIn] = Field(default_factory=list, max_length=MOST_SCREENS)


def known_things(value: Any, view: HallView) -> Iterator[Found]:
    """What of a value of the right shape cannot hang in this very hall, member by member."""
    displays = Displays.read(value)
    yield from _twice("zones", (one.id for one in displays.zones))
    yield from _twice("screens", (str(one.id) for one in displays.screens))
    counters = {row["id"] for row in view.counters()}
    for at, zone in enumerate(displays.zones):
        for nth, counter in enumerate(zone.counters):
            if counter not in counters:
                yield ("zones", at, "counters", nth), "display_counter", {"counter": counter}
    named = {image for one in displays.screens for image in one.images}
    images = {one.id for one in media.find(view.connection, view.id, named) if one.width is not None}
    devices, shared = _displays_of(view), Counter(one.device for one in displays.screens)
    for at, screen in enumerate(displays.screens):
        for member, why, params in _wrong_of(screen, displays, counters, images, devices, shared):
            yield ("screens", at, *member), why, params


def _wrong_of(
    screen: Screen, displays: Displays, counters: set[str], images: set[str], devices: set[str], shared: Counter[Any]
) -> Iterator[Found]:
    if screen.zone is not None and displays.zone(screen.zone) is None:
        yield ("zone",), "display_zone", {"zone": screen.zone}
    if screen.layout == "counter" and screen.counter not in counters:
        yield ("counter",), "display_counter_needed", {}
    if screen.layout == "images" and not screen.images:
        yield ("images",), "display_images_needed", {}
    for nth, image in enumerate(screen.images):
        if image not in images:
            yield ("images", nth), "display_image", {}
    if screen.device is not None and screen.device not in devices:
        yield ("device",), "display_device", {}
    elif screen.device is not None and shared[screen.device] > 1:
        yield ("device",), "display_device_twice", {}


def _twice(of: str, ids: Iterable[str]) -> Iterator[Found]:
    seen: set[str] = set()
    for at, id in enumerate(ids):
        if id in seen:
            yield (of, at, "id"), "display_id_twice", {"id": id}
        seen.add(id)


def _displays_of(view: HallView) -> set[str]:
    columns = t.devices.c
    in_use = select(columns.id).where(columns.hall == view.id, columns.kind == Role.DISPLAY, columns.active)
    return set(view.connection.scalars(in_use))
