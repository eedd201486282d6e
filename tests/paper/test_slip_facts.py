"""What a slip says, for whom, and what it keeps to itself."""

import json
from dataclasses import replace

import pytest
import zxingcpp

from luot_server.domain.slip import SlipFacts, ticket_slip
from luot_server.domain.slip_blocks import SlipErrand
from luot_slip import draw
from tests.paper.conftest import LONG, TRACK_URL, en, kinds, said, vi


def test_a_ticket_says_all_a_citizen_needs(facts: SlipFacts) -> None:
    slip = ticket_slip(facts, vi)
    for part in (
        "Trung tâm thử",
        "A012",
        "Diện ưu tiên: Người cao tuổi",
        "Số người chờ trước 4",
        "08:25 – 08:40",
        "Nộp hồ sơ",
        "Khai sinh",
        "Mã thủ tục 1.001193",
        "Cơ quan giải quyết UBND xã Ea Kar",
        "không phải đi nơi khác",
        "Quét mã để theo dõi",
        "Nếu lỡ lượt",
        "Lấy số lúc 08:05. Phiếu có giá trị trong ngày 02/03/2026.",
    ):
        assert part in said(slip)
    assert kinds(slip).count("number") == 1
    assert kinds(slip)[-1] == "cut"
    json.dumps(slip)  # plain data: it travels


def test_the_code_on_the_drawn_paper_leads_to_the_turn(facts: SlipFacts) -> None:
    found = zxingcpp.read_barcodes(draw(ticket_slip(facts, vi)).convert("L"))
    assert [code.text for code in found] == [TRACK_URL]


@pytest.mark.parametrize("url", [None, "/t/9FpKq3x8Zr2mVtW1"])
def test_no_code_without_an_address_a_phone_can_open(facts: SlipFacts, url: str | None) -> None:
    slip = ticket_slip(replace(facts, track_url=url), vi)
    assert "qr" not in kinds(slip)
    assert "Quét mã" not in said(slip)


def test_what_is_unknown_is_not_printed(facts: SlipFacts) -> None:
    advice = SlipErrand(purpose={"vi": "Hướng dẫn, tư vấn"})
    slip = ticket_slip(replace(facts, errands=(advice,), ahead=None, expected=None, priority=None), vi)
    for absent in ("chờ trước", "Dự kiến", "Mã thủ tục", "Cơ quan giải quyết", "ưu tiên", "None"):
        assert absent not in said(slip)
    assert "Hướng dẫn, tư vấn" in said(slip)


def test_nobody_ahead_is_worth_saying(facts: SlipFacts) -> None:
    assert "Số người chờ trước 0" in said(ticket_slip(replace(facts, ahead=0), vi))


def test_every_errand_of_a_visit_is_on_its_one_paper(facts: SlipFacts) -> None:
    second = replace(facts.errands[0], procedure={"vi": "Thường trú"}, code="1.004222", handover=False)
    slip = ticket_slip(replace(facts, errands=(*facts.errands, second)), vi)
    assert "1.001193" in said(slip)
    assert "1.004222" in said(slip)
    assert kinds(slip).count("number") == 1


def test_a_reprint_says_it_is_one(facts: SlipFacts) -> None:
    assert "BẢN IN LẠI" not in said(ticket_slip(facts, vi))
    assert "BẢN IN LẠI" in said(ticket_slip(replace(facts, copy=True), vi))


def test_an_english_paper_can_be_read_by_the_staff_too(facts: SlipFacts) -> None:
    slip = said(ticket_slip(replace(facts, language="en"), en, vi))
    assert "Your number / Số của Quý công dân" in slip
    assert "Birth registration\nKhai sinh" in slip
    assert "If you miss your turn" in slip
    assert "Nếu lỡ lượt" in slip


def test_a_name_without_a_translation_is_said_in_vietnamese(facts: SlipFacts) -> None:
    errand = replace(facts.errands[0], procedure={"vi": "Khai sinh"})
    assert "Khai sinh" in said(ticket_slip(replace(facts, language="en", errands=(errand,)), en))


@pytest.mark.parametrize(
    ("handover", "online", "sentence"),
    [
        (True, False, "chuyển đến cơ quan trên"),
        (True, True, "nộp hồ sơ trực tuyến đến cơ quan trên"),
        (False, True, "giúp Quý công dân nộp hồ sơ trực tuyến"),
    ],
)
def test_how_the_dossier_travels(facts: SlipFacts, handover: bool, online: bool, sentence: str) -> None:
    errand = replace(facts.errands[0], handover=handover, online=online)
    assert sentence in said(ticket_slip(replace(facts, errands=(errand,)), vi))


def test_an_area_left_to_the_desk_is_on_the_paper(facts: SlipFacts) -> None:
    errand = replace(facts.errands[0], agency=None, handover=False, asks_area=True)
    assert "sẽ hỏi địa bàn" in said(ticket_slip(replace(facts, errands=(errand,)), vi))


def test_the_longest_names_still_make_a_slip_one_can_hold(facts: SlipFacts) -> None:
    long = {"vi": LONG, "en": LONG}
    errand = replace(facts.errands[0], procedure=long, agency=long)
    image = draw(ticket_slip(replace(facts, hall=long, errands=(errand,), priority=long), vi))
    assert image.height < 1800  # dots: 22 cm
