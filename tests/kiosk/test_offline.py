"""The kiosk goes on without the server: one number a wish, the same one afterwards, and nothing promised."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from luot_kiosk.app import create_app
from luot_kiosk.kiosk import Kiosk
from luot_kiosk.settings import Settings
from tests.kiosk.hall import HallServer
from tests.kiosk.lending import a_book

Eventually = Callable[[Callable[[], bool]], None]
COPY = {"procedure": "2.000815", "purpose": "submit", "language": "vi"}
BIRTH = {"procedure": "1.001193", "purpose": "submit"}
ID_CARD = {"procedure": "1.014063", "purpose": "submit"}
CODE = "2468"


@pytest.fixture
def hall(hall: HallServer) -> HallServer:
    hall.book = a_book()
    return hall


@pytest.fixture
def started(settings: Settings) -> Iterator[Callable[..., Kiosk]]:
    """Starts the same device again and again; each start ends the one before."""
    running: list[Kiosk] = []

    def start(*, ready: bool = True, **told: Any) -> Kiosk:
        for one in running:
            one.stop()
        device = Kiosk(replace(settings, patience_seconds=0.3, staff_code=CODE, **told), printer=None)
        running[:] = [device]
        device.lender._retry = 0.1
        device.menu.refresh()
        if ready:
            assert device.lender.refresh()
        device.start()
        return device

    yield start
    for one in running:
        one.stop()


@pytest.fixture
def kiosk(hall: HallServer, started: Callable[..., Kiosk]) -> Kiosk:
    return started()


def page_of(kiosk: Kiosk) -> FlaskClient:
    return create_app(kiosk).test_client()


def take(kiosk: Kiosk, key: str, body: dict[str, Any] = COPY) -> Any:
    return page_of(kiosk).post("/local/tickets", json=body, headers={"Idempotency-Key": key})


def test_with_the_server_the_number_is_the_servers_under_a_lent_id(kiosk: Kiosk, hall: HallServer) -> None:
    answer = take(kiosk, "k1")
    assert (answer.status_code, answer.json["label"]) == (201, "A012")
    assert hall.wanted[-1]["lent"] == f"token-of-{answer.json['id']}"
    assert kiosk.spool.count_unsent() == 0


def test_a_day_without_the_server(
    kiosk: Kiosk, hall: HallServer, started: Callable[..., Kiosk], eventually: Eventually
) -> None:
    port = hall.stop()
    first = take(kiosk, "k1")
    assert (first.status_code, first.json["label"], first.json["offline"]) == (201, "K2-A001", True)
    assert (first.json["ahead"], first.json["expected"], first.json["print"]) == (None, None, first.json["id"])
    assert first.json["decision"]["accept"] == "yes"
    assert take(kiosk, "k1").json == first.json
    assert page_of(kiosk).get("/local/events").json["offline"], "known at once, without waiting for the menu"

    asked = take(kiosk, "k2", BIRTH).json
    assert (asked["label"], asked["area"], asked["decision"]["accept"]) == ("K2-A002", "later", "ask")
    advice = take(kiosk, "k3", {"purpose": "advice"}).json
    assert (advice["label"], advice["decision"]) == ("K2-G001", None)
    two = {"errands": [COPY, {"purpose": "collect_result", "dossier": "H15.50-260804-0583"}], "priority": "elderly"}
    assert [one["purpose"] for one in take(kiosk, "k4", two).json["errands"]] == ["submit", "collect_result"]
    referred = take(kiosk, "k5", ID_CARD)
    assert (referred.status_code, referred.json["code"], referred.json["print"]) == (409, "referred", "k5")
    assert take(kiosk, "k6", {"procedure": "9.999999", "purpose": "submit"}).json["code"] == "guidance"

    kiosk = started(ready=False)  # killed and started again, the server still away
    eventually(kiosk.gives_alone)
    assert take(kiosk, "k2", BIRTH).json["label"] == "K2-A002", "the page asks again under its key"
    assert take(kiosk, "k7").json["label"] == "K2-A004"
    hall.hand_in_faults.extend(["503", "lose"])
    hall.start(port)
    assert hall.wait_for(lambda: len(hall.handed_in) == 5, seconds=15)
    eventually(lambda: kiosk.spool.count_unsent() == 0)
    labels = ["K2-A001", "K2-A002", "K2-G001", "K2-A003", "K2-A004"]
    assert [one["label"] for one in hall.handed_in.values()] == labels, "in the order in which they were given"
    assert sum("K2-A001" in sent for sent in hall.hand_ins) >= 2, "sent again, for nobody knew whether it had arrived"
    assert hall.handed_in[asked["id"]]["errands"][0]["area"] == "later"


def test_an_answer_lost_on_the_wire_is_the_same_visit(kiosk: Kiosk, hall: HallServer, eventually: Eventually) -> None:
    hall.faults.extend(["lose"] * 9)
    answer = take(kiosk, "k1").json
    assert answer["label"] == "K2-A001"
    assert [one["id"] for one in hall.tickets.values()] == [answer["id"]], "the server gave it a number too"
    kiosk.lender.wake()
    eventually(lambda: kiosk.spool.count_unsent() == 0)
    assert kiosk.spool.given_for("k1") == replace(kiosk.spool.given_for("k1"), state="relabelled")  # type: ignore[type-var]
    assert take(kiosk, "k1").json["label"] == "K2-A001", "the paper in the citizen's hand counts"


def test_a_refusal_is_never_overridden(kiosk: Kiosk, hall: HallServer) -> None:
    hall.menu["open"] = False
    assert take(kiosk, "k1").json["code"] == "hall_closed"
    assert kiosk.spool.count_unsent() == 0


def test_without_lease_or_book_the_citizen_is_sent_to_the_guide(
    hall: HallServer, started: Callable[..., Kiosk]
) -> None:
    hall.book = None
    kiosk = started(ready=False)
    port = hall.stop()
    assert take(kiosk, "k1").json["code"] == "unreachable"
    assert page_of(kiosk).get("/local/events").json["offline"] is False
    hall.start(port)


def test_a_lease_used_up_is_said_honestly(hall: HallServer, started: Callable[..., Kiosk]) -> None:
    hall.lease_size = 2
    kiosk = started()
    port = hall.stop()
    assert [take(kiosk, key).json["label"] for key in "ab"] == ["K2-A001", "K2-A002"]
    answer = take(kiosk, "c")
    assert (answer.status_code, answer.json["code"]) == (503, "lease_used_up")
    assert "quầy hướng dẫn" in answer.json["title"]
    hall.start(port)


def test_outside_the_hours_the_page_says_when(hall: HallServer, started: Callable[..., Kiosk]) -> None:
    hall.menu["server_time"] = "2026-11-23T11:59:00+07:00"
    hall.book = a_book(hall.menu["server_time"])
    kiosk = started()
    port = hall.stop()
    answer = take(kiosk, "k1")
    assert (answer.status_code, answer.json["code"]) == (409, "hall_closed")
    assert "7:30–11:00, 13:30–17:00" in answer.json["title"]
    menu = page_of(kiosk).get("/local/menu").json
    assert (menu["offline"], menu["menu"]["open"]) == (True, False)
    assert menu["menu"]["next_open"] == "2026-11-23T13:30:00+07:00"
    hall.start(port)


def test_more_is_lent_when_under_a_quarter_is_left(hall: HallServer, started: Callable[..., Kiosk]) -> None:
    hall.lease_size = 4
    kiosk = started()
    assert kiosk.spool.free_ids("2026-11-23") == (4, 4)
    for key in "abc":
        take(kiosk, key)
    kiosk.lender.refresh()
    assert kiosk.spool.free_ids("2026-11-23") == (1, 4), "a quarter is enough"
    take(kiosk, "d")
    kiosk.lender.refresh()
    assert kiosk.spool.free_ids("2026-11-23") == (4, 4)


def test_the_page_finds_its_way_in_the_book(kiosk: Kiosk, hall: HallServer) -> None:
    port = hall.stop()
    page = page_of(kiosk)
    take(kiosk, "k1")
    found = page.get("/local/procedures", query_string={"q": "so d"}).json
    assert [one["code"] for one in found["items"]] == ["1.115279"]
    in_field = page.get("/local/procedures", query_string={"field": "ho-tich"}).json
    assert {one["field"] for one in in_field["items"]} == {"ho-tich"}
    details = page.get("/local/procedures/1.001193").json
    assert (details["papers"][0]["vi"], details["expected"]) == ("Tờ khai theo mẫu", None)
    assert page.get("/local/areas?q=hoa").json == {"items": []}
    assert page.get("/local/decisions?procedure=1.001193&purpose=submit").json["accept"] == "ask"
    assert page.get("/local/decisions?purpose=collect_result&dossier=H15.50-260804-0583").json["accept"] == "yes"
    menu = page.get("/local/menu").json
    assert menu["version"] == page.get("/local/events").json["version"]
    assert menu["menu"]["fields"][0]["ahead"] is None
    hall.start(port)


def test_what_the_server_refuses_is_kept_and_shown_to_staff(
    kiosk: Kiosk, hall: HallServer, eventually: Eventually
) -> None:
    port = hall.stop()
    wrong = take(kiosk, "k1").json
    take(kiosk, "k2")
    kiosk.spool._db.execute("UPDATE numbers SET token = 'of another kiosk' WHERE id = ?", (wrong["id"],))
    page = page_of(kiosk)
    assert page.get("/local/staff").status_code == 403
    assert page.get("/local/staff", headers={"X-Staff-Code": "1111"}).json["code"] == "staff_code"
    code = {"X-Staff-Code": CODE}
    assert [one["label"] for one in page.get("/local/staff", headers=code).json["items"]] == ["K2-A001", "K2-A002"]
    printed = page.post("/local/staff/lists", headers=code).json["prints"]
    printed += page.post("/local/staff/tests", headers=code).json["prints"]
    assert len(printed) == 2
    hall.start(port)
    kiosk.lender.wake()
    eventually(lambda: kiosk.spool.count_unsent() == 0)
    left = page.get("/local/staff", headers=code).json["items"]
    assert [(one["label"], one["errand"], one["title"]) for one in left] == [
        ("K2-A001", "Chứng thực bản sao từ bản chính", "Số này không được giao.")
    ]
    for _ in range(5):
        page.get("/local/staff", headers={"X-Staff-Code": "1111"})
    assert page.get("/local/staff", headers=code).status_code == 403, "nobody tries all codes"
