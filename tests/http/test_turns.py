"""The slip in hand: coming back after a missed call, one thing more under the same number, and who may."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from luot_server.domain.errors import TooMany
from luot_server.store.ids import turn_token
from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import (
    ADVICE,
    BIRTH,
    COPY,
    LAND,
    TICKETS,
    answered,
    called,
    opened,
    refused,
    serving,
    taken,
)


def turn_of(ticket: dict[str, Any]) -> str:
    return f"/turns/{ticket['track_url'].rpartition('/')[2]}"


@pytest.fixture
def missed(place: Place) -> dict[str, Any]:
    """A number that was called and not answered; somebody else waits behind it."""
    first, _ = taken(place.as_("kiosk")), taken(place.as_("kiosk"))
    clerk = opened(place.as_("quay4"), 4)
    called(clerk, 4)
    answered(clerk.post(f"/tickets/{first['id']}/no-shows"), 200)
    return first


def may(place: Place, ticket: dict[str, Any]) -> list[str]:
    told: list[str] = answered(place.as_("nobody").get(turn_of(ticket)), 200)["may"]
    return told


def test_who_missed_the_call_is_in_front_again_twice_and_then_sees_the_guide(
    place: Place, missed: dict[str, Any]
) -> None:
    holder, clerk = place.as_("nobody"), place.as_("quay4")
    for _ in range(2):
        assert may(place, missed) == ["rejoin", "complain"]
        turn = answered(holder.post(f"{turn_of(missed)}/rejoins"), 200)
        assert (turn["state"], turn["ahead"], turn["may"]) == ("waiting", 0, ["leave", "delay", "add_errand"])
        answered(holder.post(f"{turn_of(missed)}/rejoins"), 200)  # a second press changes nothing
        assert called(clerk, 4)["id"] == missed["id"]
        answered(clerk.post(f"/tickets/{missed['id']}/no-shows"), 200)
    assert may(place, missed) == ["complain"]
    refusal = refused(holder.post(f"{turn_of(missed)}/rejoins"), 409, "rejoin_over")
    assert "2 lần" in refusal["detail"]
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    back = [one["payload"] for one in entries if one["kind"] == "ticket_requeued"]
    assert back == [{"ticket": missed["id"], "rejoined": True}] * 2


@pytest.mark.parametrize(("after", "says"), [(timedelta(minutes=61), "60 phút"), (timedelta(days=1), "hôm nay")])
def test_a_call_missed_long_ago_is_the_guides(
    place: Place, missed: dict[str, Any], after: timedelta, says: str
) -> None:
    place.clock.advance(after)
    assert "rejoin" not in may(place, missed)
    assert says in refused(place.as_("nobody").post(f"{turn_of(missed)}/rejoins"), 409, "rejoin_over")["detail"]


def test_a_number_that_was_not_missed_need_not_come_back(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    called(opened(place.as_("quay4"), 4), 4)
    refused(place.as_("nobody").post(f"{turn_of(ticket)}/rejoins"), 409, "rejoin_over")
    refused(place.as_("nobody").post("/turns/none/rejoins"), 404, "turn_unknown")


def delayed(place: Place, ticket: dict[str, Any], key: str | None = None) -> dict[str, Any]:
    turn: dict[str, Any] = answered(place.as_("nobody").post(f"{turn_of(ticket)}/delays", {}, key=key), 200)
    return turn


def test_who_will_be_late_lets_the_next_go_first_twice_and_has_waited_all_the_same(place: Place) -> None:
    """Counter 4 serves copies; land is another's queue, and the elderly another weight."""
    holder, kiosk = place.as_("nobody"), place.as_("kiosk")
    opened(place.as_("quay4"), 4)
    mine = taken(kiosk)
    refusal = refused(holder.post(f"{turn_of(mine)}/delays", {}), 409, "nobody_behind")
    assert mine["label"] in refusal["detail"]
    assert "delay" not in may(place, mine)
    place.clock.advance(timedelta(minutes=3))
    taken(kiosk, LAND)
    taken(kiosk, COPY, priority="elderly")
    assert "delay" not in may(place, mine)
    others = []
    for _ in range(3):
        place.clock.advance(timedelta(seconds=1))
        others.append(taken(kiosk))
    for left, passed in ((1, others[0]), (0, others[1])):
        for _ in range(2):  # a lost answer asked for again is one delay
            turn = delayed(place, mine, key=passed["id"])
        assert (turn["ahead"], turn["delays_left"]) == (3 - left, left)  # the elderly, and whom one let go
        assert turn["issued_at"] == mine["issued_at"]
    assert turn["may"] == ["leave", "add_errand"]
    refused(holder.post(f"{turn_of(mine)}/delays", {}), 409, "delay_over")

    place.clock.advance(timedelta(minutes=4, seconds=-3))
    desk = answered(place.as_("quay4").get(f"/halls/{HALL}/desk?counter={HALL}.4"), 200)
    waits = {one["label"]: one["waited_seconds"] for one in desk["waiting"]}
    assert waits[mine["label"]] == 7 * 60
    figures = answered(place.as_("manager").get(f"/halls/{HALL}/coverage"), 200)
    assert max(one["longest_seconds"] for one in figures["groups"]) == 7 * 60
    calls = [called(place.as_("quay4"), 4)]
    for _ in range(3):
        answered(place.as_("quay4").post(f"/tickets/{calls[-1]['id']}/no-shows"), 200)
        calls.append(called(place.as_("quay4"), 4))
    assert [one["id"] for one in calls[1:]] == [others[0]["id"], others[1]["id"], mine["id"]]
    assert "7 min" in calls[-1]["why"]["en"]
    refused(holder.post(f"{turn_of(mine)}/delays", {}), 409, "move_not_allowed")


def test_a_hall_may_do_without_and_another_day_is_over(place: Place) -> None:
    first, _ = taken(place.as_("kiosk")), taken(place.as_("kiosk"))
    assert "delay" in may(place, first)
    path = f"/halls/{HALL}/settings/delays"
    answered(place.as_("manager").put(path, {"value": {"times": 0}}), 200)
    assert "delay" not in may(place, first)
    refusal = refused(place.as_("nobody").post(f"{turn_of(first)}/delays", {}), 409, "delay_over")
    assert "không nhường lượt được" in refusal["detail"]
    answered(place.as_("manager").put(path, {"value": None}), 200)
    assert "delay" in may(place, first)
    place.clock.advance(timedelta(days=1))
    assert "delay" not in may(place, first)
    assert "hôm nay" in refused(place.as_("nobody").post(f"{turn_of(first)}/delays", {}), 409, "delay_over")["detail"]


def test_the_papers_that_are_missing_stand_on_the_phone(place: Place) -> None:
    ticket = taken(place.as_("kiosk"), {}, errands=[COPY, BIRTH])
    assert answered(place.as_("nobody").get(turn_of(ticket)), 200)["missing"] == []
    clerk = opened(place.as_("quay3"), 3)
    serving(clerk, 3)
    papers = ["Bản chính giấy khai sinh", "Ảnh 3x4"]
    for errand, named in zip(ticket["errands"], (papers, papers[:1]), strict=True):
        outcome = {"result": "supplement", "errand": errand["id"], "missing": named}
        answered(clerk.put(f"/tickets/{ticket['id']}/outcome", outcome), 200)
    turn = answered(place.as_("nobody").get(turn_of(ticket)), 200)
    assert (turn["state"], turn["missing"], turn["delays_left"]) == ("served", papers, 0)


def test_one_thing_more_under_the_same_number_once_a_key(place: Place) -> None:
    ticket, holder = taken(place.as_("kiosk")), place.as_("nobody")
    for _ in range(2):
        turn = answered(holder.post(f"{turn_of(ticket)}/errands", BIRTH, key="one"), 201)
    assert [one["procedure"]["code"] for one in turn["errands"]] == ["2.000815", "1.001193"]
    assert (turn["label"], turn["procedure"]["code"]) == (ticket["label"], "2.000815")


def test_a_refused_errand_says_why_and_the_others_stay(place: Place) -> None:
    ticket, holder = taken(place.as_("kiosk")), place.as_("nobody")
    path = f"{turn_of(ticket)}/errands"
    refusal = refused(holder.post(path, {**LAND, "area": "26734@79"}), 409, "referred")
    assert (refusal["errand"], refusal["decision"]["accept"]) == (1, "refer")
    assert refusal["slip"]["blocks"]
    refused(holder.post(path, {**LAND, "area": None}), 409, "area_needed")
    refused(holder.post(path, {"procedure": "0.000000", "purpose": "submit"}), 409, "guidance")
    for _ in range(9):
        answered(holder.post(path, ADVICE), 201)
    assert may(place, ticket) == ["leave"]
    refused(holder.post(path, ADVICE), 409, "errands_full")


def test_after_the_door_closes_only_the_desk_adds(place: Place) -> None:
    ticket = taken(place.as_("kiosk"))
    clerk = opened(place.as_("quay4"), 4)
    serving(clerk, 4)
    place.clock.advance(timedelta(hours=4))  # 12 o'clock: numbers are given again at half past one
    assert may(place, ticket) == []
    refused(place.as_("nobody").post(f"{turn_of(ticket)}/errands", COPY), 409, "hall_closed")
    added = answered(clerk.post(f"/tickets/{ticket['id']}/errands", COPY), 201)
    assert len(added["errands"]) == 2
    assert "add_errand" in added["actions"]
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted"}), 200)
    still = answered(clerk.get(f"/tickets/{ticket['id']}"), 200)
    assert (still["state"], still["errand"]) == ("serving", added["errands"][1]["id"])


def test_several_things_at_once_and_which_of_them_is_refused(place: Place) -> None:
    elsewhere = {**LAND, "area": "26734@79"}
    refusal = refused(place.as_("kiosk").post(TICKETS, {"errands": [COPY, elsewhere, BIRTH]}), 409, "referred")
    assert refusal["errand"] == 1
    both = {"errands": [COPY, BIRTH], "party": "organisation", "dossier_count": 12}
    ticket = answered(place.as_("kiosk").post(TICKETS, both), 201)
    assert (ticket["party"], ticket["dossier_count"], len(ticket["errands"])) == ("organisation", 12, 2)


# ── whose turn a token is ────────────────────────────────────────────────────────────────────────


def made_up(token: str) -> list[str]:
    """What somebody tries who has seen one token: other letters, less, more, nothing that is one."""
    other = "A" if token[20] != "A" else "B"
    return [
        token[:20] + other + token[21:],
        token[:-1],
        f"{token}A",
        f"{token}!",  # base64 readers skip what is no letter of theirs
        token[:-1] + chr(ord(token[-1]) + 1),  # the same bytes, written otherwise
        token.swapcase(),
        "x",
        "số-của-tôi",
        "0" * 400,
    ]


def test_a_token_that_is_made_up_learns_nothing_and_asks_the_database_nothing(place: Place) -> None:
    token = turn_of(taken(place.as_("kiosk"))).rpartition("/")[2]
    nobody, services = place.as_("nobody"), place.client.services
    not_here = turn_token(services.secret, "01900000-0000-7000-8000-000000000000")  # lent to a kiosk, not handed in
    told = refused(nobody.get(f"/turns/{not_here}"), 404, "turn_unknown")
    asked: list[str] = []
    event.listen(services.store.engine, "before_cursor_execute", lambda *statement: asked.append(statement[2]))
    for wrong in made_up(token):
        assert refused(nobody.get(f"/turns/{wrong}"), 404, "turn_unknown") == told
        refused(nobody.post(f"/turns/{wrong}/delays", {}), 404, "turn_unknown")
    assert asked == []


def test_who_guesses_is_told_to_wait_while_the_hall_s_phones_go_on(place: Place) -> None:
    """One address behind the hall's Wi-Fi: the guesser's, and everybody's."""
    ticket, nobody = taken(place.as_("kiosk")), place.as_("nobody")
    for guess in range(30):
        refused(nobody.get(f"/turns/{guess:038}"), 404, "turn_unknown")
    refused(nobody.get(f"/turns/{31:038}"), 429, "too_many")
    refused(nobody.delete(f"/turns/{32:038}"), 429, "too_many")
    answered(nobody.get(turn_of(ticket)), 200)
    page = place.client.ask("GET", f"/t/{33:038}")
    assert (page.status_code, page.headers["Cache-Control"]) == (404, "no-store")
    assert place.client.ask("GET", f"/t/{turn_of(ticket).rpartition('/')[2]}").status_code == 200


def test_what_the_phone_says_when_the_day_is_over(place: Place) -> None:
    """Whoever sat there still is told so, the next day too; nothing is offered that would be refused."""
    waits = taken(place.as_("kiosk"))
    clerk = opened(place.as_("quay3"), 3)
    served = taken(place.as_("kiosk"), BIRTH)
    called(clerk, 3)
    answered(clerk.post(f"/tickets/{waits['id']}/no-shows"), 200)
    rest = taken(place.as_("kiosk"))
    serving(clerk, 3)
    answered(clerk.put(f"/tickets/{served['id']}/outcome", {"result": "accepted"}), 200)
    place.clock.advance(timedelta(days=1))
    place.client.services.timers.tick()
    told = {one["id"]: answered(place.as_("nobody").get(turn_of(one)), 200) for one in (waits, served, rest)}
    states = ("no_show", "served", "expired")
    for ticket, state in zip((waits, served, rest), states, strict=True):
        turn = told[ticket["id"]]
        assert (turn["state"], turn["ahead"], turn["expected"], turn["ended"]) == (state, None, None, True)
        assert not {"leave", "delay", "rejoin", "add_errand"} & set(turn["may"])
        assert (turn["delays_left"], turn["business_day"]) == (0, "2026-11-23")


def test_a_socket_that_guesses_is_counted_as_well(place: Place) -> None:
    ticket, nobody = taken(place.as_("kiosk")), place.as_("nobody")
    live = place.client.services.live.socketio.test_client(place.client.app, namespace="/live")

    def watched(token: str) -> list[dict[str, Any]]:
        live.emit("watch", {"board": "turn", "token": token}, namespace="/live")
        return [message for message in live.get_received("/live") if message["name"] in ("state", "refused")]

    for guess in range(35):
        (told,) = watched(f"{guess:038}")
        assert (told["name"], told["args"][0]["code"]) == ("refused", "not_found")
    with pytest.raises(TooMany):
        place.client.services.guesses.wrong("")  # this library's test client comes from nowhere
    (state,) = watched(turn_of(ticket).rpartition("/")[2])
    seen = state["args"][0]
    asked = answered(nobody.get(turn_of(ticket)), 200)
    assert {**seen, "server_time": ""} == {**asked, "server_time": ""}
    live.disconnect(namespace="/live")
