"""Spoken guidance: real sound for both languages, bounded in length and time, for this page only."""

import wave
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.local_speech import KEPT_BYTES, LONGEST, Mute, Voice, installed, speech_blueprint
from luot_kiosk.settings import Settings

needs_espeak = pytest.mark.skipif(installed() is None, reason="No espeak-ng here: sudo apt-get install espeak-ng")


@pytest.fixture
def page(settings: Settings) -> FlaskClient:
    return create_app(Kiosk(settings, None)).test_client()


def seconds(sound: bytes) -> float:
    with wave.open(BytesIO(sound)) as file:
        return file.getnframes() / file.getframerate()


@needs_espeak
def test_the_same_words_sound_different_in_each_language(page: FlaskClient) -> None:
    sounds = {}
    for language in ("vi", "en"):
        answer = page.post("/local/speech", json={"text": "Sao y, 2 tờ"}, headers={"Accept-Language": language})
        assert (answer.status_code, answer.mimetype) == (200, "audio/wav")
        assert 0.5 < seconds(answer.data) < 6
        sounds[language] = answer.data
    assert sounds["vi"] != sounds["en"]


@needs_espeak
def test_words_are_never_options() -> None:
    assert seconds(Voice(installed()).say("--voices", "en")) > 0.3


@needs_espeak
def test_the_longest_text_is_spoken_in_time(page: FlaskClient) -> None:
    text = ("Quý công dân cần làm thủ tục gì? " * 30)[:LONGEST]
    assert seconds(page.post("/local/speech", json={"text": text}).data) > 20


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": 7}, {"text": "x" * (LONGEST + 1)}, []])
def test_anything_else_is_refused(page: FlaskClient, body: object) -> None:
    assert page.post("/local/speech", json=body).status_code == 400


def test_only_this_page_may_make_it_speak(page: FlaskClient) -> None:
    answer = page.post("/local/speech", json={"text": "xin chào"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert page.get("/local/speech?text=xin").status_code == 405


def test_a_program_that_hangs_or_fails_is_given_up_on(tmp_path: Path) -> None:
    for number, line in enumerate(("exec sleep 20", "exit 3", "exit 0")):
        program = tmp_path / f"speak{number}"
        program.write_text(f"#!/bin/sh\n{line}\n")
        program.chmod(0o700)
        with pytest.raises(Mute):
            Voice(str(program), patience_seconds=0.2).say("xin chào", "vi")


def test_without_the_program_the_page_is_told_so(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    app = Flask("kiosk")
    app.register_blueprint(speech_blueprint(Voice(None)))
    answer = app.test_client().post("/local/speech", json={"text": "xin chào"})
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["code"] == "no_speech"
    monkeypatch.setattr("luot_kiosk.page.installed", lambda: None)
    assert '"speech": false' in create_app(Kiosk(settings, None)).test_client().get("/").text


def test_what_was_said_is_remembered_and_no_more_than_it_may_be(tmp_path: Path) -> None:
    program, said = tmp_path / "speak", tmp_path / "said"
    program.write_text(f"#!/bin/sh\ncat >>{said}; head -c 3000000 /dev/zero\n")
    program.chmod(0o700)
    voice = Voice(str(program))
    for text in ("a", "a", "b", "c", "a"):
        voice.say(text, "vi")
    assert said.read_text() == "abca"
    assert sum(len(sound) for sound in voice._said.values()) <= KEPT_BYTES
