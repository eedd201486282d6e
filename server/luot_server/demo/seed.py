"""Puts the demo hall into a database: the shipped catalogue, the hall, its people and devices.

Seeding again changes nothing. What it hands out, the :class:`Keys`, exists only in a demo: a real hall's passwords
are chosen by its people, and its device tokens are shown once.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from luot_server.actions import catalogue, device, manager
from luot_server.catalogue import shipped_facts
from luot_server.clock import Clock
from luot_server.demo.hall import DemoDevice, Person, demo_hall
from luot_server.demo.screens import hang_screens
from luot_server.domain.pins import new_pin
from luot_server.store import migrations, people
from luot_server.store import tables as t
from luot_server.store.changing import Changing
from luot_server.store.store import Store

#: 48 bits: enough against guessing over HTTP, and still typed by hand into a sign-in form.
PASSWORD_BYTES = 6


@dataclass(frozen=True)
class Keys:
    """How to sign in: {user: password}, {use: token} of the devices, and {user: PIN} of who stands in the hall."""

    passwords: dict[str, str]
    tokens: dict[str, str]
    pins: dict[str, str] = field(default_factory=dict)

    def to_data(self) -> dict[str, Any]:
        return asdict(self)

    def open_everything(self) -> bool:
        """Whether nobody and no device of the hall is missing: a later release may have brought new ones."""
        hall = demo_hall()
        return (
            {one.user for one in hall.people} <= self.passwords.keys()
            and {one.use for one in hall.devices} <= self.tokens.keys()
            and {one.user for one in hall.people if one.has_pin} <= self.pins.keys()
        )


def seeded_store(url: str, clock: Clock, known: Keys | None = None) -> tuple[Store, Keys]:
    """A database of this release's schema with the demo hall in it; takes a second or two."""
    migrations.upgrade(url)
    store = Store(url, clock)
    return store, seed(store, known)


def seed(store: Store, known: Keys | None = None) -> Keys:
    """The demo hall, complete. ``known`` are the keys handed out last time; without them everybody gets new ones."""
    hall = demo_hall()
    renew = known is None or not known.open_everything()
    passwords = {one.user: secrets.token_hex(PASSWORD_BYTES) for one in hall.people} if renew else {}
    pins = {one.user: new_pin() for one in hall.people if one.has_pin} if renew else {}
    tokens: dict[str, str] = {}
    with store.changing(t.SHARED, found=True) as shared:
        if store.world_position(shared.connection) == 0:
            catalogue.record_facts(shared, shipped_facts())
        if renew:
            for person in hall.people:
                _let_in(shared, person, passwords[person.user])
            for user, pin in pins.items():
                people.set_pin(shared.connection, user, pin)
            tokens = {one.use: _token(shared, one) for one in hall.devices}
    with store.changing(hall.id, found=True) as changing:
        if changing.connection.execute(select(t.halls.c.id).where(t.halls.c.id == hall.id)).first() is None:
            _set_up(changing)
    return Keys(passwords, tokens, pins) if known is None or renew else known


def _let_in(shared: Changing, person: Person, password: str) -> None:
    """Somebody already on the staff only gets another password."""
    if people.account(shared.connection, person.user).staff is not None:
        people.set_password(shared.connection, person.user, password)
        return
    manager.add_staff(
        shared,
        staff=person.user,
        user=person.user,
        name=person.name,
        password=password,
        grants=[person.grant],
        counters=person.counters,
    )


def _token(shared: Changing, one: DemoDevice) -> str:
    """A device already enrolled gets another token, and its old one is worth nothing."""
    if shared.connection.execute(select(t.devices.c.id).where(t.devices.c.id == one.id)).first() is not None:
        people.withdraw_all(shared.connection, "device", one.id)
        return people.give_token(shared.connection, "device", one.id, None)
    return device.enrol(
        shared, device=one.id, hall=demo_hall().id, kind=one.kind, name=one.name, scopes=list(one.scopes)
    )


def _set_up(changing: Changing) -> None:
    hall = demo_hall()
    manager.set_up(
        changing, name=hall.name, address=hall.address, area=hall.area, province=hall.province, zone=hall.zone
    )
    for counter, one in hall.counters.items():
        manager.add_counter(changing, counter, one["number"], one["name"])
    for name, value in hall.settings.items():
        manager.change_setting(changing, name, value, hall.valid_from)
    hang_screens(changing)
