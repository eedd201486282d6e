"""What the kiosk's choices became, folded from short stories anybody can count."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from luot_server.domain import happenings as h
from luot_server.domain.corrections import Choice, Corrections, Turned, together
from tests.domain.test_throughput import DAY, Told, called, errand, finished, issued

BIRTH, EXTRACT = Choice("1.001193", "submit"), Choice("2.000635", "submit")


def corrected(ticket: str, id: str, **changes: Any) -> h.TicketCorrected:
    return h.TicketCorrected(ticket=ticket, errand=id, changes=changes, about={})


def fold(told: Told) -> dict[Choice, Turned]:
    found = Corrections([DAY])
    for one in told:
        found.add(one)
    return found.rows()


@pytest.mark.parametrize(
    ("story", "became"),
    [
        ([issued("a")], {}),
        ([issued("a"), corrected("a", "a-1", procedure="2.000635")], {EXTRACT: 1}),
        ([issued("a"), corrected("a", "a-1", purpose="collect_result")], {Choice("1.001193", "collect_result"): 1}),
        ([issued("a"), called("a"), corrected("a", "a-1", procedure="2.000635"), finished("a", "a-1")], {EXTRACT: 1}),
        (
            [issued("a"), h.TicketTransferred(ticket="a", to_counter=None, errand={"procedure": "2.000635"})],
            {EXTRACT: 1},
        ),
        # Another area is no other errand; nor is what was changed and changed back.
        ([issued("a"), corrected("a", "a-1", area="24373", agency="land")], {}),
        ([issued("a"), corrected("a", "a-1", procedure="2.000635"), corrected("a", "a-1", procedure="1.001193")], {}),
        # Twice corrected is one errand that became the last.
        (
            [issued("a"), corrected("a", "a-1", procedure="2.000815"), corrected("a", "a-1", procedure="2.000635")],
            {EXTRACT: 1},
        ),
    ],
)
def test_one_press_and_what_it_became(story: Told, became: dict[Choice, int]) -> None:
    assert fold(story) == {BIRTH: Turned(1, Counter(became))}


def test_a_transfer_is_of_the_errand_the_ticket_is_at() -> None:
    story = [
        issued("a", errand("a-1"), errand("a-2", "2.000815")),
        called("a"),
        finished("a", "a-1", then="serving", next_errand="a-2"),
        h.TicketTransferred(ticket="a", to_counter=None, errand={"procedure": "2.000635"}),
    ]
    copies = Choice("2.000815", "submit")
    assert fold(story) == {BIRTH: Turned(1), copies: Turned(1, Counter({EXTRACT: 1}))}


def test_what_no_kiosk_gave_or_another_day_did_is_not_its_first_screens() -> None:
    at_the_desk = h.TicketIssued(**{**issued("a").payload(), "channel": "desk"})
    assert fold([at_the_desk, corrected("a", "a-1", procedure="2.000635")]) == {}
    assert fold([issued("a", day="2026-11-20"), corrected("a", "a-1", procedure="2.000635")]) == {}
    without_the_server = h.TicketIssued(**{**issued("a").payload(), "channel": "offline"})
    assert fold([without_the_server]) == {BIRTH: Turned(1)}


def test_guidance_that_found_its_procedure_is_told_from_none() -> None:
    story = [issued("a", errand("a-1", None, purpose="advice")), corrected("a", "a-1", procedure="1.001193")]
    assert fold(story) == {Choice(None, "advice"): Turned(1, Counter({Choice("1.001193", "advice"): 1}))}


def test_the_share_is_of_what_was_issued_and_halls_add_up() -> None:
    one = {BIRTH: Turned(30, Counter({EXTRACT: 9}))}
    other = {BIRTH: Turned(10, Counter({EXTRACT: 3})), EXTRACT: Turned(2)}
    both = together([one, other])
    assert both == {BIRTH: Turned(40, Counter({EXTRACT: 12})), EXTRACT: Turned(2)}
    assert both[BIRTH].share == pytest.approx(0.3)
    assert Turned().share == 0
    assert one[BIRTH].issued == 30, "the parts are left as they were"
