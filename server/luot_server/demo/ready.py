"""Where everything is: the ready file for programs, the links for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from luot_server.demo.hall import demo_hall
from luot_server.demo.seed import Keys
from luot_server.domain.roles import Role
from luot_server.messages import say


@dataclass(frozen=True)
class Places:
    """Addresses without a trailing slash; ``printer`` is tcp://HOST:PORT."""

    server: str
    kiosk: str
    paper: str
    printer: str

    @property
    def display(self) -> str:
        return f"{self.server}/display/{demo_hall().id}"

    @property
    def counter(self) -> str:
        return f"{self.server}/counter/{demo_hall().id}"

    @property
    def guide(self) -> str:
        return f"{self.server}/guide/{demo_hall().id}"

    @property
    def manager(self) -> str:
        return f"{self.server}/manager/{demo_hall().id}"


#: The tokens of devices that are for programs outside, which many may use at once.
FOR_PROGRAMS = ("kiosk", "display", "integration")


def ready_data(places: Places, keys: Keys) -> dict[str, Any]:
    """The ready file's object."""
    hall = demo_hall()
    return {
        "server": places.server,
        "kiosk": places.kiosk,
        "display": places.display,
        "counter": places.counter,
        "manager": places.manager,
        "guide": places.guide,
        "paper": places.paper,
        "hall": hall.id,
        "counters": list(hall.counters),
        "staff": [
            {
                "user": one.user,
                "password": keys.passwords[one.user],
                "role": str(one.grant.role),
                "counters": list(one.counters),
                **({"pin": keys.pins[one.user]} if one.has_pin else {}),
            }
            for one in hall.people
        ],
        "tokens": {use: keys.tokens[use] for use in FOR_PROGRAMS},
        "printer": places.printer,
    }


def links(places: Places, keys: Keys, lang: str) -> Iterator[str]:
    """The lines printed last."""
    shown = {
        "demo.kiosk": places.kiosk,
        "demo.paper": places.paper,
        "demo.display": places.display,
        "demo.counter": places.counter,
        "demo.guide": places.guide,
        "demo.manager": places.manager,
    }
    names = {key: say(key, lang) for key in shown}
    width = max(map(len, names.values()))
    yield say("demo.open", lang)
    for key, url in shown.items():
        yield f"  {names[key]:<{width}}  {url}"
    yield f"  {say('demo.phone', lang)}"
    yield say("demo.sign_in", lang)
    for one in demo_hall().people:
        if one.grant.role != Role.SUPERVISOR:
            pin = f"   PIN {keys.pins[one.user]}" if one.has_pin else ""
            yield f"  {one.user:<{width}}  {keys.passwords[one.user]}   {one.name}{pin}"
    yield say("demo.stop", lang)
