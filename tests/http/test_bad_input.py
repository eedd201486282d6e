"""Whatever is sent: a clear refusal, nothing lost, never a traceback, never a 500."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luot_server.reference.permissions import declared
from tests.databases import Databases
from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import COPY, LAND, TICKETS, answered, complained, counter, handed_over, opened, refused, taken

NESTED = "[" * 30_000
HUGE = '{"purpose":"' + "x" * 1_000_000 + '"}'
JSON = {"content_type": "application/json"}

UNREADABLE: list[tuple[Any, int, str]] = [
    ("", 422, "field_invalid"),  # nothing is the empty object, and says too little
    ("{", 400, "malformed"),
    ("not json", 400, "malformed"),
    (b"\xff\xfe", 400, "malformed"),
    ("[]", 400, "malformed"),
    ('"advice"', 400, "malformed"),
    ("null", 400, "malformed"),
    (NESTED, 400, "malformed"),
    ('{"purpose":' + "9" * 5000 + "}", 400, "malformed"),
    (HUGE, 413, "too_large"),
    ('{"purpose":"advice","area":NaN}', 400, "unreadable"),
    ('{"purpose":"advice","count":1e999}', 400, "unreadable"),
    ('{"purpose":"advice","area":"\\u0000"}', 400, "unreadable"),
    ('{"purpose":"advice","area":"\\ud800"}', 400, "unreadable"),
    ('{"purpose":"advice","\\u0000":1}', 400, "unreadable"),
]

WRONG_VALUES: list[tuple[dict[str, Any], str]] = [
    ({"purpose": "submit", "procedure": 7}, "field_invalid"),
    ({"purpose": "submit", "procedure": "x" * 5000}, "field_invalid"),
    ({"purpose": ["advice"]}, "field_invalid"),
    ({"purpose": "steal"}, "field_invalid"),
    ({"purpose": "advice", "dossier_count": -1}, "field_invalid"),
    ({"purpose": "advice", "dossier_count": 2**70}, "field_invalid"),
    ({"purpose": "advice", "dossier_count": "two"}, "field_invalid"),
    ({"purpose": "advice", "language": "fr"}, "field_invalid"),
    ({"purpose": "advice", "party": "crowd"}, "field_invalid"),
    ({"purpose": "advice", "errands": [{"purpose": "advice"}] * 11}, "field_invalid"),
    ({**COPY, "area": "nowhere"}, "area_unknown"),
    ({**COPY, "area": "😀\u202e"}, "area_unknown"),
    ({**COPY, "area": "'; DROP TABLE tickets; --"}, "area_unknown"),
    ({**COPY, "priority": "' OR 1=1 --"}, "priority_unknown"),
]


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place()


@pytest.mark.parametrize(("body", "status", "code"), UNREADABLE, ids=lambda value: str(value)[:24])
def test_a_body_nobody_can_read(place: Place, body: Any, status: int, code: str) -> None:
    problem = refused(place.as_("kiosk").post(TICKETS, data=body, **JSON), status, code)
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(("body", "code"), WRONG_VALUES, ids=lambda value: str(value)[:40])
def test_a_value_that_cannot_be(place: Place, body: dict[str, Any], code: str) -> None:
    problem = refused(place.as_("kiosk").post(TICKETS, body), 422, code)
    assert problem["field"]


def test_nothing_of_all_that_used_a_number(make_place: MakePlace) -> None:
    place = make_place()
    kiosk = place.as_("kiosk")
    for body, _, _ in UNREADABLE:
        kiosk.post(TICKETS, data=body, **JSON)
    for wrong, _ in WRONG_VALUES:
        kiosk.post(TICKETS, wrong)
    assert taken(kiosk)["number"] == 1


@pytest.mark.parametrize(
    ("who", "method", "path", "status", "code"),
    [
        ("nobody", "GET", f"/halls/{HALL}/menu", 401, "not_signed_in"),
        ("wrong", "GET", f"/halls/{HALL}/menu", 401, "not_signed_in"),
        ("kiosk", "GET", f"/halls/{OTHER}/menu", 404, "hall_unknown"),
        ("nobody", "GET", "/halls/nowhere/board", 404, "hall_unknown"),
        ("nobody", "GET", "/halls/*/board", 404, "hall_unknown"),  # the journal of what halls share is no hall
        ("nobody", "GET", "/halls/%00/board", 404, "not_found"),
        ("nobody", "GET", f"/halls/{'x' * 3000}/board", 404, "hall_unknown"),
        ("nobody", "GET", "/halls/' OR '1'='1/board", 404, "hall_unknown"),
        ("nobody", "GET", "/nowhere", 404, "not_found"),
        ("nobody", "GET", "/../../etc/passwd", 404, "not_found"),
        ("nobody", "PUT", f"/halls/{HALL}/board", 405, "method_not_allowed"),
        ("clerk", "PATCH", f"/halls/{HALL}/tickets", 405, "method_not_allowed"),
        ("clerk", "PUT", f"{counter(99)}/shift", 404, "counter_unknown"),
        ("clerk", "GET", "/tickets/00000000-0000-0000-0000-000000000000", 404, "ticket_unknown"),
        ("manager", "GET", f"/halls/{HALL}/journal?limit=1001", 422, "field_invalid"),
        ("manager", "GET", f"/halls/{HALL}/journal?after=-1", 422, "field_invalid"),
        ("manager", "GET", f"/halls/{HALL}/journal?after=99999999999999999999", 422, "field_invalid"),
        ("manager", "GET", f"/halls/{HALL}/journal?after=%00", 400, "unreadable"),
        ("manager", "GET", "/figures/throughput?from=yesterday", 422, "field_invalid"),
        ("manager", "GET", "/figures/throughput?from=2026-02-30", 422, "date_invalid"),
        ("manager", "GET", "/figures/throughput?from=9999-12-31&to=9999-12-31", 422, "date_invalid"),
        ("manager", "GET", "/figures/throughput?from=0001-01-01", 422, "date_invalid"),
        ("manager", "GET", "/figures/throughput?from=2026-11-23&to=2026-11-22", 422, "range_invalid"),
        ("manager", "GET", "/figures/throughput?by=shoe_size", 422, "dimension_unknown"),
        ("manager", "GET", "/figures/throughput?by=", 422, "dimension_unknown"),
        ("manager", "GET", "/figures/throughput?by=hour,day,clerk", 422, "dimensions_too_many"),
        ("manager", "GET", f"/figures/throughput?hall={OTHER}", 404, "hall_unknown"),
    ],
)
def test_an_address_or_a_question_that_cannot_be(
    place: Place, who: str, method: str, path: str, status: int, code: str
) -> None:
    place.cast.tokens.setdefault("wrong", "x" * 43)
    refused(place.as_(who)(method, path, None), status, code)


def test_a_refusal_speaks_the_readers_language(place: Place) -> None:
    def title(language: str | None) -> str:
        headers = {"Accept-Language": language} if language else {}
        told: str = place.as_("nobody").get("/nowhere", headers=headers).get_json(force=True)["title"]
        return told

    assert title("en") == title("en-GB,en;q=0.9") == "Not found"
    assert title(None) == title("vi") == title("fr") == title("*;;q=x") == "Không tìm thấy"


# ── at random ────────────────────────────────────────────────────────────────────────────────────

words = st.sampled_from(
    ["", "submit", "advice", "1.001193", "22015", "old:22015", "later", HALL, f"{HALL}.4", "elderly", "accepted", "vi"]
)
plain = st.none() | st.booleans() | st.integers() | st.floats() | words | st.text(max_size=30)
values = st.recursive(plain, lambda inside: st.lists(inside, max_size=4) | st.dictionaries(words, inside, max_size=3))
MEMBERS = """procedure purpose area priority language dossier dossier_count party errands despite ticket reason result
    errand dossiers count missing counter agency printer detail problem user password courier return_to
    score reasons channel text name value valid_from"""
QUESTIONS = """q limit after by from to until hall on area procedure purpose dossier label token counter field state
    late name v language times"""
names = st.sampled_from(MEMBERS.split())
bodies = st.dictionaries(names, values, max_size=6)
parts = st.text(st.characters(exclude_characters="/?#", exclude_categories=["Cs"]), min_size=1, max_size=20)
queries = st.dictionaries(
    st.sampled_from(QUESTIONS.split()),
    words | st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.integers().map(str),
    max_size=3,
)


def test_no_request_at_random_breaks_anything(make_place: MakePlace, databases: Databases) -> None:
    """Some hundred requests to every route, by somebody who may, with half of the addresses real."""
    place = make_place(on=databases)
    ticket = taken(place.as_("kiosk"))
    opened(place.as_("clerk"), 4)
    real = {
        "hall": HALL,
        "counter": f"{HALL}.4",
        "ticket": ticket["id"],
        "token": ticket["track_url"].rpartition("/")[2],
        "code": "2.000815",
        "name": "first",
        "handover": handed_over(place, LAND)["errand"],
        "device": "spare",
        "complaint": complained(place, LAND),
        "media": "0" * 64,
        "language": "vi",
        "clip": "to",
        "help": place.as_("kiosk").post(f"/halls/{HALL}/help-calls").get_json()["id"],
    }
    routes = [
        it for it in declared(place.client.app) if it[1].startswith(API) and it[:2] != ("DELETE", f"{API}/session")
    ]

    @settings(max_examples=150)
    @given(st.sampled_from(routes), st.booleans(), parts, bodies, queries)
    def strikes(route: Any, known: bool, part: str, body: dict[str, Any], query: dict[str, str]) -> None:
        method, path, permission = route
        role = next(iter(sorted(permission.roles)), "nobody")
        target = path.removeprefix(API).format(**(real if known else dict.fromkeys(real, part)))
        how: dict[str, Any] = {"query_string": query}
        if method != "GET":
            how["json"] = body
        response = place.as_(role)(method, target, **how)  # the client checks status, type and shape
        assert response.status_code < 500

    strikes()
    answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)
