"""Who a program or person is to the halls, and the words for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may be in a hall; devices and programs have roles of their own kind."""

    CLERK = "clerk"
    GUIDE = "guide"  # stands beside the kiosk
    MANAGER = "manager"
    SUPERVISOR = "supervisor"  # of the province
    ADMINISTRATOR = "administrator"
    KIOSK = "kiosk"
    DISPLAY = "display"
    INTEGRATION = "integration"


PEOPLE = (Role.ADMINISTRATOR, Role.SUPERVISOR, Role.MANAGER, Role.CLERK, Role.GUIDE)
DEVICES = (Role.KIOSK, Role.DISPLAY)
#: Who works in a hall with citizens in front of them.
STAFF = frozenset({Role.CLERK, Role.GUIDE, Role.MANAGER})
#: What six digits open: the work on the floor. Settings, figures and journals need a password.
BY_PIN = frozenset({Role.CLERK, Role.GUIDE})


@dataclass(frozen=True, slots=True)
class Grant:
    """``role`` in one hall (``place`` its id) or in every hall of a province (``place`` its area code)."""

    role: str
    scope: str
    place: str

    def holds_in(self, hall: str, province: str) -> bool:
        return self.place == (hall if self.scope == "hall" else province)


@dataclass(frozen=True)
class Identity:
    """Somebody signed in. ``kind``: staff or device; a program is a device with the role ``integration``."""

    kind: str
    id: str
    name: str
    grants: tuple[Grant, ...]
    user: str = ""
    counters: tuple[str, ...] = ()
    device_kind: str = ""
    scopes: tuple[str, ...] = ()  # what a program was allowed when it was enrolled

    def roles_in(self, hall: str, province: str) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants if grant.holds_in(hall, province))

    @property
    def main_role(self) -> str:
        """The role named at sign-in: the widest one held."""
        held = {grant.role for grant in self.grants}
        return next((str(role) for role in PEOPLE if role in held), next(iter(held), ""))


def wire_grants(grants: Sequence[Grant]) -> list[dict[str, str]]:
    """CONTRACT's grants; ``hall`` or ``province`` names the place of the scope."""
    return [{"role": grant.role, "scope": grant.scope, grant.scope: grant.place} for grant in grants]
