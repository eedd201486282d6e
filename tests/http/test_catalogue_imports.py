"""``POST /catalogue/imports``: a list is shown beside the catalogue, then recorded by who keeps it, whole or not."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from luot_server.catalogue.importing import LARGEST_FILE
from luot_server.store import tables as t
from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import answered, refused, taken

IMPORTS = "/catalogue/imports?kind=procedures&from=2026-03-02"
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit"
BOATS = "1.900001,Đăng ký thuyền mẫu,Nghề thuyền,tinh,Sở Xây dựng,province_default,7,DAY"
LIST = f"{HEAD}\n{BOATS}\n".encode()
DIRTY = LIST + BOATS.replace("1.900001", "1.0133611").encode()


def sent(place: Place, who: str, raw: bytes = LIST, *, more: str = "", **how: Any) -> TestResponse:
    return place.as_(who).post(IMPORTS + more, data=raw, content_type="text/csv", **how)


def facts(place: Place) -> int:
    with place.client.services.store.reading() as connection:
        return int(connection.execute(select(func.count()).select_from(t.facts)).scalar_one())


def found(place: Place, q: str) -> list[str]:
    items = answered(place.as_("kiosk").get(f"/halls/{HALL}/procedures?q={q}"), 200)["items"]
    return [it["code"] for it in items]


def test_a_preview_shows_the_difference_and_records_nothing(place: Place) -> None:
    before = facts(place)
    shown = answered(sent(place, "manager"), 200)
    assert (shown["heading"], shown["read"], shown["added"], shown["unchanged"], shown["imported"]) == (
        1,
        1,
        1,
        0,
        False,
    )
    assert [(row["line"], row["change"], row["kind"], row["key"]) for row in shown["rows"]] == [
        (2, "added", "procedure", "1.900001"),
        (2, "added", "field", "nghe-thuyen"),
    ]
    assert facts(place) == before


def test_an_import_is_known_at_once_and_who_did_it_is_on_record(place: Place) -> None:
    done = answered(sent(place, "supervisor", more="&dry_run=false"), 200)
    assert (done["added"], done["imported"]) == (1, True)
    assert found(place, "thuyền mẫu") == ["1.900001"]
    with place.client.services.store.reading() as connection:
        newest = connection.execute(select(t.journal).where(t.journal.c.hall == t.SHARED)).all()[-1]
    assert (newest.actor_kind, newest.actor_id) == ("staff", "t-supervisor")
    again = answered(sent(place, "administrator", more="&dry_run=false"), 200)
    assert (again["added"], again["unchanged"], again["rows"]) == (0, 1, [])


def test_a_list_with_a_problem_is_refused_whole_and_its_preview_names_the_lines(place: Place) -> None:
    before = facts(place)
    shown = answered(sent(place, "manager", DIRTY), 200)
    assert [(it["line"], it["code"]) for it in shown["problems"]] == [(3, "dirty_code")]
    assert shown["problems"][0]["text"]["vi"].startswith("Dòng 3: “1.0133611” không phải mã thủ tục")
    told = refused(sent(place, "supervisor", DIRTY, more="&dry_run=false"), 422, "import_refused")
    assert "1 lỗi" in told["detail"]
    assert facts(place) == before


def test_a_workbook_comes_as_a_part_of_a_form(place: Place) -> None:
    workbook, raw = Workbook(), io.BytesIO()
    assert workbook.active is not None
    for row in (["Danh mục"], HEAD.split(","), BOATS.split(",")):
        workbook.active.append(row)
    workbook.save(raw)
    form = {"file": (io.BytesIO(raw.getvalue()), "danh mục.xlsx")}
    shown = answered(place.as_("manager").post(IMPORTS, data=form, content_type="multipart/form-data"), 200)
    assert (shown["heading"], shown["sheet"], shown["added"]) == (2, "Sheet", 1)
    nothing = place.as_("manager").post(IMPORTS, data={}, content_type="multipart/form-data")
    refused(nothing, 422, "file_needed")


def test_the_halls_manager_may_look_but_the_catalogue_is_every_halls(shared_place: Place) -> None:
    answered(sent(shared_place, "manager"), 200)
    refused(sent(shared_place, "manager", more="&dry_run=false"), 403, "catalogue_of_province")
    for who in ("clerk", "guide", "kiosk", "display", "integration"):
        refused(sent(shared_place, who), 403, "forbidden")
    refused(sent(shared_place, "nobody"), 401, "not_signed_in")


def test_the_same_key_imports_once_and_another_file_under_it_is_refused(place: Place) -> None:
    first = answered(sent(place, "supervisor", more="&dry_run=false", key="a"), 200)
    assert answered(sent(place, "supervisor", more="&dry_run=false", key="a"), 200) == first
    refused(sent(place, "supervisor", LIST + b"\n", more="&dry_run=false", key="a"), 422, "idempotency_mismatch")
    refused(sent(place, "supervisor", more="&dry_run=false&complete=true", key="a"), 422, "idempotency_mismatch")


def test_only_here_may_a_body_be_large_and_only_so_large(shared_place: Place) -> None:
    long = LIST + b" " * (200 * 1024)
    assert answered(sent(shared_place, "manager", long), 200)["added"] == 1
    refused(sent(shared_place, "manager", bytes(LARGEST_FILE + 200 * 1024)), 413, "too_large")
    huge = {"purpose": "advice", "area": "x" * 200 * 1024}
    refused(shared_place.as_("kiosk").post(f"/halls/{HALL}/tickets", huge), 413, "too_large")


def test_a_long_answer_lists_the_first_and_counts_all(shared_place: Place) -> None:
    rows = "".join(f"{BOATS.replace('1.900001', f'1.{900000 + at}')}\n" for at in range(30))
    shown = answered(sent(shared_place, "manager", f"{HEAD}\n{rows}".encode(), more="&limit=10"), 200)
    assert (shown["added"], len(shown["rows"]), shown["row_count"]) == (30, 10, 31)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "field_invalid"),
        ("?kind=halls", "field_invalid"),
        ("?kind=areas&from=soon", "date_invalid"),
        ("?kind=areas&from=0001-01-01", "date_invalid"),
    ],
)
def test_a_question_that_cannot_be_is_refused(shared_place: Place, query: str, code: str) -> None:
    asked = shared_place.as_("manager").post(f"/catalogue/imports{query}", data=LIST)
    refused(asked, 422, code)


def test_a_number_given_before_a_procedure_ended_keeps_its_name(place: Place) -> None:
    kiosk, births = place.as_("kiosk"), "1.001193"
    asked = {"procedure": births, "purpose": "submit", "area": "22015"}
    before = answered(kiosk.post(f"/halls/{HALL}/tickets", asked), 201)
    row = f"{births},Đăng ký khai sinh,Hộ tịch,xa,UBND cấp xã,commune,1,WORKING_DAY,2026-03-01"
    answered(sent(place, "supervisor", f"{HEAD},valid_to\n{row}\n".encode(), more="&dry_run=false"), 200)
    refused(kiosk.post(f"/halls/{HALL}/tickets", asked), 409, "guidance")

    after = answered(place.as_("clerk").get(f"/tickets/{before['id']}"), 200)
    assert after["procedure"]["name"]["vi"] not in ("", births)
    assert (after["procedure"]["code"], after["decision"]) == (births, before["decision"])
    clerk, other = place.as_("clerk"), taken(kiosk)
    again = refused(clerk("PATCH", f"/tickets/{other['id']}", {"procedure": births}), 422, "procedure_unknown")
    assert "2/3/2026" in again["detail"]
    items = answered(place.as_("manager").get("/figures/throughput?by=procedure"), 200)["items"]
    counted = next(it for it in items if it["key"] == births)
    assert counted["name"]["vi"] == "Đăng ký khai sinh"
