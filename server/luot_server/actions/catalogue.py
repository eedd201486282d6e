"""What changes the shared catalogue: dated facts, never edited, only followed by newer ones."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from ..catalogue import shipped_facts
from ..catalogue.importing import Difference, Sheet, compare
from ..domain.facts import Fact
from ..domain.happenings import FactRecorded
from ..store.changing import Changing
from ..store.store import Store

LEGAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")
"""The days of the law are counted here, wherever a server stands."""


def legal_today(store: Store) -> date:
    """The day a list holds from where nobody says another."""
    return store.clock.now().astimezone(LEGAL_ZONE).date()


def record_facts(shared: Changing, facts: Iterable[Fact]) -> int:
    """Put dated facts on record; how many. Run it inside ``changing(SHARED)``: all of them, or none."""
    count = 0
    for fact in facts:
        shared.record(
            FactRecorded(
                fact=fact.kind,
                key=fact.key,
                valid_from=fact.valid_from.isoformat(),
                valid_to=fact.valid_to.isoformat() if fact.valid_to else None,
                data=dict(fact.data),
            )
        )
        count += 1
    return count


def import_list(shared: Changing, sheet: Sheet, since: date, *, complete: bool = False) -> Difference:
    """Put on record what the list changes, or nothing of it where it has a problem.

    Compared anew inside the transaction: what somebody saw as a preview may be minutes old. A catalogue nobody has
    begun begins with the shipped facts, so that our own words are there to be kept.
    """
    difference = compare(sheet, known_facts(shared.store, shared.connection), since, complete=complete)
    if difference.facts:
        if shared.store.world_position(shared.connection) == 0:
            record_facts(shared, shipped_facts())
        record_facts(shared, difference.facts)
    return difference


def known_facts(store: Store, connection: Connection) -> Sequence[Fact]:
    """Every fact on record, for a comparison that records nothing; the shipped ones where there is none yet."""
    position = store.world_position(connection)
    return store.facts(connection, position) if position else shipped_facts()
