"""What changes the shared catalogue: dated facts, never edited, only followed by newer ones."""

from collections.abc import Iterable

from ..domain.facts import Fact
from ..domain.happenings import FactRecorded
from ..store.changing import Changing


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
