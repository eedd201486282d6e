"""The rules of reception, a module each: the name of the module is the name a province's fact calls its regime by.

A module has one function, ``rule(case) -> Decision``, pure and total; `three_tier` and `two_tier` are read first.
Another one needs nothing but its file here and a fact that names it: docs/how-to/add-a-regime.md adds one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

from luot_server.domain.competence.case import Case
from luot_server.domain.competence.values import Decision

Rule = Callable[[Case], Decision]


def names() -> frozenset[str]:
    """Every regime there is a rule for."""
    return frozenset(module.name for module in iter_modules(__path__))


@cache
def rule_of(name: str) -> Rule | None:
    """The rule of the regime of this name; None when there is none."""
    return cast(Rule, import_module(f"{__name__}.{name}").rule) if name in names() else None
