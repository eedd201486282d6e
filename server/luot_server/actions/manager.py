"""What sets a hall up and runs its day: settings, counters, staff, the close of the day."""

from collections.abc import Mapping, Sequence
from typing import Any

from ..domain.errors import Conflict
from ..domain.happenings import (
    CounterAdded,
    DayClosed,
    GrantGiven,
    GrantWithdrawn,
    HallSetUp,
    SettingChanged,
    ShiftEnded,
    StaffAdded,
    StaffLeft,
    TicketExpired,
)
from ..domain.roles import Grant
from ..store import people
from ..store.changing import Changing


def set_up(
    hall: Changing, *, name: Mapping[str, str], address: Mapping[str, str], area: str, province: str, zone: str
) -> None:
    """A hall exists from now on. Run it inside ``changing(hall, found=True)``."""
    hall.record(
        HallSetUp(hall=hall.id, name=dict(name), address=dict(address), area=area, province=province, zone=zone)
    )


def change_setting(hall: Changing, name: str, value: Any, valid_from: str) -> None:
    """From the local day ``valid_from`` on, ``name`` is ``value``; what was set before stays on record."""
    hall.record(SettingChanged(name=name, value=value, valid_from=valid_from))


def add_counter(hall: Changing, counter: str, number: int, name: Mapping[str, str]) -> None:
    hall.record(CounterAdded(counter=counter, number=number, name=dict(name)))


def close_day(hall: Changing, business_day: str) -> int:
    """End a business day: whoever still has an open ticket of it expires, every counter closes. How many expired.

    A hall that forgets to close keeps yesterday's people in front of today's; so the timer does it, and once. A day
    closed too early may be closed again: who came since then expires, and the day stays the same closed day.
    """
    left = [
        row
        for row in hall.open_tickets("waiting", "called", "serving", "parked")
        if row["business_day"] <= business_day
    ]
    for row in left:
        hall.record(TicketExpired(ticket=row["id"]))
    for counter in hall.counters():
        # Closed late, on the next morning, whoever has sat down since, or serves somebody, is there today.
        if counter["clerk"] is None or hall.at_counter(counter["id"]) is not None:
            continue
        if hall.settings.hours.business_day(counter["seated_at"]).isoformat() <= business_day:
            hall.record(ShiftEnded(counter=counter["id"], clerk=counter["clerk"]))
    if not hall.day_is_closed(business_day):
        hall.record(DayClosed(business_day=business_day))
    return len(left)


def add_staff(
    shared: Changing,
    *,
    staff: str,
    user: str,
    name: str,
    password: str,
    grants: Sequence[Grant],
    counters: Sequence[str] = (),
) -> None:
    """A member of staff who can sign in. Raises Conflict ``user_taken``."""
    if people.account(shared.connection, user).staff is not None:
        raise Conflict("user_taken", user=user)
    shared.record(StaffAdded(staff=staff, user=user, name=name, counters=list(counters)))
    for grant in grants:
        shared.record(GrantGiven(staff=staff, role=grant.role, scope=grant.scope, place=grant.place))
    people.set_password(shared.connection, staff, password)


def withdraw_grant(shared: Changing, staff: str, grant: Grant) -> None:
    shared.record(GrantWithdrawn(staff=staff, role=grant.role, scope=grant.scope, place=grant.place))


def staff_left(shared: Changing, staff: str) -> None:
    """Nobody signs in as this person any more, and every session ends now."""
    shared.record(StaffLeft(staff=staff))
    people.withdraw_all(shared.connection, "staff", staff)
