"""Why a file cannot be imported, line by line."""

from __future__ import annotations

from dataclasses import dataclass

from luot_server.domain.text import Names, Text


@dataclass(frozen=True)
class Problem:
    """``line`` counts from 1 as a spreadsheet or an editor shows it; ``code`` is stable and searchable."""

    line: int
    code: str
    text: Text

    @classmethod
    def at(cls, line: int, code: str, /, **values: str | int | Names) -> Problem:
        """The problem ``code`` on ``line``; ``values`` fill its sentence."""
        return cls(line, code, Text(f"catalogue.problem.{code}", {"line": line, **values}))


class Unreadable(Exception):
    """The file as a whole cannot be read: one problem, and no rows."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
