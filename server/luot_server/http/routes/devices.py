"""What a device reports about itself."""

from apiflask import APIBlueprint
from flask import Response
from sqlalchemy import select

from ...actions import device
from ...domain.errors import Forbidden
from ...domain.roles import Role
from ...store import tables as t
from ...store.changing import Changing
from ..access import known_identity, permit
from ..answering import Answer, change
from ..schemas import ConditionIn
from ..services import services
from ..shapes.people import Condition

bp = APIBlueprint("devices", __name__, tag="devices")


@bp.put("/devices/self/condition")
@permit(Role.KIOSK, Role.DISPLAY)
@bp.input(ConditionIn)
@bp.output(Condition)
def condition(json_data: ConditionIn) -> Response:
    """How the device's printer is; on record only when it changed."""
    identity = known_identity()
    with services().store.reading() as connection:
        hall = connection.scalar(select(t.devices.c.hall).where(t.devices.c.id == identity.id))
    if hall is None:
        raise Forbidden("forbidden")

    def act(changing: Changing) -> Answer:
        device.report_condition(changing, identity, json_data.printer, json_data.detail)
        return 200, {"device": identity.id, "printer": json_data.printer}

    return change(hall, act)
