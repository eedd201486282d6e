"""How an errand ends, and what the citizen does next: another errand here, the queue again, or home."""

from collections.abc import Sequence
from dataclasses import dataclass

from ..domain.codes import CodeError, parse_dossier, procedure_key
from ..domain.errors import Conflict, Invalid
from ..domain.happenings import ErrandFinished
from ..domain.ticket import Action, ErrandState, State
from ..store.appliers import need_of
from ..store.changing import Changing
from . import handovers
from .correction import correct
from .desk import Clerk, Row, require_mine


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an errand ended. ``count`` None: as many as ``dossiers``.

    ``procedure`` is the code the clerk confirms, None where nobody was asked; ``return_to`` the hall the citizen chose
    for the result, None this one.
    """

    result: str
    errand: str | None = None
    dossiers: Sequence[str] = ()
    count: int | None = None
    missing: Sequence[str] = ()
    procedure: str | None = None
    return_to: str | None = None

    @property
    def counted(self) -> int:
        return max(self.count or 0, len(self.dossiers))

    def says(self, errand: Row) -> bool:
        """Whether this is the outcome already on record for ``errand``."""
        told = (self.result, list(self.dossiers), self.counted, list(self.missing))
        return told == (errand["result"], errand["dossiers"], errand["count"], errand["missing"]) and (
            self.procedure is None or self.names(errand)
        )

    def names(self, errand: Row) -> bool:
        """Whether the confirmed code, in whatever form it was written, is ``errand``'s."""
        code = procedure_key(self.procedure or "")
        return code is not None and code == errand["procedure"]


def finish(hall: Changing, ticket: str, clerk: Clerk, outcome: Outcome) -> None:
    """Record how the current errand ended; then the next errand here, the queue again for the others, or served.

    A confirmed procedure that is not the errand's corrects it first, in the same change: what is counted is what was
    done. A repeat with the same outcome changes nothing; with another it is Conflict ``outcome_differs``.
    """
    row = hall.ticket(ticket)
    errands = hall.errands(ticket)
    if outcome.count is not None and outcome.count < len(outcome.dossiers):
        raise Invalid("dossier_count_small", field="count", count=outcome.count, dossiers=len(outcome.dossiers))
    for code in outcome.dossiers:
        _require_dossier(code)
    return_to = handovers.place_for_result(hall, outcome.return_to)
    if (named := _repeated(row, errands, outcome)) is not None:
        handovers.require_same_return(hall, named, return_to, row["label"])
        return
    require_mine(hall, ticket, clerk, Action.FINISH)
    if outcome.errand not in (None, row["errand"]):
        raise Conflict("errand_not_current", label=row["label"])
    current = next(one for one in errands if one["id"] == row["errand"])
    if outcome.procedure is not None and not outcome.names(current):
        correct(hall, ticket, row["errand"], {"procedure": outcome.procedure})
    then, following = _what_then(hall, row, errands)
    hall.record(
        ErrandFinished(
            ticket=ticket,
            errand=row["errand"],
            result=outcome.result,
            dossiers=list(outcome.dossiers),
            count=outcome.counted,
            missing=list(outcome.missing),
            then=then,
            next_errand=following,
            confirmed=outcome.procedure is not None,
            return_to=return_to,
        )
    )
    handovers.open_after(hall, ticket, row["errand"], return_to)


def _repeated(row: Row, errands: Sequence[Row], outcome: Outcome) -> Row | None:
    """The errand whose outcome this is already; raises when another one is on record."""
    if outcome.errand is not None:
        named = next((one for one in errands if one["id"] == outcome.errand), None)
        if named is None:
            raise Invalid("errand_unknown", field="errand", errand=outcome.errand)
    elif row["state"] == State.SERVING:
        return None  # unnamed while serving means the current errand, which has none yet
    else:
        done = [one for one in errands if one["state"] == ErrandState.DONE]
        named = max(done, key=lambda one: (one["finished_at"], one["ordinal"]), default=None)
    if named is None or named["state"] != ErrandState.DONE:
        return None
    if not outcome.says(named):
        raise Conflict("outcome_differs", label=row["label"], result=named["result"])
    return named


def _what_then(hall: Changing, row: Row, errands: Sequence[Row]) -> tuple[str, str | None]:
    left = [one for one in errands if one["state"] == ErrandState.OPEN and one["id"] != row["errand"]]
    if not left:
        return State.SERVED, None
    here = next((one for one in left if hall.settings.serves(row["counter"], need_of(one))), None)
    if here is not None:
        return State.SERVING, here["id"]
    return State.WAITING, left[0]["id"]


def _require_dossier(code: str) -> None:
    try:
        parse_dossier(code)
    except CodeError as error:
        raise Invalid("dossier_code", field="dossiers", dossier=code) from error
