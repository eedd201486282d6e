"""What is known of one dossier, for whoever stands at the kiosk with its code."""

from typing import Any

from ..domain.codes import DossierCode, procedure_key
from ..domain.dossiers import Standing, hall_with, sentence
from ..messages import both
from ..store.view import HallView
from .wire import Wire, procedure_wire


def dossier_board(view: HallView, code: DossierCode, standing: Standing) -> Wire:
    """The code's own facts, and what the one-stop software says, if anything."""
    agency = view.world.identified_on(code.agency.text, code.received_on)
    told = sentence(code.text, standing, view.id, view.world)
    return {
        "dossier": code.text,
        "agency": {"id": agency.id, "name": agency.name} if agency else None,
        "received_on": code.received_on.isoformat(),
        "procedure": procedure_wire(view, procedure_key(standing.procedure or "")),
        "status": str(standing.status),
        "ready_on": standing.ready_on.isoformat() if standing.ready_on else None,
        "at": _place(view, standing),
        "sentence": both(told) if told else None,
    }


def _place(view: HallView, standing: Standing) -> dict[str, Any] | None:
    hall = hall_with(standing, view.world)
    return {"id": hall.id, "name": hall.name, "address": hall.address} if hall else None
