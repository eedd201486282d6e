"""Marks and complaints in the store: one mark a visit whoever is faster, rows that replay makes again."""

from __future__ import annotations

from luot_server.actions import feedback
from luot_server.domain.feedback import Channel
from luot_server.store import tables as t
from tests.halls import Hall, new_ids
from tests.store.test_processes import together

VISITS = 12


def test_phone_and_tablet_at_once_leave_one_mark(hall: Hall) -> None:
    hall.open(3)
    visits = [hall.take() for _ in range(VISITS)]
    for _ in visits:
        hall.serve(3)
    hall.act(feedback.complain, visits[0], "Chờ lâu.", new_ids(hall.clock))
    phone, tablet = together(hall.url, ("mark", "5"), ("mark", "2"))
    assert sorted(phone + tablet) == sorted(visits), "every visit was marked, and by one of them"
    assert {row["ticket"]: row["score"] for row in hall.rows(t.ratings)} == {
        **dict.fromkeys(phone, 5),
        **dict.fromkeys(tablet, 2),
    }
    assert sum(entry.kind == "ticket_rated" for entry in hall.journal()) == VISITS
    hall.act(feedback.rate, phone[0] if phone else tablet[0], 5 if phone else 2, [], Channel.TABLET)
    (made,) = hall.rows(t.complaints)
    hall.act(feedback.answer, made["id"], "Xin lỗi.", "quay3")
    assert sum(entry.kind == "ticket_rated" for entry in hall.journal()) == VISITS
    assert hall.verify().problems == []
