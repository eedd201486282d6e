"""The life of a ticket as a page: its states, its moves and their diagram, from the one table of moves.

``python -m luot_server.reference.diagram > docs/reference/ticket-life.md`` writes it anew; a test compares.
"""

from __future__ import annotations

import sys
from itertools import product

from luot_server.domain.ticket import MOVES, OPEN, REPRINTABLE, State, actions

MEANING = {
    State.WAITING: "has a number and listens for it",
    State.CALLED: "a counter has asked; the citizen is walking",
    State.SERVING: "sits at the counter",
    State.PARKED: "stepped aside; keeps clerk and place, occupies no counter",
    State.SERVED: "every errand has an outcome",
    State.NO_SHOW: "was called and did not come",
    State.CANCELLED: "the citizen left the queue",
    State.VOIDED: "taken out by staff with a reason, counted openly",
    State.EXPIRED: "the day closed around it",
}


def page() -> str:
    """The whole page, as Markdown with a Mermaid diagram."""
    return "\n".join(
        [
            "# The life of a ticket",
            "",
            "Made from `luot_server/domain/ticket.py` by `python -m luot_server.reference.diagram`; do not edit.",
            "",
            "```mermaid",
            *diagram(),
            "```",
            "",
            *states(),
            "",
            *moves(),
            "",
        ]
    )


def diagram() -> list[str]:
    """The moves as a Mermaid state diagram; a move from every open state is drawn once, from their group."""
    inside: list[str] = []
    across: list[str] = []
    for move in MOVES.values():
        sources = ["open"] if move.sources == OPEN else _sorted(move.sources)
        for source, to in product(sources, move.targets):
            within = source in OPEN and to in OPEN
            (inside if within else across).append(f"    {source} --> {to}: {move.action}")
    lines = ["stateDiagram-v2", "    [*] --> waiting: issue", "    state open {"]
    lines += [f"    {line}" for line in inside]
    lines += ["    }", *across]
    lines += [f"    {state} --> [*]" for state in State if state not in OPEN]
    return lines


def states() -> list[str]:
    """What each state means in the hall, and what staff can do in it."""
    lines = ["| state | in the hall | staff can |", "|---|---|---|"]
    for state in State:
        can = ", ".join(f"`{action}`" for action in actions(state)) or "nothing more"
        lines.append(f"| `{state}` | {MEANING[state]} | {can} |")
    return lines


def moves() -> list[str]:
    """The table of moves itself."""
    return [
        "| action | from | to |",
        "|---|---|---|",
        *(
            f"| `{one.action}` | {', '.join(_sorted(one.sources))} | {', '.join(one.targets)} |"
            for one in MOVES.values()
        ),
        f"| `correct`, `add_errand` | {', '.join(_sorted(OPEN))} | the same |",
        f"| `reprint` | {', '.join(_sorted(REPRINTABLE))} | the same |",
    ]


def _sorted(found: frozenset[State]) -> list[str]:
    return [str(state) for state in State if state in found]


if __name__ == "__main__":
    sys.stdout.write(page())
