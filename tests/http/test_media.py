"""A manager's pictures: whatever is sent, a still picture of ours is kept or a sentence says why not."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw

from luot_server.http import pictures
from luot_server.store import media as kept
from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.conftest import MakePlace, Place
from tests.http.words import Json, answered, refused

MEDIA = f"/halls/{HALL}/media"
DISPLAYS = f"/halls/{HALL}/settings/displays"
ORIENTATION, MAKER = 0x0112, 0x010F


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place()


def drawn(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    picture = Image.new(mode, (width, height))
    ImageDraw.Draw(picture).rectangle((0, 0, width // 2, height), fill="white")
    return picture


def encoded(picture: Image.Image, kind: str = "PNG", **how: Any) -> bytes:
    stream = BytesIO()
    picture.save(stream, kind, **how)
    return stream.getvalue()


def send(place: Place, raw: bytes, name: str = "", who: str = "manager") -> Any:
    return place.as_(who)("POST", f"{MEDIA}?name={name}", data=raw, content_type="application/octet-stream")


def added(place: Place, raw: bytes, name: str = "") -> Json:
    told: Json = answered(send(place, raw, name), 201)
    return told


def opened(place: Place, url: str) -> Image.Image:
    response = place.client.ask("GET", url)
    assert response.status_code == 200
    picture = Image.open(BytesIO(response.data))
    picture.load()
    return picture


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few hundred bytes that claims to be ``width`` × ``height``."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(b"\0" * 4000)) + chunk(b"IEND", b"")


def moving(kind: str) -> bytes:
    frames = [drawn(), Image.new("RGB", (64, 48), "red")]
    return encoded(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


# ── what becomes of a picture ────────────────────────────────────────────────────────────────────


def test_a_photograph_is_kept_upright_small_enough_and_without_what_the_telephone_wrote(place: Place) -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Máy ảnh của một người"
    photo = encoded(drawn(3000, 1000), "JPEG", exif=exif, comment=b"where it was taken") + b"<script>alert(1)</script>"
    told = added(place, photo, "Sảnh chờ")
    assert (told["type"], told["name"], told["width"], told["height"]) == ("image/jpeg", "Sảnh chờ", 640, 1920)
    picture = opened(place, told["url"])
    assert (picture.size, dict(picture.getexif()), "comment" in picture.info) == ((640, 1920), {}, False)
    raw = place.client.ask("GET", told["url"]).data
    assert b"script" not in raw
    assert len(raw) == told["bytes"]


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_every_kind_of_png_is_drawn_and_what_is_transparent_is_white(place: Place, mode: str) -> None:
    told = added(place, encoded(Image.new(mode, (20, 10))))
    corner = opened(place, told["url"]).getpixel((0, 0))
    assert (told["type"], corner) == ("image/png", (255, 255, 255) if mode in ("LA", "RGBA") else (0, 0, 0))


def test_the_same_picture_twice_is_one_and_takes_the_new_words(place: Place) -> None:
    raw = encoded(drawn(), "WEBP", lossless=True)
    first = added(place, raw, "cu")
    again = added(place, raw, "moi")
    assert (again["id"], again["name"]) == (first["id"], "moi")
    named = answered(place.as_("manager").put(f"{MEDIA}/{first['id']}", {"name": "Giấy tờ cần mang"}), 200)
    items = answered(place.as_("manager").get(MEDIA), 200)["items"]
    assert [one["name"] for one in items if one["id"] == first["id"]] == [named["name"]] == ["Giấy tờ cần mang"]


def test_a_picture_may_be_kept_for_ever_and_is_nothing_but_a_picture(place: Place) -> None:
    url = added(place, encoded(drawn()))["url"]
    answer = place.client.ask("GET", url)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    again = place.client.ask("GET", url, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


# ── what is none ─────────────────────────────────────────────────────────────────────────────────

GOOD = encoded(drawn(400, 300, "L").effect_spread(40))


def notes_that_lie() -> bytes:
    """A telephone's JPEG whose width is a word; found only when its notes are written anew."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "wide"
    width_as_text = struct.pack(">HH", 0x0100, 2)
    return encoded(drawn(), "JPEG", exif=exif).replace(struct.pack(">HH", MAKER, 2), width_as_text)


NOT_IMAGES = {
    "empty": b"",
    "svg named png": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "gif": moving("GIF"),
    "bmp": encoded(drawn(), "BMP"),
    "sound": b"RIFF\x24\0\0\0WAVEfmt ",
}
DAMAGED = {
    "only a signature": GOOD[:8],
    "breaks off": GOOD[: len(GOOD) // 2],
    "jpeg breaks off": encoded(drawn(400, 300).effect_spread(40), "JPEG")[:2000],
    "webp breaks off": encoded(drawn(400, 300), "WEBP")[:60],
    "pixels of another picture": GOOD[:40] + bytes(len(GOOD) - 40),
    "two heads": GOOD[:33] + bomb(90_000, 90_000)[8:33] + GOOD[33:200],
    "notes that lie": notes_that_lie(),
    "a thousand scans": encoded(drawn(), "JPEG").replace(b"\xff\xda", b"\xff\xda" * 1000),
}
BOMBS = {
    "more than the limit": bomb(8_000, 6_000),
    "more than the reader warns of": bomb(12_000, 8_000),
    "more than the reader takes": bomb(90_000, 90_000),
    "a strip": bomb(1_000_000, 1),
}


@pytest.mark.parametrize("what", NOT_IMAGES)
def test_what_is_no_picture_is_refused_whatever_it_is_called(place: Place, what: str) -> None:
    assert refused(send(place, NOT_IMAGES[what], "anh.png"), 422, "media_not_an_image")["field"] == "file"


@pytest.mark.parametrize("what", DAMAGED)
def test_a_damaged_picture_is_refused_whole(place: Place, what: str) -> None:
    answer = send(place, DAMAGED[what])
    assert answer.get_json(force=True)["code"] in ("media_damaged", "media_too_many_pixels")
    assert answer.status_code == 422


@pytest.mark.parametrize("what", BOMBS)
def test_a_bomb_is_refused_before_it_is_unpacked(place: Place, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Image.Image, "thumbnail", lambda *_: pytest.fail("the picture was unpacked"))
    refused(send(place, BOMBS[what]), 422, "media_too_many_pixels")


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_moves_is_refused(place: Place, kind: str) -> None:
    assert "động" in refused(send(place, moving(kind)), 422, "media_moves")["detail"]


def test_what_is_too_large_is_refused_unread(place: Place) -> None:
    refused(send(place, b"\xff\xd8\xff" + bytes(pictures.LARGEST_PICTURE)), 413, "too_large")
    refused(send(place, bytes(2 * pictures.LARGEST_PICTURE)), 413, "too_large")


def test_a_full_hall_says_so_and_keeps_what_it_has(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    before = answered(place.as_("manager").get(MEDIA), 200)
    monkeypatch.setattr(kept, "MOST_BYTES", before["bytes"] + 10)
    refused(send(place, encoded(drawn(33, 33))), 409, "media_full")
    assert answered(place.as_("manager").get(MEDIA), 200)["items"] == before["items"]


# ── who, and what is in use ──────────────────────────────────────────────────────────────────────


def test_a_picture_in_use_stays_and_one_that_is_not_goes_for_good(make_place: MakePlace) -> None:
    place = make_place()
    one = added(place, encoded(drawn()))
    screen = {"id": "sanh-anh", "name": "Sảnh chính", "layout": "images", "images": [one["id"]]}
    for day, name in (("2026-11-23", "Cửa vào"), ("2026-11-30", "Sảnh chính")):
        body = {"value": {"screens": [{**screen, "name": name}]}, "valid_from": day}
        answered(place.as_("manager").put(DISPLAYS, body), 200)
    answered(place.as_("manager").put(DISPLAYS, {"value": None}), 200)
    told = refused(place.as_("manager").delete(f"{MEDIA}/{one['id']}"), 409, "media_used")
    assert "Sảnh chính" in told["detail"]
    answered(place.as_("manager").put(DISPLAYS, {"value": None, "valid_from": "2026-11-30"}), 200)
    assert place.as_("manager").delete(f"{MEDIA}/{one['id']}").status_code == 204
    refused(place.as_("manager").delete(f"{MEDIA}/{one['id']}"), 404, "media_unknown")
    assert place.client.ask("GET", one["url"]).status_code == 404


def test_only_the_halls_own_manager_sends_and_another_halls_picture_is_not_there(place: Place) -> None:
    refused(send(place, encoded(drawn()), who="clerk"), 403, "forbidden")
    refused(send(place, encoded(drawn()), who="other-manager"), 404, "hall_unknown")
    one = added(place, encoded(drawn()))
    refused(place.as_("other-manager").delete(f"/halls/{OTHER}/media/{one['id']}"), 404, "media_unknown")
