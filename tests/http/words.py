"""What is said to the API again and again in these tests."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from tests.halls import HALL
from tests.http.client import Speaker

if TYPE_CHECKING:
    from tests.http.conftest import Place

Json = dict[str, Any]

COPY: Json = {"procedure": "2.000815", "purpose": "submit"}  # certified copies: counters 3, 4 and 7
BIRTH: Json = {"procedure": "1.001193", "purpose": "submit", "area": "22015"}  # counters 2, 3 and 7
LAND: Json = {"procedure": "1.115279", "purpose": "submit", "area": "22015"}  # counters 5 and 7
ADVICE: Json = {"procedure": None, "purpose": "advice"}  # counters 1 and 7
RESIDENCE: Json = {"procedure": "1.004222", "purpose": "submit", "area": "22015"}  # the police has no counter here
TICKETS = f"/halls/{HALL}/tickets"


def counter(number: int) -> str:
    return f"/counters/{HALL}.{number}"


def taken(kiosk: Speaker, body: Json = COPY, **more: Any) -> Json:
    """A new ticket."""
    ticket: Json = answered(kiosk.post(TICKETS, {**body, **more}), 201)
    return ticket


def opened(clerk: Speaker, number: int) -> Speaker:
    """The clerk, now at counter ``number``."""
    answered(clerk.put(f"{counter(number)}/shift", {}), 200)
    return clerk


def called(clerk: Speaker, number: int) -> Json:
    ticket: Json = answered(clerk.post(f"{counter(number)}/calls", {}), 201)
    return ticket


def serving(clerk: Speaker, number: int) -> Json:
    """The next ticket, called and started."""
    ticket: Json = answered(clerk.post(f"/tickets/{called(clerk, number)['id']}/starts"), 200)
    return ticket


def handed_over(place: Place, body: Json, *, at: int = 5, **outcome: Any) -> Json:
    """The handover of an errand taken, served and accepted at counter ``at``: the newest the hall has."""
    clerk = opened(place.as_(f"quay{at}"), at)
    ticket = taken(place.as_("kiosk"), body)
    serving(clerk, at)
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted", **outcome}), 200)
    items: list[Json] = answered(place.as_("manager").get(f"/halls/{HALL}/handovers"), 200)["items"]
    return next(one for one in items if one["ticket"] == ticket["id"])


def token_of(ticket: Json) -> str:
    """The holder's token."""
    token: str = ticket["track_url"].rpartition("/")[2]
    return token


def served(place: Place, body: Json = COPY, *, at: int = 4) -> Json:
    """A ticket taken, called and finished at counter ``at``, whose clerk stays."""
    clerk = opened(place.as_(f"quay{at}"), at)
    ticket = taken(place.as_("kiosk"), body)
    serving(clerk, at)
    answered(clerk.put(f"/tickets/{ticket['id']}/outcome", {"result": "accepted"}), 200)
    return ticket


def complained(place: Place, body: Json = COPY, *, at: int = 5, text: str = "Chờ hơn một giờ.") -> str:
    """A visit and a complaint about it: the complaint's id."""
    path = f"/turns/{token_of(served(place, body, at=at))}/complaints"
    complaints: list[Json] = answered(place.as_("nobody").post(path, {"text": text}), 201)["complaints"]
    identity: str = complaints[-1]["id"]
    return identity


def answered(response: Any, status: int) -> Any:
    assert response.status_code == status, f"{response.status_code}: {response.text[:400]}"
    return response.get_json() if response.data else None


def refused(response: Any, status: int, code: str) -> Json:
    body: Json = response.get_json(force=True)
    assert (response.status_code, body["code"]) == (status, code), response.text[:400]
    return body


def shown(place: Place) -> str:
    """A picture that a screen of the hall shows, so that it cannot be taken away: its id."""
    manager, stream = place.as_("manager"), BytesIO()
    Image.new("RGB", (8, 6)).save(stream, "PNG")
    image: str = answered(manager("POST", f"/halls/{HALL}/media", data=stream.getvalue()), 201)["id"]
    screen = {"id": "images", "name": "Ảnh", "layout": "images", "images": [image]}
    answered(manager.put(f"/halls/{HALL}/settings/displays", {"value": {"screens": [screen]}}), 200)
    return image
