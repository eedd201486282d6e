"""What a kiosk is lent, so that it can go on giving numbers when the server is away.

A lease is a stretch of numbers of one day under the kiosk's own mark, and an id with its turn token for each of them.
Two leases never share a number, so no two papers can say the same; what is lent and never given costs nothing.
"""

from dataclasses import dataclass
from datetime import date

from ..domain.errors import Conflict, Invalid
from ..domain.happenings import KioskLeased
from ..domain.hours import HORIZON_DAYS
from ..store import leases
from ..store.changing import Changing
from ..store.ids import lent_id, ticket_of_token, uuid7, was_lent

#: What one kiosk may be lent of one day: thirty times what a whole hall gives, and a kiosk gone wild is stopped.
LENT_A_DAY = 20_000


@dataclass(frozen=True, slots=True)
class Lease:
    """The numbers ``first`` to ``last`` of every series, and as many ids for their tickets."""

    id: str
    mark: int
    business_day: str
    first: int
    last: int
    ids: tuple[str, ...]


def lend(hall: Changing, device: str, day: date, count: int, secret: bytes) -> Lease:
    """Lend ``count`` numbers of the local day ``day`` to a kiosk of this hall.

    A kiosk set up anew, or copied, goes on behind everything it was ever lent. Raises Invalid ``lease_day`` for a day
    that is over or further away than any holiday, Conflict ``lease_enough`` beyond :data:`LENT_A_DAY`.
    """
    ahead = (day - hall.today).days
    if not 0 <= ahead <= HORIZON_DAYS:
        raise Invalid("lease_day", field="business_day", day=day.isoformat(), days=HORIZON_DAYS)
    mark = leases.mark_of(hall.connection, hall.id, device) or leases.free_mark(hall.connection, hall.id)
    first = 1 + leases.last_lent(hall.connection, hall.id, mark, day.isoformat())
    if first + count - 1 > LENT_A_DAY:
        raise Conflict("lease_enough", most=LENT_A_DAY, day=day.isoformat())
    lease = Lease(
        uuid7(hall.now),
        mark,
        day.isoformat(),
        first,
        first + count - 1,
        tuple(lent_id(secret, device, hall.now, index) for index in range(count)),
    )
    hall.record(
        KioskLeased(
            lease=lease.id,
            device=device,
            mark=mark,
            first=first,
            last=lease.last,
            business_day=lease.business_day,
        )
    )
    return lease


def lent_ticket(secret: bytes, device: str, token: str) -> str | None:
    """The id behind a turn token, where it was lent to ``device``."""
    ticket = ticket_of_token(secret, token)
    return ticket if ticket is not None and was_lent(secret, device, ticket) else None
