"""The short commands against a demo hall on disk: what they do, what they print, how they say no."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from luot_server.actions.citizen import ErrandRequest, TicketRequest, issue
from luot_server.actions.correction import correct
from luot_server.cli import luot
from luot_server.clock import FixedClock, SystemClock
from luot_server.demo.prepared import prepared_store
from luot_server.demo.seed import Keys
from luot_server.settings import kept_secret
from luot_server.store import enrolment, people
from luot_server.store import tables as t
from luot_server.store.ids import uuid7
from luot_server.store.store import Store

MONDAY = datetime.fromisoformat("2026-11-23T08:00:00+07:00")

Run = Callable[..., Result]


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[tuple[Store, Keys]]:
    store, keys = prepared_store(tmp_path / "luot.sqlite3", FixedClock(MONDAY))
    yield store, keys
    store.engine.dispose()


@pytest.fixture
def run(hall: tuple[Store, Keys], tmp_path: Path) -> Run:
    """A command run on the hall's data directory."""

    def run(*arguments: str, status: int = 0, typed: str | None = None) -> Result:
        result = CliRunner().invoke(luot, [*arguments, "--data", str(tmp_path)], input=typed)
        assert result.exit_code == status, result.output
        assert "Traceback" not in result.output
        return result

    return run


def identity(store: Store, user: str, password: str) -> bool:
    with store.reading() as connection:
        return people.password_fits(people.account(connection, user), password)


def test_a_clerk_comes_and_goes(run: Run, hall: tuple[Store, Keys]) -> None:
    store, _ = hall
    who = ["lan", "--name", "Lan", "--role", "clerk", "--hall", "DL-22015", "--counter", "DL-22015.2"]
    run("staff", "add", *who, typed="a long one\na long one\n")
    assert identity(store, "lan", "a long one")
    run("staff", "grant", "lan", "--role", "supervisor", "--province", "66")
    run("staff", "grant", "lan", "--role", "supervisor", "--province", "66")
    assert "clerk@DL-22015 supervisor@66" in run("staff", "list").output
    run("staff", "grant", "lan", "--role", "supervisor", "--province", "66", "--withdraw")
    assert "supervisor" not in next(line for line in run("staff", "list").output.splitlines() if "lan" in line)
    made = run("staff", "password", "lan", "--generate-password").output.partition("password: ")[2].split()[0]
    assert identity(store, "lan", made)
    run("staff", "leave", "lan")
    assert not identity(store, "lan", made)
    assert "lan" not in run("staff", "list").output
    assert "nobody with the user name lan" in run("staff", "leave", "lan", status=1).output
    assert "choose another" in run("staff", "add", *who, "--generate-password", status=1).output


def test_a_device_comes_and_goes(run: Run, hall: tuple[Store, Keys]) -> None:
    store, _ = hall
    token = run("device", "enrol", "--hall", "DL-22015", "--kind", "kiosk", "--name", "Kiosk 9").stdout.strip()
    with store.reading() as connection:
        found = people.identity_of(connection, token, SystemClock().real_now())
    assert found is not None
    assert (found.device_kind, found.name) == ("kiosk", "Kiosk 9")
    assert found.id in run("device", "list").output
    run("device", "retire", found.id)
    with store.reading() as connection:
        assert people.identity_of(connection, token, SystemClock().real_now()) is None
    assert "no device" in run("device", "retire", found.id, status=1).output


def test_a_code_of_the_command_line_is_one_the_server_takes(run: Run, hall: tuple[Store, Keys], tmp_path: Path) -> None:
    store, _ = hall
    code = run("device", "code", "--hall", "DL-22015", "--name", "Máy 9").stdout.strip()
    with store.writing() as connection:
        secret, now = kept_secret(tmp_path).encode(), SystemClock().real_now()
        found = enrolment.take_code(connection, secret, code.lower(), now)
        assert found == enrolment.Enrolment("DL-22015", "kiosk", "Máy 9")
        assert enrolment.take_code(connection, secret, code, now) is None
    assert "DL-1" in run("device", "code", "--hall", "DL-1", "--name", "Máy 9", status=1).output


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["hall", "show", "DL-1"], 1, "DL-1"),
        (["device", "enrol", "--hall", "DL-1", "--kind", "kiosk", "--name", "K"], 1, "DL-1"),
        (["device", "enrol", "--hall", "DL-1", "--kind", "kiosk", "--name", "K", "--scope", "journal"], 2, "--scope"),
        (["staff", "grant", "quay1", "--role", "clerk"], 2, "say where"),
        (["staff", "grant", "quay1", "--role", "clerk", "--province", "6"], 2, "two digits"),
        (["figures", "throughput", "--hall", "DL-22015", "--by", "weather"], 1, "weather"),
        (["figures", "throughput", "--hall", "DL-22015", "--from", "2026-11-23", "--to", "2026-11-20"], 1, ""),
        (["replay"], 2, "choose one"),
    ],
)
def test_refusals_say_what_to_do(run: Run, arguments: list[str], status: int, said: str) -> None:
    assert said in run(*arguments, status=status).output


def test_halls_and_figures_are_shown(run: Run) -> None:
    assert "Tuy Hòa" in run("hall", "list").output
    shown = json.loads(run("hall", "show", "DL-22015").output)
    assert [one["number"] for one in shown["counters"]] == [1, 2, 3, 4, 5, 6, 7]
    assert shown["settings"]["rule"] == {"name": "priority_then_time"}
    asked = ["figures", "throughput", "--hall", "DL-22015", "--by", "agency,hour"]
    assert json.loads(run(*asked, "--json").output)["totals"]["issued"] == 0
    assert next(csv.reader(io.StringIO(run(*asked, "--csv").output)))[:3] == ["key", "name", "issued"]
    assert "total" in run(*asked).output


def test_what_the_desk_corrected_is_shown(run: Run, hall: tuple[Store, Keys]) -> None:
    store, _ = hall
    with store.changing("DL-22015") as changing:
        asked = TicketRequest([ErrandRequest("submit", "1.001193", "22015")], "kiosk")
        ticket = issue(changing, asked, lambda: uuid7(changing.now))
        correct(changing, ticket, None, {"procedure": "2.000635"})
    command = ["figures", "corrections", "--hall", "DL-22015", "--from", "2026-11-23", "--to", "2026-11-23"]
    (row,) = json.loads(run(*command, "--json").output)["items"]
    assert (row["key"], row["issued"], row["corrected"], row["share"]) == ("1.001193|submit", 1, 1, 1.0)
    head, line = csv.reader(io.StringIO(run(*command, "--csv").output))
    assert dict(zip(head, line, strict=True))["to_key"] == "2.000635|submit"
    assert "100%" in run(*command).output
    assert "400" in run(*command, "--to", "2020-11-20", status=1).output


def test_migrate_says_when_there_is_nothing_to_do(run: Run) -> None:
    assert "is up to date\n" in run("migrate").output


def test_replay_verifies_exports_and_rebuilds(run: Run, hall: tuple[Store, Keys], tmp_path: Path) -> None:
    store, _ = hall
    assert "agree" in run("replay", "--verify").output
    run("replay", "--export", str(tmp_path / "journal.jsonl"))
    other = ["--data", str(tmp_path / "other")]
    rebuilt = CliRunner().invoke(luot, ["replay", "--rebuild", str(tmp_path / "journal.jsonl"), *other])
    assert rebuilt.exit_code == 0, rebuilt.output
    assert "agree" in CliRunner().invoke(luot, ["replay", "--verify", *other]).output
    assert "not empty" in run("replay", "--rebuild", str(tmp_path / "journal.jsonl"), status=1).output
    with store.writing() as connection:
        connection.execute(t.counters.update().where(t.counters.c.number == 3).values(state="open"))
    assert "DL-22015.3" in run("replay", "--verify", status=1).output


COMMANDS = ("demo", "staff add", "staff grant", "device enrol", "hall show", "figures throughput", "migrate", "replay")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(command: str) -> None:
    result = CliRunner().invoke(luot, [*command.split(), "--help"])
    assert result.exit_code == 0
    assert "Example: luot" in result.output
