"""Everything the turn's page can do without script: a form each, done once however often it is pressed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from luot_server.messages import say
from tests.halls import HALL
from tests.http.conftest import Place
from tests.http.words import answered, called, opened, serving, taken, token_of

PAPERS = ["Giấy chứng sinh", "Bản sao hộ chiếu"]


@dataclass(frozen=True)
class Pocket:
    """A phone without script: it knows addresses and sends forms."""

    place: Place
    token: str

    def looks(self, what: str = "", status: int = 200) -> str:
        return self.read(self.place.client.ask("GET", f"/t/{self.token}{what}"), status)

    def sends(self, what: str, query: str = "", **form: Any) -> TestResponse:
        return self.place.client.ask("POST", f"/t/{self.token}/{what}{query}", data=form)

    def done(self, what: str, **form: Any) -> str:
        """Sent twice, as an impatient finger does; the address both lead to."""
        first, second = self.sends(what, **form), self.sends(what, **form)
        assert (first.status_code, second.status_code) == (303, 303), second.text
        assert first.location == second.location
        return str(first.location)

    @staticmethod
    def read(response: TestResponse, status: int) -> str:
        assert response.status_code == status, response.status_code
        return " ".join(re.sub(r"<[^>]+>", " ", response.text.split("</head>")[1]).split())


@pytest.fixture
def pocket(place: Place) -> Pocket:
    """The first of three who wait."""
    first = taken(place.as_("kiosk"))
    for _ in range(2):
        place.clock.advance(timedelta(minutes=1))
        taken(place.as_("kiosk"))
    return Pocket(place, token_of(first))


def kinds(place: Place, *wanted: str) -> list[str]:
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    assert {one["actor"]["kind"] for one in entries if one["kind"] in wanted} <= {"turn"}
    return [one["kind"] for one in entries if one["kind"] in wanted]


def test_who_will_be_late_lets_one_go_first_and_a_second_press_no_other(place: Place, pocket: Pocket) -> None:
    assert say("phone.late", "vi") in pocket.looks()
    assert say("phone.late_left", "vi", count=2) in pocket.looks("/late")
    assert pocket.done("late", left="2") == f"/t/{pocket.token}?done=late"
    told = say("phone.late_done", "vi", label="B001", ahead=1)
    assert told in pocket.looks("?done=late")
    assert told not in pocket.looks()
    assert pocket.done("late", left="1")
    assert kinds(place, "ticket_delayed") == ["ticket_delayed"] * 2
    assert "late" not in re.findall(rf"/t/{pocket.token}/(\w+)", place.client.ask("GET", f"/t/{pocket.token}").text)
    assert place.client.ask("GET", f"/t/{pocket.token}/late").status_code == 303
    refusal = pocket.sends("late", "?lang=en", left="0")
    assert pocket.read(refusal, 409)
    assert say("error.delay_over", "en", label="B001", times=2) in pocket.read(refusal, 409)


def test_a_call_comes_before_whatever_was_being_asked(place: Place, pocket: Pocket) -> None:
    called(opened(place.as_("quay4"), 4), 4)
    assert say("phone.late_late", "vi") in pocket.read(pocket.sends("late", left="2"), 409)
    seen = pocket.read(pocket.sends("leave", "?lang=en"), 409)
    assert say("phone.leave_late", "en") in seen
    assert "Counter 4" in seen


def test_who_missed_the_call_waits_again(place: Place, pocket: Pocket) -> None:
    clerk = opened(place.as_("quay4"), 4)
    answered(clerk.post(f"/tickets/{called(clerk, 4)['id']}/no-shows"), 200)
    assert say("phone.rejoin", "vi") in pocket.looks()
    assert say("phone.rejoin_advice", "vi") in pocket.looks(), "what one may do oneself stands first"
    pocket.done("rejoin")
    assert kinds(place, "ticket_requeued") == ["ticket_requeued"]
    pocket.done("leave")
    assert say("phone.cancelled", "vi") in pocket.looks()
    assert say("error.rejoin_over_not_missed", "vi", label="B001") in pocket.read(pocket.sends("rejoin"), 409)


def test_afterwards_missing_papers_a_mark_a_complaint_and_its_answer(place: Place, pocket: Pocket) -> None:
    clerk = opened(place.as_("quay4"), 4)
    ticket = serving(clerk, 4)
    assert say("phone.rate_title", "vi") not in pocket.looks()
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "supplement", "missing": PAPERS}), 200)
    seen = pocket.looks()
    for words in (*PAPERS, say("phone.result.supplement", "vi"), say("phone.rate_title", "vi")):
        assert words in seen

    assert say("phone.rate_choose", "vi") in pocket.read(pocket.sends("rating"), 409)
    assert pocket.done("rating", score="2", reasons=["long_wait", "manner"]) == f"/t/{pocket.token}#rating"
    assert say("phone.rate_given", "vi", mark=say("mark.step.2", "vi")) in pocket.looks()
    refusal = pocket.read(pocket.sends("rating", "?lang=en", score="5", reasons=["long_wait"]), 409)
    assert say("error.rated_already", "en", label="B001", score=2) in refusal

    assert say("phone.complain_how", "vi", due="30/11/2026") in pocket.looks("/complaint")
    assert say("phone.complain_empty", "vi") in pocket.read(pocket.sends("complaint", text=" \r\n"), 422)
    long = "dài " * 501
    assert long.strip() in pocket.read(pocket.sends("complaint", text=long), 422)
    text = "Chờ lâu.\r\n" * 200  # 2,000 as they were typed; the form makes 2,200 of them
    assert pocket.done("complaint", text=text) == f"/t/{pocket.token}#complaints"
    assert say("phone.complaint_due", "vi", date="30/11/2026") in pocket.looks()
    assert kinds(place, "ticket_rated", "complaint_made") == ["ticket_rated", "complaint_made"]

    (complaint,) = answered(place.as_("nobody").get(f"/turns/{pocket.token}"), 200)["complaints"]
    answer = {"text": "Trung tâm xin lỗi và đã mở thêm quầy."}
    answered(place.as_("manager").post(f"/complaints/{complaint['id']}/answers", answer), 200)
    seen = pocket.looks()
    assert answer["text"] in seen
    assert say("phone.complaint_due", "vi", date="30/11/2026") not in seen


@pytest.mark.parametrize("what", ["late", "rejoin", "leave", "rating", "complaint"])
def test_a_token_that_opens_nothing_does_nothing(place: Place, what: str) -> None:
    assert say("pages.no_turn", "vi") in Pocket(place, "x" * 40).read(Pocket(place, "x" * 40).sends(what), 404)


def test_a_character_no_database_keeps_is_refused_before_anything_is_done(place: Place, pocket: Pocket) -> None:
    assert pocket.sends("leave").status_code == 303
    assert pocket.sends("complaint", text="Tôi chờ\0rất lâu").status_code == 400
    assert place.client.ask("GET", f"/display/{HALL}?layout=images&images=ok&images=%00").status_code == 400
    assert kinds(place, "complaint_made") == []
