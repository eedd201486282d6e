"""Who may what, as declared beside each route and live board."""

from __future__ import annotations

from flask import Flask

from luot_server.domain.roles import Role
from luot_server.http.access import Permission
from luot_server.http.boards import WATCHERS

HEAD = """\
# Who may what

Made from the declarations beside the routes by `python -m luot_server.reference`; do not edit.

A dot says that the role is let in, in its own hall (or, held for a province, in every hall of it). Another hall's
things are *not found*, as if they did not exist. "anyone" needs no token. Who may come in may still be refused by the
state of things: a clerk finishes only the ticket at their own counter.
"""

#: Routes that belong to the pages and to the framework.
_OTHERS = frozenset({"HEAD", "OPTIONS"})


def page(app: Flask) -> str:
    routes = [(f"`{method} {path}`", permission) for method, path, permission in declared(app)]
    boards = [(f"`{board}`", permission) for board, permission in WATCHERS.items()]
    return "\n".join([HEAD, "## Routes", "", *_table(routes), "", "## Live boards", "", *_table(boards), ""])


def declared(app: Flask) -> list[tuple[str, str, Permission]]:
    """(method, path, permission) of every route that declares one."""
    found = []
    for rule in app.url_map.iter_rules():
        permission = getattr(app.view_functions[rule.endpoint], "permission", None)
        if permission is not None:
            path = rule.rule.replace("<", "{").replace(">", "}")
            found += [(method, path, permission) for method in (rule.methods or set()) - _OTHERS]
    return sorted(found, key=lambda one: (one[1], one[0]))


def _table(rows: list[tuple[str, Permission]]) -> list[str]:
    head = ["", "anyone", *Role]
    return [_row(head), _row(["---", *[":-:"] * len(head[1:])]), *(_row([name, *_dots(it)]) for name, it in rows)]


def _dots(permission: Permission) -> list[str]:
    roles = ["●" if role in permission.roles else "" for role in Role]
    if permission.scope:
        roles[list(Role).index(Role.INTEGRATION)] += f" with `{permission.scope}`"
    return ["●" if permission.public else "", *roles]


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
