"""What devices tell, and how they come and go."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from ..domain.devices import LOST_AFTER, Heard, trouble_of
from ..domain.errors import Invalid
from ..domain.happenings import DeviceConditionChanged, DeviceEnrolled, DeviceFound, DeviceLost, DeviceRetired
from ..domain.roles import Identity
from ..store import beats, enrolment, people
from ..store import tables as t
from ..store.changing import Changing
from ..store.journal import Actor
from ..store.store import Store

NO_PRINTER = "none"


@dataclass(frozen=True, slots=True)
class Beat:
    """What a device says every ten seconds.

    ``run`` is its program's present start, ``clock`` the time it believes it is; ``printer`` is "none" where it has
    none, and None while it has not looked yet.
    """

    version: str
    run: str
    clock: datetime
    printer: str | None
    detail: str
    unsent: int


@dataclass(frozen=True, slots=True)
class Condition:
    """How a device is, as far as that is on record."""

    printer: str = NO_PRINTER
    detail: str = ""
    trouble: str | None = None
    lost: bool = False


def report_condition(hall: Changing, device: Identity, printer: str, detail: str) -> None:
    """A change of a printer's condition is said once, and so is its end."""
    known = _known(hall.connection, device)
    _record(hall, device, known, Condition(printer, detail, known.trouble))


def beat(store: Store, hall: str, device: Identity, told: Beat) -> None:
    """Keep that the device is alive; record what changed, if anything did.

    Nearly always nothing did, and then the hall is not locked. That it was heard is committed first: should the server
    die in between, the next beat finds the same difference and records it.
    """
    real_now = store.clock.real_now()
    # A demo tells the hall's time, and a kiosk may live in either.
    clock_off = min(abs(told.clock - real_now), abs(told.clock - store.clock.now()))
    with store.writing() as connection:
        before = beats.last_heard(connection, device.id)
        heard = before.then(told.run, real_now) if before else Heard(told.run, real_now)
        said = beats.Said(told.version, told.printer or "unknown", told.unsent)
        beats.keep(connection, hall, device.id, heard, said)
        known = _known(connection, device)

    def present(known: Condition) -> Condition:
        trouble = trouble_of(before, heard, known=known.trouble, clock_off=clock_off)
        if told.printer is None:
            return Condition(known.printer, known.detail, trouble)
        return Condition(told.printer, told.detail, trouble)

    if known == present(known):
        return
    with store.changing(hall, Actor(device.device_kind, device.id)) as changing:
        known = _known(changing.connection, device)
        _record(changing, device, known, present(known))


def hear_displays(store: Store, displays: Collection[str]) -> None:
    """A display's open line is its beat; record which of them were lost until now.

    One display may be open in many windows: whoever hangs three screens on one computer enrols it once. So a line has
    no run, and a display is never told to be ``twice``; two displays sharing a token harm nobody, as two kiosks do
    that number the same line.
    """
    with store.writing() as connection:
        found = beats.keep_lines(connection, displays, store.clock.real_now())
    for one in found:
        with store.changing(one.hall, Actor("display", one.id)) as changing:
            known = changing.connection.execute(_KNOWN, {"device": one.id}).first()
            if known is not None and known.lost_since is not None:  # two processes may hear its two windows
                changing.record(DeviceFound(device=one.id))


def lose_the_silent(store: Store, hall: str, listening_since: datetime) -> int:
    """Record which devices are not heard any more; how many. Instants are real time.

    Whoever has listened for less than a device may be silent cannot tell: a server that was away for an hour heard
    nobody, and that was not the devices' fault.
    """
    since = store.clock.real_now() - LOST_AFTER
    if since < listening_since:
        return 0
    with store.reading() as connection:
        if not beats.silent(connection, hall, since):
            return 0
    with store.changing(hall) as changing:
        silent = beats.silent(changing.connection, hall, since)
        for one in silent:
            seen_at = beats.hall_time(changing, one.seen_at)
            changing.record(
                DeviceLost(device=one.id, kind_of_device=one.kind, name=one.name, seen_at=seen_at.isoformat())
            )
    return len(silent)


def enrol(shared: Changing, *, device: str, hall: str, kind: str, name: str, scopes: list[str] | None = None) -> str:
    """Enrol a kiosk, a display or a program (kind ``integration``); its token, shown this once."""
    shared.record(DeviceEnrolled(device=device, hall=hall, kind_of_device=kind, name=name, scopes=scopes or []))
    return people.give_token(shared.connection, "device", device, None)


def enrol_by_code(shared: Changing, *, device: str, code: str, secret: bytes) -> tuple[enrolment.Enrolment, str]:
    """Enrol what the one-time code stands for; it and its token. The code is worth nothing afterwards.

    Raises Invalid ``enrolment_code`` alike for a code that is wrong, used or too old.
    """
    found = enrolment.take_code(shared.connection, secret, code, shared.store.clock.real_now())
    if found is None:
        raise Invalid("enrolment_code", field="code")
    return found, enrol(shared, device=device, hall=found.hall, kind=found.kind, name=found.name)


def retire(shared: Changing, device: str) -> None:
    """The device is gone; its token is worth nothing from now on. One that is gone already stays so."""
    active = select(t.devices.c.active).where(t.devices.c.id == device)
    if not shared.connection.scalar(active):
        return
    shared.record(DeviceRetired(device=device))
    people.withdraw_all(shared.connection, "device", device)
    beats.forget(shared.connection, device)


def _known(connection: Connection, device: Identity) -> Condition:
    row = connection.execute(_KNOWN, {"device": device.id}).first()
    if row is None:
        return Condition()
    return Condition(row.printer, row.detail, row.trouble, lost=row.lost_since is not None)


def _record(hall: Changing, device: Identity, known: Condition, now: Condition) -> None:
    """What differs: that it is heard again, and how it is now."""
    if known.lost and not now.lost:
        hall.record(DeviceFound(device=device.id))
    if (known.printer, known.detail, known.trouble) != (now.printer, now.detail, now.trouble):
        hall.record(
            DeviceConditionChanged(
                device=device.id,
                kind_of_device=device.device_kind,
                name=device.name,
                printer=now.printer,
                detail=now.detail,
                trouble=now.trouble,
            )
        )


_KNOWN = select(t.device_conditions).where(t.device_conditions.c.device == bindparam("device"))
