"""The hall's voice over HTTP: what its displays fetch, recordings of its own, and what cannot be one."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from luot_server.boards.hall import hall_board
from luot_server.boards.voice import voice_of
from luot_server.domain.voice import CLIPS, clips_of_call
from luot_server.http.routes.voice import FOR_EVER, LARGEST_CLIP
from luot_server.store import media
from luot_server.voice.made import Made
from luot_server.voice.pack import Pack
from luot_server.voice.wav import RATE, WAV, read_wav
from tests.halls import HALL
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import answered, refused
from tests.voice.recordings import sound, wav

VOICE = f"/halls/{HALL}/voice"
HELLO = wav(sound(0.4, rate=16_000), rate=16_000)
OTHER = wav(sound(0.4, rate=16_000, hertz=440), rate=16_000)


@pytest.fixture
def voiced(make_place: MakePlace, made_voice: Path, tmp_path: Path) -> Place:
    """A hall whose server has made its clips; what it composes is its own."""
    for file in made_voice.glob("*.pack"):
        (tmp_path / file.name).symlink_to(file)
    place = make_place()
    place.client.services.store.voice = Made(tmp_path)
    return place


def record(place: Place, clip: str, raw: bytes = HELLO, language: str = "vi", **how: Any) -> TestResponse:
    # By its content: neither the name nor the type a browser gives it counts.
    return place.as_("manager").put(f"{VOICE}/{language}/{clip}", data=raw, content_type="text/plain", **how)


def sources(told: dict[str, Any], language: str = "vi") -> dict[str, str]:
    (one,) = (it for it in told["items"] if it["language"] == language)
    return {clip["clip"]: clip["source"] for clip in one["clips"]}


def shown(place: Place) -> tuple[dict[str, Any], str]:
    """(the voice of a display's page, what its board says of the arrangement)."""
    with place.client.services.store.viewing(HALL) as view:
        return voice_of(view), hall_board(view)["arrangement"]


def recordings(place: Place) -> list[str]:
    """What the hall keeps of sounds, by name."""
    with place.client.services.store.reading() as connection:
        return [one.name for one in media.listed(connection, HALL) if one.type == WAV]


def fetched(place: Place, language: str = "vi") -> Pack:
    url = shown(place)[0]["packs"][language]
    response = place.as_("nobody").get(url.removeprefix(API))
    assert (response.status_code, response.headers["Cache-Control"]) == (200, FOR_EVER)
    length = struct.unpack_from("<I", response.data)[0]
    assert (4 + length + length % 2) % 2 == 0, "samples begin on an even byte"
    return Pack.read(response.data)


# ── without anything made ────────────────────────────────────────────────────────────────────────


def test_without_clips_the_hall_only_rings_and_says_how_to_get_them(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    voice, _ = shown(place)
    assert voice == {"languages": ["vi", "en"], "times": 2, "chime": True, "packs": {"vi": None, "en": None}}
    manager = place.as_("manager")
    refused(manager.get(f"{VOICE}/vi.pack"), 409, "voice_not_made")
    refused(manager.get(f"{VOICE}/vi/to.wav"), 409, "voice_not_made")
    monkeypatch.setenv("PATH", "/nowhere")
    told = answered(manager.get(VOICE), 200)
    assert told["install"] == "sudo apt install espeak-ng"
    assert [one["missing"] for one in told["items"]] == [list(CLIPS)] * 2


def test_a_hall_can_speak_in_its_own_recordings_alone(place: Place) -> None:
    told = answered(record(place, "to"), 200)
    assert sources(told)["to"] == "own"
    assert len(told["items"][0]["missing"]) == len(CLIPS) - 1
    assert list(fetched(place).clips) == ["to"]
    assert shown(place)[0]["packs"]["en"] is None


# ── made clips, and recordings in their places ───────────────────────────────────────────────────


def test_displays_fetch_the_made_clips_and_keep_them(voiced: Place, made_voice: Path) -> None:
    made = Made(made_voice).pack("en").clips
    assert fetched(voiced, "en").clips == made
    stale = voiced.as_("nobody").get(f"{VOICE}/en.pack?v=0")
    assert stale.headers["Cache-Control"] == "no-store", "another version may come to this address"
    told = answered(voiced.as_("manager").get(VOICE), 200)
    assert told["install"] is None
    assert set(sources(told, "en").values()) == {"made"}
    assert told["items"][0]["clips"][4] == {
        "clip": "to",
        "text": "đến quầy số",
        "source": "made",
        "milliseconds": told["items"][0]["clips"][4]["milliseconds"],
    }


def test_a_recording_takes_the_clips_place_until_it_is_taken_away(voiced: Place, tmp_path: Path) -> None:
    before, arranged = shown(voiced)
    made = fetched(voiced).clips
    assert sources(answered(record(voiced, "normal"), 200))["normal"] == "own"
    after, rearranged = shown(voiced)
    assert (after["packs"]["vi"] != before["packs"]["vi"], after["packs"]["en"]) == (True, before["packs"]["en"])
    assert rearranged != arranged, "displays load the page anew"
    own = fetched(voiced).clips
    assert {name for name in made if made[name] != own[name]} == {"normal"}
    assert fetched(voiced).clips == own  # from the file, this time
    heard = voiced.as_("manager").get(f"{VOICE}/vi/normal.wav")
    assert read_wav(heard.data).mono == own["normal"]
    # Again the same, and another one: one file a language is kept, and one recording a clip.
    answered(record(voiced, "normal"), 200)
    answered(record(voiced, "normal", OTHER), 200)
    fetched(voiced)
    assert len(list((tmp_path / "halls" / HALL).glob("vi-*.pack"))) == 1
    assert recordings(voiced) == ["vi: Mời công dân có số thứ tự"]
    taken = voiced.as_("manager").delete(f"{VOICE}/vi/normal")
    assert sources(answered(taken, 200))["normal"] == "made"
    assert shown(voiced) == (before, arranged)
    assert recordings(voiced) == []


def test_a_recording_of_today_stays_on_the_day_english_ends(voiced: Place) -> None:
    settings = f"/halls/{HALL}/settings"
    only = {"value": {"languages": ["vi"], "times": 1}, "valid_from": "2026-12-01"}
    answered(voiced.as_("manager").put(f"{settings}/voice", only), 200)
    answered(record(voiced, "to"), 200)
    items = answered(voiced.as_("manager").get(settings), 200)["items"]
    (voice,) = (one for one in items if one["name"] == "voice")
    assert list(voice["value"]["own"]["vi"]) == ["to"]
    (coming,) = voice["coming"]
    assert (coming["value"]["languages"], coming["value"]["own"]) == (["vi"], voice["value"]["own"])


def test_a_call_is_heard_before_anybody_is_called(voiced: Place, made_voice: Path) -> None:
    manager = voiced.as_("manager")
    made = Made(made_voice)
    heard = manager.get(f"/halls/{HALL}/voice-call.wav?label=A012&counter=15&times=2&purpose=collect_result")
    clips = clips_of_call("A012", 15, times=2, purpose="collect_result")
    assert read_wav(heard.data).mono == made.pack("vi").joined(clips)
    assert read_wav(heard.data).rate == RATE
    english = manager.get(f"/halls/{HALL}/voice-call.wav?language=en&label=K2-A012&counter=104")
    assert read_wav(english.data).mono == made.pack("en").joined(clips_of_call("K2-A012", 104))
    refused(manager.get(f"/halls/{HALL}/voice-call.wav?label=<b>"), 422, "field_invalid")


# ── what cannot be ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "clip_not_wav"),
        (b'{"a": 1}', "clip_not_wav"),
        (HELLO[:-40], "clip_damaged"),
        (wav(sound(), kind=2), "clip_format"),
        (wav(sound(0.05)), "clip_length"),
        (wav(sound(level=0.001)), "clip_silent"),
        (wav([max(-1.0, min(1.0, one)) for one in sound(level=4)]), "clip_clipped"),
    ],
)
def test_what_cannot_be_a_clip_is_refused_in_a_sentence(shared_place: Place, raw: bytes, code: str) -> None:
    response = record(shared_place, "to", raw)
    problem = refused(response, 422, code)
    assert problem["field"] == "file"
    assert "{" not in problem["detail"]


def test_a_file_too_large_and_clips_there_are_not(shared_place: Place) -> None:
    refused(record(shared_place, "to", b"RIFF" + bytes(LARGEST_CLIP)), 413, "too_large")
    for clip, language in (("n100", "vi"), ("hello", "vi"), ("to", "fr")):
        refused(record(shared_place, clip, language=language), 404, "clip_unknown")
    refused(shared_place.as_("manager").get(f"{VOICE}/vi/hello.wav"), 404, "clip_unknown")
    refused(shared_place.as_("nobody").get(f"{VOICE}/fr.pack"), 404, "clip_unknown")


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ({"languages": ["en"]}, "languages"),
        ({"languages": ["vi", "vi"]}, "languages"),
        ({"times": 3}, "times"),
        ({"chime": "perhaps"}, "chime"),
        ({"volume": 11}, "volume"),
        ({"own": {"vi": {"hello": "0" * 64}}}, "own.vi.hello.[key]"),
        ({"own": {"vi": {"to": "0" * 64}}}, "own.vi.to"),
        ({"own": {"fr": {}}}, "own.fr.[key]"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_its_member(shared_place: Place, value: Any, path: str) -> None:
    response = shared_place.as_("manager").put(f"/halls/{HALL}/settings/voice", {"value": value})
    assert list(refused(response, 422, "setting_wrong")["fields"]) == [path]


def test_a_hall_may_only_ring(place: Place) -> None:
    answered(place.as_("manager").put(f"/halls/{HALL}/settings/voice", {"value": {"languages": []}}), 200)
    assert shown(place)[0]["languages"] == []
    _, arranged = shown(place)
    answered(place.as_("manager").put(f"/halls/{HALL}/settings/voice", {"value": {"chime": False}}), 200)
    assert shown(place)[1] != arranged
