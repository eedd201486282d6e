"""The pages, asked for over HTTP as a phone without script would: complete, safe, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from luot_server.http.pages import error_page, pages
from luot_server.http.turn_forms import Form, turn_forms
from luot_server.messages import say

HOSTILE = "</script><script>alert(1)</script>\"'"

Turns = dict[str, dict[str, Any]]


@pytest.fixture
def turns(every_turn: Turns) -> Turns:
    """Turns by token; leaving changes them, as it does in a hall."""
    hostile = {"code": "x", "name": {"vi": HOSTILE, "en": HOSTILE}}
    return deepcopy({**every_turn, "hostile": {**every_turn["waiting"], "procedure": hostile}})


@pytest.fixture
def client(turns: Turns, hall: dict[str, Any]) -> Iterator[FlaskClient]:
    def act(token: str, what: str, form: Form, lang: str) -> str | None:
        if token not in turns:
            return None
        if turns[token]["state"] != "waiting":
            return say("phone.leave_late", lang)
        turns[token] = {**turns[token], "state": "cancelled", "ended": True}
        return ""

    app = Flask(__name__, static_folder=None)
    app.register_blueprint(pages(halls=lambda: [hall], hall_of={hall["id"]: hall}.get))
    app.register_blueprint(turn_forms(turns.get, act))
    app.register_error_handler(404, lambda _: error_page(404))
    app.register_error_handler(500, lambda _: error_page(500))
    with app.test_client() as client:
        yield client


def text_of(markup: str) -> str:
    """What a reader sees: no tags, no scripts, one space between words."""
    body = re.sub(r"(?s)<head>.*</head>|<script.*?</script>", "", markup)
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def read(client: FlaskClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return text_of(response.text)


def test_waiting_turn_says_everything_without_script(client: FlaskClient) -> None:
    seen = read(client, "/t/waiting")
    for part in ("A012", "4 người trước Quý công dân", "9:17 – 9:32", "khoảng 12 đến 27 phút nữa"):
        assert part in seen
    assert "Đăng ký khai sinh" in seen
    assert say("phone.missed_advice", "vi") in seen
    assert "Cập nhật lúc 9:05" in seen


def test_next_in_line_is_told_so(client: FlaskClient) -> None:
    seen = read(client, "/t/next")
    assert say("phone.next", "vi") in seen
    assert say("phone.any_moment", "vi") in seen
    assert "người trước" not in seen


def test_unknown_wait_is_not_guessed(client: FlaskClient) -> None:
    seen = read(client, "/t/unknown-wait?lang=en")
    assert "1 person before you" in seen
    assert say("phone.unknown_wait", "en") in seen


def test_a_wait_over_lunch_says_from_when_anybody_is_called(client: FlaskClient) -> None:
    assert "gọi từ 13:30" in read(client, "/t/over-lunch")


def test_called_turn_names_the_counter_and_what_if_missed(client: FlaskClient) -> None:
    response = client.get("/t/called")
    seen = text_of(response.text)
    assert "A012 Mời Quý công dân đến quầy Quầy 3" in seen
    assert say("phone.missed_advice", "vi") in seen
    assert "Được gọi lúc 9:04" in seen
    assert 'data-tone="call"' in response.text
    assert "<title>Số A012: mời đến quầy 3</title>" in response.text


@pytest.mark.parametrize("state", ["serving", "parked", "no_show", "served", "cancelled", "voided", "expired"])
def test_every_state_says_what_it_means_and_what_to_do(client: FlaskClient, state: str) -> None:
    for lang in ("vi", "en"):
        seen = read(client, f"/t/{state}?lang={lang}")
        assert " ".join(say(f"phone.{state}", lang).split()) in seen
        assert say(f"phone.{state}_advice", lang) in seen
        assert say("phone.leave", lang) not in seen


def test_state_from_a_newer_server_sends_to_the_staff(client: FlaskClient) -> None:
    assert say("phone.other", "vi") in read(client, "/t/newer")


def test_a_number_of_another_day_is_over_whatever_it_was_left_as(client: FlaskClient) -> None:
    assert say("phone.expired", "vi") in read(client, "/t/yesterday")
    assert client.get("/t/yesterday/leave").status_code == 303


def test_afterwards_the_papers_the_mark_and_the_answers_stand_there(client: FlaskClient) -> None:
    seen = read(client, "/t/missing")
    for words in ("Giấy chứng sinh", "Cần bổ sung giấy tờ", "Đánh giá đã gửi: Hài lòng.", "Trả lời ngày 2/3/2026"):
        assert words in seen
    assert say("phone.complaint_late", "vi", date="1/3/2026") in seen
    assert say("phone.complaint_due", "vi", date="6/3/2026") in seen


@pytest.mark.parametrize(
    ("token", "reloads"), [("waiting", True), ("called", True), ("no_show", True), ("served", False)]
)
def test_page_reloads_itself_only_while_something_can_change(client: FlaskClient, token: str, reloads: bool) -> None:
    markup = client.get(f"/t/{token}").text
    reload = f'<noscript><meta http-equiv="refresh" content="30; url=/t/{token}?lang=vi"></noscript>'
    assert (reload in markup) is reloads


@pytest.mark.parametrize(
    ("address", "words"),
    [("/t/nobody", "pages.no_turn"), ("/t/nobody/leave", "pages.no_turn"), ("/manager/XX-1", "pages.no_hall")],
)
def test_unknown_token_or_hall_says_what_to_do_in_both_languages(client: FlaskClient, address: str, words: str) -> None:
    seen = read(client, address, 404)
    for lang in ("vi", "en"):
        assert say(words, lang) in seen
        assert say(f"{words}_next", lang) in seen
        assert f'href="/?lang={lang}"' in client.get(address).text


def test_language_comes_from_the_address_then_the_ticket_then_vietnamese(client: FlaskClient, turns: Turns) -> None:
    assert '<html lang="vi">' in client.get("/t/waiting").text
    assert '<html lang="vi">' in client.get("/t/waiting?lang=xx").text
    turns["waiting"]["language"] = "en"
    assert '<html lang="en">' in client.get("/t/waiting").text
    assert '<html lang="vi">' in client.get("/t/waiting?lang=vi").text
    assert 'href="/t/waiting?lang=vi"' in client.get("/t/waiting").text


def test_leaving_asks_first_and_then_the_turn_says_so(client: FlaskClient) -> None:
    assert 'href="/t/waiting/leave?lang=vi"' in client.get("/t/waiting").text
    question = client.get("/t/waiting/leave?lang=en")
    assert say("phone.leave_question", "en", label="A012") in text_of(question.text)
    done = client.post("/t/waiting/leave?lang=en")
    assert (done.status_code, done.headers["Location"]) == (303, "/t/waiting?lang=en")
    assert say("phone.cancelled", "en") in read(client, "/t/waiting?lang=en")


def test_leaving_too_late_shows_the_turn_as_it_is(client: FlaskClient) -> None:
    assert client.get("/t/called/leave").status_code == 303
    refused = client.post("/t/called/leave")
    assert refused.status_code == 409
    assert say("phone.leave_late", "vi") in text_of(refused.text)
    assert "Quầy 3" in text_of(refused.text)
    assert client.post("/t/nobody/leave").status_code == 404


def test_front_page_links_every_screen_of_every_hall(client: FlaskClient) -> None:
    markup = client.get("/?lang=en").text
    assert "Tuy Hoa ward centre" in markup
    for address in ("/display/DL-22015", "/counter/DL-22015", "/manager/DL-22015"):
        assert f'href="{address}"' in markup


def test_manager_page_answers_unsigned_with_a_sign_in_form(client: FlaskClient, hall: dict[str, Any]) -> None:
    markup = client.get("/manager/DL-22015").text
    assert 'name="password"' in markup
    assert snapshot_of(markup) == {"hall": hall}


def test_failures_are_told_in_both_languages_and_never_as_a_traceback(client: FlaskClient, turns: Turns) -> None:
    turns["served"] = {"label": "A012"}  # a turn without a state: the page cannot be drawn
    for lang in ("vi", "en"):
        assert say("pages.error.broken", lang) in read(client, "/t/served", 500)
    assert say("pages.error.not_found", "en") in read(client, "/nowhere", 404)
    assert say("pages.error.not_found", "en") in read(client, "/pages/built/nothing.js", 404)


ADDRESSES = [
    "/",
    "/t/waiting",
    "/t/called",
    "/t/served",
    "/t/missing",
    "/t/hostile",
    "/t/nobody",
    "/t/waiting/leave",
    "/t/late/late",
    "/t/served/complaint",
    "/manager/DL-22015",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    markup = response.text
    for script in re.findall(r"<script[^>]*>", markup):
        assert 'src="/' in script or 'type="application/json"' in script
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", markup)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', markup)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cache-Control"] == "no-store"


def test_words_from_elsewhere_stay_words(client: FlaskClient) -> None:
    markup = client.get("/t/hostile").text
    assert "<script>alert" not in markup
    assert snapshot_of(markup)["turn"]["procedure"]["name"]["vi"] == HOSTILE


def snapshot_of(markup: str) -> Any:
    found = re.search(r'<script type="application/json" id="snapshot">(.*?)</script>', markup)
    assert found is not None
    return json.loads(found[1])
