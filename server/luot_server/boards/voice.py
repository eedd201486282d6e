"""How a hall speaks: what its displays fetch, and what each clip is."""

from collections.abc import Mapping
from hashlib import sha256

from sqlalchemy import select

from ..domain.voice import CLIPS
from ..messages import LANGUAGES
from ..store import tables as t
from ..store.view import HallView
from ..voice.made import short
from ..voice.pack import Pack
from ..voice.texts import texts
from ..voice.wav import Samples, milliseconds, read_wav
from .wire import Wire


def voice_of(view: HallView) -> Wire:
    """``{languages, times, chime, packs}``, as a display's page needs it; a pack that is not there yet is null."""
    voice = view.settings.voice
    return {
        "languages": list(voice.languages),
        "times": voice.times,
        "chime": voice.chime,
        "packs": {language: pack_url(view, language) for language in LANGUAGES},
    }


def pack_key(view: HallView, language: str) -> str | None:
    """Stands for every byte of the hall's pack; None while there is neither a made clip nor one of its own.

    Of what the pack is made from, not of the pack: a board is built far oftener than a pack is.
    """
    made, own = view.store.voice.hash(language), view.settings.voice.own_of(language)
    if not own:
        return made
    return short(sha256(f"{made} {sorted(own.items())}".encode()).hexdigest())


def pack_url(view: HallView, language: str) -> str | None:
    key = pack_key(view, language)
    return f"/api/v1/halls/{view.id}/voice/{language}.pack?v={key}" if key else None


def hall_clips(view: HallView, language: str) -> Pack:
    """The made clips, with the hall's recordings in their places."""
    return view.store.voice.pack(language).with_own(own_clips(view, view.settings.voice.own_of(language)))


def own_clips(view: HallView, own: Mapping[str, str]) -> dict[str, Samples]:
    """The recordings that are still kept, by clip."""
    media = t.media.c
    rows = view.connection.execute(
        select(media.id, media.bytes).where(media.hall == view.id, media.id.in_(set(own.values())))
    )
    kept = {row.id: read_wav(row.bytes).mono for row in rows}
    return {clip: kept[id] for clip, id in own.items() if id in kept}


def clips_board(view: HallView) -> Wire:
    """Each language's clips: what they say, whether made, the hall's own or missing, and how long they are."""
    return {"items": [_language(view, language) for language in LANGUAGES], "next": None}


def _language(view: HallView, language: str) -> Wire:
    own = own_clips(view, view.settings.voice.own_of(language))
    every = view.store.voice.pack(language).with_own(own).clips
    return {
        "language": language,
        "pack": pack_url(view, language),
        "missing": [clip for clip in CLIPS if clip not in every],
        "clips": [
            {
                "clip": clip,
                "text": texts(language)[clip],
                "source": "own" if clip in own else "made" if clip in every else "missing",
                "milliseconds": milliseconds(every[clip]) if clip in every else None,
            }
            for clip in CLIPS
        ],
    }
