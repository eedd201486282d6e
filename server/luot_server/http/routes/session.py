"""Signing in and out, for programs (token) and browsers (cookie)."""

from typing import Any

from apiflask import APIBlueprint
from flask import Response, request
from sqlalchemy import select

from ... import runtime
from ...domain.errors import NotSignedIn, TooMany
from ...domain.roles import PEOPLE, Role, wire_grants
from ...store import people
from ...store import tables as t
from ..access import COOKIE, CSRF_COOKIE, csrf_of, given_token, identify, known_identity, permit
from ..answering import answer
from ..schemas import SignIn
from ..services import services
from ..shapes.people import Session, Who

bp = APIBlueprint("session", __name__, tag="session")


@bp.post("/session")
@permit()
@bp.input(SignIn)
@bp.output(Session)
def sign_in(json_data: SignIn) -> Response:
    """Sign in by password, or by PIN to what guides and clerks do: 401 for a wrong one, 429 after too many."""
    by_pin = json_data.pin is not None
    staff = (
        _by_pin(json_data.user, json_data.pin) if json_data.pin else _by_password(json_data.user, json_data.password)
    )
    with services().store.writing() as connection:
        expires_at = services().clock.real_now() + people.SESSION_LASTS
        token = people.give_token(connection, "pin" if by_pin else "staff", staff, expires_at)
        identity = people.staff_identity(connection, staff, by_pin=by_pin)
    assert identity is not None
    response = answer(200, {"token": token, "role": identity.main_role, "grants": wire_grants(identity.grants)})
    lasts = int(people.SESSION_LASTS.total_seconds())
    # Behind a proxy that ends TLS the request itself looks plain; the address phones use tells the truth.
    secure = request.is_secure or (services().public_url or "").startswith("https:")
    response.set_cookie(COOKIE, token, max_age=lasts, httponly=True, samesite="Strict", secure=secure)
    response.set_cookie(CSRF_COOKIE, csrf_of(token), max_age=lasts, samesite="Strict", secure=secure)
    return response


def _by_password(user: str, password: str | None) -> str:
    who = f"{user.casefold()}|{request.remote_addr}"
    if services().sign_ins.shut(who):
        raise TooMany("sign_in_too_often")
    account = _account(user)
    if not runtime.run_blocking(people.password_fits, account, password or "") or account.staff is None:
        if services().sign_ins.wrong(who):
            raise TooMany("sign_in_too_often")
        raise NotSignedIn("wrong_password")
    return account.staff


def _by_pin(user: str, pin: str) -> str:
    address = request.remote_addr or ""
    with services().pins.trial(user, address):
        account = _account(user)
        if not runtime.run_blocking(people.pin_fits, account, pin) or account.staff is None:
            services().pins.wrong(user, address)
            raise NotSignedIn("wrong_pin")
        return account.staff


def _account(user: str) -> people.Account:
    with services().store.reading() as connection:
        return people.account(connection, user)


@bp.delete("/session")
@permit()
@bp.output({}, status_code=204)
def sign_out() -> Response:
    """Sign out: this token is worth nothing from now on. Nobody signed in: nothing to do; a device keeps its token."""
    identity, token = identify(), given_token()
    if identity is not None and identity.kind == "staff" and token:
        with services().store.writing() as connection:
            people.withdraw_token(connection, token)
    response = answer(204, None)
    response.delete_cookie(COOKIE)
    response.delete_cookie(CSRF_COOKIE)
    return response


@bp.get("/session")
@permit(*PEOPLE)
@bp.output(Who)
def who_am_i() -> Response:
    """Who is signed in, and which counters they may open, best first."""
    identity = known_identity()
    halls = {grant.place for grant in identity.grants if grant.role == Role.CLERK}
    with services().store.reading() as connection:
        rows = connection.execute(select(t.counters).order_by(t.counters.c.number)).all()
    mine: list[dict[str, Any]] = [
        {"id": row.id, "number": row.number, "hall": row.hall, "name": row.name}
        for row in rows
        if row.hall in halls and (not identity.counters or row.id in identity.counters)
    ]
    order = {counter: place for place, counter in enumerate(identity.counters)}
    mine.sort(key=lambda one: order.get(one["id"], one["number"]))
    return answer(
        200,
        {
            "id": identity.id,
            "user": identity.user,
            "name": identity.name,
            "role": identity.main_role,
            "grants": wire_grants(identity.grants),
            "counters": mine,
        },
    )
