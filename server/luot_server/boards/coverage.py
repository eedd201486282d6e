"""Which errands an open counter can serve now, and what is said where none can.

Staff are told by groups of errands (a field, the online station, guidance), citizens about their own errand. A hall in
which no counter is open at all says so once: eight buttons with one alarm would hide the one that matters.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from ..domain.calling import Need
from ..domain.hall import Absence
from ..domain.text import Names, Text
from ..messages import LANGUAGES, both
from ..store.appliers import need_of
from ..store.view import HallView
from .line import Line
from .queues import GUIDANCE, Queue, all_queues
from .wire import Wire, expected_wire, field_name, instant


def coverage_board(view: HallView) -> Wire:
    """Every group of errands with its counters and who waits; the sentences the hall's staff should read first."""
    line = Line(view)
    return {
        "board": "coverage",
        "hall": view.id,
        "position": view.position,
        "server_time": instant(view, view.now),
        "open_counters": len(line.open),
        "groups": [_group(queue) for queue in all_queues(line)],
        "absent": [
            {
                "service": absence.service,
                "agency": {"id": agency, "name": _agency_name(view, agency)},
                "from": absence.first.isoformat(),
                "to": absence.last.isoformat() if absence.last else None,
            }
            for agency, absence in line.absent.items()
        ],
        "sentences": [both(one) for one in uncovered_groups(line)],
    }


def _group(queue: Queue) -> dict[str, Any]:
    view, counters = queue.line.view, queue.line.counters
    return {
        "id": queue.id,
        "name": queue.name,
        "open": bool(queue.counters),
        "counters": [{"id": id, "number": counters[id]["number"]} for id in queue.counters],
        "waiting": queue.count,
        "longest_seconds": max((int((view.now - oldest).total_seconds()) for _, oldest in queue.waiting), default=0),
        "expected": expected_wire(view, queue.newcomer[1]),
    }


# ── what staff are told ──────────────────────────────────────────────────────────────────────────


def unserved(line: Line) -> list[Text]:
    """A sentence for every group of people waiting whom no open counter can serve, most people first.

    All that a clerk is told: of what nobody waits for she hears nothing, and reads on when it matters.
    """
    if not line.open:
        waiting = sum(count for _, count, _ in line.waiting)
        return [Text("coverage.none_open_waiting", {"waiting": waiting})] if waiting else []
    return _told(line, _lacked(line))


def uncovered_groups(line: Line) -> list[Text]:
    """For manager and guide: the people nobody can serve, then one sentence for groups that nobody waits for yet.

    None of the latter while no number is given: a hall that is closed lacks nothing.
    """
    gives_numbers = line.view.settings.hours.gives_numbers(line.view.now)
    if not line.open:
        return unserved(line) or ([Text("coverage.none_open")] if gives_numbers else [])
    lacked = _lacked(line)
    told = _told(line, lacked)
    if not gives_numbers:
        return told
    named = {id for _, id in lacked}
    idle = [one.name for one in all_queues(line) if not one.counters and one.id not in named]
    return [*told, *([Text("coverage.idle", {"what": _listed(idle)})] if idle else [])]


def _told(line: Line, lacked: Counter[tuple[str, str]]) -> list[Text]:
    return [_waiting(line.view, kind, id, count) for (kind, id), count in lacked.most_common()]


def _lacked(line: Line) -> Counter[tuple[str, str]]:
    counts: Counter[tuple[str, str]] = Counter()
    for need, count, _ in line.waiting:
        if not line.servers(need):
            counts[_lacking(line, need)] += count
    return counts


def _lacking(line: Line, need: Need) -> tuple[str, str]:
    """(kind, id) of what is not there: the counter they were sent to, their agency, their group, or just the errand."""
    if need.counter:
        return "counter", need.counter
    if need.agency in line.absent:
        return "agency", need.agency
    if need.procedure and line.servers(Need.ordinary(need.queue)):
        return "procedure", need.procedure
    return "group", need.queue or GUIDANCE


def _waiting(view: HallView, kind: str, id: str, waiting: int) -> Text:
    if kind == "counter":
        return Text("coverage.counter_waiting", {"number": view.counter(id)["number"], "waiting": waiting})
    what = _named(view, kind, id)
    # messages: coverage.agency_waiting, coverage.group_waiting, coverage.field_waiting, coverage.procedure_waiting
    key = "field" if kind == "group" and view.world.field(id) else kind
    return Text(f"coverage.{key}_waiting", {"what": what, "waiting": waiting})


def _named(view: HallView, kind: str, id: str) -> Names:
    if kind == "agency":
        return _agency_name(view, id)
    if kind == "procedure":
        known = view.world.procedure_ever(id)
        return known.short_name if known else dict.fromkeys(LANGUAGES, id)
    return field_name(view, "" if id == GUIDANCE else id)


# ── what citizens are told ───────────────────────────────────────────────────────────────────────


def none_open(line: Line) -> Wire | None:
    """The one sentence of a hall that gives numbers while no counter is open; None otherwise."""
    view = line.view
    if line.open or not view.settings.hours.gives_numbers(view.now):
        return None
    return both(Text("coverage.told_none_open"))


def uncovered_errand(line: Line, errands: Iterable[Mapping[str, Any]]) -> Wire | None:
    """What to know about the first of these errands that no open counter can serve; None when all can be served."""
    needs = (need_of(dict(one)) for one in errands)
    lacking = next((need for need in needs if not line.servers(need)), None)
    return told_of(line, lacking) if lacking else None


def told_of(line: Line, need: Need) -> Wire:
    """What a citizen with this need is told while nobody can serve it: the number is given, and kept."""
    if not line.open:
        return both(Text("coverage.told_none_open"))
    if absence := line.absent.get(need.agency):
        return both(_absent(line.view, need.agency, absence))
    kind, id = _lacking(line, need)
    return both(Text("coverage.told", {"what": _named(line.view, kind, id)}))


def absences(line: Line) -> list[Wire]:
    """A notice for each agency that does not staff its counter today."""
    return [both(_absent(line.view, agency, absence)) for agency, absence in line.absent.items()]


def _absent(view: HallView, agency: str, absence: Absence) -> Text:
    name = _agency_name(view, agency)
    if absence.last is None or absence.last == view.today:
        return Text("coverage.absent", {"agency": name})
    return Text("coverage.absent_until", {"agency": name, "date": f"{absence.last:%d/%m/%Y}"})


def _agency_name(view: HallView, agency: str) -> Names:
    known = view.world.agency(agency)
    return known.name if known else dict.fromkeys(LANGUAGES, agency)


def _listed(names: Iterable[Names]) -> Names:
    some = list(names)
    return {lang: ", ".join(name[lang] for name in some) for lang in LANGUAGES}
