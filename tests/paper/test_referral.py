"""The paper of somebody who got no number: why, where to go, how online, and whom to ask."""

from dataclasses import replace

import pytest
import zxingcpp

from luot_server.domain.slip import ReferralFacts, SlipPlace, referral_slip
from luot_slip import draw
from tests.paper.conftest import ISSUED, en, ink_box, kinds, longest, names, procedures, said, vi

PORTAL = "https://dichvucong.gov.vn"
MARGIN = 24  # dots: 3 mm


@pytest.fixture
def facts() -> ReferralFacts:
    place = SlipPlace({"vi": "Thuế cơ sở 3", "en": "Tax Office 3"}, {"vi": "Số 5 đường Mẫu"}, {"vi": "7:30–11:30"})
    place = replace(place, note={"vi": "Thứ Tư có cán bộ tại nhà văn hóa thôn Mẫu."})
    return ReferralFacts(
        hall={"vi": "Trung tâm thử"},
        reason={"vi": "Cơ quan thuế không có quầy tại đây."},
        issued_at=ISSUED,
        procedure={"vi": "Lệ phí trước bạ"},
        code="1.008346",
        article="Điều 8 Nghị định 118/2025/NĐ-CP",
        places=(place,),
        online_url=PORTAL,
    )


def test_it_says_why_where_and_how_and_gives_no_number(facts: ReferralFacts) -> None:
    slip = referral_slip(facts, vi)
    assert "number" not in kinds(slip)
    for part in (
        "Phiếu chỉ dẫn",
        "Lệ phí trước bạ",
        "không có quầy",
        "Căn cứ: Điều 8 Nghị định 118/2025/NĐ-CP",
        "Mời Quý công dân đến\n",
        "Thuế cơ sở 3",
        "Số 5 đường Mẫu",
        "7:30–11:30",
        "nhà văn hóa thôn Mẫu",
        "dichvucong.gov.vn",
        "lấy số hướng dẫn tại đây",
    ):
        assert part in said(slip)
    found = zxingcpp.read_barcodes(draw(slip).convert("L"))
    assert [code.text for code in found] == [PORTAL]


def test_without_an_online_way_there_is_no_code(facts: ReferralFacts) -> None:
    assert "qr" not in kinds(referral_slip(replace(facts, online_url=None), vi))


def test_no_law_is_named_where_none_is_known(facts: ReferralFacts) -> None:
    assert "Căn cứ" not in said(referral_slip(replace(facts, article=None), vi))


def test_it_speaks_the_citizens_language(facts: ReferralFacts) -> None:
    slip = said(referral_slip(replace(facts, language="en"), en))
    for part in ("Where to go", "By law: Điều 8", "Tax Office 3", "Số 5 đường Mẫu", "guidance number"):
        assert part in slip


def test_to_nowhere_it_leads_to_the_guidance_counter() -> None:
    slip = referral_slip(ReferralFacts({"vi": "Hội trường"}, {"vi": "Chưa rõ thủ tục."}, ISSUED, guide=True), vi)
    assert "quầy hướng dẫn" in said(slip)


def test_nothing_touches_the_edge_with_the_longest_real_names(facts: ReferralFacts) -> None:
    agency, address = longest(names("agency")), longest(names("hall"))
    place = SlipPlace(
        {"vi": agency}, {"vi": f"{address}, {address}"}, {"vi": "Thứ Hai đến thứ Sáu, 7:30–11:30, 13:30–17:00"}
    )
    long = replace(facts, hall={"vi": address}, procedure={"vi": longest(procedures())}, places=(place,) * 3)
    image = draw(referral_slip(long, vi))
    left, _, right, bottom = ink_box(image)
    assert left >= MARGIN
    assert right <= image.width - MARGIN
    assert bottom <= image.height - MARGIN
    assert image.height < 2400  # dots: 30 cm
    assert [code.text for code in zxingcpp.read_barcodes(image.convert("L"))] == [PORTAL]


def test_where_to_go_is_never_cut_short(facts: ReferralFacts) -> None:
    """The drawn lines hold every word: a paper with room for more lines comes out no longer."""
    place = SlipPlace({"vi": longest(names("agency"))}, {"vi": longest(names("hall"))})
    slip = referral_slip(replace(facts, places=(place,)), vi)
    roomy = {**slip, "blocks": [{**block, "lines": 30} if "lines" in block else block for block in slip["blocks"]]}
    assert draw(slip).height == draw(roomy).height
