"""The hall's voice: the pack its displays fetch, each clip to listen to, and recordings of the hall's own."""

from typing import Any, Final, Literal

from apiflask import APIBlueprint
from flask import Response
from pydantic import Field

from ... import runtime
from ...actions import voice as voicing
from ...boards.media import uses
from ...boards.settings import settings_board
from ...boards.voice import clips_board, hall_clips, pack_key
from ...domain.errors import Conflict, Invalid, TooLarge, Unknown
from ...domain.roles import Role
from ...domain.voice import CLIPS, clips_of_call
from ...messages import LANGUAGES
from ...store import media
from ...store.changing import Changing
from ...store.view import HallView
from ...voice.making import INSTALL, program, with_pause
from ...voice.sound import clip_of
from ...voice.texts import texts
from ...voice.wav import WAV, NotAClip, milliseconds, read_wav, write_wav
from ..access import permit
from ..answering import Answer, answer, change
from ..files import given_file, takes_file
from ..hall_settings import SETTINGS
from ..schemas import Query
from ..services import services
from ..shapes.voice import HallVoice

bp = APIBlueprint("voice", __name__, tag="voice")

LARGEST_CLIP: Final = 1024 * 1024  # bytes; six seconds in the best a phone records
FOR_EVER: Final = "public, max-age=31536000, immutable"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
PACK: dict[int | str, Any] = {
    200: {"description": "The clips of one language, as one file.", "content": {"application/octet-stream": _BINARY}}
}
SOUND: dict[int | str, Any] = {200: {"description": "A WAV file.", "content": {WAV: _BINARY}}}


class PackQuery(Query):
    """``v`` stands for the pack's content: with the right one the answer may be kept for ever."""

    v: str = Field("", max_length=64)


class CallQuery(Query):
    """A call that nobody made: ``times`` 1 is the first, 2 a recall, 3 the last."""

    language: Literal["vi", "en"] = "vi"
    label: str = Field("A012", pattern=r"^(?:[Kk]\d{1,3}-)?[A-Za-z]{1,2}\d{3,6}$")
    counter: int = Field(3, ge=1, le=9999)
    times: int = Field(1, ge=1, le=9)
    priority: bool = False
    purpose: str = Field("submit", max_length=40)


@bp.get("/halls/<hall>/voice")
@permit(Role.MANAGER, at="hall")
@bp.output(HallVoice)
def told(hall: str) -> Response:
    """Each language's clips: made here, a recording of the hall's own, or missing."""
    with services().store.viewing(hall) as view:
        return answer(200, _told(view))


@bp.get("/halls/<hall>/voice/<language>.pack")
@permit()
@bp.input(PackQuery, location="query")
@bp.doc(responses=PACK)
def pack(hall: str, language: str, query_data: PackQuery) -> Response:
    """All clips of a language: 4 bytes little-endian length N, N bytes of JSON, a zero byte if N is odd, then samples.

    The JSON is ``{rate, clips: {name: [first sample, samples]}}``; samples are 16-bit little-endian, one channel.
    """
    _require(language)
    with services().store.viewing(hall) as view:
        key = pack_key(view, language)
        if key is None:
            raise Conflict("voice_not_made")
        content = _packed(view, language, key)
    response = Response(content, content_type="application/octet-stream")
    if query_data.v == key:
        response.headers["Cache-Control"] = FOR_EVER
    return response


@bp.get("/halls/<hall>/voice/<language>/<clip>.wav")
@permit(Role.MANAGER, at="hall")
@bp.doc(responses=SOUND)
def listen(hall: str, language: str, clip: str) -> Response:
    """One clip as the hall's displays say it."""
    _require(language, clip)
    with services().store.viewing(hall) as view:
        return _sound(view, language, [clip])


@bp.get("/halls/<hall>/voice-call.wav")
@permit(Role.MANAGER, at="hall")
@bp.input(CallQuery, location="query")
@bp.doc(responses=SOUND)
def call(hall: str, query_data: CallQuery) -> Response:
    """A whole call as it would be said, to hear before anybody is called; nothing is announced."""
    clips = clips_of_call(
        query_data.label,
        query_data.counter,
        times=query_data.times,
        priority=query_data.priority,
        purpose=query_data.purpose,
    )
    with services().store.viewing(hall) as view:
        return _sound(view, query_data.language, clips)


@bp.put("/halls/<hall>/voice/<language>/<clip>")
@takes_file(LARGEST_CLIP)
@permit(Role.MANAGER, at="hall")
@bp.output(HallVoice)
def record(hall: str, language: str, clip: str) -> Response:
    """The hall's own recording of a clip: WAV by its content, 0.1 to 6 seconds; trimmed, and as loud as the rest."""
    _require(language, clip)
    raw = given_file()
    if len(raw) > LARGEST_CLIP:
        raise TooLarge("too_large")
    try:
        samples = runtime.run_blocking(lambda: with_pause(clip, clip_of(read_wav(raw))))
    except NotAClip as refusal:
        raise Invalid(refusal.code, field="file", **refusal.params) from refusal

    def act(changing: Changing) -> Answer:
        kept = media.put(
            changing.connection,
            hall,
            write_wav(samples),
            type=WAV,
            name=f"{language}: {texts(language)[clip]}",
            at=changing.now,
            milliseconds=milliseconds(samples),
        )
        return 200, _replaced(changing, language, clip, kept.id)

    return change(hall, act)


@bp.delete("/halls/<hall>/voice/<language>/<clip>")
@permit(Role.MANAGER, at="hall")
@bp.output(HallVoice)
def made_again(hall: str, language: str, clip: str) -> Response:
    """Without the hall's own recording: the made clip is said again."""
    _require(language, clip)
    return change(hall, lambda changing: (200, _replaced(changing, language, clip, None)))


# ── the common part ──────────────────────────────────────────────────────────────────────────────


def _require(language: str, clip: str | None = None) -> None:
    """Raises Unknown for a language or clip there is not."""
    if language not in LANGUAGES or (clip is not None and clip not in CLIPS):
        raise Unknown("clip_unknown", clip=clip or "", language=language)


def _told(view: HallView) -> dict[str, Any]:
    board = clips_board(view)
    without = any(one["missing"] for one in board["items"]) and program() is None
    return {**board, "install": INSTALL if without else None}


def _packed(view: HallView, language: str, key: str) -> bytes:
    made = view.store.voice
    if not view.settings.voice.own_of(language):
        return made.content(language)
    if (kept := made.kept(view.id, language, key)) is not None:
        return kept
    return runtime.run_blocking(made.keep, view.id, language, key, hall_clips(view, language))


def _sound(view: HallView, language: str, clips: list[str]) -> Response:
    """Raises Conflict for a clip that is missing."""
    samples = hall_clips(view, language).joined(clips)
    if samples is None:
        raise Conflict("voice_not_made")
    return Response(write_wav(samples), content_type=WAV)


def _replaced(changing: Changing, language: str, clip: str, recording: str | None) -> dict[str, Any]:
    before = changing.settings.voice.own_of(language).get(clip)
    (setting,) = settings_board(changing, {"voice": SETTINGS["voice"].usual})
    days = [(changing.day, setting["value"]), *((one["valid_from"], one["value"]) for one in setting["coming"])]
    voicing.set_own(changing, days, language, clip, recording)
    if before is not None and before not in uses(changing):
        media.remove(changing.connection, changing.id, before)
    return _told(changing)
