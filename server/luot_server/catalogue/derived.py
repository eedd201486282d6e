"""What follows from the map: committees, police stations, land registry branches and the halls of communes.

Every unit has a people's committee and a police office by law, every commune of today a public service centre; under
three tiers every district and every commune had a one-stop section, but one of the two where they stood together. A
land registry branch serves the communes of one former district; its name is the district's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from luot_server.domain.facts import Fact
from luot_server.domain.search import slug
from luot_server.domain.text import Names

CENTRE_HOURS: Final = "7:30–11:30, 13:30–17:30"
"""Office hours of a centre on weekdays, as a referral slip prints them; a hall's own settings may differ."""

_KINDS: Final = {
    "Thành phố": "City",
    "Thị xã": "Town",
    "Thị trấn": "Township",
    "Tỉnh": "Province",
    "Huyện": "District",
    "Phường": "Ward",
    "Xã": "Commune",
}


_POLICE: Final = {"xa": "cong_an_xa", "huyen": "cong_an_huyen"}
"""Level of a unit → the role of its police office; a province's is written by hand."""

_SECTIONS: Final = {"54": "PY"}
"""Provinces whose one-stop sections of three tiers are known, with what the ids of their halls begin with."""

Units = Mapping[tuple[str, date], Fact]
"""Areas by code and first day, because codes were given anew."""


def area_name(vi: str) -> Names:
    """A unit's name in both languages: "Phường 9" is Ward 9, "Xã Ea Kar" is Ea Kar Commune."""
    for kind, word in _KINDS.items():
        if vi.startswith(kind + " "):
            proper = vi.removeprefix(kind + " ")
            return {"vi": vi, "en": f"{word} {proper}" if proper.isdigit() else f"{proper} {word}"}
    return {"vi": vi, "en": vi}


def in_sentence(vi: str) -> str:
    """The name inside a longer one: "UBND xã Ea Kar", but "UBND Phường 2", where the number makes it one name."""
    return vi if vi.rsplit(" ", 1)[-1].isdigit() and vi.startswith("Phường") else vi[0].lower() + vi[1:]


def agencies(areas: Sequence[Fact], merges: Sequence[Fact], identifiers: Mapping[str, str]) -> Iterator[Fact]:
    """Committees and police offices of every unit, land registry branches; ``identifiers`` of committees by area."""
    units = {(it.key, it.valid_from): it for it in areas}
    today = [it for it in areas if it.valid_to is None]
    for area in areas:
        yield _committee(area, units, identifiers.get(area.key))
        if role := _POLICE.get(area.data["level"]):
            yield _police(area, units, role)
    yield from _land_branches(today, [it for it in areas if it.valid_to is not None], merges)


def halls(areas: Sequence[Fact], special: Mapping[str, Mapping[str, Any]]) -> Iterator[Fact]:
    """Centres and police stations of communes, sections of three tiers, and what ``special`` says of single ones by id.

    A special hall that follows from no area has its days itself.
    """
    derived: dict[str, tuple[Fact, dict[str, Any]]] = {}
    units = {(it.key, it.valid_from): it for it in areas}
    doubled = {commune for hall in special.values() for commune in hall.get("shared_commune", ())}
    for area in areas:
        if area.valid_to is None and area.data["level"] == "xa":
            derived[f"DL-{area.key}"] = area, _centre(area)
            derived[f"DL-CA-{area.key}"] = area, _station(area)
        elif prefix := _section_prefix(area, units, doubled):
            derived[f"{prefix}{area.key}"] = area, _section(area, units)
    for id, (area, data) in derived.items():
        yield Fact("hall", id, area.valid_from, area.valid_to, {**data, **_undated(special.get(id, {}))})
    for id, hall in special.items():
        if id not in derived:
            until = date.fromisoformat(hall["valid_to"]) if hall.get("valid_to") else None
            yield Fact("hall", id, date.fromisoformat(hall["valid_from"]), until, _undated(hall))


def _undated(hall: Mapping[str, Any]) -> dict[str, Any]:
    return {key: it for key, it in hall.items() if key not in ("id", "valid_from", "valid_to")}


def _section_prefix(area: Fact, units: Units, doubled: Collection[str]) -> str | None:
    """What a section's id begins with (``PY-H``, ``PY-X``); None where the district's is the commune's too."""
    level, district = area.data["level"], units.get((area.data["parent"] or "", area.valid_from))
    province = area.data["parent"] if level == "huyen" else district.data["parent"] if district else None
    if area.valid_to is None or province not in _SECTIONS or (level == "xa" and area.key in doubled):
        return None
    return f"{_SECTIONS[province]}-{'H' if level == 'huyen' else 'X'}"


def _section(area: Fact, units: Units) -> dict[str, Any]:
    name, above = area.data["name"], units[area.data["parent"], area.valid_from]
    commune = area.data["level"] == "xa"
    district = above.data["name"] if commune else None
    return {
        "kind": "mc_xa" if commune else "mc_huyen",
        "area": area.key,
        "name": {
            "vi": f"Bộ phận Một cửa UBND {in_sentence(name['vi'])}"
            + (f", {in_sentence(district['vi'])}" if district else ""),
            "en": f"One-Stop Section of {name['en']}" + (f", {district['en']}" if district else ""),
        },
        "address": _address(area, units),
    }


def _committee(area: Fact, units: Units, identifier: str | None) -> Fact:
    vi = area.data["name"]["vi"]
    above = units.get((area.data["parent"] or "", area.valid_from))
    aliases = [f"Ủy ban nhân dân {in_sentence(vi)}"]
    if above:
        aliases.append(f"UBND {in_sentence(vi)}, {in_sentence(above.data['name']['vi'])}")
    data: dict[str, Any] = {
        "name": {"vi": f"UBND {in_sentence(vi)}", "en": f"People's Committee of {area.data['name']['en']}"},
        "aliases": aliases,
        "roles": ["ubnd"],
        "serves": [area.key],
        "level": area.data["level"],
        "address": _address(area, units),
    }
    if area.data["level"] == "xa":
        data["ref"] = "xa"
    if identifier:
        data["identifiers"] = [identifier]
    return Fact("agency", f"ubnd-{_unit_id(area, above)}", area.valid_from, area.valid_to, data)


def _unit_id(area: Fact, above: Fact | None) -> str:
    """Permanent and readable. A unit that ended keeps its district in the id: many shared one name."""
    own = slug(area.data["name"]["vi"])
    return own if area.valid_to is None or above is None else f"{slug(above.data['name']['vi'])}-{own}"


def _police(area: Fact, units: Units, role: str) -> Fact:
    above = units.get((area.data["parent"], area.valid_from))
    data = {
        "name": _police_name(area),
        "roles": [role],
        "serves": [area.key],
        "address": _address(area, units),
    }
    return Fact("agency", f"cong-an-{_unit_id(area, above)}", area.valid_from, area.valid_to, data)


def _police_name(area: Fact) -> dict[str, str]:
    name = area.data["name"]
    return {"vi": f"Công an {in_sentence(name['vi'])}", "en": f"{name['en']} Police"}


def _land_branches(today: Iterable[Fact], before: Iterable[Fact], merges: Iterable[Fact]) -> Iterator[Fact]:
    """One branch per former district, serving the communes of today whose ground mostly lay in it."""
    former = {it.key: it for it in before}
    communes = {it.key: it for it in today if it.data["level"] == "xa"}
    parts: defaultdict[str, list[str]] = defaultdict(list)
    for merge in merges:
        parts[merge.data["new"]].append(merge.data["old"])
    served: defaultdict[str, list[str]] = defaultdict(list)
    for new, old in parts.items():
        main = new if new in old else old[0]
        served[former[main].data["parent"]].append(new)
    for district, codes in served.items():
        vi = former[district].data["name"]["vi"]
        region = next(vi.removeprefix(kind + " ") for kind in _KINDS if vi.startswith(kind + " "))
        own = [communes[code].data["name"]["vi"].split(" ", 1)[1] for code in codes]
        data = {
            "name": {
                "vi": f"Chi nhánh Văn phòng đăng ký đất đai (khu vực {region})",
                "en": f"Land Registration Branch ({region} area)",
            },
            "aliases": [f"Chi nhánh Văn phòng đăng ký đất đai (khu vực {name})" for name in own if name != region],
            "roles": ["land_branch"],
            "serves": codes,
            "ref": "land_branch",
        }
        yield Fact("agency", f"chi-nhanh-dat-dai-{slug(region)}", communes[codes[0]].valid_from, None, data)


def _centre(area: Fact) -> dict[str, Any]:
    name = area.data["name"]
    return {
        "kind": "tt_xa",
        "area": area.key,
        "name": {
            "vi": f"Trung tâm Phục vụ hành chính công {in_sentence(name['vi'])}",
            "en": f"{name['en']} Public Service Centre",
        },
        "address": f"{in_sentence(name['vi'])}, tỉnh Đắk Lắk",
        "hours": CENTRE_HOURS,
    }


def _station(area: Fact) -> dict[str, Any]:
    """A police station is a hall of its own: where no centre has a police counter, it is the nearest one."""
    return {
        "kind": "cong_an",
        "area": area.key,
        "name": _police_name(area),
        "vertical_present": ["cong_an_xa"],
        "address": f"{in_sentence(area.data['name']['vi'])}, tỉnh Đắk Lắk",
    }


def _address(area: Fact, units: Units) -> str:
    """As far as it is known: the unit and what it lies in."""
    parts = [in_sentence(area.data["name"]["vi"])]
    parent = area.data["parent"]
    while parent and (above := units.get((parent, area.valid_from))):
        parts.append(in_sentence(above.data["name"]["vi"]))
        parent = above.data["parent"]
    return ", ".join(parts)
