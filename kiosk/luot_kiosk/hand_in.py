"""Numbers given without the server reach it: in the order in which they were given, a batch a request.

The server knows an id it has seen, so a batch whose answer was lost is sent again as it was. A row leaves the queue
only with the server's answer; what the server refuses stays, with its sentence, for the staff to see.
"""

import logging
from urllib.parse import quote

from luot_kiosk.client import Call, Json, Refused, Server
from luot_kiosk.spool import Given, Spool
from luot_kiosk.spool.records import HandedIn

log = logging.getLogger(__name__)

BATCH = 100
PATIENCE = 8.0  # s; a hundred tickets are one transaction of the server
NOT_OURS_TO_SEND = frozenset({401, 403, 404})  # of the device or the hall, not of a number: all of them wait


def hand_in(server: Server, spool: Spool, hall: str) -> list[Given]:
    """Everything there is to hand in. Raises Unreachable when the server goes, Refused when it refuses this device.

    Returns the numbers whose slip settled while they were on the wire; what became of it is still to be reported.
    """
    late: list[Given] = []
    while batch := spool.unsent(BATCH):
        late += spool.handed_in(_answers(server, hall, batch), batch)
    return late


def _answers(server: Server, hall: str, batch: list[Given]) -> list[HandedIn]:
    """The server's answer for each number. One that the server cannot read must not hold up the others."""
    call = Call("POST", f"/halls/{quote(hall)}/hand-ins", body={"tickets": [_told(one) for one in batch]})
    try:
        answer = server.once(call, read_seconds=PATIENCE)
    except Refused as refusal:
        if refusal.status in NOT_OURS_TO_SEND:
            raise
        if len(batch) > 1:
            return [found for one in batch for found in _answers(server, hall, [one])]
        code, title = str(refusal.problem.get("code")), str(refusal.problem.get("title"))
        log.error("number %s refused at the hand-in: %s", batch[0].label, title)
        return [HandedIn(batch[0].id, "refused", None, code, title)]
    return [
        HandedIn(one["id"], one["result"], one.get("label"), one.get("code"), one.get("title"))
        for one in answer["items"]
    ]


def _told(given: Given) -> Json:
    wish = given.wish
    return {
        "id": given.id,
        "token": given.token,
        "lease": given.lease,
        "business_day": given.business_day,
        "series": given.series,
        "number": given.number,
        "label": given.label,
        "at": given.at.isoformat(),
        **{name: wish[name] for name in ("priority", "party", "dossier_count") if wish.get(name) is not None},
        "language": wish.get("language") or "vi",
        "errands": wish["errands"],
        "print": given.print,
        "problem": given.problem,
    }
