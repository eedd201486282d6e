"""Who may what: every route and live board × every role × own and other hall × unsigned, against what is declared."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from luot_server.domain.roles import Role
from luot_server.http.access import Permission
from luot_server.http.boards import WATCHERS, live_boards
from luot_server.live.rooms import Refused, admit
from luot_server.reference.permissions import declared
from luot_server.store.people import identity_of
from tests.halls import HALL
from tests.http.cast import OTHER
from tests.http.client import API
from tests.http.conftest import MakePlace, Place
from tests.http.words import ADVICE, LAND, complained, handed_over, shown, taken

ROLES = list(Role)
PROVINCIAL = {Role.SUPERVISOR, Role.ADMINISTRATOR}
DENIED = {401, 403, 404}

#: Routes that need no declaration: the pages of other packages, static files, the document itself.
UNDECLARED = ("display.", "counter.", "pages.", "turn.", "tablet.", "openapi", "static")


@pytest.fixture(scope="module")
def place(make_place: MakePlace) -> Place:
    return make_place()


@pytest.fixture(scope="module")
def addresses(place: Place) -> dict[str, str]:
    """Real things of the demo hall, so that an admitted request is not 404 for want of them."""
    ticket = taken(place.as_("kiosk"), ADVICE)
    token = ticket["track_url"].rpartition("/")[2]
    errand = handed_over(place, {**LAND, "area": "24373"})["errand"]
    of_a_ticket = {"ticket": ticket["id"], "token": token, "handover": errand}
    call = place.as_("kiosk").post(f"/halls/{HALL}/help-calls").get_json()["id"]
    of_a_device = {"device": "spare", "help": call, "complaint": complained(place, {**LAND, "area": "22015"})}
    of_a_device["media"] = shown(place)
    of_a_device |= {"language": "vi", "clip": "to"}
    return {"hall": HALL, "counter": f"{HALL}.1", "code": "2.000815", "name": "first", **of_a_ticket, **of_a_device}


#: Asked without a hall: of every hall the asker may see.
OF_ALL_HALLS = ("/figures/throughput", "/figures/corrections", "/figures/ratings", f"{API}/complaints")


def test_every_route_declares_who_may(place: Place) -> None:
    app = place.client.app
    undeclared = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], "permission")
    }
    assert {it for it in undeclared if not it.startswith(UNDECLARED)} == set()


def test_every_role_gets_what_is_declared_and_nothing_else(place: Place, addresses: dict[str, str]) -> None:
    wrong = [told for route in declared(place.client.app) for told in _walk(place, addresses, *route)]
    assert wrong == []


def _walk(
    place: Place, addresses: dict[str, str], method: str, path: str, permission: Permission
) -> Iterator[tuple[str, str, str, int]]:
    for who in [None, *ROLES, *(f"other-{role}" for role in ROLES)]:
        if (method, path, who) == ("DELETE", f"{API}/session", who) and who is not None:
            continue  # would sign the cast out; test_security does it with a session of its own
        headers = {"Authorization": f"Bearer {place.cast.tokens[who]}"} if who else {}
        target = path.format(**addresses) + _query(path)
        response = place.client.ask(method, target, headers=headers, json=None if method == "GET" else {})
        expected = _expected(permission, path, who)
        if (response.status_code if response.status_code in DENIED else None) != expected:
            yield method, path, str(who), response.status_code


def _query(path: str) -> str:
    return f"?counter={HALL}.1" if path.endswith("/desk") else ""


def _expected(permission: Permission, path: str, who: str | None) -> int | None:
    """401, 403, 404, or None for whoever is let in."""
    if permission.public:
        return None
    if who is None:
        return 401
    role, next_door = Role(who.removeprefix("other-")), who.startswith("other-")
    if permission.at in ("hall", "counter", "ticket", "handover", "device", "help", "complaint") and next_door:
        return 404
    if path.endswith(OF_ALL_HALLS) and who == "other-supervisor":
        return 403  # of all halls the asker may see, and there is none in that province
    return None if role in permission.roles else 403


def test_session_and_operations_are_for_anyone(place: Place) -> None:
    anyone = {(method, path) for method, path, permission in declared(place.client.app) if permission.public}
    assert anyone >= {("POST", f"{API}/session"), ("GET", "/healthz"), ("GET", "/readyz"), ("GET", "/docs")}


def test_a_program_needs_its_scope(place: Place) -> None:
    journal = f"/halls/{HALL}/journal"
    assert place.as_("integration").get(journal).status_code == 200
    assert place.as_("scopeless").get(journal).get_json(force=True)["code"] == "scope_missing"


@pytest.mark.parametrize("board", WATCHERS)
def test_every_live_board_lets_in_whom_it_declares(place: Place, addresses: dict[str, str], board: str) -> None:
    app = place.client.app
    boards = live_boards(app)
    request = {"board": board, boards[board].key: addresses[boards[board].key]}
    wrong = []
    for who in [None, *ROLES, *(f"other-{role}" for role in ROLES)]:
        with place.client.services.store.reading() as connection:
            identity = identity_of(connection, place.cast.tokens[who], place.clock.real_now()) if who else None
        try:
            admit(boards, identity, request)
            got = "let in"
        except Refused as refusal:
            got = refusal.code
        if got != _watching(WATCHERS[board], who):
            wrong.append((who, got))
    assert wrong == []


def _watching(permission: Permission, who: str | None) -> str:
    if permission.public:
        return "let in"
    if who is None:
        return "not_signed_in"
    return "let in" if not who.startswith("other-") and Role(who) in permission.roles else "forbidden"


def test_what_belongs_to_another_hall_does_not_exist(place: Place, addresses: dict[str, str]) -> None:
    stranger = place.as_("other-clerk")
    for path in (
        f"/tickets/{addresses['ticket']}",
        f"/halls/{HALL}/tickets?label=U001",
        f"/halls/{HALL}/desk?counter=x",
    ):
        real, invented = stranger.get(path), stranger.get(path.replace(HALL, "DL-00000").replace("-7", "-6"))
        assert (real.status_code, real.get_json(force=True)["code"]) == (
            invented.status_code,
            invented.get_json(force=True)["code"],
        )
    assert place.as_("clerk").get(f"/halls/{OTHER}/tickets?label=U001").status_code == 404
