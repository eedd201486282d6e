"""What devices tell, and how they come and go."""

from sqlalchemy import select

from ..domain.happenings import DeviceConditionChanged, DeviceEnrolled, DeviceRetired
from ..domain.roles import Identity
from ..store import people
from ..store import tables as t
from ..store.changing import Changing


def report_condition(hall: Changing, device: Identity, printer: str, detail: str) -> None:
    """A change of a printer's condition is said once, and so is its end."""
    known = hall.connection.execute(
        select(t.device_conditions).where(t.device_conditions.c.device == device.id)
    ).first()
    if known is not None and known.printer == printer:
        return
    hall.record(
        DeviceConditionChanged(
            device=device.id,
            kind_of_device=device.device_kind,
            name=device.name,
            printer=printer,
            detail=detail,
            trouble=None,
        )
    )


def enrol(shared: Changing, *, device: str, hall: str, kind: str, name: str, scopes: list[str] | None = None) -> str:
    """Enrol a kiosk, a display or a program (kind ``integration``); its token, shown this once."""
    shared.record(DeviceEnrolled(device=device, hall=hall, kind_of_device=kind, name=name, scopes=scopes or []))
    return people.give_token(shared.connection, "device", device, None)


def retire(shared: Changing, device: str) -> None:
    """The device is gone; its token is worth nothing from now on."""
    shared.record(DeviceRetired(device=device))
    people.withdraw_all(shared.connection, "device", device)
