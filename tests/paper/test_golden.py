"""Slips as the printer burns them, against pictures that were looked at: every dot, in both widths and languages.

Each is composed by the server, drawn, sent as the kiosk sends it, and put together again from the printer's commands.
``LUOT_GOLDEN=1`` writes the pictures anew; look at each before it is committed. What goes wrong is left beside them in
the test's own folder, as ``actual.png``.
"""

import os
from base64 import b64encode
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from luot_kiosk.book import Book
from luot_kiosk.paper.parser import parse
from luot_kiosk.paper.strip import Strip
from luot_kiosk.printing.raster import cut_slip
from luot_server.domain.reach import Wifi
from luot_server.domain.slip import ReferralFacts, SlipFacts, SlipPlace, referral_slip, ticket_slip
from luot_server.domain.slip_blocks import SlipErrand
from luot_server.domain.slip_offline import open_slip
from luot_server.domain.slip_style import SlipStyle
from luot_slip import DOTS_PER_MM, as_png, dots, draw
from tests.paper.conftest import ISSUED, LONG, TRACK_URL, en, ink_box, longest, procedures, same, vi

GOLDEN = Path(__file__).parent / "golden"
REWRITE = os.environ.get("LUOT_GOLDEN") == "1"
MARGIN = 3 * DOTS_PER_MM
SAY = {"vi": vi, "en": en}
BESIDE = {"vi": en, "en": vi}

HALL = {"vi": "Trung tâm Phục vụ hành chính công phường Mẫu", "en": "Sample Ward Public Service Centre"}
SUBMIT = {"vi": "Nộp hồ sơ", "en": "Submit papers"}
BIRTH = SlipErrand(
    SUBMIT,
    {"vi": "Đăng ký khai sinh", "en": "Birth registration"},
    "1.001193",
    {"vi": "UBND phường Mẫu", "en": "People's Committee of Sample Ward"},
)
LAND = SlipErrand(
    SUBMIT,
    {"vi": "Đăng ký biến động đất đai", "en": "Change of land records"},
    "1.115279",
    {"vi": "Chi nhánh Văn phòng đăng ký đất đai Mẫu", "en": "Sample Land Registration Branch"},
    handover=True,
)
RESULT = SlipErrand({"vi": "Nhận kết quả", "en": "Collect a result"}, asks_area=True)
UNBROKEN = "Ẳ" * 40
ENDLESS = {"vi": f"{UNBROKEN} {LONG}"[:1094], "en": f"{'W' * 40} {LONG}"[:1094]}


def ordinary(style: SlipStyle, language: str) -> dict[str, Any]:
    return _ticket(style, language, BIRTH)


def three(style: SlipStyle, language: str) -> dict[str, Any]:
    return _ticket(style, language, BIRTH, LAND, RESULT, priority={"vi": "Người cao tuổi", "en": "Elderly"}, copy=True)


def endless(style: SlipStyle, language: str) -> dict[str, Any]:
    errand = replace(LAND, procedure=ENDLESS, agency=ENDLESS, code="1.014820.H15.01")
    return _ticket(style, language, errand, hall=ENDLESS, priority=ENDLESS, label="K12-WM1000")


def offline(style: SlipStyle, language: str, wifi: Wifi | None = None) -> dict[str, Any]:
    """As a kiosk fills it in that is on its own."""
    say, also = _voices(style, language)
    book = Book({"slips": {language: open_slip(HALL, style, language, say, also, wifi=wifi)}})
    gaps = {"label": "K2-A001", "time": "08:05", "date": "02/03/2026", "track_url": TRACK_URL}
    birth = {"purpose": SUBMIT[language], "procedure": BIRTH.procedure[language], "code": BIRTH.code}  # type: ignore[index]
    return book.slip(language, gaps, [birth, {"purpose": RESULT.purpose[language]}])


def referral(style: SlipStyle, language: str) -> dict[str, Any]:
    say, also = _voices(style, language)
    facts = ReferralFacts(
        hall=HALL,
        reason={"vi": "Cơ quan thuế không có quầy tại đây.", "en": "The tax office has no counter here."},
        issued_at=ISSUED,
        procedure={"vi": "Khai lệ phí trước bạ", "en": "Registration fee"},
        code="1.008346",
        article="Điều 8 Nghị định 118/2025/NĐ-CP",
        places=(
            SlipPlace(
                {"vi": "Thuế cơ sở Mẫu", "en": "Sample Tax Office"},
                {"vi": "Số 5 đường Mẫu, phường Mẫu", "en": "5 Sample Street, Sample Ward"},
                {"vi": "7:30–11:30, 13:30–17:00", "en": "7:30–11:30, 13:30–17:00"},
            ),
        ),
        online_url="https://dichvucong.gov.vn",
        language=language,
        style=style,
    )
    return referral_slip(facts, say, also)


CASES = {one.__name__: one for one in (ordinary, three, endless, offline, referral)}


def decked(width_mm: int) -> SlipStyle:
    """Everything a hall can add."""
    logo = Image.new("1", (240, 120), 1)
    pen = ImageDraw.Draw(logo)
    pen.ellipse((60, 0, 179, 119), fill=0)
    pen.polygon(((90, 85), (120, 25), (150, 85)), fill=1)
    foot = {"vi": "Đường dây nóng: 1022. Góp ý tại hòm thư ở cửa ra vào.", "en": "Hotline: 1022."}
    png = b64encode(as_png(logo)).decode()
    return SlipStyle(width_mm, png, languages=("vi", "en"), foot=foot)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("width_mm", [80, 58])
@pytest.mark.parametrize("case", CASES)
def test_the_paper_is_the_picture_that_was_looked_at(case: str, width_mm: int, language: str, tmp_path: Path) -> None:
    slip = CASES[case](SlipStyle(width_mm), language)
    held_against(f"{case}-{width_mm}-{language}", paper_of(slip), tmp_path)


@pytest.mark.parametrize("case", [ordinary, referral])
@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_hall_with_a_logo_two_languages_and_a_foot(case: Any, width_mm: int, tmp_path: Path) -> None:
    held_against(f"{case.__name__}-{width_mm}-decked", paper_of(case(decked(width_mm), "vi")), tmp_path)


@pytest.mark.parametrize("width_mm", [80, 58])
def test_a_hall_whose_phones_join_its_network_first(width_mm: int, tmp_path: Path) -> None:
    """Two codes, in the order in which they are read; a kiosk on its own prints both too."""
    wifi = Wifi("MotCua-Mau", "motcua2026")
    codes = [wifi.code, TRACK_URL]
    style = decked(width_mm)
    held_against(f"wifi-{width_mm}-decked", paper_of(_ticket(style, "vi", BIRTH, wifi=wifi)), tmp_path, codes)
    alone = paper_of(offline(SlipStyle(width_mm), "vi", wifi))
    held_against(f"wifi-{width_mm}-offline", alone, tmp_path, codes)


@pytest.mark.parametrize("width_mm", [80, 58])
def test_nothing_touches_the_edge_with_the_longest_real_name(width_mm: int) -> None:
    long = {"vi": longest(procedures())}
    errand = replace(LAND, procedure=long, agency=long)
    for style in (SlipStyle(width_mm), decked(width_mm)):
        inside_margins(paper_of(_ticket(style, "vi", errand, hall=long, priority=long)))


def held_against(name: str, paper: Image.Image, left: Path, codes: list[str] | None = None) -> None:
    """The golden picture, dot by dot; its codes read back, from the left or the top, and white paper at every edge."""
    inside_margins(paper)
    found = sorted(
        zxingcpp.read_barcodes(paper.convert("L")), key=lambda one: one.position.top_left.x + one.position.top_left.y
    )
    assert [one.text for one in found] in ([codes] if codes else [[TRACK_URL], ["https://dichvucong.gov.vn"]])
    golden = GOLDEN / f"{name}.png"
    if REWRITE:
        GOLDEN.mkdir(exist_ok=True)
        paper.save(golden, optimize=True)
    paper.save(left / "actual.png")
    with Image.open(golden) as looked_at:
        assert same(paper, looked_at), f"{left / 'actual.png'} is not {golden.name}"


def inside_margins(paper: Image.Image) -> None:
    left, top, right, bottom = ink_box(paper)
    assert left >= MARGIN
    assert top >= MARGIN
    assert right <= paper.width - MARGIN
    assert bottom <= paper.height - MARGIN


def paper_of(slip: dict[str, Any]) -> Image.Image:
    """The slip drawn, sent to a printer and put together again from what arrived."""
    drawn, strip, across = draw(slip), Strip(), dots(slip["width_mm"])
    (piece,) = [piece for command in parse(cut_slip(drawn)) if (piece := strip.apply(command))]
    return piece.crop((0, 0, across, drawn.height))


def _ticket(style: SlipStyle, language: str, *errands: SlipErrand, **more: Any) -> dict[str, Any]:
    facts = SlipFacts(
        hall=more.pop("hall", HALL),
        label=more.pop("label", "A012"),
        errands=errands,
        issued_at=ISSUED,
        ahead=4,
        expected=(ISSUED + timedelta(minutes=20), ISSUED + timedelta(minutes=35)),
        track_url=TRACK_URL,
        language=language,
        style=style,
        **more,
    )
    return ticket_slip(facts, *_voices(style, language))


def _voices(style: SlipStyle, language: str) -> tuple[Any, Any]:
    return SAY[language], BESIDE[language] if style.beside(language) else None
