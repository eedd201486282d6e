"""People who sign in: add them, say what they may do and where, let them go."""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection, select

from luot_server.actions import manager
from luot_server.commands._store import data_option, grant_of, opened, place_options, role_option, table
from luot_server.domain.happenings import GrantGiven
from luot_server.domain.pins import DIGITS, is_obvious, is_pin, new_pin
from luot_server.store import people
from luot_server.store import tables as t
from luot_server.store.ids import uuid7

SHORTEST_PASSWORD = 8


def _password(context: click.Context, param: click.Parameter, generate: bool) -> str:
    """Typed twice unseen, or made and shown this once; never on the command line, which every user can read."""
    if generate:
        made = secrets.token_urlsafe(12)
        click.echo(f"password: {made}")
        return made
    while len(typed := str(click.prompt("Password", hide_input=True, confirmation_prompt=True))) < SHORTEST_PASSWORD:
        click.echo(f"use at least {SHORTEST_PASSWORD} characters", err=True)
    return typed


password_option = click.option(
    "--generate-password",
    "password",
    is_flag=True,
    callback=_password,
    help="Make a password and show it once, instead of asking for one.",
)


@click.group()
def staff() -> None:
    """People who sign in: clerks, guides, managers, supervisors.

    Example: luot staff list
    """


@staff.command()
@click.argument("user")
@click.option("--name", required=True, help="What colleagues and figures call them.")
@role_option
@place_options
@click.option("--counter", "counters", multiple=True, help="A counter they may open; repeat it, best first.")
@password_option
@data_option
def add(
    user: str,
    name: str,
    role: str,
    hall: str | None,
    province: str | None,
    counters: tuple[str, ...],
    password: str,
    data: Path | None,
) -> None:
    """Add USER, who may sign in from now on.

    Exit status 1: the user name is taken, or there is no such hall or counter.

    Example: luot staff add lan --name "Lan" --role clerk --hall DL-22015 --counter DL-22015.2
    """
    with opened(data) as store:
        grant = grant_of(store, role, hall, province)
        if hall is not None:
            with store.viewing(hall) as view:
                for counter in counters:
                    view.counter(counter)
        with store.changing(t.SHARED, found=True) as shared:
            if _row(shared.connection, user) is not None:
                raise click.ClickException(f"{user} is, or was, somebody's user name; choose another one")
            manager.add_staff(
                shared,
                staff=uuid7(shared.now),
                user=user,
                name=name,
                password=password,
                grants=[grant],
                counters=counters,
            )
    click.echo(f"{user} may sign in")


@staff.command("list")
@data_option
def list_(data: Path | None) -> None:
    """List everybody who may sign in, with roles, places and counters.

    Example: luot staff list
    """
    with opened(data) as store, store.reading() as connection:
        held: dict[str, list[str]] = {}
        for row in connection.execute(select(t.grants).order_by(t.grants.c.role)):
            held.setdefault(row.staff, []).append(f"{row.role}@{row.place}")
        rows = connection.execute(select(t.staff).where(t.staff.c.active).order_by(t.staff.c.user)).all()
    lines = [[row.user, row.name, " ".join(held.get(row.id, ["-"])), " ".join(row.counters) or "-"] for row in rows]
    for line in table([["USER", "NAME", "ROLES", "COUNTERS"], *lines]):
        click.echo(line)


@staff.command()
@click.argument("user")
@role_option
@place_options
@click.option("--withdraw", is_flag=True, help="Take the role away instead.")
@data_option
def grant(user: str, role: str, hall: str | None, province: str | None, withdraw: bool, data: Path | None) -> None:
    """Give USER a further role, in one hall or in every hall of a province.

    Example: luot staff grant lan --role manager --hall DL-22015
    """
    with opened(data) as store:
        asked = grant_of(store, role, hall, province)
        with store.changing(t.SHARED, found=True) as shared:
            person = _known(shared.connection, user)
            identity = people.staff_identity(shared.connection, person)
            holds = identity is not None and asked in identity.grants
            if withdraw and holds:
                manager.withdraw_grant(shared, person, asked)
            elif not withdraw and not holds:
                shared.record(GrantGiven(staff=person, role=asked.role, scope=asked.scope, place=asked.place))
    click.echo(f"{user} is {'not ' if withdraw else ''}{role} in {asked.place}")


@staff.command()
@click.argument("user")
@data_option
def leave(user: str, data: Path | None) -> None:
    """USER signs in no more, and is signed out everywhere at once. What they did stays on record.

    Example: luot staff leave lan
    """
    with opened(data) as store, store.changing(t.SHARED, found=True) as shared:
        manager.staff_left(shared, _known(shared.connection, user))
    click.echo(f"{user} has left")


@staff.command()
@click.argument("user")
@password_option
@data_option
def password(user: str, password: str, data: Path | None) -> None:
    """Set another password for USER, who is signed out everywhere.

    Example: luot staff password lan
    """
    with opened(data) as store, store.changing(t.SHARED, found=True) as shared:
        person = _known(shared.connection, user)
        people.set_password(shared.connection, person, password)
        people.withdraw_all(shared.connection, "staff", person)
    click.echo(f"{user} has another password")


@staff.command()
@click.argument("user")
@click.option("--generate", is_flag=True, help="Make a PIN and show it once, instead of asking for one.")
@click.option("--withdraw", is_flag=True, help="Take the PIN away instead.")
@data_option
def pin(user: str, generate: bool, withdraw: bool, data: Path | None) -> None:
    """Set the PIN by which USER, a guide or clerk, signs in on a tablet in the hall.

    It opens what guides and clerks do and nothing else, whatever other roles USER has. Whoever came in by the PIN
    before is signed out. Exit status 1: USER is neither guide nor clerk.

    Example: luot staff pin lan
    """
    if generate and withdraw:
        raise click.UsageError("either --generate or --withdraw")
    with opened(data) as store:
        with store.reading() as connection:
            identity = people.staff_identity(connection, _known(connection, user), by_pin=True)
        if identity is None or not identity.grants:
            raise click.ClickException(f"{user} is neither guide nor clerk, so a PIN would open nothing")
        chosen = None if withdraw else new_pin() if generate else _typed_pin()
        with store.changing(t.SHARED, found=True) as shared:
            people.set_pin(shared.connection, identity.id, chosen)
    if generate:
        click.echo(f"PIN: {chosen}")
    click.echo(f"{user} has {'no PIN' if chosen is None else 'another PIN'}")


def _typed_pin() -> str:
    """Typed twice unseen; never on the command line, which every user can read."""
    while True:
        typed = str(click.prompt("PIN", hide_input=True, confirmation_prompt=True))
        if not is_pin(typed):
            click.echo(f"use {DIGITS} digits", err=True)
        elif is_obvious(typed):
            click.echo("that is one of the first anybody would try; choose another one", err=True)
        else:
            return typed


def _row(connection: Connection, user: str) -> Any:
    return connection.execute(select(t.staff).where(t.staff.c.user == user)).first()


def _known(connection: Connection, user: str) -> str:
    """The id of somebody who may sign in."""
    row = _row(connection, user)
    if row is None or not row.active:
        raise click.ClickException(f"nobody with the user name {user} signs in here; see: luot staff list")
    staff_id: str = row.id
    return staff_id
