"""The everyday procedures as shipped, with what nobody has confirmed yet: the list an office goes through once."""

from __future__ import annotations

from collections.abc import Iterable

from luot_server.catalogue import shipped_facts
from luot_server.domain.facts import newest
from luot_server.domain.records import Field, Key, Procedure

HEAD = """\
# The shipped catalogue

Made from the catalogue's own files by `python -m luot_server.reference`; do not edit.

{count} everyday procedures over {fields} fields of work, as they hold today. *Settled by* is the fact that fixes who
decides. *Away* is how a dossier travels to an agency outside the hall; a vertical service receives only where it has
a counter. What stands under *to confirm* has not been held against the procedure's own text: the office that uses it
confirms it before the hall opens. A national list adds the others:
[import a catalogue](../how-to/import-a-catalogue.md).
"""

_SETTLED_BY = {
    Key.RESIDENCE: "residence",
    Key.PROPERTY: "where the property is",
    Key.BUSINESS: "where the business is",
    Key.EVENT: "where it is on record",
    Key.PROVINCE: "the province",
    Key.RECEIVING_HALL: "the receiving hall",
    Key.NATIONWIDE: "any office in the country",
    Key.MINISTRY: "the ministry",
}
_AWAY = {"paper_handover": "on paper", "assisted_online": "online, helped at the hall"}


def page() -> str:
    facts = newest(it for it in shipped_facts() if it.valid_to is None)
    fields = [Field.read(key, it.data) for (kind, key), it in facts.items() if kind == "field"]
    procedures = [Procedure.read(key, it.data) for (kind, key), it in facts.items() if kind == "procedure"]
    lines = [HEAD.format(count=len(procedures), fields=len(fields))]
    for field in fields:
        lines += [
            f"## {field.name['en']} ({field.name['vi']})",
            "",
            *_table(it for it in procedures if it.field == field.id),
            "",
        ]
    return "\n".join(lines)


def _table(procedures: Iterable[Procedure]) -> list[str]:
    head = ["| code | | settled by | away | to confirm |", "| --- | --- | --- | --- | --- |"]
    return [*head, *(f"| {' | '.join(_cells(it))} |" for it in sorted(procedures, key=lambda it: it.code))]


def _cells(it: Procedure) -> list[str]:
    away = (
        "vertical service" if it.vertical else "" if it.competence_key is Key.RECEIVING_HALL else _AWAY[it.route_away]
    )
    names = ", ".join(f"`{name}`" for name in it.to_confirm)
    return [it.code, f"{it.short_name['vi']} · {it.short_name['en']}", _SETTLED_BY[it.competence_key], away, names]
