"""The guide beside the kiosk: a PIN, paper that comes later, priorities seen, and the board that tells of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from luot_server.boards.paper import PRINTED_WITHIN
from luot_server.commands.staff import staff
from luot_server.domain import pins
from luot_server.store import people
from luot_server.store import tables as t
from tests.halls import HALL
from tests.http.cast import PASSWORD
from tests.http.conftest import MakePlace, Place
from tests.http.words import BIRTH, COPY, TICKETS, answered, called, opened, refused, taken

PIN = "274951"
GUIDE = f"/halls/{HALL}/guide"
KIOSK = "kiosk"  # the id of the cast's kiosk


# ── the PIN ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def pin_place(make_place: MakePlace) -> Place:
    """Two clerks have a PIN; the first is manager as well, the second is guessed at."""
    place = make_place()
    with place.client.services.store.changing(t.SHARED) as shared:
        for user in ("quay1", "quay2"):
            people.set_pin(shared.connection, user, PIN)
        shared.connection.execute(
            t.grants.insert(), {"staff": "quay1", "role": "manager", "scope": "hall", "place": HALL}
        )
    return place


def sign_in(place: Place, pin: str, user: str = "quay1", address: str = "10.0.0.1") -> Any:
    how = {"environ_base": {"REMOTE_ADDR": address}}
    return place.as_("nobody").post("/session", {"user": user, "pin": pin}, **how)


def test_a_pin_opens_the_work_on_the_floor_and_nothing_else(pin_place: Place) -> None:
    session = answered(sign_in(pin_place, PIN, address="10.0.1.1"), 200)
    assert (session["role"], [one["role"] for one in session["grants"]]) == ("clerk", ["clerk"])
    headers = {"Authorization": f"Bearer {session['token']}"}
    nobody = pin_place.as_("nobody")
    assert answered(nobody.get("/session", headers=headers), 200)["role"] == "clerk"
    refused(nobody.get("/figures/throughput", headers=headers), 403, "forbidden")
    refused(nobody.get(f"/halls/{HALL}/journal", headers=headers), 403, "forbidden")
    by_password = answered(nobody.post("/session", {"user": "quay1", "password": PASSWORD}), 200)
    assert by_password["role"] == "manager"
    both = {"user": "quay1", "password": PASSWORD, "pin": PIN}
    refused(nobody.post("/session", both), 422, "field_invalid")
    refused(nobody.post("/session", {"user": "quay1"}), 422, "field_invalid")
    refused(nobody.post("/session", {"user": "quay1", "pin": "12"}), 422, "field_invalid")


def test_after_five_wrong_pins_not_even_the_right_one_opens_and_the_password_does(pin_place: Place) -> None:
    throttle = pin_place.client.services.pins
    for number in range(4):
        throttle.wrong("quay2", f"10.0.2.{number}")
    refused(sign_in(pin_place, "908176", "quay2", "10.0.2.8"), 401, "wrong_pin")
    refused(sign_in(pin_place, PIN, "quay2", "10.0.2.9"), 429, "pin_too_often")
    for number in range(4):
        throttle.wrong(f"somebody-{number}", "10.0.3.1")
    refused(sign_in(pin_place, PIN, "huongdan", "10.0.3.1"), 401, "wrong_pin")  # who has none gets the same answer
    refused(sign_in(pin_place, PIN, address="10.0.3.1"), 429, "pin_too_often")
    password, there = {"user": "quay1", "password": PASSWORD}, {"REMOTE_ADDR": "10.0.3.1"}
    answered(pin_place.as_("nobody").post("/session", password, environ_base=there), 200)


def test_pins_sent_all_at_once_are_no_more_guesses(pin_place: Place) -> None:
    for number in range(3):
        pin_place.client.services.pins.wrong("quay6", f"10.0.4.{number}")

    def guess(number: int) -> int:
        return int(sign_in(pin_place, f"90817{number}", "quay6", f"10.0.5.{number}").status_code)

    with ThreadPoolExecutor(6) as attackers:
        assert sorted(attackers.map(guess, range(6))) == [401] * 2 + [429] * 4


def test_what_everybody_would_try_is_no_pin() -> None:
    usual = ["000000", "123456", "654321", "789012", "121212", "123123", "112233", "123321", "241987"]
    assert all(map(pins.is_pin, usual))
    assert [pin for pin in usual if not pins.is_obvious(pin)] == []


def test_a_pin_that_is_made_is_none_of_those() -> None:
    made = {pins.new_pin() for _ in range(200)}
    assert len(made) > 190
    assert not any(map(pins.is_obvious, made))
    assert not any(map(pins.is_pin, ("12345", "1234567", "12345a", "１２３４５６", "")))


def test_the_command_sets_takes_away_and_refuses(make_place: MakePlace, monkeypatch: pytest.MonkeyPatch) -> None:
    place = make_place()
    store = place.client.services.store
    monkeypatch.setenv("LUOT_DATABASE_URL", str(store.engine.url))
    monkeypatch.setenv("LUOT_SECRET", "s" * 40)

    def run(*arguments: str, typed: str = "") -> Any:
        return CliRunner().invoke(staff, ["pin", *arguments], input=typed)

    typed = run("huongdan", typed=f"123456\n123456\n12\n12\n{PIN}\n{PIN}\n")
    assert typed.exit_code == 0, typed.output
    assert PIN not in typed.output
    session = answered(sign_in(place, PIN, "huongdan"), 200)
    people_changed = run("huongdan", "--generate")
    made = people_changed.output.split()[1]
    assert pins.is_pin(made)
    headers = {"Authorization": f"Bearer {session['token']}"}
    refused(place.as_("nobody").get("/session", headers=headers), 401, "not_signed_in")
    with store.changing(t.SHARED) as shared:  # another password leaves the PIN, and signs out everywhere
        people.set_password(shared.connection, "huongdan", PASSWORD)
    answered(sign_in(place, made, "huongdan"), 200)
    assert run("huongdan", "--withdraw").exit_code == 0
    refused(sign_in(place, made, "huongdan"), 401, "wrong_pin")
    nothing = run("quanly", "--generate")
    assert (nothing.exit_code, "neither guide nor clerk" in nothing.output) == (1, True)


# ── paper ────────────────────────────────────────────────────────────────────────────────────────


def jobs(place: Place) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = answered(place.as_(KIOSK).get("/devices/self/jobs"), 200)["items"]
    return items


def paper_of(place: Place, ticket: str) -> str:
    return str(answered(place.as_("guide").get(f"/tickets/{ticket}"), 200)["paper"])


def test_a_reprint_comes_out_of_the_kiosk_once_and_is_counted_never(place: Place) -> None:
    guide, kiosk = place.as_("guide"), place.as_(KIOSK)
    ticket = taken(kiosk, COPY)
    where = f"/tickets/{ticket['id']}"
    assert ticket["paper"] == "waiting"
    answered(kiosk.put(f"{where}/print", {"result": "failed", "problem": "paper_out"}), 200)
    assert paper_of(place, ticket["id"]) == "failed"
    assert [one["label"] for one in answered(guide.get(GUIDE), 200)["unprinted"]] == [ticket["label"]]
    assert jobs(place) == []
    for _ in range(2):  # a second press while it is still to come out
        assert answered(guide.post(f"{where}/reprints", {"device": KIOSK}), 200)["paper"] == "waiting"
    (job,) = jobs(place)
    assert (job["ticket"], job["label"]) == (ticket["id"], ticket["label"])
    assert any("bản in lại" in str(block).casefold() for block in job["slip"]["blocks"])
    assert answered(place.as_("other-kiosk").get("/devices/self/jobs"), 200)["items"] == []
    done = {"result": "printed", "job": job["job"]}
    for _ in range(2):  # the answer was lost on the wire
        assert answered(kiosk.put(f"{where}/print", done), 200)["paper"] == "confirmed"
    assert jobs(place) == []
    board = answered(guide.get(GUIDE), 200)
    assert (board["unprinted"], board["board"]) == ([], "guide")
    (row,) = answered(place.as_("manager").get("/figures/throughput"), 200)["rows"]
    assert (row["issued"], row["voided"]) == (1, 0)


def test_a_number_from_the_guide_is_printed_where_the_citizen_stands(place: Place) -> None:
    guide = place.as_("guide")
    refused(guide.post(TICKETS, {**COPY, "print_at": "display"}), 422, "kiosk_unknown")
    refused(guide.post(TICKETS, {**COPY, "print_at": "other-kiosk"}), 422, "kiosk_unknown")
    silent = answered(guide.post(TICKETS, COPY), 201)
    assert silent["paper"] == "none"
    ticket = answered(guide.post(TICKETS, {**COPY, "print_at": KIOSK}, key="once"), 201)
    again = answered(guide.post(TICKETS, {**COPY, "print_at": KIOSK}, key="once"), 201)
    assert (ticket["paper"], again["id"]) == ("waiting", ticket["id"])
    (job,) = jobs(place)
    assert not any("bản in lại" in str(block).casefold() for block in job["slip"]["blocks"])
    place.clock.advance(PRINTED_WITHIN + timedelta(seconds=1))
    assert (job["late"], [one["late"] for one in jobs(place)]) == (False, [True])  # its kiosk was away
    answered(guide.post(f"/tickets/{ticket['id']}/voids", {"reason": "In hỏng"}), 200)
    assert jobs(place) == []  # paper of a number that is no more would only mislead
    rows = answered(place.as_("manager").get("/figures/throughput"), 200)["rows"]
    assert [(row["issued"], row["voided"]) for row in rows] == [(2, 1)]


def test_what_nobody_knows_is_listed_as_that(place: Place) -> None:
    guide, kiosk = place.as_("guide"), place.as_(KIOSK)
    unknown, silent, fine = (taken(kiosk, COPY) for _ in range(3))
    answered(kiosk.put(f"/tickets/{unknown['id']}/print", {"result": "unknown"}), 200)
    answered(kiosk.put(f"/tickets/{fine['id']}/print", {"result": "printed", "job": "of-another-life"}), 200)
    assert [(one["label"], one["paper"]) for one in answered(guide.get(GUIDE), 200)["unprinted"]] == [
        (unknown["label"], "sent")
    ]
    place.clock.advance(timedelta(seconds=61))
    assert [(one["label"], one["paper"]) for one in answered(guide.get(GUIDE), 200)["unprinted"]] == [
        (unknown["label"], "sent"),
        (silent["label"], "waiting"),
    ]


def test_the_code_of_a_slip_can_be_shown_instead(place: Place) -> None:
    """Where phones can follow it; elsewhere there is none, see test_public_url.py."""
    setting = f"/halls/{HALL}/settings/public_url"
    answered(place.as_("manager").put(setting, {"value": {"url": "http://192.168.1.10:8080"}}), 200)
    ticket = taken(place.as_(KIOSK), COPY)
    code = answered(place.as_("guide").get(f"/tickets/{ticket['id']}/code"), 200)
    assert code["url"] == ticket["track_url"]
    assert {len(row) for row in code["rows"]} == {len(code["rows"])}
    assert code["rows"][0].startswith("1111111")
    answered(place.as_("manager").put(setting, {"value": None}), 200)


# ── priorities and who was missed ────────────────────────────────────────────────────────────────


def test_a_claimed_priority_is_seen_by_somebody_who_is_on_record(place: Place) -> None:
    guide = place.as_("guide")
    ticket = taken(place.as_(KIOSK), BIRTH, priority="elderly")
    assert (ticket["priority"], ticket["priority_by"]) == ("elderly", None)
    assert [one["id"] for one in answered(guide.get(GUIDE), 200)["claimed"]] == [ticket["id"]]
    for _ in range(2):
        seen = answered(guide("PATCH", f"/tickets/{ticket['id']}", {"priority": "elderly"}), 200)
    assert (seen["priority"], seen["priority_by"]) == ("elderly", "t-guide")
    assert answered(guide.get(GUIDE), 200)["claimed"] == []
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    corrections = [one["payload"]["about"] for one in entries if one["kind"] == "ticket_corrected"]
    assert corrections == [{"priority_by": "t-guide"}]
    gone = answered(guide("PATCH", f"/tickets/{ticket['id']}", {"priority": None}), 200)
    assert (gone["priority"], gone["priority_by"]) == (None, None)


def test_who_missed_the_call_is_listed_and_brought_back(place: Place) -> None:
    guide, clerk = place.as_("guide"), opened(place.as_("quay4"), 4)
    ticket = taken(place.as_(KIOSK), COPY)
    called(clerk, 4)
    place.clock.advance(timedelta(minutes=5))
    answered(clerk.post(f"/tickets/{ticket['id']}/no-shows"), 200)
    assert [one["label"] for one in answered(guide.get(GUIDE), 200)["missed"]] == [ticket["label"]]
    assert answered(guide.post(f"/tickets/{ticket['id']}/requeues"), 200)["state"] == "waiting"
    assert answered(guide.get(GUIDE), 200)["missed"] == []
