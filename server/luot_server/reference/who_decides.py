"""Who decides, and why: the worked cases with what the rules answer to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from luot_server.catalogue.cases import Decided, cases_of, decided_of
from luot_server.domain.world import World
from luot_server.messages import both

CASES: Final = Path(__file__).parents[3] / "tests" / "data" / "competence_cases.json"

HEAD = """\
# Who decides, and why

Made from `tests/data/competence_cases.json` and the answers of the rules by `python -m luot_server.reference`; do not
edit. What a decision is: [competence](concepts/competence.md). A rule of one's own:
[add a regime](../how-to/add-a-regime.md). `luot decide tests/data/competence_cases.json` decides the same cases.

Lists, and procedures with a code 1.0030xx, are made up; halls that do not exist are described in the file. The
answers are `yes`, `yes_handover`, `refer`, `ask` and `no`; behind → stands where the dossier or the person goes.
"""

_GROUPS: Final = {
    "A": ("Three tiers: Phú Yên until 30 June 2025", "Decided on 15 September 2022 unless the case says otherwise."),
    "B": ("Two tiers: Đắk Lắk since 1 July 2025", "Decided on 2 March 2026."),
    "C": ("Two tiers, the province in list mode", "Only what is on the published list is received for others."),
    "D": ("Days, spellings and areas as people write them", "Old codes, ended units, the days on which a law changes."),
    "E": ("Several areas, of which any match counts", "As where either parent's residence will do."),
}
"""The letter a case's id begins with → its heading and a line below it."""

_COLUMNS: Final = ("case", "hall", "procedure", "area", "answer", "reason", "article")


def page() -> str:
    """The page; every case of the file is on it."""
    document = json.loads(CASES.read_text(encoding="utf-8"))
    decided = [decided_of(id, case, document) for id, case in cases_of(document)]
    parts = [HEAD]
    for letter, (title, line) in _GROUPS.items():
        rows = [_row(it) for it in decided if it.id.startswith(letter)]
        parts += [f"## {title}", "", line, "", *_table(rows), ""]
    return "\n".join(parts)


def _table(rows: Iterable[list[str]]) -> Iterator[str]:
    yield _line(_COLUMNS)
    yield _line(["---"] * len(_COLUMNS))
    yield from map(_line, rows)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _row(it: Decided) -> list[str]:
    spoken = both(it.decision.reason)
    why = f"<br>({it.case['why']})" if it.case.get("why") else ""
    return [
        it.id,
        _hall(it),
        _procedure(it),
        f"`{it.question.area}`" if it.question.area else "",
        _answer(it) + why,
        f"{spoken['vi']}<br>{spoken['en']}",
        it.decision.article or "",
    ]


def _hall(it: Decided) -> str:
    hall = it.world.hall(str(it.case["hall"]))
    on = f"<br>on {it.world.on}" if it.case.get("on") else ""
    return f"`{it.case['hall']}` {hall.kind if hall else ''}{on}"


def _procedure(it: Decided) -> str:
    known = it.world.procedure(it.question.procedure)
    if known is None:
        return " ".join(filter(None, (it.question.procedure, it.question.purpose, it.question.dossier)))
    levels = "+".join(sorted(level.value for level in known.levels))
    facts = [known.competence_key.value, known.vertical, *sorted(known.lists)]
    name = "" if known.short_name["vi"] == known.code else f" {known.short_name['vi']}"
    return f"{known.code}{name}<br>{levels}, {', '.join(filter(None, facts))}"


def _answer(it: Decided) -> str:
    decision = it.decision
    agencies = [agency for agency in (decision.competent, *decision.with_) if agency]
    said = [f"**{decision.accept}**", *([decision.route] if decision.route else [])]
    said += [" + ".join(agency.name["vi"] for agency in agencies)] if agencies else []
    to = [decision.handover_to] if decision.handover_to else [place.ref for place in decision.refer_to]
    to += [area.area for area in decision.ask]
    return " · ".join(said) + (f"<br>→ {', '.join(f'`{_short(ref, it.world)}`' for ref in to)}" if to else "")


def _short(ref: str, world: World) -> str:
    """An agency by its name, anything else by its reference."""
    agency = world.agency(ref) if world.hall(ref) is None else None
    return agency.name["vi"] if agency and ref not in ("portal", "post", "home_commune", "home_province") else ref
