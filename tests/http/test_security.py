"""What an attacker would try first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import inspect, text

from luot_server.http.access import COOKIE, CSRF_COOKIE, CSRF_HEADER
from tests.halls import HALL
from tests.http.cast import PASSWORD
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import TICKETS, answered, counter, refused, taken, token_of

SIGN_IN = {"user": "quay1", "password": PASSWORD}


def test_neither_token_nor_password_is_stored(place: Place) -> None:
    token = answered(place.as_("nobody").post("/session", SIGN_IN), 200)["token"]
    ticket = taken(place.as_("kiosk"))
    track = ticket["track_url"].rpartition("/")[2]
    store = place.client.services.store
    with store.reading() as connection:
        tables = inspect(connection).get_table_names()
        rows = [str(row) for table in tables for row in connection.execute(text(f'SELECT * FROM "{table}"'))]
    everything = "\n".join(rows)
    for secret in (token, PASSWORD, track, *place.cast.tokens.values()):
        assert secret not in everything


def test_an_unknown_user_is_answered_like_a_wrong_password(place: Place) -> None:
    nobody = place.as_("nobody")
    wrong = refused(nobody.post("/session", {**SIGN_IN, "password": "wrong"}), 401, "wrong_password")
    unknown = refused(nobody.post("/session", {**SIGN_IN, "user": "nobody at all"}), 401, "wrong_password")
    injected = refused(
        nobody.post("/session", {"user": "' OR 1=1 --", "password": "' OR 1=1 --"}), 401, "wrong_password"
    )
    assert wrong == unknown == injected


def test_guessing_is_slowed_and_the_right_password_still_opens(place: Place) -> None:
    nobody = place.as_("nobody")
    codes = {nobody.post("/session", {**SIGN_IN, "password": f"{n}"}).get_json(force=True)["code"] for n in range(12)}
    assert codes == {"wrong_password", "sign_in_too_often"}
    answered(nobody.post("/session", SIGN_IN), 200)


def test_a_session_ends_when_signed_out_and_by_itself(place: Place) -> None:
    nobody = place.as_("nobody")
    first, second = (answered(nobody.post("/session", SIGN_IN), 200)["token"] for _ in range(2))

    def ask(method: str, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return place.client.ask(method, f"{API}/session", headers=headers).status_code

    assert (ask("GET", first), ask("DELETE", first), ask("GET", first)) == (200, 204, 401)
    assert ask("GET", second) == 200
    place.clock.advance(timedelta(hours=15))
    assert ask("GET", second) == 401


def test_the_browsers_cookie_needs_its_proof(place: Place) -> None:
    browser = place.client.app.test_client()
    signed_in = browser.post(f"{API}/session", json=SIGN_IN)
    place.client.check(signed_in)
    session, proof = (re.search(f"{name}=([^;]+)(.*)", "\n".join(signed_in.headers.getlist("Set-Cookie"))) for name in (
        COOKIE, CSRF_COOKIE
    ))  # fmt: skip
    assert session
    assert proof
    assert "HttpOnly" in session[2]
    assert "SameSite=Strict" in session[2]
    assert "HttpOnly" not in proof[2]
    shift = f"{API}{counter(1)}/shift"
    assert browser.get(f"{API}/session").status_code == 200
    for wrong in ({}, {CSRF_HEADER: "x"}, {CSRF_HEADER: "é"}, {CSRF_HEADER: session[1]}):
        refused(browser.put(shift, json={}, headers=wrong), 403, "csrf")
    assert browser.put(shift, json={}, headers={CSRF_HEADER: proof[1]}).status_code == 200
    # A token in the header is no browser's habit: nobody can forge it, so it needs no proof.
    bearer = {"Authorization": f"Bearer {place.cast.tokens['quay1']}"}
    assert place.client.ask("PUT", shift, headers=bearer, json={}).status_code == 200


def test_what_fails_is_logged_without_what_opens_a_turn(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    token = token_of(taken(place.as_("kiosk")))
    monkeypatch.setattr(place.client.services.turns, "board", lambda *_: 1 / 0)
    browser = place.client.app.test_client()
    assert [browser.get(path).status_code for path in (f"/t/{token}", f"{API}/turns/{token}")] == [500, 500]
    assert "/t/…" in caplog.text
    assert "/turns/…" in caplog.text
    assert token not in caplog.text


def test_cookies_are_secure_where_phones_come_by_https(make_place: MakePlace) -> None:
    place = make_place(public_url="https://mot-cua.example.gov.vn")
    signed_in = place.as_("nobody").post("/session", SIGN_IN)
    assert all("Secure" in cookie for cookie in signed_in.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("path", ["/", f"/display/{HALL}", f"/counter/{HALL}", f"/manager/{HALL}", "/t/none", "/docs"])
def test_every_page_says_what_a_browser_may_do_with_it(place: Place, path: str) -> None:
    page = place.client.ask("GET", path)
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy or "frame-ancestors 'self'" in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert not re.search(r"<script(?![^>]* src=)(?![^>]*application/json)|\son\w+=|\sstyle=", page.text)


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via", "X-Forwarded-Host"])
def test_metrics_are_this_machines_alone(place: Place, header: str) -> None:
    assert place.client.ask("GET", "/metrics").status_code == 200
    refused(place.client.ask("GET", "/metrics", headers={header: "127.0.0.1"}), 403, "metrics_private")
    away = {"REMOTE_ADDR": "203.0.113.9"}
    for trick in ({}, {header: "127.0.0.1"}, {"Authorization": "Bearer "}, {"Authorization": "Bearer é"}):
        refused(place.client.ask("GET", "/metrics", headers=trick, environ_base=away), 403, "metrics_private")


def test_metrics_open_with_their_token(make_place: MakePlace) -> None:
    place = make_place(metrics_token="a token of the settings")
    away = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    right = {"Authorization": "Bearer a token of the settings"}
    assert place.client.ask("GET", "/metrics", headers=right, **away).status_code == 200
    for wrong in ("Bearer a token", "Bearer é"):
        refused(place.client.ask("GET", "/metrics", headers={"Authorization": wrong}, **away), 403, "metrics_private")


@pytest.mark.parametrize(
    "evil", ["' OR '1'='1", "'; DROP TABLE tickets; --", '" UNION SELECT * FROM tokens --', "%' --"]
)
def test_sql_in_a_value_is_a_value(place: Place, evil: str) -> None:
    kiosk, staff = place.as_("kiosk"), place.as_("manager")
    ticket = taken(kiosk)
    for parameter in ("label", "token"):
        assert answered(staff.get(TICKETS, query_string={parameter: evil[:20]}), 200)["items"] == []
    assert answered(staff.get(f"/halls/{HALL}/procedures", query_string={"q": evil}), 200)["next"] is None
    assert answered(staff.get(f"/tickets/{ticket['id']}"), 200)["label"] == ticket["label"]


def test_operations_answer_whoever_asks(place: Place) -> None:
    assert place.client.ask("GET", "/healthz").get_json() == {"status": "ok"}
    assert place.client.ask("GET", "/readyz").get_json() == {"status": "ready"}
    assert "luot_journal_position" in place.client.ask("GET", "/metrics").text
