"""One question with everything the rules look at, and the words the two rules share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from luot_server.domain.competence.areas import Where
from luot_server.domain.competence.values import AgencyRef, AskedArea, Decision, Referral
from luot_server.domain.records import Agency, Area, HallKind, HallPlace, Key, Level, Procedure, Province
from luot_server.domain.text import Names, Text, day_names
from luot_server.domain.world import World

COMMITTEE: Final = "ubnd"
"""The role of a people's committee: who decides where no field names anybody else."""

PUBLISHED: Final = "published"
"""The list of two tiers: what a province in list mode receives wherever the case lies."""

PORTAL, POST, HOME_COMMUNE, HOME_PROVINCE = "portal", "post", "home_commune", "home_province"

_WHAT_TO_DO: Final = {
    POST: Text("competence.by_post"),
    HOME_COMMUNE: Text("competence.at_home_commune"),
    HOME_PROVINCE: Text("competence.at_home_province"),
}
"""A service has no address of its own; the portal's is where to go, the others say what to do there."""

_HOME: Final = {
    HallKind.PROVINCE: Level.PROVINCE,
    HallKind.PROVINCE_BRANCH: Level.PROVINCE,
    HallKind.DISTRICT_2022: Level.DISTRICT,
    HallKind.COMMUNE: Level.COMMUNE,
    HallKind.COMMUNE_POINT: Level.COMMUNE,
    HallKind.COMMUNE_2022: Level.COMMUNE,
}
"""The tier whose own authority sits in a hall of this kind; a kind not named here is nobody's one-stop hall."""

_OFFICE: Final = {HallKind.LAND_OFFICE: "land_branch", HallKind.POLICE: "cong_an_xa"}
"""The role of the one office whose own counter a hall of this kind is."""

WEEKDAYS: Final[tuple[Names, ...]] = (
    {"vi": "thứ Hai", "en": "Monday"},
    {"vi": "thứ Ba", "en": "Tuesday"},
    {"vi": "thứ Tư", "en": "Wednesday"},
    {"vi": "thứ Năm", "en": "Thursday"},
    {"vi": "thứ Sáu", "en": "Friday"},
    {"vi": "thứ Bảy", "en": "Saturday"},
    {"vi": "Chủ Nhật", "en": "Sunday"},
)

_COMMUNE_HALLS: Final = (HallKind.COMMUNE, HallKind.COMMUNE_2022, HallKind.COMMUNE_POINT)


@dataclass(frozen=True)
class Case:
    """A known procedure, asked for in a hall of a province whose rule is known."""

    procedure: Procedure
    hall: HallPlace
    where: Where
    province: Province
    world: World

    @property
    def office(self) -> HallPlace:
        """The hall whose authority sits here: a reception point belongs to another hall."""
        parent = self.world.hall(self.hall.of) if self.hall.of else None
        return parent or self.hall

    @property
    def home(self) -> Level | None:
        """The tier this hall belongs to; None for a post office, a police station, a land office."""
        return _HOME.get(self.office.kind)

    @property
    def home_area(self) -> str:
        """The unit this hall belongs to: a branch of the provincial centre is the province's, wherever it stands."""
        unit = self.world.ancestor(self.office.area, self.home) if self.home else None
        return unit.code if unit else self.office.area

    def level(self, tiers: Iterable[Level]) -> Level | None:
        """The tier that decides: the lowest named of the regime's, but the province's where the key says so."""
        named = [level for level in tiers if level in self.procedure.levels]
        if self.procedure.competence_key is Key.PROVINCE and Level.PROVINCE in named:
            return Level.PROVINCE
        return named[0] if named else None

    def authority(self, level: Level, area: str) -> Agency | None:
        """Who decides at ``level`` for a case lying in ``area``; None when the catalogue names nobody."""
        field = self.world.field(self.procedure.field)
        roles = (self.procedure.authority.get(level), field.authority.get(level) if field else None)
        for role in roles:
            if role and (agency := self.world.agency_for(role, area)):
                return agency
        unit = self.world.ancestor(area, level)
        return self.world.agency_for(COMMITTEE, unit.code) if unit else None

    def houses(self, agency: Agency) -> bool:
        """Whether the agency is one of this hall's own: its tier's, for its area, or named as being at home here."""
        office = _OFFICE.get(self.hall.kind)
        if agency.id in self.hall.agencies or (office and self.world.agency_for(office, self.hall.area) == agency):
            return True
        return agency.level is not None and agency.level is self.home and self.home_area in agency.serves

    def receives(self, agency: Agency) -> bool:
        """Whether dossiers for ``agency`` are taken in here at all: a centre's are any, an office's its own kind's."""
        return self.home is not None or _OFFICE.get(self.hall.kind) in agency.roles

    def staffed(self, service: str) -> bool:
        """Whether a vertical service has a counter here; in its own office it has nothing else."""
        return service in self.hall.vertical_present or _OFFICE.get(self.hall.kind) == service

    def listed(self, name: str) -> bool:
        """Whether the procedure is on the province's list of this name: by the list itself, else by its own flags."""
        codes = self.world.listed(self.province.code, name)
        if codes is not None:
            return self.procedure.code in codes
        return self.procedure.in_published_list if name == PUBLISHED else name in self.procedure.lists

    def yes(self, agency: Agency, reason: str, article: str) -> Decision:
        """Received and decided in this hall."""
        text = Text(reason, {"agency": agency.name, "hall": self.hall.name})
        return Decision(
            "yes",
            text,
            route=self.procedure.route,
            competent=AgencyRef(agency.id, agency.name),
            with_=self._with(agency),
            article=self.article(article),
        )

    def handover(self, agency: Agency, to: str, reason: str, article: str) -> Decision:
        """Received here, decided by another agency; ``to`` is the reference the dossier is sent to."""
        text = Text(reason, {"agency": agency.name, "hall": self.hall.name})
        return Decision(
            "yes_handover",
            text,
            route=self.procedure.route_away,
            competent=AgencyRef(agency.id, agency.name),
            with_=self._with(agency),
            handover_to=to,
            article=self.article(article),
        )

    def refer(self, to: Iterable[Referral | None], reason: str, article: str, agency: Agency | None = None) -> Decision:
        """Not received here; a place that does not exist is left out."""
        places = tuple({place.ref: place for place in to if place}.values())
        return Decision(
            "refer",
            Text(reason, {"agency": agency.name} if agency else {}),
            competent=AgencyRef(agency.id, agency.name) if agency else None,
            refer_to=places,
            article=self.article(article),
        )

    def ask(self, article: str = "receive") -> Decision:
        """Nobody is named before the area is known; the hall's own area is offered where it could be the answer."""
        here = self.world.area(self.hall.area)
        offered = self.where.choices or ((here,) if here and here.level is Level.COMMUNE else ())
        if self.where.area and self.where.area.level is Level.DISTRICT:
            offered = tuple(area for area in self.world.areas() if area.parent == self.where.area.code)
        former = self.where.former
        reason = Text("competence.ask_split", {"former": former.name}) if former else Text("competence.ask_area")
        return Decision(
            "ask",
            reason,
            ask=tuple(AskedArea(area.code, area.name) for area in offered),
            article=self.article(article),
        )

    def unsettled(self) -> Decision:
        """The catalogue does not say who decides: a person at the guidance counter must."""
        return Decision("no", Text("competence.no_agency", {"code": self.procedure.code}))

    def article(self, branch: str) -> str | None:
        """The article this branch of the rule stands on, as the province's facts cite it."""
        return self.province.articles.get(branch)

    def place_of(self, agency: Agency, area: str | None = None) -> Referral:
        """Where an agency's dossiers go: a commune's hall if there is one, else the agency under its reference."""
        unit = self._unit(agency, area)
        if agency.ref == "xa" and unit and (hall := self.commune_hall(unit.code)):
            return self.at_hall(hall)
        ref = f"{agency.ref}:{unit.code}" if agency.ref and unit else agency.id
        return Referral(ref, agency.name, agency.address, agency.hours, agency.url)

    def met_at(self, agency: Agency, area: str | None = None) -> Referral:
        """Where a person meets an agency: a provincial department at the centre, a registry in its office."""
        if agency.level is Level.PROVINCE and (centre := self.hall_at(self.province.code, HallKind.PROVINCE)):
            return centre
        for hall in self.world.halls():
            if hall.kind is HallKind.LAND_OFFICE and self.world.agency_for(_OFFICE[hall.kind], hall.area) == agency:
                return self.at_hall(hall)
        return self.place_of(agency, area)

    def commune_hall(self, code: str) -> HallPlace | None:
        """The one hall of a commune's territory: its own, a reception point last, else the district hall doubling."""
        halls = list(self.world.halls())
        here = [it for it in halls if it.area == code and self._of_commune(it)]
        own = [it for kind in _COMMUNE_HALLS for it in here if it.kind is kind]
        doubling = [it for it in halls if code in it.shared_commune]
        return next(iter(own + doubling), None)

    def _of_commune(self, hall: HallPlace) -> bool:
        """Whether a hall is a commune's: the provincial centre's reception point stands in one and is not."""
        parent = self.world.hall(hall.of) if hall.of else None
        return (parent or hall).kind in _COMMUNE_HALLS

    def hall_at(self, area: str | None, *kinds: HallKind) -> Referral | None:
        """The hall of one of these kinds standing for ``area``."""
        found = (it for kind in kinds for it in self.world.halls() if it.kind is kind and it.area == area)
        hall = next(found, None)
        return self.at_hall(hall) if hall else None

    def at_hall(self, hall: HallPlace) -> Referral:
        """A hall as a place to go to, with its next mobile day in the asker's own commune."""
        return Referral(hall.id, hall.name, hall.address, hall.hours, hall.url, self._mobile(hall))

    def service(self, ref: str) -> Referral:
        """The portal, the post, the home commune or province: named in the catalogue under the reference itself."""
        agency = self.world.agency(ref)
        name: Names = agency.name if agency else {"vi": ref, "en": ref}
        return Referral(ref, name, None, None, agency.url if agency else None, _WHAT_TO_DO.get(ref))

    def _unit(self, agency: Agency, area: str | None) -> Area | None:
        """The unit an agency is referred to by: the case's own where the agency serves several."""
        if area is None or area not in agency.serves:
            area = agency.serves[0] if agency.serves else None
        return self.world.area(area) if area else None

    def _mobile(self, hall: HallPlace) -> Text | None:
        """A dated day that is not over stands before the weekly one: it is the rarer."""
        asked = {area.code for area in (self.where.area, *self.where.choices) if area}
        days = [day for day in hall.mobile if day.area in asked and (day.on is None or day.on >= self.world.on)]
        if not days:
            return None
        day = min(days, key=lambda it: (it.on is None, it.on or self.world.on, it.weekday or 0))
        told: dict[str, str | int | Names] = {"place": day.place, "opens": day.opens, "closes": day.closes}
        if day.on is not None:
            return Text("competence.mobile_on", told | {"date": day_names(day.on)})
        return Text("competence.mobile_weekly", told | {"weekday": WEEKDAYS[day.weekday or 0]})

    def _with(self, lead: Agency) -> tuple[AgencyRef, ...]:
        """The agencies that decide together with the leading one, for the same place."""
        here = self.home_area if self.procedure.competence_key is Key.RECEIVING_HALL else self.province.code
        area = self.where.area.code if self.where.area and not self.where.outside else here
        found = (self.world.agency_for(role, area) for role in self.procedure.with_roles)
        return tuple(AgencyRef(it.id, it.name) for it in found if it and it != lead)
