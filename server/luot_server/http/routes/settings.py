"""What a manager sets for the hall: shown with its history, changed from a day on, and the paper tried beforehand."""

import json
from base64 import b64encode
from io import BytesIO
from typing import Any, Literal
from uuid import UUID

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from luot_slip import draw

from ...actions import manager
from ...boards.settings import in_force, settings_board
from ...boards.slip import style_of
from ...boards.slip_preview import Kind, slip_preview
from ...domain.errors import Invalid, Unknown
from ...domain.roles import Role
from ...domain.slip_style import SlipStyle
from ...store.changing import Changing
from ...store.view import HallView
from ..access import permit
from ..answering import Answer, answer, change
from ..days import YEARS, day_of
from ..hall_settings import SETTINGS, Known, SettingRefused, Wrong
from ..problems import language, problem_of, problem_response
from ..schemas import Body, Query
from ..services import services
from ..shapes.settings import HallSetting, HallSettingList, SlipPicture

bp = APIBlueprint("settings", __name__, tag="settings")

#: The ticket of a made-up slip: its code leads to a page that knows no such turn.
NOBODYS = str(UUID(int=0))
_PNG = {"image/png": {"schema": {"type": "string", "format": "binary"}}}
PICTURE: dict[int | str, Any] = {200: {"description": "The slip, one pixel a dot of the printer.", "content": _PNG}}


class SettingIn(Body):
    """``value: null`` ends the setting: from that day on it is as if it had never been set."""

    value: Any
    valid_from: str | None = Field(None, max_length=10)


class PreviewQuery(Query):
    """``style`` is the setting ``slip`` as JSON, not saved yet; without a logo of its own it has the hall's."""

    kind: Kind = "ticket"
    language: Literal["vi", "en"] = "vi"
    style: str | None = Field(None, max_length=4000)


class PreviewIn(Body):
    kind: Kind = "ticket"
    language: Literal["vi", "en"] = "vi"
    style: dict[str, Any] = Field(default_factory=dict)


@bp.get("/halls/<hall>/settings")
@permit(Role.MANAGER, at="hall")
@bp.output(HallSettingList)
def listed(hall: str) -> Response:
    """Every setting a manager may change: what holds today, since when, by whom, and what is to come."""
    with services().store.viewing(hall) as view:
        return answer(200, {"items": _told(view, SETTINGS), "next": None})


@bp.put("/halls/<hall>/settings/<name>")
@permit(Role.MANAGER, at="hall")
@bp.input(SettingIn)
@bp.output(HallSetting)
def put(hall: str, name: str, json_data: SettingIn) -> Response:
    """From ``valid_from`` on (default: today) the setting is this; the same value again records nothing."""
    known = SETTINGS.get(name)
    if known is None:
        raise Unknown("setting_unknown", name=name)

    def act(changing: Changing) -> Answer:
        since = _first_day(changing, json_data.valid_from)
        value = known.checked(json_data.value, changing.world_on(day_of(since, "valid_from")), changing)
        before = in_force(changing, name, since)
        if _as_set(value, known) != _as_set(before, known):
            manager.change_setting(changing, name, value, since)
        return 200, _told(changing, {name: known})[0]

    try:
        return change(hall, act)
    except SettingRefused as refusal:
        return _refused(refusal.wrongs)


@bp.get("/halls/<hall>/slip-preview.png")
@permit(Role.MANAGER, at="hall")
@bp.input(PreviewQuery, location="query")
@bp.doc(responses=PICTURE)
def preview(hall: str, query_data: PreviewQuery) -> Response:
    """A made-up slip of this hall as a picture, in the style in force or in one not saved yet."""
    with services().store.viewing(hall) as view:
        try:
            style = _style(view, query_data.style)
        except SettingRefused as refusal:
            return _refused(refusal.wrongs)
        png = _drawn(view, style, query_data.kind, query_data.language)
    return Response(png, content_type="image/png")


@bp.post("/halls/<hall>/slip-previews")
@permit(Role.MANAGER, at="hall")
@bp.input(PreviewIn)
@bp.output(SlipPicture)
def preview_whole(hall: str, json_data: PreviewIn) -> Response:
    """The same for a style with a logo of its own, too large for an address; nothing is recorded."""
    with services().store.viewing(hall) as view:
        try:
            style = SlipStyle.read(SETTINGS["slip"].checked(json_data.style, view.world))
        except SettingRefused as refusal:
            return _refused(refusal.wrongs)
        png = _drawn(view, style, json_data.kind, json_data.language)
    return answer(200, {"image": f"data:image/png;base64,{b64encode(png).decode()}"})


# ── the common part ──────────────────────────────────────────────────────────────────────────────


def _told(view: HallView, settings: Any) -> list[dict[str, Any]]:
    return settings_board(view, {name: known.usual for name, known in settings.items()})


def _first_day(view: HallView, asked: str | None) -> str:
    """Raises Invalid for no day, and for one that is over: what happened under the old value happened."""
    day = view.today if asked is None else day_of(asked, "valid_from", YEARS)
    if day < view.today:
        raise Invalid("setting_in_the_past", field="valid_from")
    return day.isoformat()


def _as_set(value: Any, known: Known) -> Any:
    return known.usual if value is None else value


def _style(view: HallView, asked: str | None) -> SlipStyle:
    """The style of the hall, or the one asked for. Raises SettingRefused."""
    if asked is None:
        return style_of(view)
    try:
        value = json.loads(asked)
        json.dumps(value, ensure_ascii=False).encode()  # half a surrogate pair could not even be refused in words
    except (ValueError, RecursionError) as error:
        raise SettingRefused([Wrong(("style",), "other", {})]) from error
    if isinstance(value, dict):
        value = {"logo": view.settings.values.get("slip", {}).get("logo"), **value}
    return SlipStyle.read(SETTINGS["slip"].checked(value, view.world) or {})


def _drawn(view: HallView, style: SlipStyle, kind: Kind, spoken: str) -> bytes:
    stream = BytesIO()
    url, wifi = services().track_url(view, NOBODYS), services().reach(view).wifi
    draw(slip_preview(view, style, kind, spoken, url, wifi)).save(stream, "PNG")
    return stream.getvalue()


def _refused(wrongs: list[Wrong]) -> Response:
    told = language()
    fields: dict[str, list[str]] = {}
    for one in wrongs:
        fields.setdefault(one.field, []).append(one.said(told))
    refusal = Invalid("setting_wrong", field=next(iter(fields)), reason=next(iter(fields.values()))[0])
    return problem_response(problem_of(refusal, fields=fields))
