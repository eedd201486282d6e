"""Is it here? By a typed or a scanned code, with a list to ask, with a service to ask, and with nobody to ask."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.halls import HALL, MONDAY
from tests.http.cast import OTHER
from tests.http.client import Speaker
from tests.http.conftest import MakePlace, Place
from tests.http.words import ADVICE, TICKETS, answered, refused, taken

READY, WAITING, ELSEWHERE = "H15.50-260804-0583", "H15.50-260805-0007", "H15.50-260806-0001"
DOSSIERS = f"/halls/{HALL}/dossiers"


@pytest.fixture(scope="module")
def listed(make_place: MakePlace, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A hall whose one-stop software exports a list, this morning."""
    file: Path = tmp_path_factory.mktemp("export") / "export.csv"
    file.write_text(
        "Mã hồ sơ;Trạng thái;Ngày hẹn trả;Mã thủ tục;Nơi trả kết quả\n"
        f"{READY};Đã có kết quả;20/11/2026;1.001193;{HALL}\n"
        f"{WAITING};Đang xử lý;25/11/2026;1.001193.H15;\n"
        f"{ELSEWHERE};Chờ trả kết quả;;;{OTHER}\n",
        encoding="utf-8",
    )
    os.utime(file, (MONDAY.timestamp(), MONDAY.timestamp()))
    return make_place(dossier_file=file)


@pytest.fixture
def kiosk(listed: Place) -> Speaker:
    return listed.as_("kiosk")


def collect(code: str) -> dict[str, str]:
    return {"purpose": "collect_result", "dossier": code}


def test_all_that_is_known_of_a_dossier(kiosk: Speaker) -> None:
    found = answered(kiosk.get(f"{DOSSIERS}/{WAITING}"), 200)
    assert found["sentence"].pop("vi") == f"Hồ sơ {WAITING} chưa có kết quả; ngày hẹn trả là 25/11/2026."
    assert found["sentence"].pop("en")
    assert found["procedure"].pop("name")["vi"]
    assert found.pop("agency")["name"]["vi"] == "Sở Nông nghiệp và Môi trường"
    assert found == {
        "dossier": WAITING,
        "received_on": "2026-08-05",
        "procedure": {"code": "1.001193"},
        "status": "not_ready",
        "ready_on": "2026-11-25",
        "at": None,
        "sentence": {},
    }


def test_the_agency_is_the_one_of_the_dossier_s_own_day(kiosk: Speaker) -> None:
    def agency(code: str) -> str | None:
        found = answered(kiosk.get(f"{DOSSIERS}/{code}"), 200)["agency"]
        return found and str(found["name"]["vi"])

    assert agency("H15-260804-0583") == "UBND tỉnh Đắk Lắk"
    assert agency("H99-260804-0583") is None


def test_a_scan_may_hold_more_than_the_code(kiosk: Speaker) -> None:
    scan = f"https://one-stop.example/?hs=H15.7-269931-0001&ma={READY.lower()}\r\n"
    found = answered(kiosk.get(DOSSIERS, query_string={"scan": scan}), 200)
    assert (found["dossier"], found["status"], found["at"]["id"]) == (READY, "ready", HALL)


@pytest.mark.parametrize("code", ["H15.50-260231-0583", "H15.50-260804-583", "9583", "054190123456"])
def test_what_is_no_code_is_refused_and_not_repeated(kiosk: Speaker, code: str) -> None:
    for response in (
        kiosk.get(f"{DOSSIERS}/{code}"),
        kiosk.get(DOSSIERS, query_string={"scan": f"HS {code}"}),
        kiosk.post(TICKETS, collect(code)),
    ):
        refused(response, 422, "dossier_code")
        assert code not in response.text


def test_a_scan_that_is_missing_or_endless_names_the_field(kiosk: Speaker) -> None:
    assert refused(kiosk.get(DOSSIERS), 422, "field_invalid")["field"] == "scan"
    response = kiosk.get(DOSSIERS, query_string={"scan": "054190123456" * 200})
    assert refused(response, 422, "field_invalid")["field"] == "scan"
    assert "054190123456" not in response.text


# ── the number ───────────────────────────────────────────────────────────────────────────────────


def test_no_number_is_taken_for_a_result_that_is_not_there(listed: Place, kiosk: Speaker) -> None:
    before = taken(kiosk, collect(READY))
    body = refused(kiosk.post(TICKETS, collect(WAITING)), 409, "dossier_not_ready")
    assert "25/11/2026" in body["detail"]
    assert "số hướng dẫn" in body["detail"]
    english = kiosk.post(TICKETS, collect(WAITING), headers={"Accept-Language": "en"})
    assert "promised for 25/11/2026" in refused(english, 409, "dossier_not_ready")["detail"]
    two = {"errands": [ADVICE, collect(WAITING)]}
    refused(kiosk.post(TICKETS, two), 409, "dossier_not_ready")
    assert taken(kiosk, collect(READY))["number"] == before["number"] + 1, "no number was used"
    taken(kiosk, ADVICE)


def test_staff_may_and_a_supplement_is_another_matter(listed: Place, kiosk: Speaker) -> None:
    taken(listed.as_("guide"), collect(WAITING))
    taken(kiosk, {"purpose": "supplement", "dossier": WAITING})
    taken(kiosk, collect("H15.50-260804-9999"))  # unknown is no reason to refuse
    taken(kiosk, collect(ELSEWHERE))  # said before; whoever comes all the same is served


def test_where_nobody_can_be_asked_nothing_is_claimed(shared_place: Place) -> None:
    kiosk = shared_place.as_("kiosk")
    found = answered(kiosk.get(f"{DOSSIERS}/{WAITING}"), 200)
    assert (found["status"], found["sentence"], found["ready_on"], found["at"]) == ("unknown", None, None, None)
    taken(kiosk, collect(WAITING))


def test_a_service_that_does_not_answer_keeps_nobody_from_a_number(make_place: MakePlace) -> None:
    kiosk = make_place(dossier_url="http://127.0.0.1:9/{code}").as_("kiosk")
    assert answered(kiosk.get(f"{DOSSIERS}/{WAITING}"), 200)["status"] == "unknown"
    taken(kiosk, collect(WAITING))
