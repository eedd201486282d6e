"""The hall's screens: what each shows, and which part of the hall it is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self, get_args

Layout = Literal["calls", "images", "counter"]
LAYOUTS: tuple[Layout, ...] = get_args(Layout)


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the hall whose people wait together; its counters are called there and nowhere else."""

    id: str
    name: Mapping[str, str]
    counters: tuple[str, ...]

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        name = raw["name"]
        return cls(raw["id"], {"vi": name["vi"], "en": name.get("en") or name["vi"]}, tuple(raw["counters"]))


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: calls and counters, calls beside still images, or one counter's number.

    ``zone`` None is the whole hall; ``device`` the enrolled display it hangs on; ``images`` are ids of the hall's
    media. The screen without an ``id`` is the one a hall has without setting anything.
    """

    id: str | None = None
    name: str = ""
    layout: Layout = "calls"
    zone: str | None = None
    counter: str | None = None
    speaks: bool = True
    images: tuple[str, ...] = ()
    device: str | None = None

    @classmethod
    def read(cls, raw: Mapping[str, Any]) -> Self:
        return cls(
            raw["id"],
            raw["name"],
            raw["layout"],
            raw.get("zone"),
            raw.get("counter"),
            raw["speaks"],
            tuple(raw.get("images", ())),
            raw.get("device"),
        )


@dataclass(frozen=True, slots=True)
class Displays:
    """The setting ``displays`` of one day; none: one screen, of the whole hall."""

    zones: tuple[Zone, ...] = ()
    screens: tuple[Screen, ...] = ()

    @classmethod
    def read(cls, raw: Mapping[str, Any] | None) -> Self:
        """From ``{zones: [{id, name, counters}], screens: [{id, name, layout, …}]}``."""
        given = raw or {}
        return cls(
            tuple(map(Zone.read, given.get("zones", ()))),
            tuple(map(Screen.read, given.get("screens", ()))),
        )

    def zone(self, zone: str | None) -> Zone | None:
        return next((one for one in self.zones if one.id == zone), None)

    def screen(self, screen: str | None) -> Screen | None:
        """The screen of this id; None: the one every hall has."""
        if screen is None:
            return Screen()
        return next((one for one in self.screens if one.id == screen), None)

    def shown_on(self, device: str) -> Screen | None:
        """The screen that hangs on ``device``, as far as the manager said."""
        return next((one for one in self.screens if one.device == device), None)
