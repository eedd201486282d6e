"""The journal's vocabulary: entries written by any release are read by this one, for ever.

``tests/data/entries`` holds one entry of every version of every kind. A file there is never changed: a new kind or
version adds one. They are replayed through the store in ``tests/store/test_old_entries.py``.
"""

import json
from dataclasses import fields
from pathlib import Path

import pytest

from luot_server.domain import happenings
from luot_server.domain.happenings import KINDS, Happening, UnknownKind, base, happening_of

ENTRIES = Path(__file__).parents[1] / "data" / "entries"
FILES = sorted(ENTRIES.glob("*.json"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_entry_of_every_version_is_read(file: Path) -> None:
    entry = json.loads(file.read_text(encoding="utf-8"))
    assert file.stem == f"{entry['kind']}.v{entry['v']}"
    read = happening_of(entry["kind"], entry["v"], entry["payload"])
    assert type(read) is KINDS[entry["kind"]]
    assert {field.name for field in fields(read)} == set(read.payload())
    if entry["v"] == read.v:
        assert read.payload() == entry["payload"]


def test_there_is_an_entry_of_every_version() -> None:
    """A new kind or version without its file: write one, from what the code now writes, and keep it."""
    expected = {f"{kind}.v{v}" for kind, cls in KINDS.items() for v in range(1, cls.v + 1)}
    assert {file.stem for file in FILES} == expected


def test_an_older_entry_is_brought_up_to_date_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base, "KINDS", dict(KINDS))

    class DoorOpened(Happening, v=3):
        door: str
        by: str
        slowly: bool

    steps = {
        ("door_opened", 1): lambda old: {**old, "by": "nobody"},
        ("door_opened", 2): lambda old: {**old, "slowly": False},
    }
    monkeypatch.setattr(base, "UPCASTS", steps)
    assert happening_of("door_opened", 1, {"door": "east"}) == DoorOpened(door="east", by="nobody", slowly=False)
    assert happening_of("door_opened", 2, {"door": "east", "by": "lan"}).payload()["by"] == "lan"
    assert happening_of("door_opened", 3, {"door": "east", "by": "lan", "slowly": True}).payload()["slowly"] is True


@pytest.mark.parametrize(("kind", "v"), [("ticket_sang", 1), ("ticket_issued", 99)])
def test_what_this_release_cannot_know_is_named(kind: str, v: int) -> None:
    with pytest.raises(UnknownKind, match=kind):
        happening_of(kind, v, {})


def test_a_happening_cannot_be_changed_afterwards() -> None:
    opened = happenings.ShiftStarted(counter="c1", clerk="lan")
    with pytest.raises(AttributeError):
        opened.clerk = "hoa"  # type: ignore[misc]
