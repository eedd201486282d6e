"""The tables.

Three sorts: the journal and its heads (history); rows made from it by :mod:`.appliers`, which replay can make anew;
and what must never be in a journal (credentials, tokens, kept answers, leases).
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime on both databases; SQLite keeps no zone, so it is given back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime on its way into the store")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or value.tzinfo is UTC:
            return value
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _key(name: str) -> Column[str]:
    return Column(name, String(80), nullable=False)


def _maybe(name: str) -> Column[str]:
    return Column(name, String(200))


#: The journal of what belongs to no hall.
SHARED = "*"

# ── history ──────────────────────────────────────────────────────────────────────────────────────

heads = Table(
    "heads",
    metadata,
    Column("hall", String(80), primary_key=True),  # the row every change of this hall locks
    Column("position", Integer, nullable=False),
    Column("at", Instant),
    Column("digest", String(64), nullable=False),
    Column("settings", Integer, nullable=False),  # position of the newest setting: the cache key of what is set
)

journal = Table(
    "journal",
    metadata,
    _key("hall"),
    Column("position", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("occurred_at", Instant, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("v", Integer, nullable=False),
    Column("payload", Text, nullable=False),  # canonical JSON: the very bytes the digest is over
    Column("actor_kind", String(20), nullable=False),
    Column("actor_id", String(80), nullable=False),
    Column("digest", String(64), nullable=False),
    PrimaryKeyConstraint("hall", "position"),
    Index("journal_by_time", "hall", "at"),
)

# ── rows made from the hall's journal ────────────────────────────────────────────────────────────

halls = Table(
    "halls",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("name", JSON, nullable=False),
    Column("address", JSON, nullable=False),
    Column("area", String(20), nullable=False),
    Column("province", String(20), nullable=False),
    Column("zone", String(60), nullable=False),
)

hall_settings = Table(
    "hall_settings",
    metadata,
    _key("hall"),
    _key("name"),
    Column("valid_from", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    Column("value", JSON, nullable=False),
    PrimaryKeyConstraint("hall", "name", "valid_from", "position"),
)

counters = Table(
    "counters",
    metadata,
    Column("id", String(80), primary_key=True),
    _key("hall"),
    Column("number", Integer, nullable=False),
    Column("name", JSON, nullable=False),
    Column("state", String(10), nullable=False),  # open, paused, closed
    _maybe("clerk"),
    Column("seated_at", Instant),  # since when that clerk sits there
    _maybe("pause_reason"),
    UniqueConstraint("hall", "number"),
)

tickets = Table(
    "tickets",
    metadata,
    Column("id", String(36), primary_key=True),
    _key("hall"),
    Column("business_day", String(10), nullable=False),
    Column("series", String(12), nullable=False),  # "A"; "K2-A" where kiosk 2 gave the number by itself
    Column("number", Integer, nullable=False),
    Column("label", String(20), nullable=False),
    Column("position", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    _maybe("priority"),
    Column("weight", Integer, nullable=False),
    Column("language", String(5), nullable=False),
    Column("channel", String(20), nullable=False),
    _maybe("party"),
    Column("dossier_count", Integer),
    Column("need", String(400), nullable=False),
    Column("errand", String(36), nullable=False),  # the current one
    _maybe("counter"),
    _maybe("clerk"),
    Column("issued_at", Instant, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("called_at", Instant),
    Column("first_called_at", Instant),
    Column("started_at", Instant),
    Column("finished_at", Instant),
    Column("times_called", Integer, nullable=False),
    Column("why", JSON),
    Column("printed", Boolean),
    _maybe("print_problem"),
    _maybe("reason"),  # of parking, voiding, or issuing despite the decision
    Column("despite", String(400)),  # why staff issued it against the decision: a suspected error of the rule
    Column("mark", String(64)),  # HMAC under the day's key, which is gone the day after: the same person, nobody's name
    Column("age_band", String(10)),
    Column("lease", String(36)),  # what the kiosk was lent when it gave the number by itself
    Column("rejoins", Integer, nullable=False, server_default="0"),
    Column("delays", Integer, nullable=False, server_default="0"),  # how often its holder let the next go first
    _maybe("priority_by"),  # the member of staff who has seen the proof
    Column("by_hand", Boolean),  # served while the screens were away: counted, its times unmeasured
    UniqueConstraint("hall", "business_day", "series", "number", name="one_number_once"),
    Index(
        "one_open_ticket_per_counter",
        "counter",
        unique=True,
        sqlite_where=text("state IN ('called', 'serving')"),
        postgresql_where=text("state IN ('called', 'serving')"),
    ),
    # Partial, so that it stays as small as the queue however long the history grows.
    Index(
        "the_waiting",
        "hall",
        "business_day",
        "need",
        "weight",
        "arrived_at",
        "position",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "the_open",
        "hall",
        "state",
        sqlite_where=text("state IN ('waiting', 'called', 'serving', 'parked')"),
        postgresql_where=text("state IN ('waiting', 'called', 'serving', 'parked')"),
    ),
    Index("tickets_by_label", "hall", "business_day", "label"),
    Index(
        "the_missed",
        "hall",
        "business_day",
        sqlite_where=text("state = 'no_show'"),
        postgresql_where=text("state = 'no_show'"),
    ),
)

errands = Table(
    "errands",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("ticket", String(36), nullable=False, index=True),
    Column("ordinal", Integer, nullable=False),
    _maybe("procedure"),
    Column("purpose", String(20), nullable=False),
    _maybe("field"),
    _maybe("area"),
    _maybe("agency"),
    _maybe("dossier"),
    Column("decision", JSON, nullable=False),
    Column("minutes", Integer, nullable=False),  # typical service time of its procedure
    Column("state", String(10), nullable=False),
    _maybe("result"),
    Column("dossiers", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    Column("missing", JSON, nullable=False),
    Column("finished_at", Instant),
)

#: The way of a dossier another agency decides, one row an errand: out, received, and the result's way back.
handovers = Table(
    "handovers",
    metadata,
    Column("errand", String(36), primary_key=True),
    _key("hall"),
    Column("ticket", String(36), nullable=False),
    Column("label", String(20), nullable=False),
    _maybe("procedure"),
    _maybe("agency"),
    Column("to", String(120), nullable=False),  # the decision's reference: a hall, an agency, xa:CODE …
    Column("medium", String(12), nullable=False),  # paper, electronic
    Column("state", String(12), nullable=False),  # to_send, sent, received, returning, returned
    Column("dossiers", JSON, nullable=False),
    Column("count", Integer, nullable=False),
    _maybe("return_to"),  # the hall the citizen chose for the result; None: this one
    Column("result_due", String(10)),  # the last local day for the result; None: the law names none
    Column("opened_at", Instant, nullable=False),
    Column("sent_at", Instant),
    Column("received_at", Instant),
    Column("returning_at", Instant),
    Column("returned_at", Instant),
    Column("position", Integer, nullable=False),
    Index("handovers_by_state", "hall", "state"),
    Index("handovers_by_place", "to", "state"),
    Index("handovers_by_return", "return_to", "state"),
)

service_times = Table(
    "service_times",
    metadata,
    _key("hall"),
    _key("field"),
    Column("mean_seconds", Integer, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("hall", "field"),
)

device_conditions = Table(
    "device_conditions",
    metadata,
    Column("device", String(80), primary_key=True),
    _key("hall"),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("printer", String(20), nullable=False),
    Column("detail", String(200), nullable=False),
    Column("since", Instant, nullable=False),
    _maybe("trouble"),
    Column("lost_since", Instant),  # None: it is heard
)

#: What each kiosk may give by itself on one day: the numbers ``first`` to ``last`` of each series, under its own mark.
kiosk_leases = Table(
    "kiosk_leases",
    metadata,
    Column("id", String(36), primary_key=True),
    _key("hall"),
    _key("device"),
    Column("business_day", String(10), nullable=False),
    Column("mark", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("given_at", Instant, nullable=False),
    Column("position", Integer, nullable=False),
    Index("leases_by_device", "hall", "device", "business_day"),
)

#: Slips that staff sent to a kiosk's printer.
print_jobs = Table(
    "print_jobs",
    metadata,
    Column("id", String(36), primary_key=True),
    _key("hall"),
    _key("device"),
    Column("ticket", String(36), nullable=False),
    Column("copy", Boolean, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, done
    Column("ordered_at", Instant, nullable=False),
    Index("jobs_by_device", "device", "state"),
)

#: Who pressed for help at a kiosk, and who went there.
help_calls = Table(
    "help_calls",
    metadata,
    Column("id", String(36), primary_key=True),
    _key("hall"),
    _key("device"),
    Column("name", String(200), nullable=False),
    Column("called_at", Instant, nullable=False),
    Column("answered_at", Instant),
    _maybe("answered_by"),
    Index("help_by_hall", "hall", "called_at"),
)

#: What visits were given, one mark each.
ratings = Table(
    "ratings",
    metadata,
    Column("ticket", String(36), primary_key=True),
    _key("hall"),
    Column("business_day", String(10), nullable=False),  # of the visit
    Column("score", Integer, nullable=False),
    Column("reasons", JSON, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("rated_at", Instant, nullable=False),
    Index("ratings_by_day", "hall", "business_day"),
)

#: Complaints without what they say; see ``complaint_texts``.
complaints = Table(
    "complaints",
    metadata,
    Column("id", String(36), primary_key=True),
    _key("hall"),
    Column("ticket", String(36), nullable=False, index=True),
    Column("made_at", Instant, nullable=False),
    Column("due", String(10), nullable=False),  # the last local day for the answer
    Column("answered_at", Instant),
    _maybe("answered_by"),
    Index("complaints_by_hall", "hall", "made_at"),
)

closed_days = Table(
    "closed_days",
    metadata,
    _key("hall"),
    Column("business_day", String(10), nullable=False),
    PrimaryKeyConstraint("hall", "business_day"),
)

# ── rows made from the shared journal ────────────────────────────────────────────────────────────

facts = Table(
    "facts",
    metadata,
    Column("kind", String(20), nullable=False),
    Column("key", String(120), nullable=False),
    Column("valid_from", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    Column("valid_to", String(10)),
    Column("data", JSON, nullable=False),
    PrimaryKeyConstraint("kind", "key", "valid_from", "position"),
)

staff = Table(
    "staff",
    metadata,
    Column("id", String(80), primary_key=True),
    Column("user", String(80), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("counters", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
)

grants = Table(
    "grants",
    metadata,
    _key("staff"),
    Column("role", String(20), nullable=False),
    Column("scope", String(10), nullable=False),
    Column("place", String(80), nullable=False),
    PrimaryKeyConstraint("staff", "role", "scope", "place"),
)

devices = Table(
    "devices",
    metadata,
    Column("id", String(80), primary_key=True),
    _key("hall"),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("active", Boolean, nullable=False),
)

#: What replay makes anew and compares, in the order it is told in a report.
PROJECTED: tuple[Table, ...] = (
    halls,
    hall_settings,
    counters,
    tickets,
    errands,
    handovers,
    service_times,
    device_conditions,
    kiosk_leases,
    print_jobs,
    help_calls,
    ratings,
    complaints,
    closed_days,
    facts,
    staff,
    grants,
    devices,
)

# ── outside the journal ──────────────────────────────────────────────────────────────────────────

credentials = Table(
    "credentials",
    metadata,
    Column("staff", String(80), primary_key=True),
    Column("password_hash", String(200), nullable=False),
    Column("pin_hash", String(200)),  # for a tablet in the hall; None: no PIN
)

#: A code that makes one device known, once; given out by a manager, kept as a hash.
enrolment_codes = Table(
    "enrolment_codes",
    metadata,
    Column("hash", String(64), primary_key=True),
    _key("hall"),
    Column("kind", String(20), nullable=False),
    Column("name", String(200), nullable=False),
    Column("expires_at", Instant, nullable=False),
)

#: When each device was last heard, in real time, and what it said. Too often to be history: what changes is recorded.
device_beats = Table(
    "device_beats",
    metadata,
    Column("device", String(80), primary_key=True),
    _key("hall"),
    Column("seen_at", Instant, nullable=False),
    Column("version", String(40), nullable=False),
    Column("run", String(36), nullable=False),  # made anew at every start: two of them at once are two machines
    Column("other_run", String(36)),  # the one heard before
    Column("other_seen_at", Instant),
    Column("printer", String(20), nullable=False),
    Column("unsent", Integer, nullable=False),  # numbers given by itself and not handed in yet
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("holder_kind", String(20), nullable=False),  # staff, device
    Column("holder", String(80), nullable=False),
    Column("expires_at", Instant),
)

kept_answers = Table(
    "kept_answers",
    metadata,
    Column("scope", String(64), primary_key=True),  # hash of identity, method, path and key
    Column("body_hash", String(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("kept_at", Instant, nullable=False, index=True),
)

#: What turns an ID card's number into a mark for one day; destroyed when the day closes, so never in the journal.
day_keys = Table(
    "day_keys",
    metadata,
    _key("hall"),
    Column("business_day", String(10), nullable=False),
    Column("key", LargeBinary, nullable=False),
    PrimaryKeyConstraint("hall", "business_day"),
)

#: What a complaint says and is answered. People write names into such boxes, so it can be wiped, and is no history.
complaint_texts = Table(
    "complaint_texts",
    metadata,
    Column("complaint", String(36), primary_key=True),
    Column("text", Text, nullable=False),
    Column("answer", Text),
)

#: Pictures and sounds a hall has uploaded, by the hash of their bytes; settings name them.
media = Table(
    "media",
    metadata,
    _key("hall"),
    Column("id", String(64), nullable=False),  # SHA-256 of the bytes, hexadecimal
    Column("type", String(40), nullable=False),  # by content: image/png, image/jpeg, image/webp, audio/wav
    Column("name", String(200), nullable=False),
    Column("bytes", LargeBinary, nullable=False),
    Column("width", Integer),  # px, of a picture
    Column("height", Integer),
    Column("milliseconds", Integer),  # of a sound
    Column("added_at", Instant, nullable=False),
    PrimaryKeyConstraint("hall", "id"),
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("holder", String(80), nullable=False),
    Column("until", Instant, nullable=False),
)

cursors = Table(
    "cursors",
    metadata,
    Column("reader", String(40), nullable=False),
    _key("hall"),
    Column("position", Integer, nullable=False),
    PrimaryKeyConstraint("reader", "hall"),
)


def in_state(*states: str) -> ColumnElement[bool]:
    """Tickets in one of ``states``, spelt as the partial indexes spell it: SQLite takes them for nothing else."""
    spelt: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return tickets.c.state == spelt[0] if len(spelt) == 1 else tickets.c.state.in_(spelt)


def plain(row: Any) -> dict[str, Any]:
    """A row as a dictionary of its columns."""
    return dict(row._mapping)
