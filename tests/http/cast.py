"""Who speaks to the API in these tests: one holder of every role in the demo hall, and the same in a hall next door."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from luot_server.actions import device, manager
from luot_server.clock import FixedClock
from luot_server.demo.hall import demo_hall
from luot_server.domain.happenings import GrantGiven, StaffAdded
from luot_server.domain.roles import Grant, Role
from luot_server.store import people
from luot_server.store import tables as t
from luot_server.store.changing import Changing
from luot_server.store.store import Store
from tests.halls import HALL, MONDAY

OTHER = "DL-24133"  # a commune centre the shipped catalogue knows as well
PROVINCE = "66"
ELSEWHERE = "79"  # a supervisor of another province sees neither hall
PASSWORD = "một mật khẩu dài"

PEOPLE = (Role.CLERK, Role.GUIDE, Role.MANAGER, Role.SUPERVISOR, Role.ADMINISTRATOR)
DEVICES = (Role.KIOSK, Role.DISPLAY, Role.INTEGRATION)


@dataclass(frozen=True)
class Cast:
    """``tokens`` by name: the demo's users, ``<role>`` here, ``other-<role>`` next door, and a program without scope.

    ``quay1`` also has :data:`PASSWORD`.
    """

    tokens: dict[str, str]


def join(url: str) -> Cast:
    """Put everybody into the database at ``url``, which holds the demo hall; their keys."""
    store = Store(url, FixedClock(MONDAY - timedelta(hours=1)))
    _next_door(store)
    with store.changing(t.SHARED) as shared:
        tokens = _everybody(shared)
        for one in demo_hall().people:
            tokens[one.user] = people.give_token(shared.connection, "staff", one.user, None)
        people.set_password(shared.connection, "quay1", PASSWORD)
    store.engine.dispose()
    return Cast(tokens)


def _everybody(shared: Changing) -> dict[str, str]:
    tokens: dict[str, str] = {}
    for prefix, hall, province in (("", HALL, PROVINCE), ("other-", OTHER, ELSEWHERE)):
        for role in PEOPLE:
            wide = role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
            grant = Grant(role, "province", province) if wide else Grant(role, "hall", hall)
            tokens[prefix + role] = _person(shared, prefix + role, grant)
        for role in DEVICES:
            name = prefix + role
            tokens[name] = device.enrol(shared, device=name, hall=hall, kind=role, name=name, scopes=_scopes(role))
    device.enrol(shared, device="spare", hall=HALL, kind=Role.DISPLAY, name="a display that may be retired")
    tokens["scopeless"] = device.enrol(shared, device="scopeless", hall=HALL, kind=Role.INTEGRATION, name="no scope")
    return tokens


def _scopes(role: Role) -> list[str]:
    return ["journal"] if role == Role.INTEGRATION else []


def _person(shared: Changing, name: str, grant: Grant) -> str:
    """Nobody of these signs in by password, so none is made: a hash takes its time."""
    shared.record(StaffAdded(staff=f"t-{name}", user=f"t-{name}", name=name, counters=[]))
    shared.record(GrantGiven(staff=f"t-{name}", role=grant.role, scope=grant.scope, place=grant.place))
    return people.give_token(shared.connection, "staff", f"t-{name}", None)


def _next_door(store: Store) -> None:
    demo = demo_hall()
    with store.changing(OTHER, found=True) as hall:
        name = {"vi": "Trung tâm bên cạnh", "en": "The centre next door"}
        manager.set_up(hall, name=name, address=name, area="24133", province=PROVINCE, zone=demo.zone)
        manager.add_counter(hall, f"{OTHER}.1", 1, {"vi": "Quầy 1", "en": "Counter 1"})
        skills = {f"{OTHER}.1": [{"fields": ["*"]}]}
        for setting, value in {**demo.settings, "skills": skills}.items():
            manager.change_setting(hall, setting, value, demo.valid_from)
