"""How devices come and go, and what they report about themselves."""

from datetime import timedelta

from apiflask import APIBlueprint
from flask import Response, request

from ...actions import device as actions
from ...boards.devices import devices_wire, lease_needed
from ...boards.wire import instant
from ...domain.errors import Invalid, TooMany
from ...domain.roles import Identity, Role
from ...store import enrolment
from ...store import tables as t
from ...store.changing import Changing
from ...store.ids import uuid7
from ..access import known_identity, permit
from ..answering import Answer, answer, change, request_actor
from ..device_schemas import BeatIn, DeviceIn, EnrolmentIn
from ..schemas import ConditionIn
from ..services import services
from ..shapes.devices import BeatAnswer, Devices, Enrolled, EnrolmentCode, Self
from ..shapes.people import Condition

bp = APIBlueprint("devices", __name__, tag="devices")


@bp.get("/devices/self")
@permit(Role.KIOSK, Role.DISPLAY)
@bp.output(Self)
def myself() -> Response:
    """Who this device is, and which of the hall's screens the manager hung on it (null: the one every hall has)."""
    identity = known_identity()
    with services().store.viewing(_hall_of(identity)) as view:
        shown = view.settings.displays.shown_on(identity.id)
    return answer(
        200,
        {
            "device": identity.id,
            "hall": _hall_of(identity),
            "name": identity.name,
            "kind": identity.device_kind,
            "screen": shown.id if shown else None,
        },
    )


@bp.put("/devices/self/condition")
@permit(Role.KIOSK, Role.DISPLAY)
@bp.input(ConditionIn)
@bp.output(Condition)
def condition(json_data: ConditionIn) -> Response:
    """How the device's printer is; on record only when it changed."""
    identity = known_identity()

    def act(changing: Changing) -> Answer:
        actions.report_condition(changing, identity, json_data.printer, json_data.detail)
        return 200, {"device": identity.id, "printer": json_data.printer}

    return change(_hall_of(identity), act)


@bp.post("/devices/self/beats")
@permit(Role.KIOSK, Role.DISPLAY)
@bp.input(BeatIn)
@bp.output(BeatAnswer)
def beat(json_data: BeatIn) -> Response:
    """The device is alive; every ten seconds. Only what changed goes on record, so a repeat is harmless."""
    identity, told = known_identity(), json_data
    hall = _hall_of(identity)
    said = actions.Beat(told.version, told.run, told.clock, told.printer, told.detail, told.unsent)
    actions.beat(services().store, hall, identity, said)
    with services().store.viewing(hall) as view:
        needed = identity.device_kind == Role.KIOSK and lease_needed(view, identity.id)
        return answer(200, {"server_time": instant(view, view.now), "lease_needed": needed})


@bp.get("/halls/<hall>/devices")
@permit(Role.GUIDE, Role.MANAGER, at="hall")
@bp.output(Devices)
def devices(hall: str) -> Response:
    """The hall's kiosks and displays: how each is, and since when."""
    with services().store.viewing(hall) as view:
        return answer(200, {"items": devices_wire(view), "next": None})


@bp.post("/halls/<hall>/devices")
@permit(Role.MANAGER, at="hall")
@bp.input(DeviceIn)
@bp.output(EnrolmentCode, status_code=201)
def new_code(hall: str, json_data: DeviceIn) -> Response:
    """A one-time code to type at the new device, good for an hour. It is kept nowhere, so a repeat gives another."""
    wanted = enrolment.Enrolment(hall, json_data.kind, json_data.name)
    with services().store.writing() as connection:
        code, _ = enrolment.give_code(connection, services().secret, wanted, services().clock.real_now())
    with services().store.viewing(hall) as view:
        lasts: timedelta = services().clock.told(enrolment.CODE_LASTS.total_seconds())
        return answer(201, {"code": code, "expires_at": instant(view, view.now + lasts)})


@bp.post("/devices/enrolments")
@permit()
@bp.input(EnrolmentIn)
@bp.output(Enrolled, status_code=201)
def enrol(json_data: EnrolmentIn) -> Response:
    """Turn a one-time code into a device and its token; 422 alike for a code that is wrong, used or too old."""
    who, wrong_codes = str(request.remote_addr), services().wrong_codes
    if wrong_codes.shut(who):
        raise TooMany("too_many")
    try:
        # Without an Idempotency-Key: a token is never kept, so it cannot be answered again.
        with services().store.changing(t.SHARED, request_actor()) as shared:
            new = uuid7(shared.now)
            found, token = actions.enrol_by_code(shared, device=new, code=json_data.code, secret=services().secret)
    except Invalid:
        if wrong_codes.wrong(who):
            raise TooMany("too_many") from None
        raise
    return answer(201, {"device": new, "hall": found.hall, "kind": found.kind, "name": found.name, "token": token})


@bp.delete("/devices/<device>")
@permit(Role.MANAGER, at="device")
@bp.output({}, status_code=204)
def retire(device: str) -> Response:
    """The device's token is worth nothing from now on; one that is retired already stays so."""

    def act(shared: Changing) -> Answer:
        actions.retire(shared, device)
        return 204, None

    return change(t.SHARED, act)


def _hall_of(identity: Identity) -> str:
    """A device belongs to one hall."""
    return identity.grants[0].place
