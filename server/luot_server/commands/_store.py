"""How a short command begins: settings, a database of this release's schema, and refusals as one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy import select

from luot_server.commands._process import begin, refuse_if_behind
from luot_server.domain.errors import Refusal, Unknown
from luot_server.domain.roles import PEOPLE, Grant
from luot_server.messages import say
from luot_server.store import tables as t
from luot_server.store.store import Store

F = TypeVar("F", bound=Callable[..., Any])

SAID_IN = "en"  # commands are run by those who run servers

data_option = click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Data directory.")


@contextmanager
def opened(data: Path | None) -> Iterator[Store]:
    """The store of this installation. What it refuses ends the command with exit status 1 and the reason."""
    settings = begin(data_dir=data, async_mode="threading")
    refuse_if_behind(settings)
    store = Store(settings.database_url, settings.clock())
    try:
        yield store
    except Refusal as refusal:
        # messages: error.*
        spoken = {"field": "", **refusal.params}
        raise click.ClickException(say(f"error.{refusal.sentence}", SAID_IN, **spoken)) from refusal
    finally:
        store.engine.dispose()


def place_options(command: F) -> F:
    """Where a role is held: one hall, or every hall of a province."""
    command = click.option("--province", help="Area code of a province: the role in all its halls.")(command)
    return click.option("--hall", help="A hall's id: the role in that hall.")(command)


role_option = click.option("--role", type=click.Choice([str(role) for role in reversed(PEOPLE)]), required=True)


def grant_of(store: Store, role: str, hall: str | None, province: str | None) -> Grant:
    """The grant that the options describe. Raises click.UsageError unless exactly one place is named."""
    if (hall is None) == (province is None):
        raise click.UsageError("say where: either --hall ID or --province CODE")
    if hall is None:
        if not re.fullmatch(r"\d{2}", province or ""):
            raise click.UsageError(f"{province!r} is not a province's area code; it has two digits, like 66")
        return Grant(role, "province", province or "")
    require_hall(store, hall)
    return Grant(role, "hall", hall)


def require_hall(store: Store, hall: str) -> None:
    """Raises Unknown for a hall this installation does not have."""
    with store.reading() as connection:
        if connection.scalar(select(t.halls.c.id).where(t.halls.c.id == hall)) is None:
            raise Unknown("hall_unknown", hall=hall)


def table(rows: list[list[str]]) -> Iterator[str]:
    """Rows in columns as wide as their widest cell."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)] if rows else []
    for row in rows:
        yield "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
