"""Reads the files under ``data/``: one kind of fact a file, written by hand.

What follows from the map (a people's committee for every unit, a centre for every commune) is not written
out a hundred times but derived, see `luot_server.catalogue.derived`.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from luot_server.catalogue import derived
from luot_server.domain.facts import Fact

HORIZON: Final = date(2022, 1, 1)
"""The catalogue claims nothing about days before this one."""

MERGER: Final = date(2025, 7, 1)
"""Two tiers begin: districts end, communes merge, Phú Yên becomes part of Đắk Lắk."""

_EVE: Final = MERGER - timedelta(days=1)


@cache
def shipped_facts() -> tuple[Fact, ...]:
    """Every fact of the shipped catalogue; the same on every call and every machine."""
    areas = (*_areas("areas_2022.csv", HORIZON, _EVE), *_areas("areas_2025.csv", MERGER, None))
    merges = tuple(_merges())
    return (
        *_dated("provinces.json", "province", "code"),
        *areas,
        *merges,
        *_dated("fields.json", "field", "id"),
        *derived.agencies(
            areas, merges, {it["code"]: it["identifier"] for it in _json("provinces.json") if "identifier" in it}
        ),
        *_dated("agencies.json", "agency", "id"),
        *derived.halls(areas, {it["id"]: it for it in _json("halls.json")}),
        *_procedures(),
    )


def _procedures() -> Iterator[Fact]:
    """One file a field of work, all of them everyday errands."""
    for file in sorted(it.name for it in (files(__package__) / "data" / "procedures").iterdir()):
        for row in _json(f"procedures/{file}"):
            yield from _versions(row)


def _versions(row: dict[str, Any]) -> Iterator[Fact]:
    """A procedure that was settled otherwise under three tiers has a version of its own until then."""
    code, since, earlier = row.pop("code"), date.fromisoformat(row.pop("valid_from")), row.pop("earlier", None)
    if since < MERGER and row.get("route_away") == "assisted_online":  # help with filing online came with two tiers
        earlier = {"route_away": "paper_handover", **(earlier or {})}
    data = {**row, "everyday": True}
    if earlier is None:
        yield Fact("procedure", code, since, None, data)
    else:
        yield Fact("procedure", code, since, _EVE, {**data, **earlier})
        yield Fact("procedure", code, MERGER, None, data)


def _dated(name: str, kind: str, key: str) -> Iterator[Fact]:
    for row in _json(name):
        since, until = row.pop("valid_from", None), row.pop("valid_to", None)
        yield Fact(
            kind,
            row.pop(key),
            date.fromisoformat(since) if since else HORIZON,
            date.fromisoformat(until) if until else None,
            row,
        )


def _areas(name: str, since: date, until: date | None) -> Iterator[Fact]:
    for row in _csv(name):
        data = {"name": derived.area_name(row["name"]), "level": row["level"], "parent": row["parent"] or None}
        yield Fact("area", row["code"], since, until, data)


def _merges() -> Iterator[Fact]:
    for row in _csv("area_merges.csv"):
        yield Fact("area_merge", f"{row['old']}>{row['new']}", MERGER, None, dict(row))


def _json(name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(_text(name))
    return rows


def _csv(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(_text(name).splitlines()))


def _text(name: str) -> str:
    return (files(__package__) / "data" / name).read_text(encoding="utf-8")
