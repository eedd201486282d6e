"""Clips: what they say, how espeak-ng says it, how long and loud they are; recordings, told by their content."""

from __future__ import annotations

import math
import multiprocessing
import subprocess
import time
from itertools import pairwise
from pathlib import Path

import pytest

from luot_server.domain.voice import CLIPS, Voice, clips_of_call
from luot_server.voice import making
from luot_server.voice.made import Made
from luot_server.voice.making import CannotMake, make_into
from luot_server.voice.pack import Pack
from luot_server.voice.sound import LOUDNESS, clip_of, loudness, peak, resampled, trimmed
from luot_server.voice.texts import recipe, texts, voice_name
from luot_server.voice.wav import LOUDEST, RATE, NotAClip, Samples, milliseconds, read_wav, write_wav
from tests.voice.recordings import sound, wav

LANGUAGES = ("vi", "en")


# ── what is said ─────────────────────────────────────────────────────────────────────────────────


def test_every_language_says_every_clip() -> None:
    assert [len(texts(language)) for language in LANGUAGES] == [len(CLIPS)] * 2
    vi, en = texts("vi"), texts("en")
    assert [vi[clip] for clip in ("n4", "n5", "n10", "n15", "n21", "n40", "n55", "n99")] == [
        "bốn",
        "năm",
        "mười",
        "mười lăm",
        "hai mươi mốt",
        "bốn mươi",
        "năm mươi lăm",
        "chín mươi chín",
    ]
    assert (en["n12"], en["n42"], vi["W"], vi["5"], vi["last"]) == (
        "twelve",
        "forty two",
        "vê kép",
        "năm",
        "Lần gọi cuối, mời công dân có số thứ tự",
    )


@pytest.mark.parametrize(
    ("language", "clip", "sounds"),
    [
        ("vi", "normal", "m'@:2j_| k'o#1N_| z'@1n_| k'O3_| s'o3_| t'y3_| t['y6_|"),
        ("vi", "to", "d_,e3n_| kw'@I2_| s'o3_|"),
        ("vi", "0", "x,o#1N_|"),
        ("vi", "J", "z'i7_|"),
        ("vi", "n15", "m'y@2j_| l'a7m_|"),
        ("vi", "n21", "h'a:1j_| m'y@1j_| m'o3t[_|"),
        ("en", "Z", "z'Ed"),
        ("en", "n21", "tw'Enti w,0n"),
    ],
)
def test_the_program_reads_it_as_people_do(language: str, clip: str, sounds: str) -> None:
    """Phonemes of espeak-ng 1.51: each word with its own tone, none spelt out letter by letter."""
    command = ["espeak-ng", "-v", voice_name(language), "-q", "-x", texts(language)[clip]]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert said.split() == sounds.split()


def test_a_call_is_letters_then_digits_then_the_counter_as_a_number() -> None:
    assert clips_of_call("A025", 3) == ["normal", "A", "0", "2", "5", "to", "n3"]
    assert clips_of_call("K2-AB1000", 104, times=2, priority=True)[:5] == ["recall", "K", "2", "A", "B"]
    assert clips_of_call("A1", 104)[-4:] == ["to", "1", "0", "4"]
    assert clips_of_call("A1", 1, priority=True)[0] == "priority"
    assert clips_of_call("A1", 1, times=3, purpose="collect_result") == ["last", "A", "1", "to", "n1", "collect_end"]


def test_a_recording_takes_one_clips_place_and_leaves_it() -> None:
    voice = Voice.read({"own": {"vi": {"to": "a"}}})
    assert (voice.languages, voice.times, voice.chime) == (("vi", "en"), 2, True)
    assert voice.with_own("en", "A", "b") == {"vi": {"to": "a"}, "en": {"A": "b"}}
    assert voice.with_own("vi", "to", None) == {}


# ── clips that are made ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pack_holds_every_clip_alike_in_loudness_and_without_silence(made_voice: Path, language: str) -> None:
    made = Made(made_voice)
    clips = made.pack(language).clips
    assert tuple(clips) == CLIPS
    assert Pack.read(made.content(language)).clips == clips
    assert max(map(peak, clips.values())) <= LOUDEST * 0.96
    every_ninth = [clips[name] for name in CLIPS[::9]]
    assert all(LOUDNESS * 0.6 < loudness(clip) < LOUDNESS * 1.05 for clip in every_ninth)
    # 10 ms before the first sound, and after the last 30 ms and the clip's own pause.
    assert all(len(clip) - len(trimmed(clip)) < RATE * 0.16 for clip in every_ninth)
    call = made.pack(language).joined(clips_of_call("A025", 15))
    assert call is not None
    assert milliseconds(call) < 5500, "three announcements and a chime fit into the 24 s between two calls"


def test_a_pack_says_the_same_whoever_makes_it(made_voice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few = ("normal", "A", "0", "n21")
    monkeypatch.setattr(making, "CLIPS", few)
    assert making.make("vi").clips == {clip: Made(made_voice).pack("vi").clips[clip] for clip in few}


def test_two_processes_make_it_once(made_voice: Path, tmp_path: Path) -> None:
    place, context = tmp_path / "vi.pack", multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        done = pool.map(_make_few, [place, place], chunksize=1)
    assert sorted(done) == [False, True]
    assert set(Pack.read(place.read_bytes()).clips) == {"0", "1"}
    assert {one.name for one in tmp_path.iterdir()} == {"vi.pack", ".making"}


def _make_few(place: Path) -> bool:
    making.CLIPS = ("0", "1")  # type: ignore[assignment]  # in a process of its own
    return make_into(place, "vi")


def test_two_who_compose_a_halls_pack_at_once_leave_one_whole_file(made_voice: Path, tmp_path: Path) -> None:
    context = multiprocessing.get_context("fork")
    with context.Pool(2) as pool:
        (one, other) = pool.starmap(_compose, [(made_voice, tmp_path)] * 2, chunksize=1)
    made = Made(tmp_path)
    assert one == other == made.kept("DL-22015", "vi", "b" * 16)
    assert [file.name for file in (tmp_path / "halls" / "DL-22015").iterdir()] == [f"vi-{'b' * 16}.pack"]


def _compose(made_voice: Path, folder: Path) -> bytes:
    clips = Made(made_voice).pack("vi")
    Made(folder).keep("DL-22015", "vi", "a" * 16, clips)
    return Made(folder).keep("DL-22015", "vi", "b" * 16, clips)


def test_without_the_program_nothing_is_made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotMake, match="sudo apt install espeak-ng"):
        make_into(tmp_path / "vi.pack", "vi")
    assert Made(tmp_path).hash("vi") is None
    assert Made().hash("vi") is None


def test_a_program_that_fails_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\nexit 3\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    with pytest.raises(CannotMake, match="does not say “Mời công dân"):
        make_into(tmp_path / "vi.pack", "vi")
    assert not (tmp_path / "vi.pack").exists()


def test_other_words_are_another_pack() -> None:
    assert recipe("vi") != recipe("en")
    assert Made(Path("x")).place("vi") == Path("x") / f"vi-{recipe('vi')}.pack"


@pytest.mark.parametrize("raw", [b"", b"\xff\xff\xff\xff{}", b"\2\0\0\0{}", b"\1\0\0\0[\0", b'\7\0\0\0{"a":}'])
def test_what_is_no_pack_is_said_to_be_none(raw: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # json's own is one
        Pack.read(raw)


# ── recordings ───────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("kind", "bits", "channels", "rate"),
    [
        (1, 8, 1, 8000),
        (1, 16, 1, 22_050),
        (1, 16, 2, 44_100),
        (1, 24, 2, 48_000),
        (1, 32, 1, 16_000),
        (3, 32, 1, 48_000),
        (3, 64, 2, 44_100),
        (0xFFFE, 24, 1, 44_100),
    ],
)
def test_what_people_record_becomes_a_clip(kind: int, bits: int, channels: int, rate: int) -> None:
    given = sound(0.5, rate=rate, channels=channels, before=0.2)
    clip = clip_of(read_wav(wav(given, kind=kind, bits=bits, channels=channels, rate=rate)))
    assert milliseconds(clip) == pytest.approx(540, abs=12)
    assert loudness(clip) == pytest.approx(LOUDNESS, rel=0.03)
    assert _hertz(clip) == pytest.approx(220, rel=0.02)
    assert read_wav(write_wav(clip)).mono == clip


def test_another_rate_keeps_what_both_hold_and_nothing_else() -> None:
    """A tone of 3 kHz passes; one of 15 kHz, which 22,050 a second cannot hold, does not come back as another."""
    high, low = (read_wav(wav(sound(0.3, rate=48_000, hertz=hertz), rate=48_000)).mono for hertz in (15_000, 3_000))
    began = time.perf_counter()
    assert loudness(resampled(low, 48_000)) == pytest.approx(loudness(low), rel=0.02)
    assert peak(resampled(high, 48_000)[500:-500]) < peak(high) / 100
    assert time.perf_counter() - began < 2


def _tail(raw: bytes, cut: int) -> bytes:
    return raw[:-cut]


QUIET = sound(level=0.005)
LOUD = [max(-1.0, min(1.0, one)) for one in sound(level=3)]
AGAINST = [value for one in sound() for value in (one, -one)]


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "clip_not_wav"),
        (b"ID3\4" + b"\0" * 400, "clip_not_wav"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "clip_not_wav"),
        (b"RIFF\0\0\0\0WAVE", "clip_damaged"),
        (_tail(wav(sound()), 300), "clip_damaged"),
        (wav(sound())[:60], "clip_damaged"),
        (wav([math.nan] * 9000, kind=3, bits=32), "clip_damaged"),
        (wav(sound()).replace(b"fmt \x10", b"fmt \x08", 1), "clip_damaged"),
        (wav(sound(), kind=0x55), "clip_format"),
        (wav(sound(channels=6), channels=6), "clip_format"),
        (wav(sound(rate=96_000), rate=96_000), "clip_format"),
        (wav(sound(0.05)), "clip_length"),
        (wav([]), "clip_length"),
        (wav(sound(6.1, rate=8000), rate=8000), "clip_length"),
        (wav([0.0] * 9000), "clip_silent"),
        (wav(QUIET), "clip_silent"),
        (wav(AGAINST, channels=2), "clip_silent"),
        (wav(LOUD), "clip_clipped"),
        (wav(LOUD, bits=8), "clip_clipped"),
        (wav(sound(level=3), kind=3, bits=32), "clip_clipped"),
    ],
)
def test_what_cannot_be_a_clip_says_why(raw: bytes, code: str) -> None:
    with pytest.raises(NotAClip) as refusal:
        clip_of(read_wav(raw))
    assert refusal.value.code == code


def test_a_good_recording_may_touch_the_limit_once() -> None:
    given = sound(1.0)
    given[1000:1010] = [1.0] * 10
    assert clip_of(read_wav(wav(given)))


def _hertz(samples: Samples) -> float:
    """By counting how often it rises through zero."""
    inside = samples[RATE // 10 : -RATE // 10]
    return sum(1 for before, after in pairwise(inside) if before < 0 <= after) * RATE / len(inside)
