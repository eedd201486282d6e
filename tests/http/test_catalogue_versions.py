"""A newer version never rewrites an older one: what a ticket was decided under stays, and can be asked again."""

from __future__ import annotations

from datetime import timedelta

from luot_server.domain.competence import Decision
from tests.halls import HALL, MONDAY
from tests.http.conftest import Place
from tests.http.words import BIRTH, COPY, Json, answered, taken

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)
HEAD = "code,name,field,level,agency_kind,scope,processing_days,processing_unit"
BIRTH_AT_THE_PROVINCE = (
    f"{HEAD}\n1.001193,Thủ tục đăng ký khai sinh,Hộ tịch,tinh,Sở Tư pháp,province_default,3,WORKING_DAY\n"
)


def province_takes_births(place: Place, since: str) -> None:
    where = f"/catalogue/imports?kind=procedures&from={since}&dry_run=false"
    done = answered(
        place.as_("supervisor").post(where, data=BIRTH_AT_THE_PROVINCE.encode(), content_type="text/csv"), 200
    )
    assert done["changed"] == 1


def decision(place: Place, on: str) -> Json:
    where = f"/halls/{HALL}/decisions?procedure=1.001193&area=22015&on={on}"
    found: Json = answered(place.as_("nobody").get(where), 200)
    return found


def test_a_ticket_keeps_the_decision_of_the_version_it_was_issued_under(place: Place) -> None:
    before = taken(place.as_("kiosk"), BIRTH)
    province_takes_births(place, TODAY.isoformat())
    after = taken(place.as_("kiosk"), BIRTH)
    assert (before["agency"]["id"], after["agency"]["id"]) == ("ubnd-phuong-tuy-hoa", "so-tu-phap")
    again = answered(place.as_("manager").get(f"/tickets/{before['id']}"), 200)
    assert again["decision"] == before["decision"]


def test_the_catalogue_s_own_journal_says_which_version_that_was(place: Place) -> None:
    taken(place.as_("kiosk"), BIRTH)
    province_takes_births(place, TODAY.isoformat())
    taken(place.as_("kiosk"), BIRTH)
    entries = answered(place.as_("manager").get(f"/halls/{HALL}/journal?limit=1000"), 200)["items"]
    issued = [entry["payload"] for entry in entries if entry["kind"] == "ticket_issued"]
    assert issued[0]["catalogue"] < issued[1]["catalogue"]

    store = place.client.services.store
    for one in issued:
        with store.reading() as connection:
            _, world = store.world(connection, TODAY, one["catalogue"])
        (errand,) = one["errands"]
        procedure = world.procedure(errand["procedure"])
        assert procedure is not None
        told = Decision.from_data(errand["decision"]).competent
        assert told is not None
        assert (told.id == "so-tu-phap") == ("tinh" in procedure.levels)


def test_a_version_for_tomorrow_changes_nothing_today(place: Place) -> None:
    today = decision(place, TODAY.isoformat())
    province_takes_births(place, TOMORROW.isoformat())
    assert decision(place, TODAY.isoformat()) == today
    assert taken(place.as_("kiosk"), BIRTH)["decision"] == today
    assert decision(place, TOMORROW.isoformat())["competent"]["id"] == "so-tu-phap"
    assert taken(place.as_("kiosk"), COPY)["decision"]["accept"] == "yes"
