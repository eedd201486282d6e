"""What follows from the map: committees, police stations, land registry branches and commune centres.

Every unit has a people's committee by law, every commune of today a police station and a public service
centre. A land registry branch serves the communes of one former district; its name is the district's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
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


def agencies(areas: Sequence[Fact], merges: Sequence[Fact]) -> Iterator[Fact]:
    """Committees of every unit, police stations of today's communes, land registry branches."""
    units = {(it.key, it.valid_from): it for it in areas}
    today = [it for it in areas if it.valid_to is None]
    for area in areas:
        yield _committee(area, units)
        if area.data["level"] == "xa":
            yield _police(area, units)
    yield from _land_branches(today, [it for it in areas if it.valid_to is not None], merges)


def halls(areas: Sequence[Fact], since: date, special: Mapping[str, Mapping[str, Any]]) -> Iterator[Fact]:
    """The centre of every commune and its police station, and what ``special`` says of single halls by id."""
    derived: dict[str, dict[str, Any]] = {}
    for area in areas:
        if area.valid_to is None and area.data["level"] == "xa":
            derived[f"DL-{area.key}"] = _centre(area)
            derived[f"DL-CA-{area.key}"] = _station(area)
    for id in derived | dict(special):
        data = {**derived.get(id, {}), **special.get(id, {})}
        yield Fact("hall", id, since, None, {key: it for key, it in data.items() if key not in ("id", "valid_from")})


def _committee(area: Fact, units: Mapping[tuple[str, date], Fact]) -> Fact:
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
    return Fact("agency", f"ubnd-{_unit_id(area, above)}", area.valid_from, area.valid_to, data)


def _unit_id(area: Fact, above: Fact | None) -> str:
    """Permanent and readable. A unit that ended keeps its district in the id: many shared one name."""
    own = slug(area.data["name"]["vi"])
    return own if area.valid_to is None or above is None else f"{slug(above.data['name']['vi'])}-{own}"


def _police(area: Fact, units: Mapping[tuple[str, date], Fact]) -> Fact:
    above = units.get((area.data["parent"], area.valid_from))
    data = {
        "name": _police_name(area),
        "roles": ["cong_an_xa"],
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


def _address(area: Fact, units: Mapping[tuple[str, date], Fact]) -> str:
    """As far as it is known: the unit and what it lies in."""
    parts = [in_sentence(area.data["name"]["vi"])]
    parent = area.data["parent"]
    while parent and (above := units.get((parent, area.valid_from))):
        parts.append(in_sentence(above.data["name"]["vi"]))
        parent = above.data["parent"]
    return ", ".join(parts)
