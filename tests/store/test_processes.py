"""Eight real processes in one hall at once: no number twice, nobody called twice, no error, no gap."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

from luot_server.actions import desk, manager
from luot_server.actions.desk import Clerk
from luot_server.store import people
from luot_server.store import tables as t
from tests.halls import HALL, Hall, counter, states

CROWD = Path(__file__).with_name("crowd.py")
REPEATING = Path(__file__).with_name("repeating.py")
PROJECT = Path(__file__).parents[2]
PROCESSES = 8
EACH = 30


def together(url: str, *jobs: tuple[str, ...], program: Path = CROWD) -> list[list[str]]:
    """Run one process a job, all set off at once; what each says it did. None may complain."""
    running = [
        subprocess.Popen(
            [sys.executable, str(program), url, *job],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
            env={"PYTHONPATH": str(PROJECT)},
        )
        for job in jobs
    ]
    for process in running:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    results = [process.communicate(timeout=120) for process in running]
    assert [error for _, error in results if error] == []
    assert [process.returncode for process in running] == [0] * len(running)
    return [json.loads(out) for out, _ in results]


def test_a_crowd_takes_numbers_and_seven_counters_serve_it(hall: Hall) -> None:
    everywhere = {counter(number): [{"fields": ["*"]}] for number in range(1, 8)}
    hall.act(manager.change_setting, "skills", everywhere, "2026-11-23")
    for number in range(1, 8):
        hall.act(desk.start_shift, counter(number), Clerk(f"clerk-{counter(number)}"))

    taken = together(hall.url, *[("take", str(EACH))] * PROCESSES)
    rows = {row["id"]: row for row in hall.rows(t.tickets)}
    assert rows.keys() == {ticket for mine in taken for ticket in mine}
    assert sorted(row["number"] for row in rows.values()) == list(range(1, PROCESSES * EACH + 1))
    for mine in taken:
        numbers = [rows[ticket]["number"] for ticket in mine]
        assert numbers == sorted(numbers)

    served = together(hall.url, *[("serve", counter(number)) for number in range(1, 8)])
    assert sum(map(len, served)) == len({ticket for mine in served for ticket in mine}) == PROCESSES * EACH
    assert states(hall.rows(t.tickets)) == {"served": PROCESSES * EACH}

    journal = hall.journal()
    assert [entry.position for entry in journal] == list(range(1, len(journal) + 1))
    kinds = Counter(entry.kind for entry in journal)
    assert kinds["ticket_issued"] == kinds["ticket_called"] == kinds["errand_finished"] == PROCESSES * EACH
    called = [json.loads(entry.payload)["ticket"] for entry in journal if entry.kind == "ticket_called"]
    in_order = [rows[ticket]["number"] for ticket in called]
    assert in_order == list(range(1, PROCESSES * EACH + 1)), "first come, first called"
    assert hall.verify().problems == []


def test_numbers_are_taken_while_counters_call(hall: Hall) -> None:
    numbers = (3, 4, 7)
    for number in numbers:
        hall.act(desk.start_shift, counter(number), Clerk(f"clerk-{counter(number)}"))
    for _ in range(30):
        hall.take()
    jobs = [("take", "20")] * 3 + [("serve", counter(number)) for number in numbers]
    done = together(hall.url, *jobs)
    served = [ticket for mine in done[3:] for ticket in mine]
    assert len(served) == len(set(served))
    assert states(hall.rows(t.tickets)) == {
        state: count for state, count in (("served", len(served)), ("waiting", 90 - len(served))) if count
    }
    assert [row["number"] for row in sorted(hall.rows(t.tickets), key=lambda row: row["position"])] == list(
        range(1, 91)
    )
    assert hall.position() == len(hall.journal(HALL))


def test_one_request_sent_again_by_many_processes_is_one_ticket(hall: Hall, tmp_path: Path) -> None:
    device = next(row["id"] for row in hall.rows(t.devices) if row["kind"] == "kiosk")
    with hall.store.writing() as connection:
        token = people.give_token(connection, "device", device, None)
    job = (str(tmp_path), token, "the-same-key", "5")
    answers = together(hall.url, *[job] * 4, program=REPEATING)
    (ticket,) = hall.rows(t.tickets)
    assert {one for mine in answers for one in mine} == {f"201 {ticket['id']}"}
