"""Every code a refusal can carry, by its HTTP status; a test holds refusals, messages and this table together."""

from types import MappingProxyType

_BY_STATUS: dict[int, tuple[str, ...]] = {
    400: ("idempotency_key", "malformed", "unreadable"),
    401: ("not_signed_in", "wrong_password"),
    403: (
        "catalogue_of_province",
        "counter_not_yours",
        "csrf",
        "despite_is_staffs",
        "forbidden",
        "metrics_private",
        "scope_missing",
    ),
    404: ("counter_unknown", "hall_unknown", "handover_unknown", "not_found", "ticket_unknown", "turn_unknown"),
    405: ("method_not_allowed",),
    409: (
        "area_needed",
        "counter_busy",
        "counter_closed",
        "counter_taken",
        "dossier_not_ready",
        "errand_done",
        "errand_not_current",
        "guidance",
        "hall_closed",
        "hall_not_in_catalogue",
        "handover_too_early",
        "move_not_allowed",
        "no_show_too_early",
        "outcome_differs",
        "referred",
        "ticket_elsewhere",
        "user_taken",
    ),
    413: ("too_large",),
    422: (
        "agency_unknown",
        "area_unknown",
        "card_is_health_card",
        "card_unreadable",
        "date_invalid",
        "dimension_unknown",
        "dimensions_too_many",
        "dossier_code",
        "dossier_count_small",
        "errand_not_handed_over",
        "errand_unknown",
        "field_invalid",
        "file_needed",
        "idempotency_mismatch",
        "import_refused",
        "label_or_token",
        "priority_unknown",
        "procedure_needed",
        "procedure_or_dossier_needed",
        "procedure_unknown",
        "range_invalid",
        "reason_needed",
        "return_hall_unknown",
        "return_without_handover",
    ),
    429: ("sign_in_too_often", "too_many"),
    500: ("internal",),
    503: ("database_busy",),
}

STATUS_OF = MappingProxyType({code: status for status, codes in _BY_STATUS.items() for code in codes})

#: What a program does about a status, beyond showing its sentence to whoever asked.
ADVICE = MappingProxyType(
    {
        400: "The request itself is broken; sending it again changes nothing.",
        401: "Sign in again with `POST /api/v1/session`, or have the device enrolled anew.",
        403: "Nothing to repeat: somebody must grant it. `GET /api/v1/session` says what the account may do.",
        404: "The id is wrong, or belongs to a hall this token knows nothing of; the two look alike on purpose.",
        405: "The reference under `/docs` lists the methods of every address.",
        409: "The hall's state is another than the program believed: read it again, then offer what `actions` allows.",
        413: "Send less; no honest request comes near the limit.",
        422: "`field` names the value to correct. Nothing was changed and nothing is kept under the Idempotency-Key.",
        429: "Wait, then go on more slowly.",
        500: "A fault of the server, recorded with its cause. The same Idempotency-Key makes a repeat safe.",
        503: "Repeat in a few seconds with the same Idempotency-Key: nothing is done twice.",
    }
)

#: What a program should know about single codes.
NOTES = MappingProxyType(
    {
        "area_needed": "`decision.ask` lists the areas to choose from; send one back as `area`, or `later`.",
        "card_is_health_card": "A health insurance card was scanned; the citizen needs the ID card, or no scan at all.",
        "card_unreadable": "What was scanned is no ID card, or arrived garbled; it is not repeated here on purpose.",
        "counter_busy": "A counter has one called or serving ticket at most; the sentence names it.",
        "csrf": "A change made with the browser's cookie needs the header `X-CSRF-Token`: what `luot_csrf` holds.",
        "dossier_not_ready": "At a kiosk only; `{purpose: advice}` gives a number all the same, and staff may.",
        "field_invalid": "`fields` lists every value that does not fit the schema, and why.",
        "guidance": "`slip` sends the citizen to the guidance counter; `{purpose: advice}` gives a number for it.",
        "idempotency_mismatch": "One key stands for one request; take a new one for every new intention.",
        "import_refused": "All of a list or nothing: with `dry_run=true` the answer names every problem by its line.",
        "move_not_allowed": "`actions` lists what this ticket can do instead.",
        "not_found": "Here it is the path that is unknown.",
        "outcome_differs": "What was recorded first stays; correcting it is an action of its own.",
        "procedure_unknown": "422 where the code stands in a request; 404 under `/procedures/{code}`.",
        "referred": "`decision.refer_to` says where to go, and `slip` is the paper that says so.",
    }
)
