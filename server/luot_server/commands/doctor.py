"""Whether this installation is fit for tomorrow: what is wrong, each in a sentence that says what to do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import select

from luot_server.commands._phones import own_address, questioned, seen_as
from luot_server.commands._process import begin, refuse_if_behind
from luot_server.commands._store import data_option
from luot_server.domain.reach import Verdict, who_reaches
from luot_server.domain.text import Text
from luot_server.messages import LANGUAGES, say
from luot_server.store import tables as t
from luot_server.store.store import Store


@dataclass(frozen=True)
class Finding:
    """``about`` is a stable name, ``hall`` the hall it is about."""

    about: str
    hall: str
    good: bool
    said: Text

    def wire(self) -> dict[str, object]:
        spoken = {lang: say(self.said.key, lang, **self.said.params) for lang in LANGUAGES}
        return {"about": self.about, "hall": self.hall, "good": self.good, "sentence": spoken}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON document instead of lines.")
@click.option("--lang", type=click.Choice(LANGUAGES), default=LANGUAGES[0], help="Language of the lines.")
@data_option
def doctor(as_json: bool, lang: str, data: Path | None) -> None:
    """Look at this installation and say what is wrong with it; exit status 1 when something is.

    Today: which phones can open the pages that the slips' codes lead to, hall by hall.

    Example: luot doctor --lang en
    """
    settings = begin(data_dir=data, async_mode="threading")
    refuse_if_behind(settings)
    store = Store(settings.database_url, settings.clock())
    try:
        findings = list(_phones(store, settings.public_url))
    finally:
        store.engine.dispose()
    if as_json:
        click.echo(json.dumps([one.wire() for one in findings], ensure_ascii=False, indent=2))
    else:
        for one in findings:
            click.echo(f"{'✓' if one.good else '✗'} {one.hall}: {say(one.said.key, lang, **one.said.params)}")
    if not all(one.good for one in findings):
        raise SystemExit(1)


def _phones(store: Store, usual: str | None) -> Iterator[Finding]:
    with store.reading() as connection:
        halls = connection.scalars(select(t.halls.c.id).order_by(t.halls.c.id)).all()
    for hall in halls:
        with store.viewing(hall) as view:
            reach = view.settings.reach(usual)
        verdict = who_reaches(reach, seen_as(reach), own_address())
        yield _finding(hall, verdict)
        if reach.url is not None and verdict.good:
            yield _finding(hall, questioned(reach.url))


def _finding(hall: str, verdict: Verdict) -> Finding:
    return Finding("phones", hall, verdict.good, verdict.said)
