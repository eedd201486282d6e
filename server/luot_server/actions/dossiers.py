"""What a hall does about a dossier's standing: at a kiosk nobody waits for a result that is not there."""

from collections.abc import Mapping

from ..domain.codes import CodeError, parse_dossier
from ..domain.dossiers import Standing, Status, sentence
from ..domain.errors import Conflict
from ..domain.ticket import Channel, Purpose
from ..messages import both
from ..store.view import HallView
from .citizen import TicketRequest


def to_look_up(asked: TicketRequest) -> list[str]:
    """The dossiers whose results somebody wants to collect by a number from a kiosk.

    Staff give a number whatever the software says: they see the citizen, and the software may be behind.
    """
    if asked.channel != Channel.KIOSK:
        return []
    wanted = (one.dossier for one in asked.errands if one.purpose == Purpose.COLLECT_RESULT)
    return [code for code in wanted if code is not None and _is_code(code)]


def require_ready(hall: HallView, standings: Mapping[str, Standing]) -> None:
    """Raise Conflict ``dossier_not_ready`` for a result that is not there; what is unknown is no reason to refuse."""
    for code, standing in standings.items():
        told = sentence(code, standing, hall.id, hall.world)
        if standing.status is Status.NOT_READY and told is not None:
            raise Conflict("dossier_not_ready", standing=both(told))


def _is_code(text: str) -> bool:
    try:
        parse_dossier(text)
    except CodeError:
        return False
    return True
