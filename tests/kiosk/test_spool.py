"""The spool's file: what is committed stays, is told once, and is not told at all to a program that is too old."""

import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from luot_kiosk.cli import kiosk
from luot_kiosk.spool import Given, Lease, Lent, Spool, SpoolError
from luot_kiosk.spool.records import HandedIn, Json
from luot_kiosk.spool.schema import STEPS, bring_forward
from luot_kiosk.spool.store import others

EIGHT = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = "2026-11-23"
WISH: Json = {"language": "vi", "errands": [{"procedure": None, "purpose": "advice", "area": None, "dossier": None}]}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[..., Spool]]:
    """Opens the spool of a hall again and again, as a device does that is switched off and on."""
    spools: list[Spool] = []

    def open_(hall: str = "DL-22015") -> Spool:
        for one in spools:
            one.close()
        spools.append(Spool(tmp_path, hall))
        return spools[-1]

    yield open_
    for one in spools:
        one.close()


def a_lease(first: int = 1, count: int = 4, day: str = DAY) -> tuple[Lease, list[tuple[str, str, str]]]:
    tickets = [(f"id-{day}-{number}", f"token-{number}", f"/t/{number}") for number in range(first, first + count)]
    return Lease(f"lease-{day}-{first}", day, 2, first, first + count - 1), tickets


def give(spool: Spool, key: str, letters: str = "A", at: datetime = EIGHT) -> Given:
    lent = spool.lend(key, DAY, at)
    assert lent is not None
    return spool.give(key, lent, letters, at, WISH, lambda label, moment: {"label": label})[0]


def test_labels_are_counted_in_each_series_and_go_on_after_a_restart(opened: Callable[..., Spool]) -> None:
    opened().add_lease(*a_lease(count=8))
    assert [give(opened(), key, letters).label for key, letters in zip("abcd", "AABA", strict=True)] == [
        "K2-A001",
        "K2-A002",
        "K2-B001",
        "K2-A003",
    ]


def test_a_repeat_has_its_number_again_also_after_a_restart(opened: Callable[..., Spool]) -> None:
    opened().add_lease(*a_lease())
    first = give(opened(), "one")
    assert give(opened(), "one") == first
    assert opened().count_unsent() == 1


def test_a_request_keeps_its_id(opened: Callable[..., Spool]) -> None:
    spool = opened()
    assert spool.lend("early", DAY, EIGHT) is None
    spool.add_lease(*a_lease())
    assert spool.lend("early", DAY, EIGHT) is None, "the server knows this key with another body"
    lent = spool.lend("one", DAY, EIGHT)
    assert isinstance(lent, Lent)
    assert opened().lend("one", DAY, EIGHT) == lent


def test_a_second_lease_has_labels_of_its_own(opened: Callable[..., Spool]) -> None:
    spool = opened()
    spool.add_lease(*a_lease(count=2))
    spool.add_lease(*a_lease(first=801, count=2))
    late = spool.lend("late", DAY, EIGHT)  # an id of the first lease, whose number is given after those of the second
    assert late is not None
    labels = [give(spool, key).label for key in "abc"]
    assert labels == ["K2-A001", "K2-A801", "K2-A802"]
    assert give(spool, "late").label == "K2-A002"
    assert spool.lend("more", DAY, EIGHT) is None


def test_ids_are_of_their_own_day_only(opened: Callable[..., Spool]) -> None:
    spool = opened()
    spool.add_lease(*a_lease(day="2026-11-24"))
    assert spool.lend("one", DAY, EIGHT) is None
    assert spool.free_ids("2026-11-24") == (4, 4)
    spool.forget("2026-11-25", "2026-10-25")
    assert spool.free_ids("2026-11-24") == (0, 0)


def test_time_never_goes_back_from_number_to_number(opened: Callable[..., Spool]) -> None:
    opened().add_lease(*a_lease())
    give(opened(), "noon", at=EIGHT + timedelta(hours=4))
    assert give(opened(), "dead battery").at == EIGHT + timedelta(hours=4)


def test_a_number_leaves_only_with_the_servers_answer(opened: Callable[..., Spool]) -> None:
    opened().add_lease(*a_lease())
    kept = [give(opened(), key) for key in "abc"]
    assert opened().unsent(2) == kept[:2]
    answers = [HandedIn(kept[0].id, "issued", "K2-A001", None, None), HandedIn("another", "issued", None, None, None)]
    opened().handed_in([*answers, HandedIn(kept[1].id, "refused", None, "no", "Số này không được giao.")], kept)
    assert opened().unsent(9) == kept[2:]
    assert [(one.label, one.title) for one in opened().for_staff()] == [
        ("K2-A002", "Số này không được giao."),
        ("K2-A003", None),
    ]


def test_a_slip_that_settled_on_the_wire_is_still_told(opened: Callable[..., Spool]) -> None:
    spool = opened()
    spool.add_lease(*a_lease())
    given = give(spool, "one")
    assert spool.interrupted() == [given.id], "as long as nobody knows"
    assert not spool.printed(given.id, "printed", None), "the hand-in tells it"
    late = spool.handed_in([HandedIn(given.id, "issued", given.label, None, None)], [given])
    assert [(one.label, one.print) for one in late] == [("K2-A001", "printed")]
    assert spool.printed(given.id, "failed", "paper_out"), "known to the server: told at once"
    assert opened().interrupted() == []


def test_the_newer_file_is_refused_in_one_sentence(opened: Callable[..., Spool]) -> None:
    path = opened().path
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(SpoolError) as refused:
        opened()
    assert refused.value.key == "spool.newer"


def test_an_older_file_walks_forward(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "old.sqlite3", isolation_level=None)
    bring_forward(db)
    bring_forward(db, (*STEPS, "CREATE TABLE later (x); INSERT INTO later VALUES (7)"))
    assert db.execute("SELECT x FROM later").fetchone() == (7,)
    with pytest.raises(SpoolError, match="newer"):
        bring_forward(db)
    db.close()


def test_another_halls_spool_is_another_file_and_not_forgotten(opened: Callable[..., Spool], tmp_path: Path) -> None:
    before = opened("DL-22045")
    before.add_lease(*a_lease())
    give(before, "one")
    assert opened().unsent(9) == []
    (tmp_path / "spool-broken.sqlite3").write_text("no database")
    assert others(tmp_path, "DL-22015") == [("DL-22045", 1)]


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "spool-DL-22015.sqlite3").write_text("no database" * 100)
    with pytest.raises(SpoolError) as refused:
        Spool(tmp_path, "DL-22015")
    assert refused.value.key == "spool.unusable"


def test_the_list_is_told_and_printed_by_command(opened: Callable[..., Spool], tmp_path: Path) -> None:
    opened().add_lease(*a_lease())
    spool = opened()
    for key in "ab":
        lent = spool.lend(key, DAY, EIGHT)
        assert lent is not None
        spool.give(key, lent, "G", EIGHT, WISH, lambda label, moment: {"errands": [{"procedure": None}]})
    environ = {
        "LUOT_KIOSK_SERVER": "http://127.0.0.1:1",
        "LUOT_KIOSK_TOKEN": "secret",
        "LUOT_KIOSK_HALL": "DL-22015",
        "LUOT_KIOSK_DATA": str(tmp_path),
    }
    paper = tmp_path / "paper.bin"
    listed = CliRunner().invoke(kiosk, ["spool", "list", "--printer", "none"], env=environ)
    assert (listed.exit_code, "K2-G001" in listed.output, "K2-G002" in listed.output) == (0, True, True)
    printed = CliRunner().invoke(kiosk, ["spool", "print", "--printer", f"file:{paper}"], env=environ)
    assert (printed.exit_code, printed.output) == (0, "")
    assert paper.stat().st_size > 1000
    without = CliRunner().invoke(kiosk, ["spool", "print", "--printer", "none"], env=environ)
    assert without.exit_code == 1
