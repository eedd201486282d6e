"""Worked competence cases: read a file of them, decide each with the shipped catalogue, compare.

A case states the question (regime, hall, code, area, purpose, dossier), may override what the catalogue says of
the procedure, and states as much of the answer as its author is sure of. Only what it states is compared. Files are
written by people: one value may stand without a list around it, and what cannot be asked is said of that case alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from luot_server.catalogue.places import same, same_set
from luot_server.catalogue.shipped import shipped_facts
from luot_server.domain.codes import procedure_key
from luot_server.domain.competence import AgencyRef, Decision, Question, answer
from luot_server.domain.competence.case import PUBLISHED
from luot_server.domain.facts import Fact, newest
from luot_server.domain.records import HallKind, HallPlace, Level
from luot_server.domain.search import same_spelling
from luot_server.domain.ticket import Purpose
from luot_server.domain.world import World
from luot_server.messages import both

_REGIMES: Final = {
    "2022": (date(2022, 9, 15), False),
    "2025": (date(2026, 3, 2), False),
    "2025-listmode": (date(2026, 3, 2), True),
}
"""Regime of a case → the day it is decided on, and whether the province is in list mode that day."""

_HALL: Final = 'a hall looks like {"kind": "tt_xa", "area": "22015", "name": "…", "vertical_present": ["cong_an_xa"]}.'

_LISTS: Final = ("L1", "L2", "L3")


class CaseError(ValueError):
    """The file, or one case of it, cannot be asked at all; the message says what to put right."""


@dataclass(frozen=True)
class Difference:
    """One stated field of one case that came out otherwise."""

    case: str
    field: str
    expected: Any
    got: Any

    def __str__(self) -> str:
        return f"{self.case}: {self.field} should be {self.expected!r}, is {self.got!r}"


@dataclass(frozen=True)
class Unaskable:
    """A case nobody can decide, because of what it states itself."""

    case: str
    problem: str

    def __str__(self) -> str:
        return f"{self.case}: {self.problem}"


@dataclass(frozen=True)
class Decided:
    """A case with its answer and everything the answer stood on."""

    id: str
    case: Mapping[str, Any]
    question: Question
    world: World
    decision: Decision


def check(document: Mapping[str, Any]) -> Iterator[tuple[str, list[Difference | Unaskable]]]:
    """Each case's id with what does not hold, in the file's order; an empty list means the case holds."""
    for id, case in cases_of(document):
        try:
            decided = decided_of(id, case, document)
        except CaseError as wrong:
            yield id, [Unaskable(id, str(wrong))]
        else:
            yield id, [*compare(decided)]


def cases_of(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every case with its id, or its place in the file."""
    cases = document.get("tests")
    if not isinstance(cases, list):
        raise CaseError('The file has no list of cases: it needs {"halls_2025": {…}, "tests": [{…}]}.')
    for place, case in enumerate(cases, start=1):
        yield str(case.get("id") or place) if isinstance(case, Mapping) else str(place), case


def decided_of(id: str, case: Any, document: Mapping[str, Any]) -> Decided:
    """The case decided; CaseError says what it states that cannot be."""
    if not isinstance(case, Mapping):
        raise CaseError('is no object; a case looks like {"hall": "DL-22015", "code": "1.001193", "area": "22015"}.')
    try:
        world = world_of(case, document)
        question = Question(
            _text(case.get("code")),
            Purpose(case.get("purpose") or Purpose.SUBMIT),
            ",".join(str(area) for area in _list(case.get("area"), separator=",") if area) or None,
            _text(case.get("dossier")),
            world.on,
        )
        hall = world.hall(str(case.get("hall")))
        if hall is None:
            raise CaseError(f"names the hall {case.get('hall')!r}, which neither the file nor the catalogue describes.")
        return Decided(id, case, question, world, answer(question, hall, world))
    except KeyError as missing:
        raise CaseError(f"rests on a fact without {missing}; a hall needs its kind, area and name.") from missing
    except (AttributeError, TypeError, ValueError) as wrong:
        raise wrong if isinstance(wrong, CaseError) else CaseError(f"states what cannot be ({wrong}).") from wrong


def world_of(case: Mapping[str, Any], document: Mapping[str, Any]) -> World:
    """The world a case is decided in: the shipped catalogue, the file's own halls, the case's own facts.

    The halls are the file's, so that a case stands on nothing it does not show; only a hall it names without
    describing it is the catalogue's.
    """
    regime = str(case.get("regime") or "2025")
    if regime not in _REGIMES:
        raise CaseError(f"has the regime {regime!r}; known are {', '.join(_REGIMES)}.")
    on, list_mode = _REGIMES[regime]
    if case.get("on"):
        on = date.fromisoformat(case["on"])
    halls = _halls(document, regime)
    facts = [fact for fact in shipped_facts() if fact.kind != "hall" or (fact.key == case.get("hall") not in halls)]
    facts += [Fact("hall", id, on, on, _hall(id, hall, on)) for id, hall in halls.items()]
    if case.get("assigned") is True:  # said of the case: whichever centre is asked was assigned this procedure
        facts = [_assigned(it, case) if it.kind == "hall" and it.key == case.get("hall") else it for it in facts]
    if list_mode:
        provinces = newest(fact for fact in facts if fact.kind == "province" and fact.holds_on(on))
        facts += [Fact("province", it.key, on, on, {**it.data, "list_mode": True}) for it in provinces.values()]
    stated = {*(_LISTS if "list" in case else ()), *([PUBLISHED] if "in_published_list" in case else [])}
    facts = [fact for fact in facts if fact.kind != "list" or fact.key.partition("/")[2] not in stated]
    return World.of([*facts, *_procedure(case, on)], on)


def compare(it: Decided) -> Iterator[Difference]:
    """The stated fields of the answer against the decision."""
    id, case, decision, world = it.id, it.case, it.decision, it.world
    got = decision.to_data()
    for field in ("accept", "route"):
        if field in case and case[field] != got[field]:
            yield Difference(id, field, case[field], got[field])
    if "article" in case and same_spelling(str(case["article"] or "")) != same_spelling(decision.article or ""):
        yield Difference(id, "article", case["article"], decision.article)
    if "reason" in case and not _told(case["reason"], spoken := both(decision.reason)):
        yield Difference(id, "reason", case["reason"], spoken)
    competent = decision.competent
    if "competent" in case and not _is(case["competent"], competent, world):
        yield Difference(id, "competent", case["competent"], competent.id if competent else None)
    if "handover_to" in case and not same(case["handover_to"], decision.handover_to, world):
        yield Difference(id, "handover_to", case["handover_to"], decision.handover_to)
    refs = [place.ref for place in decision.refer_to]
    agencies = [agency.id for agency in decision.with_]
    areas = [area.area for area in decision.ask]
    for field, several in (("refer_to", refs), ("with", agencies), ("ask", areas)):
        if field in case and not same_set(_list(case[field]), several, world):
            yield Difference(id, field, case[field], several)


def _is(expected: Any, agency: AgencyRef | None, world: World) -> bool:
    """Whether this is the agency meant; one that has ended is known by the name the decision gives it."""
    if agency is None or isinstance(expected, Mapping):
        return same(expected, agency.id if agency else None, world)
    ended = world.agency(agency.id) is None and expected is not None
    by_name = ended and same_spelling(str(expected)) in map(same_spelling, agency.name.values())
    return by_name or same(expected, agency.id, world)


def _halls(document: Mapping[str, Any], regime: str) -> Mapping[str, Any]:
    year = regime.partition("-")[0]
    halls = document.get(f"halls_{year}") or {}
    if not isinstance(halls, Mapping):
        raise CaseError(f'stands in a file whose halls_{year} is no object of halls by id ({{"DL-22015": {{…}}}}).')
    return halls


def _hall(id: str, stated: Any, on: date) -> dict[str, Any]:
    """A hall as the file describes it. A ministry's hall is at home to the ministry in its name, if to no other."""
    if not isinstance(stated, Mapping):
        raise CaseError(f"stands in a file whose hall {id} is no object with kind, area and name.")
    data = {"name": id, **{name: value for name, value in stated.items() if value is not None}}
    if data.get("kind") == HallKind.MINISTRY and "agencies" not in data:
        data["agencies"] = _ministries(data["name"], on)
    try:
        read = HallPlace.read(id, data)
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise CaseError(f"stands in a file whose hall {id} cannot be read ({wrong}); {_HALL}") from wrong
    if not isinstance(read.area, str):
        raise CaseError(f"stands in a file whose hall {id} has the area {read.area!r}; {_HALL}")
    return data


def _assigned(hall: Fact, case: Mapping[str, Any]) -> Fact:
    return replace(hall, data={**hall.data, "assigned": [str(case.get("code"))]})


def _ministries(name: Any, on: date) -> list[str]:
    spelt = [same_spelling(str(it)) for it in (name.values() if isinstance(name, Mapping) else [name])]
    held = (fact for fact in shipped_facts() if fact.kind == "agency" and fact.holds_on(on))
    ministries = [fact for fact in held if fact.data.get("level") == Level.MINISTRY]
    return [it.key for it in ministries if any(same_spelling(it.data["name"]["vi"]) in said for said in spelt)]


def _procedure(case: Mapping[str, Any], on: date) -> list[Fact]:
    """The procedure as the case states it, upon the catalogue's version of that day or, failing that, any day."""
    code = procedure_key(_text(case.get("code")) or "")
    if code is None:
        return []
    versions = [fact for fact in shipped_facts() if fact.kind == "procedure" and fact.key == code and not fact.ends_it]
    valid = [fact for fact in versions if fact.holds_on(on)]
    known = newest(valid or versions)
    base = next(iter(known.values())).data if known else None
    level, key = case.get("level"), case.get("competence_key")
    if not valid and not (level and key):
        return []
    if base is None:
        base = {"name": {"vi": code, "en": code}, "field": "", "levels": [], "competence_key": key}
    stated: dict[str, Any] = {"competence_key": key} if key else {}
    if level:
        stated["levels"] = _list(level)
    if "list" in case:
        stated["lists"] = _list(case["list"])
    if "vertical" in case:
        stated["vertical"] = next(iter(_list(case["vertical"])), None)
    if "in_published_list" in case:
        stated["in_published_list"] = case["in_published_list"]
    return [Fact("procedure", code, on, on, {**base, **stated})]


def _told(expected: Any, spoken: Mapping[str, str]) -> bool:
    """Whether the reason reads as stated, in the language or languages it is stated in."""
    if isinstance(expected, Mapping):
        return all(spoken.get(lang) == sentence for lang, sentence in expected.items())
    return expected in spoken.values()


def _list(value: Any, *, separator: str = "+") -> list[Any]:
    """``"xa+khac"``, a list, one value, or nothing."""
    if not value:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(separator)]
    return [*value] if isinstance(value, Iterable) and not isinstance(value, Mapping) else [value]


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
