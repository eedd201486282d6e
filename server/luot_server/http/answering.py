"""One change, one answer, once: transactions and the Idempotency-Key.

A double tap or a lost answer is answered again, not done again. The answer is kept in the very transaction of the
change, so there is no moment at which one exists without the other; a concurrent repeat waits for the hall's lock
and then finds it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, g, request
from sqlalchemy import bindparam, delete, insert, select

from ..domain.errors import Conflict, Invalid, Malformed
from ..store import tables as t
from ..store.canonical import canonical, compact, fingerprint
from ..store.changing import Changing
from ..store.journal import SYSTEM, Actor
from .access import identify
from .problems import problem_of, problem_response
from .services import services

KEPT_FOR = timedelta(hours=24)
LONGEST_KEY = 200
HEADER = "Idempotency-Key"

Answer = tuple[int, dict[str, Any] | None]
_KEEP = insert(t.kept_answers)
_KEPT = select(t.kept_answers).where(t.kept_answers.c.scope == bindparam("scope"))


def change(hall_id: str, act: Callable[[Changing], Answer], *, actor: Actor | None = None) -> Response:
    """Run ``act`` in one change of the hall and answer with what it returns, or with what it returned the first time.

    A Conflict is an answer too and is kept; any other refusal keeps nothing. Actions refuse before they record; one
    that did not would be undone whole, and its refusal not kept.
    """
    once = _Once.of_request()
    with services().store.changing(hall_id, actor or request_actor()) as hall:
        if once and (kept := once.kept(hall)) is not None:
            return kept
        try:
            status, body = act(hall)
        except Conflict as refusal:
            if hall.entries:
                raise
            response = problem_response(problem_of(refusal))
        else:
            response = answer(status, body)
        if once and response.status_code != 204:
            once.keep(hall, response)
    return response


def answer(status: int, body: dict[str, Any] | None) -> Response:
    """An answer of the API: JSON, or nothing at all."""
    if body is None:
        return Response(status=status)
    return Response(compact(body), status=status, content_type="application/json; charset=utf-8")


def request_actor() -> Actor:
    """Who is on record for this request."""
    identity = identify()
    if identity is not None:
        return Actor(identity.device_kind or identity.kind, identity.id)
    turn: str | None = g.get("turn")
    return Actor("turn", turn) if turn else SYSTEM


@dataclass(frozen=True, slots=True)
class _Once:
    """The request's Idempotency-Key, bound to who asks what."""

    scope: str
    body_hash: str

    @classmethod
    def of_request(cls) -> "_Once | None":
        key = request.headers.get(HEADER)
        if key is None:
            return None
        if not 1 <= len(key) <= LONGEST_KEY:
            raise Malformed("idempotency_key", longest=LONGEST_KEY)
        who = request_actor()
        body = g.get("body_told") or canonical(request.get_json(force=True))
        return cls(fingerprint(who.kind, who.id, request.method, request.path, key), fingerprint(body))

    def kept(self, hall: Changing) -> Response | None:
        """The answer given before. Raises Invalid ``idempotency_mismatch`` for another body under the same key."""
        row = hall.connection.execute(_KEPT, {"scope": self.scope}).first()
        if row is None:
            return None
        if row.kept_at + KEPT_FOR <= services().clock.real_now():
            hall.connection.execute(delete(t.kept_answers).where(t.kept_answers.c.scope == self.scope))
            return None
        if row.body_hash != self.body_hash:
            raise Invalid("idempotency_mismatch", field=HEADER)
        kind = "application/json" if row.status < 400 else "application/problem+json"
        return Response(row.answer, status=row.status, content_type=f"{kind}; charset=utf-8")

    def keep(self, hall: Changing, response: Response) -> None:
        hall.connection.execute(
            _KEEP,
            {
                "scope": self.scope,
                "body_hash": self.body_hash,
                "status": response.status_code,
                "answer": response.get_data(as_text=True),
                "kept_at": services().clock.real_now(),
            },
        )
