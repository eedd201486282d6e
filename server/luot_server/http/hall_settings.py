"""The settings a manager may change over HTTP, and what each may be in this very hall."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from ..domain.world import World
from ..messages import say
from ..store.view import HallView
from .address_setting import PublicUrl
from .complaint_setting import Complaints
from .display_setting import DisplaysIn, known_things
from .setting_schemas import Capacity, Delays, First, Quotas, Rejoins, Visits
from .slip_setting import Slip
from .voice_setting import VoiceIn, known_recordings

Value = Any  # JSON
Path = tuple[str | int, ...]


@dataclass(frozen=True)
class Wrong:
    """What is wrong with one member of a value: its path, and the end of a message key ``setting.wrong.…``."""

    path: Path
    why: str
    params: Mapping[str, Any]

    def said(self, language: str) -> str:
        # messages: setting.wrong.*
        return say(f"setting.wrong.{self.why}", language, **self.params)

    @property
    def field(self) -> str:
        return ".".join(map(str, self.path)) or "value"


class SettingRefused(Exception):
    """A value that cannot be; every member that is wrong is named."""

    def __init__(self, wrongs: list[Wrong]) -> None:
        super().__init__(", ".join(f"{one.field}: {one.why}" for one in wrongs))
        self.wrongs = wrongs


@dataclass(frozen=True)
class Known:
    """One setting: its shape, what it is where nobody set it, and what the catalogue must know for it."""

    model: type[BaseModel]
    usual: Value
    names: Callable[[Value, World], Iterator[Wrong]] = lambda value, world: iter(())
    stands: Callable[[Value, HallView], Iterator[Wrong]] = lambda value, view: iter(())

    def checked(self, value: Value, world: World, view: HallView | None = None) -> Value:
        """``value`` as it is recorded; null, as if it had never been set. Raises SettingRefused.

        ``view``: the hall it is for, whose counters, devices and pictures it may name.
        """
        if value is None:
            return None
        try:
            recorded = self.model.model_validate(value).model_dump(mode="json", exclude_none=True)
        except ValidationError as error:
            raise SettingRefused([_wrong(self.model, one) for one in error.errors()]) from error
        unknown = list(self.names(recorded, world))
        if view is not None:
            unknown += self.stands(recorded, view)
        if unknown:
            raise SettingRefused(unknown)
        return recorded


def _known_fields(quotas: Mapping[str, int], world: World) -> Iterator[Wrong]:
    return (Wrong((one,), "field_unknown", {"field": one}) for one in quotas if world.field(one) is None)


def _known_procedures(codes: list[str], world: World) -> Iterator[Wrong]:
    return (
        Wrong((at,), "procedure_unknown", {"code": code})
        for at, code in enumerate(codes)
        if world.procedure(code) is None
    )


def _known_in_hall(displays: Value, view: HallView) -> Iterator[Wrong]:
    return (Wrong(*one) for one in known_things(displays, view))


def _kept_by_hall(voice: Value, view: HallView) -> Iterator[Wrong]:
    return (Wrong(*one) for one in known_recordings(voice, view))


SETTINGS: Mapping[str, Known] = MappingProxyType(
    {
        "slip": Known(Slip, Slip.model_validate({}).model_dump(mode="json", exclude_none=True)),
        "first": Known(First, [], _known_procedures),
        "quotas": Known(Quotas, {}, _known_fields),
        "capacity": Known(Capacity, None),
        "visits": Known(Visits, None),
        "public_url": Known(PublicUrl, None),
        "voice": Known(VoiceIn, VoiceIn.model_validate({}).model_dump(mode="json"), stands=_kept_by_hall),
        "displays": Known(DisplaysIn, {"zones": [], "screens": []}, stands=_known_in_hall),
        "complaints": Known(Complaints, Complaints.model_validate({}).model_dump(mode="json")),
        "rejoins": Known(Rejoins, Rejoins.model_validate({}).model_dump(mode="json")),
        "delays": Known(Delays, Delays.model_validate({}).model_dump(mode="json")),
    }
)

#: What a model finds wrong, as a sentence says it; anything else is told as "other".
_WHY: Mapping[str, str] = MappingProxyType(
    {
        "missing": "missing",
        "extra_forbidden": "extra",
        "greater_than_equal": "too_small",
        "less_than_equal": "too_large",
        "string_too_long": "too_long",
        "string_too_short": "missing",
        "string_pattern_mismatch": "no_slug",
        "too_long": "too_many",
        "too_short": "too_few",
        "int_parsing": "no_number",
        "int_type": "no_number",
        "int_from_float": "no_number",
        "bool_parsing": "no_switch",
        "bool_type": "no_switch",
        "literal_error": "no_choice",
    }
)
_OURS = ("address_", "clip_", "logo_", "languages", "foot_")


def _wrong(model: type[BaseModel], error: Any) -> Wrong:
    kind, path = error["type"], tuple(error["loc"])
    params = {name: value for name, value in error.get("ctx", {}).items() if isinstance(value, str | int)}
    if kind.startswith(_OURS):
        return Wrong(path, kind, params)
    if path == ("lines", "missed"):
        return Wrong(path, "always_printed", params)
    if kind == "value_error":
        return Wrong(path, {Capacity: "warn_at", First: "twice"}.get(model, "other"), params)
    return Wrong(path, _WHY.get(kind, "other"), params)
