"""Throughput, folded from short stories whose figures anybody can count."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from luot_server.domain import happenings as h
from luot_server.domain.throughput import DIMENSIONS, METRICS, Throughput, totals

DAY = "2026-11-23"
EIGHT = datetime.fromisoformat(f"{DAY}T08:00:00+07:00")
Told = Sequence[h.Happening]


def errand(id: str, procedure: str | None = "1.001193", **changed: Any) -> dict[str, Any]:
    facts = {
        "id": id,
        "procedure": procedure,
        "purpose": "submit",
        "field": "ho-tich",
        "area": "22015",
        "agency": "ward",
        "dossier": None,
        "decision": {"accept": "yes", "route": "here"},
        "minutes": 10,
    }
    return facts | changed


def issued(ticket: str, *errands: dict[str, Any], day: str = DAY) -> h.TicketIssued:
    return h.TicketIssued(
        ticket=ticket,
        business_day=day,
        series="A",
        number=1,
        label="A001",
        priority=None,
        weight=0,
        language="vi",
        channel="kiosk",
        party=None,
        dossier_count=None,
        errands=list(errands) or [errand(f"{ticket}-1")],
        catalogue=1,
        despite=None,
        mark=None,
        age_band=None,
        lease=None,
        issued_at=None,
    )


def called(ticket: str, counter: str = "c3", clerk: str = "lan") -> h.TicketCalled:
    return h.TicketCalled(ticket=ticket, counter=counter, clerk=clerk, why={"key": "x"}, reason=None)


def finished(ticket: str, id: str, count: int = 1, then: str = "served", next_errand: str | None = None) -> h.Happening:
    return h.ErrandFinished(
        ticket=ticket,
        errand=id,
        result="accepted",
        dossiers=[],
        count=count,
        missing=[],
        then=then,
        next_errand=next_errand,
        confirmed=True,
        return_to=None,
    )


def fold(told: Told, apart: timedelta = timedelta(minutes=5)) -> Throughput:
    """The fold over happenings that lie ``apart``, the first at 8:00."""
    found = Throughput(ZoneInfo("Asia/Ho_Chi_Minh"), [DAY])
    for number, one in enumerate(told):
        found.add(one, EIGHT + number * apart)
    return found


def total(told: Told) -> dict[str, int]:
    counts = totals(fold(told).rows(["procedure"]).values())
    return {metric: count for metric, count in counts.items() if count}


@pytest.mark.parametrize(
    ("story", "figures"),
    [
        ([issued("a")], {"issued": 1}),
        ([issued("a"), called("a"), finished("a", "a-1", count=12)], {"issued": 1, "served": 1, "dossiers": 12}),
        ([issued("a"), called("a"), h.TicketMissed(ticket="a")], {"issued": 1, "no_show": 1}),
        (
            [
                issued("a"),
                called("a"),
                h.TicketMissed(ticket="a"),
                h.TicketRequeued(ticket="a", rejoined=False),
                called("a"),
                finished("a", "a-1"),
            ],
            {"issued": 1, "served": 1, "dossiers": 1},
        ),
        ([issued("a"), h.TicketVoided(ticket="a", reason="misprint")], {"issued": 1, "voided": 1}),
        ([issued("a"), h.TicketCancelled(ticket="a")], {"issued": 1, "cancelled": 1}),
        ([issued("a"), h.TicketExpired(ticket="a")], {"issued": 1, "expired": 1}),
        (
            # Two errands, one done: what is left expires, what was done stays served.
            [
                issued("a", errand("a-1"), errand("a-2")),
                called("a"),
                finished("a", "a-1", then="waiting", next_errand="a-2"),
                h.TicketExpired(ticket="a"),
            ],
            {"issued": 2, "served": 1, "dossiers": 1, "expired": 1},
        ),
        # Another day's ticket, and happenings that are no ticket's.
        ([issued("a", day="2026-11-20"), called("a"), h.DayClosed(business_day=DAY)], {}),
    ],
)
def test_what_is_counted(story: Told, figures: dict[str, int]) -> None:
    assert total(story) == figures


def test_it_counts_at_the_counter_and_clerk_who_served_not_who_missed() -> None:
    story = [
        issued("a"),
        called("a", "c2", "hoa"),
        h.TicketMissed(ticket="a"),
        h.TicketRequeued(ticket="a", rejoined=False),
        called("a", "c3", "lan"),
        finished("a", "a-1"),
    ]
    assert set(fold(story).rows(["counter", "clerk"])) == {("c3", "lan")}


def test_the_next_errand_at_the_same_counter_is_counted_there() -> None:
    story = [
        issued("a", errand("a-1"), errand("a-2", "2.000815", field="chung-thuc")),
        called("a"),
        finished("a", "a-1", then="serving", next_errand="a-2"),
        finished("a", "a-2"),
    ]
    rows = fold(story).rows(["procedure", "counter"])
    assert {key: row["served"] for key, row in rows.items()} == {("1.001193", "c3"): 1, ("2.000815", "c3"): 1}


def test_the_next_errand_elsewhere_is_counted_elsewhere() -> None:
    story = [
        issued("a", errand("a-1"), errand("a-2")),
        called("a", "c3"),
        finished("a", "a-1", then="waiting", next_errand="a-2"),
        called("a", "c7"),
        finished("a", "a-2"),
    ]
    assert {key: row["served"] for key, row in fold(story).rows(["counter"]).items()} == {("c3",): 1, ("c7",): 1}


def test_the_procedure_confirmed_at_the_desk_is_the_one_that_counts() -> None:
    story = [
        issued("a"),
        called("a"),
        h.TicketTransferred(ticket="a", to_counter=None, errand={"procedure": "2.000815", "field": "chung-thuc"}),
        called("a"),
        finished("a", "a-1"),
    ]
    assert set(fold(story).rows(["procedure", "field"])) == {("2.000815", "chung-thuc")}


def test_a_metric_counts_in_the_hour_it_happened() -> None:
    rows = fold([issued("a"), called("a"), finished("a", "a-1")], apart=timedelta(minutes=40)).rows(["hour"])
    assert {key: {m: n for m, n in row.items() if n} for key, row in rows.items()} == {
        ("08",): {"issued": 1},
        ("09",): {"served": 1, "dossiers": 1},
    }


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_every_dimension_has_a_word_for_nothing(dimension: str) -> None:
    bare = errand("a-1", None, field=None, agency=None, decision={"accept": "ask", "route": None})
    told = [issued("a", bare)]
    ((value,),) = fold(told).rows([dimension])
    assert value
    assert value == "none" or dimension in ("purpose", "channel", "hour", "day")


def test_whatever_the_dimension_the_total_is_the_same() -> None:
    story: list[h.Happening] = []
    for number, (procedure, counter) in enumerate([("1.001193", "c2"), ("2.000815", "c3"), (None, "c3")]):
        ticket = f"t{number}"
        story += [issued(ticket, errand(f"{ticket}-1", procedure)), called(ticket, counter)]
        story.append(finished(ticket, f"{ticket}-1", count=number) if number else h.TicketMissed(ticket=ticket))
    found = fold(story)
    by_each = [totals(found.rows([one]).values()) for one in DIMENSIONS]
    assert all(one == by_each[0] for one in by_each)
    assert set(by_each[0]) == set(METRICS)
