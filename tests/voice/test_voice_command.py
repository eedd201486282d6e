"""`luot voice`, and what a server does about clips it has not: makes them beside its work, or says what to install."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from luot_server.cli import luot
from luot_server.settings import for_child
from luot_server.voice.background import Maker
from luot_server.voice.made import Made, write_whole
from luot_server.voice.making import program
from luot_server.voice.wav import milliseconds, read_wav
from tests.voice.recordings import sound, wav


def run(*arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(luot, ["voice", *arguments])
    assert result.exit_code == status, result.output
    return result.output


def pretend(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str | None) -> None:
    """A PATH with this program as espeak-ng in it, or without one."""
    if script is not None:
        (folder / "espeak-ng").write_text(f"#!/bin/sh\n{script}\n")
        (folder / "espeak-ng").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}")


def test_clips_are_made_once_and_a_call_is_written(made_voice: Path, tmp_path: Path) -> None:
    data = ["--data", str(tmp_path / "data")]
    assert "vi: 142 clips, made before" in run("make", *data)
    for language, shortest in (("vi", 3500), ("en", 2500)):
        file = tmp_path / f"{language}.wav"
        run("say", "K2-A012", "15", "--language", language, "--out", str(file), *data)
        assert shortest < milliseconds(read_wav(file.read_bytes()).mono) < 6500
    assert "A012" in run("say", "twelve", "3", "--out", str(tmp_path / "x.wav"), *data, status=2)


def test_recordings_are_checked_before_they_are_sent(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.wav", tmp_path / "bad.wav"
    good.write_bytes(wav(sound(0.5, rate=8000), rate=8000))
    bad.write_bytes(wav(sound(level=0.001)))
    assert "ms" in run("check", str(good))
    told = run("check", str(good), str(bad), status=1)
    assert "Nothing can be heard" in told
    assert "1 of 2 cannot be used" in told


def test_without_the_program_the_one_line_that_installs_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pretend(tmp_path, monkeypatch, None)
    monkeypatch.setenv("LUOT_VOICE_DIR", str(tmp_path / "voice"))
    assert "run: sudo apt install espeak-ng" in run("make", status=1)
    Maker(Made(tmp_path / "voice"), for_child()).start()
    (line,) = caplog.messages
    assert line.endswith("sudo apt install espeak-ng")


def test_a_server_that_has_its_clips_starts_nothing(
    made_voice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pretend(tmp_path, monkeypatch, None)
    Maker(Made(made_voice), for_child()).start()
    assert caplog.messages == []


def test_what_fails_beside_a_server_is_told_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    pretend(tmp_path, monkeypatch, "exit 3")
    monkeypatch.setenv("LUOT_VOICE_DIR", str(tmp_path / "voice"))
    with caplog.at_level(logging.WARNING):
        Maker(Made(tmp_path / "voice"), for_child()).start()
        wait_until(lambda: bool(caplog.messages))
    assert "the voice was not made: espeak-ng does not say" in caplog.messages[0]
    assert list((tmp_path / "voice").glob("*.pack")) == []


def test_a_server_that_stops_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pretend(tmp_path, monkeypatch, f"echo > {tmp_path}/began; exec /bin/sleep 2")
    monkeypatch.setenv("LUOT_VOICE_DIR", str(tmp_path / "voice"))
    maker = Maker(Made(tmp_path / "voice"), for_child())
    maker.start()
    wait_until((tmp_path / "began").exists)
    maker.stop()
    assert maker.ended
    assert list((tmp_path / "voice").glob("*.pack")) == []


def test_a_server_makes_what_is_missing(made_voice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With one sound for every clip: what the program says is another test's matter."""
    clip = tmp_path / "clip.wav"
    clip.write_bytes(wav(sound(0.1, rate=8000), rate=8000))
    pretend(tmp_path, monkeypatch, f'exec /bin/cp {clip} "$8"')  # the file it is told to write
    monkeypatch.setenv("LUOT_VOICE_DIR", str(tmp_path / "voice"))
    assert program() is not None
    made = Made(tmp_path / "voice")
    write_whole(made.place("vi"), Made(made_voice).content("vi"))
    assert (made.hash("vi") is None, made.hash("en") is None) == (False, True)
    Maker(made, for_child()).start()
    wait_until(lambda: made.hash("en") is not None)
    assert len(made.pack("en").clips) == 142


def wait_until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)
