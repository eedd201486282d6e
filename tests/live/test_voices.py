"""One device speaks for a place, whoever comes and goes, in each async mode."""

from __future__ import annotations

from typing import Any

import pytest


def offers(hall: Any, display: str | None = None, **place: Any) -> Any:
    """A page that watches the hall and can be heard; by the token of an enrolled display, or nobody's."""
    page = hall.screen(auth={"token": f"display-{display}-{hall.id}"} if display else None)
    page.watch(board="hall", hall=hall.id)
    page.next("state")
    page.say("speak", hall=hall.id, able=True, **(place or {"zone": None}))
    return page


def voice(page: Any) -> tuple[bool, list[int]]:
    told = page.next("voice")
    return told["speaking"], told["spoken"]


def test_an_enrolled_display_speaks_before_a_page_then_whoever_is_connected_longest(hall: Any) -> None:
    page = offers(hall)
    assert page.next("voice") == {"hall": hall.id, "zone": None, "speaking": True, "alone": True, "spoken": []}
    display = offers(hall, "1")
    assert voice(page) == (False, [])
    assert voice(display) == (True, [])
    later = offers(hall, "2")
    assert voice(later) == (False, [])
    elsewhere = offers(hall, "3", zone="front")
    assert voice(elsewhere) == (True, [])
    of_another_hall = hall.screen(auth={"token": "display-4-H-another"})
    of_another_hall.say("speak", hall=hall.id, zone="front", able=True)
    assert voice(of_another_hall) == (False, [])
    assert elsewhere.next("voice") == {"hall": hall.id, "zone": "front", "speaking": True, "alone": False, "spoken": []}

    display.close()  # followed at once
    assert voice(later) == (True, [])
    later.say("speak", hall=hall.id, zone=None, able=False)
    assert voice(later) == (False, [])
    assert voice(page) == (True, [])
    later.say("speak", hall=hall.id, zone=None, able=True)
    assert voice(page) == (False, [])
    assert voice(later) == (True, [])
    assert elsewhere.told() == []


def test_whoever_takes_over_knows_what_was_said(hall: Any) -> None:
    first = offers(hall, "1")
    assert voice(first) == (True, [])
    second = offers(hall, "2")
    assert voice(second) == (False, [])
    second.say("spoken", hall=hall.id, zone=None, positions=[7])  # not the speaking one's word
    first.say("spoken", hall=hall.id, zone=None, positions=[1, 2])
    assert voice(second) == (False, [1, 2])
    first.say("spoken", hall=hall.id, zone=None, positions=[3])
    assert voice(second) == (False, [1, 2, 3])
    first.close()
    assert voice(second) == (True, [1, 2, 3])


def test_a_page_nobody_vouches_for_silences_no_display(hall: Any) -> None:
    page = offers(hall)
    assert voice(page) == (True, [])
    page.say("spoken", hall=hall.id, zone=None, positions=list(range(1, 60)))
    another = offers(hall)
    assert voice(another) == (False, list(range(1, 60)))
    display = offers(hall, "1")
    assert voice(display) == (True, [])


def test_an_offer_that_is_none_is_refused_and_a_connection_speaks_for_a_few_zones_only(hall: Any) -> None:
    page = hall.screen()
    here = {"hall": hall.id, "zone": None}
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("speak", {"zone": None, "able": True}, "malformed"),
        ("speak", {**here, "able": "yes"}, "malformed"),
        ("speak", {**here, "zone": 3, "able": True}, "malformed"),
        ("speak", {**here, "zone": "z" * 200, "able": True}, "malformed"),
        ("speak", {"hall": "nowhere", "zone": None, "able": True}, "not_found"),
        ("spoken", {**here, "positions": 3}, "malformed"),
        ("spoken", {**here, "positions": [True]}, "malformed"),
        ("spoken", {**here, "positions": [2**60]}, "malformed"),
        ("spoken", {**here, "positions": [1] * 65}, "malformed"),
    ]
    for event, said, code in wrong:
        page.say(event, **said)
        assert page.next("refused")["code"] == code, said
    page.client.emit("speak", "nonsense", namespace="/live")
    assert page.next("refused")["code"] == "malformed"
    for zone in "abcd":
        page.say("speak", hall=hall.id, zone=zone, able=True)
        assert voice(page) == (True, [])
    page.say("speak", hall=hall.id, zone="e", able=True)
    assert page.next("refused")["code"] == "too_many"


@pytest.mark.parametrize("kind", ["display", "clerk"])
def test_a_token_withdrawn_ends_what_it_opened(hall: Any, kind: str) -> None:
    token = f"display-1-{hall.id}" if kind == "display" else "clerk-token"
    page = hall.screen(auth={"token": token})
    page.watch(board="hall", hall=hall.id)
    page.say("speak", hall=hall.id, zone=None, able=True)
    assert voice(page) == (True, [])
    witness = offers(hall, "2")
    withdrawn = hall.app.data / f"withdrawn-{token}"
    withdrawn.touch()
    try:
        assert page.next("refused", timeout=3.0)["code"] == "token_withdrawn"
        while voice(witness) != (True, []):
            pass
        page.told()
        hall.call("A001")
        assert witness.next("moment")["label"] == "A001"
        page.watch(board="desk", counter=f"{hall.id}.3")
        assert page.next("refused")["code"] == "not_signed_in"
        assert page.told() == []  # the moment would have come before the refusal
        page.watch(board="hall", hall=hall.id)  # what is public stays so
        assert page.next("state")["calls"] == ["A001"]
    finally:
        withdrawn.unlink()


def test_a_display_that_is_connected_counts_as_heard(hall: Any) -> None:
    import requests

    offers(hall, "1")
    while f"display-1-{hall.id}" not in requests.get(f"{hall.app.url}/heard", timeout=5).json():
        pass
