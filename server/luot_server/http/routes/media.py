"""A hall's pictures for its screens, and whatever else its settings name: sent, listed, looked at, taken away."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from pydantic import Field

from ... import runtime
from ...boards.media import media_board, medium_wire, uses
from ...domain.errors import Conflict, Invalid, TooLarge, Unknown
from ...domain.roles import Role
from ...store import media as kept
from ...store.changing import Changing
from ..access import permit
from ..answering import Answer, answer, change
from ..files import given_file, takes_file
from ..pictures import LARGEST_PICTURE, NotAPicture, Picture, cleaned
from ..schemas import Body, Query
from ..services import services
from ..shapes.media import HallMedium, HallMediumList

bp = APIBlueprint("media", __name__, tag="media")

LONGEST_NAME = 200
_FILES = {"schema": {"type": "string", "format": "binary"}}
_CONTENT: dict[int | str, Any] = {
    200: {
        "description": "The file itself.",
        "content": {"image/png": _FILES, "image/jpeg": _FILES, "audio/wav": _FILES},
    },
    304: {"description": "As it was."},
}
# The address is the hash of the bytes: what stands there never changes.
_FOR_EVER = "public, max-age=31536000, immutable"


class NameQuery(Query):
    name: str = Field("", max_length=LONGEST_NAME)


class NameIn(Body):
    name: str = Field(max_length=LONGEST_NAME)


@bp.post("/halls/<hall>/media")
@takes_file(LARGEST_PICTURE)
@permit(Role.MANAGER, at="hall")
@bp.input(NameQuery, location="query")
@bp.output(HallMedium, status_code=201)
def add(hall: str, query_data: NameQuery) -> Response:
    """Keep a picture (PNG, JPEG or WebP, told by its content): drawn anew, upright, at most 1920 px a side."""
    picture = _picture(given_file())

    def act(changing: Changing) -> Answer:
        one = kept.put(
            changing.connection,
            hall,
            picture.raw,
            type=picture.type,
            name=query_data.name,
            at=changing.now,
            width=picture.width,
            height=picture.height,
        )
        return 201, medium_wire(changing, one, uses(changing))

    return change(hall, act)


@bp.get("/halls/<hall>/media")
@permit(Role.MANAGER, at="hall")
@bp.output(HallMediumList)
def listed(hall: str) -> Response:
    """Everything the hall keeps, newest first, with where it is used and how much room is left."""
    with services().store.viewing(hall) as view:
        return answer(200, media_board(view))


@bp.get("/halls/<hall>/media/<media>")
@permit()
@bp.doc(responses=_CONTENT)
def content(hall: str, media: str) -> Response:
    """The picture or sound; what it is cannot change, so it may be kept for ever."""
    with services().store.reading() as connection:
        found = kept.content(connection, hall, media)
    if found is None:
        raise Unknown("media_unknown")
    response = Response(found[1], content_type=found[0])
    response.headers["Cache-Control"] = _FOR_EVER
    response.set_etag(media)
    response.make_conditional(request)
    return response


@bp.put("/halls/<hall>/media/<media>")
@permit(Role.MANAGER, at="hall")
@bp.input(NameIn)
@bp.output(HallMedium)
def rename(hall: str, media: str, json_data: NameIn) -> Response:
    """What the picture shows, in words."""

    def act(changing: Changing) -> Answer:
        one = kept.rename(changing.connection, hall, media, json_data.name)
        if one is None:
            raise Unknown("media_unknown")
        return 200, medium_wire(changing, one, uses(changing))

    return change(hall, act)


@bp.delete("/halls/<hall>/media/<media>")
@permit(Role.MANAGER, at="hall")
@bp.output({}, status_code=204)
def remove(hall: str, media: str) -> Response:
    """Gone for good; not while a setting names it, today's or one to come."""

    def act(changing: Changing) -> Answer:
        if places := uses(changing).get(media):
            raise Conflict("media_used", places=", ".join(places))
        if not kept.remove(changing.connection, hall, media):
            raise Unknown("media_unknown")
        return 204, None

    return change(hall, act)


def _picture(raw: bytes) -> Picture:
    """Raises Invalid ``media_…`` where it is none that a screen can show."""
    if len(raw) > LARGEST_PICTURE:
        raise TooLarge("too_large")
    try:
        return runtime.run_blocking(cleaned, raw)
    except NotAPicture as error:
        raise Invalid(error.code, field="file") from error
