"""A manager sets the hall: dated, checked against this hall, on record, and the slip looked at before it is saved."""

from __future__ import annotations

import json
import struct
import zlib
from base64 import b64decode, b64encode
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from luot_slip import HIGHEST, room
from tests.halls import HALL
from tests.http.conftest import MakePlace, Place
from tests.http.words import COPY, Json, answered, refused, taken

SETTINGS = f"/halls/{HALL}/settings"
TODAY, TOMORROW, YESTERDAY = "2026-11-23", "2026-11-24", "2026-11-22"


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place(public_url="https://mot-cua.example")


def put(place: Place, name: str, value: Any, valid_from: str | None = None, *, who: str = "manager") -> Any:
    body = {"value": value} if valid_from is None else {"value": value, "valid_from": valid_from}
    return place.as_(who).put(f"{SETTINGS}/{name}", body)


def setting(place: Place, name: str) -> Json:
    items: list[Json] = answered(place.as_("manager").get(SETTINGS), 200)["items"]
    return next(one for one in items if one["name"] == name)


def wrong(place: Place, name: str, value: Any) -> dict[str, list[str]]:
    told: dict[str, list[str]] = refused(put(place, name, value), 422, "setting_wrong")["fields"]
    return told


def png(width: int, height: int, ink: str = "black") -> bytes:
    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).ellipse((2, 2, width - 3, height - 3), fill=ink)
    stream = BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def data_url(raw: bytes) -> str:
    return f"data:image/png;base64,{b64encode(raw).decode()}"


def picture(raw: bytes) -> Image.Image:
    return Image.open(BytesIO(raw))


def paper(place: Place, **asked: str) -> Image.Image:
    response = place.as_("manager").get(f"/halls/{HALL}/slip-preview.png", query_string=asked)
    assert (response.status_code, response.mimetype) == (200, "image/png"), response.text[:400]
    return picture(response.data)


# ── what is set, since when, by whom ─────────────────────────────────────────────────────────────


def test_a_setting_says_since_when_by_whom_and_what_is_to_come(make_place: MakePlace) -> None:
    place = make_place()
    before = setting(place, "capacity")
    assert (before["value"], before["usual"], before["changed"], before["coming"]) == (None, True, None, [])
    answered(put(place, "capacity", {"tickets": 300}), 200)
    told = answered(put(place, "capacity", {"tickets": 250, "warn_at": 20}, TOMORROW), 200)
    assert told == setting(place, "capacity")
    assert (told["value"], told["valid_from"], told["usual"]) == ({"tickets": 300}, TODAY, False)
    assert told["changed"]["by"] == {"id": "t-manager", "name": "manager"}
    (coming,) = told["coming"]
    assert (coming["value"], coming["valid_from"]) == ({"tickets": 250, "warn_at": 20}, TOMORROW)
    assert setting(place, "first")["changed"]["by"] is None  # set up with the hall


def test_the_same_again_records_nothing_and_null_ends_it(make_place: MakePlace) -> None:
    place = make_place()

    def position() -> int:
        told: int = answered(place.as_("manager").get(f"/halls/{HALL}/figures"), 200)["position"]
        return told

    start = position()
    put(place, "quotas", {"dat-dai": 40})
    put(place, "quotas", {"dat-dai": 40})
    put(place, "slip", {})  # what it is already, though nobody set it
    assert position() == start + 1
    told = answered(put(place, "quotas", None), 200)
    assert (told["value"], told["usual"]) == ({}, True)
    assert position() == start + 2
    put(place, "slip", {"width_mm": 58})
    assert taken(place.as_("kiosk"))["slip"]["width_mm"] == 58
    answered(put(place, "slip", None), 200)
    assert taken(place.as_("kiosk"))["slip"]["width_mm"] == 80
    assert paper(place, style="{}").size == paper(place).size


def test_what_is_over_cannot_be_set_and_only_managers_set(place: Place) -> None:
    assert refused(put(place, "quotas", {}, YESTERDAY), 422, "setting_in_the_past")["field"] == "valid_from"
    refused(put(place, "quotas", {}, "next week"), 422, "date_invalid")
    refused(put(place, "wallpaper", "blue"), 404, "setting_unknown")
    refused(put(place, "quotas", {}, who="clerk"), 403, "forbidden")
    refused(put(place, "quotas", {}, who="other-manager"), 404, "hall_unknown")


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("quotas", {"dat-dai": -1}, "dat-dai"),
        ("quotas", {"nowhere": 5}, "nowhere"),
        ("quotas", 7, "value"),
        ("capacity", {"tickets": "many"}, "tickets"),
        ("capacity", {}, "tickets"),
        ("visits", {"max": 0}, "max"),
        ("visits", {"max": 1, "without_card": "send home"}, "without_card"),
        ("rejoins", {"times": 1, "hours": 3}, "hours"),
        ("first", ["2.000815", "9.999999"], "1"),
        ("public_url", {"url": "ftp://10.0.0.5"}, "url"),
        ("public_url", {"url": "http://10.0.0.5:80x"}, "url"),
        ("public_url", {"url": "http://10.0.\n0.5"}, "url"),
        ("public_url", {"url": "http://the hall"}, "url"),
        ("public_url", {"url": "http://hall.example/" + "x" * 100}, "url"),
        ("public_url", {"url": "http://10.0.0.5", "wifi": {"ssid": "Ẳ" * 11}}, "wifi.ssid"),
        ("public_url", {"url": "http://10.0.0.5", "wifi": {"ssid": "A", "password": "short"}}, "wifi.password"),
        ("public_url", {"wifi": {"ssid": "A"}}, "value"),
        ("first", ["2.000815"] * 2, "value"),
        ("slip", {"width_mm": 70}, "width_mm"),
        ("slip", {"lines": {"missed": False}}, "lines.missed"),
        ("slip", {"lines": {"label": False}}, "lines.label"),
        ("slip", {"languages": ["en"]}, "languages"),
        ("slip", {"foot": {"vi": "x" * 201, "en": ""}}, "foot.vi"),
        ("slip", {"foot": {"vi": "", "en": "Tel. 1022"}}, "foot"),
    ],
)
def test_a_value_that_cannot_be_is_told_beside_its_field(place: Place, name: str, value: Any, field: str) -> None:
    told = wrong(place, name, value)
    assert list(told) == [field]
    assert told[field][0].endswith(".")
    assert not told[field][0].startswith("setting.")


# ── the logo ─────────────────────────────────────────────────────────────────────────────────────


def claiming(*sizes: tuple[int, int]) -> bytes:
    """A few kilobytes whose heads, one after another, claim these sizes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    heads = b"".join(chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 1, 0, 0, 0, 0)) for size in sizes)
    rows = zlib.compress(bytes(2_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + heads + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def jpeg() -> bytes:
    stream = BytesIO()
    Image.new("L", (40, 40)).save(stream, "JPEG")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("logo", "said"),
    [
        (data_url(jpeg()), "không phải ảnh PNG"),
        ("data:image/svg+xml;base64,PHN2Zy8+", "không phải ảnh PNG"),
        ("data:image/png;base64,%%%", "không phải ảnh PNG"),
        (data_url(claiming((40_000, 40_000))), "quá nhiều điểm ảnh"),
        (data_url(claiming((4_000_000, 1))), "quá nhiều điểm ảnh"),
        (data_url(claiming((40, 40), (40_000, 40_000))), "bị hỏng"),
        (data_url(png(300, 100)[:-60]), "bị hỏng"),
        (data_url(png(40, 40) + bytes(40_000)), "lớn hơn 32 kB"),
    ],
    ids=["jpeg", "svg", "noise", "bomb", "strip", "second head", "broken off", "heavy"],
)
def test_a_logo_is_what_its_bytes_are(place: Place, logo: str, said: str) -> None:
    (sentence,) = wrong(place, "slip", {"logo": logo})["logo"]
    assert said in sentence


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_logo_is_kept_as_the_dots_it_is_printed_in(make_place: MakePlace, width_mm: int) -> None:
    place = make_place()
    told = answered(put(place, "slip", {"width_mm": width_mm, "logo": data_url(png(900, 500, "grey"))}), 200)["value"]
    slip = taken(place.as_("kiosk"), COPY)["slip"]
    assert slip["width_mm"] == width_mm
    assert slip["blocks"][0]["kind"] == "image"
    assert told["logo"].endswith(slip["blocks"][0]["png"])
    response = place.as_("manager").post(f"/halls/{HALL}/slip-previews", {"style": told})
    assert answered(response, 200)["image"].startswith("data:image/png;base64,")
    with Image.open(BytesIO(b64decode(slip["blocks"][0]["png"]))) as kept:
        assert (kept.mode, kept.format) == ("1", "PNG")
        assert kept.width <= room(width_mm)
        assert kept.height <= HIGHEST
        assert kept.getpixel((0, 0)) != 0, "what is transparent stays white paper"


# ── the slip, tried and then printed ─────────────────────────────────────────────────────────────


def test_what_is_switched_off_is_not_printed_and_the_rest_is(make_place: MakePlace) -> None:
    place = make_place(public_url="https://mot-cua.example")
    off = dict.fromkeys(("agency", "code", "ahead", "expected", "issued", "qr", "handover"), False)
    foot = {"vi": "Điện thoại: 1022", "en": "Telephone: 1022"}
    answered(put(place, "slip", {"lines": off, "languages": ["vi", "en"], "foot": foot}), 200)
    ticket = taken(place.as_("kiosk"), COPY)
    said = json.dumps(ticket["slip"], ensure_ascii=False)
    for kept in (ticket["label"], "Nộp hồ sơ / ", "Nếu lỡ lượt", "If you miss your turn", *foot.values()):
        assert kept in said
    for left_out in ("Mã thủ tục", "Cơ quan giải quyết", "chờ trước", "Dự kiến", "Lấy số lúc", "qr"):
        assert left_out not in said


def test_a_style_is_looked_at_before_it_is_saved(place: Place) -> None:
    usual = paper(place)
    assert (usual.size[0], usual.mode) == (576, "1")
    assert len(zxingcpp.read_barcodes(usual.convert("L"))) == 1
    narrow = paper(place, style=json.dumps({"width_mm": 58, "lines": {"qr": False}}))
    assert narrow.size[0] == 384
    assert zxingcpp.read_barcodes(narrow.convert("L")) == []
    assert paper(place, kind="referral", language="en").tobytes() != usual.tobytes()
    assert setting(place, "slip")["usual"], "looking saves nothing"


@pytest.mark.parametrize("style", ["{", "7", "[" * 3900, '{"width_mm": 1}', "x" * 4001, r'{"\ud800": 1}'])
def test_a_style_nobody_can_draw_is_a_sentence(place: Place, style: str) -> None:
    response = place.as_("manager").get(f"/halls/{HALL}/slip-preview.png", query_string={"style": style})
    assert response.get_json(force=True)["status"] == 422
