"""Devices: how they come and go, how they are, what they are lent, and the bell on a kiosk."""

from .base import UPCASTS, Happening


class DeviceEnrolled(Happening):
    """A kiosk, a display, or a program with ``scopes``."""

    device: str
    hall: str
    kind_of_device: str
    name: str
    scopes: list[str]


class DeviceRetired(Happening):
    device: str


class DeviceConditionChanged(Happening, v=2):
    """A device changed condition; said once, and so is its end.

    ``printer`` is how its printer is, ``trouble`` what else is wrong: ``twice`` (another machine uses its identity),
    ``clock`` (its clock is not the hall's), or None (v2).
    """

    device: str
    kind_of_device: str
    name: str
    printer: str
    detail: str
    trouble: str | None


UPCASTS["device_condition_changed", 1] = lambda payload: {**payload, "trouble": None}


class DeviceLost(Happening):
    """Nothing was heard of it since ``seen_at``, RFC 3339; said once."""

    device: str
    kind_of_device: str
    name: str
    seen_at: str


class DeviceFound(Happening):
    """It is heard again."""

    device: str


class KioskLeased(Happening):
    """A kiosk may give numbers by itself when the server is away.

    On the local day ``business_day``, in every series: numbers ``first`` to ``last`` under the kiosk's own ``mark``
    ("K2-A001" is number 1 of series "K2-A"). No two leases share a number of one day.
    """

    lease: str
    device: str
    mark: int
    first: int
    last: int
    business_day: str


class HelpCalled(Happening):
    """Somebody at kiosk ``device`` pressed for help."""

    call: str
    device: str
    name: str


class HelpAnswered(Happening):
    """``staff`` is going there."""

    call: str
    staff: str
