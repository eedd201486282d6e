"""The hall's voice: the pack its displays fetch, each clip to listen to, and recordings of the hall's own."""

from typing import Any, Final

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from ... import runtime
from ...boards.voice import hall_clips, pack_key
from ...domain.errors import Conflict, Unknown
from ...messages import LANGUAGES
from ...store.view import HallView
from ..access import permit
from ..schemas import Query
from ..services import services

bp = APIBlueprint("voice", __name__, tag="voice")

FOR_EVER: Final = "public, max-age=31536000, immutable"
_BYTES = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
PACK: dict[int | str, Any] = {200: {"description": "The clips of one language, as one file.", "content": _BYTES}}


class PackQuery(Query):
    """``v`` stands for the pack's content: with the right one the answer may be kept for ever."""

    v: str = Field("", max_length=64)


@bp.get("/halls/<hall>/voice/<language>.pack")
@permit()
@bp.input(PackQuery, location="query")
@bp.doc(responses=PACK)
def pack(hall: str, language: str, query_data: PackQuery) -> Response:
    """All clips of a language: 4 bytes little-endian length N, N bytes of JSON, a zero byte if N is odd, then samples.

    The JSON is ``{rate, clips: {name: [first sample, samples]}}``; samples are 16-bit little-endian, one channel.
    """
    _known(language)
    with services().store.viewing(hall) as view:
        key = pack_key(view, language)
        if key is None:
            raise Conflict("voice_not_made")
        content = _packed(view, language, key)
    answer = Response(content, content_type="application/octet-stream")
    if query_data.v == key:
        answer.headers["Cache-Control"] = FOR_EVER
    return answer


def _known(language: str) -> None:
    if language not in LANGUAGES:
        raise Unknown("clip_unknown", clip="pack", language=language)


def _packed(view: HallView, language: str, key: str) -> bytes:
    made = view.store.voice
    if not view.settings.voice.own_of(language):
        return made.content(language)
    kept = made.kept(view.id, language, key)
    if kept is None:
        clips = hall_clips(view, language)
        kept = runtime.run_blocking(made.keep, view.id, language, key, clips)
    return kept
