"""What operators and their programs ask: is it alive, is it ready, how is it doing."""

import hmac
import resource

from flask import Blueprint, Response, jsonify, request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from ..domain.errors import Forbidden
from ..settings import Settings
from ..store import tables as t
from ..store.store import Store
from .access import permit

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = frozenset({"Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip"})


class Metrics:
    """What this process counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "luot_http_requests", "Requests answered", ["route", "method", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "luot_http_seconds",
            "Time to an answer",
            ["route"],
            registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0),
        )
        self.position = Gauge(
            "luot_journal_position", "Last entry of a hall's journal", ["hall"], registry=self.registry
        )
        self.memory = Gauge("luot_resident_peak_kibibytes", "Peak resident memory", registry=self.registry)
        self.cpu = Gauge("luot_cpu_seconds", "CPU time used, user and system", registry=self.registry)

    def text(self) -> bytes:
        usage = resource.getrusage(resource.RUSAGE_SELF)
        self.memory.set(usage.ru_maxrss)
        self.cpu.set(usage.ru_utime + usage.ru_stime)
        return generate_latest(self.registry)


def operations(store: Store, settings: Settings, metrics: Metrics) -> Blueprint:
    bp = Blueprint("operations", __name__)

    @bp.get("/healthz")
    @permit()
    def healthz() -> Response:
        """The process answers."""
        return jsonify(status="ok")

    @bp.get("/readyz")
    @permit()
    def readyz() -> tuple[Response, int]:
        """The database answers too."""
        try:
            with store.reading() as connection:
                connection.execute(select(t.heads.c.hall).limit(1)).all()
        except SQLAlchemyError:
            return jsonify(status="unavailable", part="database"), 503
        return jsonify(status="ready"), 200

    @bp.get("/metrics")
    @permit()
    def show_metrics() -> Response:
        """Prometheus text; open to this machine, or to whoever has the token of the settings."""
        if not (_local() or settings.metrics_public or _has_token(settings.metrics_token)):
            raise Forbidden("metrics_private")
        with store.reading() as connection:
            for row in connection.execute(select(t.heads.c.hall, t.heads.c.position)):
                metrics.position.labels(row.hall).set(row.position)
        return Response(metrics.text(), content_type=CONTENT_TYPE_LATEST)

    return bp


def _local() -> bool:
    """Asked on this very machine, and not on behalf of somebody by a proxy that stands on it."""
    return request.remote_addr in LOOPBACK and not FORWARDED & {name for name, _ in request.headers}


def _has_token(token: str | None) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return token is not None and hmac.compare_digest(given.encode(), token.encode())
