"""Journals of every earlier release are replayed for ever.

``tests/data/entries/story.jsonl`` is a whole journal, one happening of every kind at least, as the first release wrote
it; ``<kind>.v<n>.json`` beside it hold one entry of each version. Files there are never changed, only added.
"""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from luot_server.domain.happenings import KINDS
from luot_server.store import migrations, replay
from luot_server.store import tables as t
from luot_server.store.engine import open_engine

ENTRIES = Path(__file__).parents[1] / "data" / "entries"
STORIES = sorted(ENTRIES.glob("story*.jsonl"))


def _rows(connection: Connection, table: Table) -> list[dict[str, Any]]:
    return [t.plain(row) for row in connection.execute(select(table).order_by(*table.primary_key))]


@pytest.mark.parametrize("story", STORIES, ids=lambda file: file.stem)
def test_an_old_journal_is_replayed_whole(story: Path, empty_url: str) -> None:
    migrations.upgrade(empty_url)
    engine = open_engine(empty_url)
    lines = story.read_text(encoding="utf-8").splitlines()
    with engine.connect() as connection:
        report = replay.rebuild(connection, lines)
        connection.commit()
        assert report.problems == []
        assert replay.verify(connection).problems == []

        again = io.StringIO()
        replay.export(connection, again)
        assert again.getvalue().splitlines() == lines, "what was written is written again, byte for byte"
    engine.dispose()


def test_the_first_story_ends_as_it_did(empty_url: str) -> None:
    migrations.upgrade(empty_url)
    engine = open_engine(empty_url)
    with engine.connect() as connection:
        replay.rebuild(connection, (ENTRIES / "story.jsonl").read_text(encoding="utf-8").splitlines())

        tickets = {row["label"]: row for row in _rows(connection, t.tickets)}
        assert {label: row["state"] for label, row in tickets.items()} == {
            "A001": "served",  # a birth here, then copies at the other counter
            "A002": "served",  # missed, came back, fetched a photo, lacks a paper
            "A003": "cancelled",
            "A004": "expired",  # called out of order, sent on to another queue
            "B001": "expired",
            "B002": "voided",
        }
        assert tickets["A002"]["weight"] == 1
        assert tickets["A002"]["times_called"] == 4
        assert [row["result"] for row in _rows(connection, t.errands)].count("accepted") == 2
        assert {row["state"] for row in _rows(connection, t.counters)} == {"closed"}
    engine.dispose()


def test_together_the_stories_hold_every_version() -> None:
    told = {
        (entry["kind"], entry["v"])
        for story in STORIES
        for entry in map(json.loads, story.read_text(encoding="utf-8").splitlines())
    }
    assert told == {(kind, v) for kind, cls in KINDS.items() for v in range(1, cls.v + 1)}
