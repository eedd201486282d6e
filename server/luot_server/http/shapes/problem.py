"""Why not (RFC 9457)."""

from typing import Any

from pydantic import BaseModel, Field

from ...domain.ticket import Action
from .common import Decision
from .tickets import Slip


class Problem(BaseModel):
    """Why not (RFC 9457). ``detail`` says what to do, in the reader's language; ``code`` is for programs."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    actions: list[Action] | None = Field(None, description="What the ticket can do instead.")
    field: str | None = None
    fields: dict[str, Any] | None = None
    decision: "Decision | None" = None
    errand: int | None = Field(None, description="Index of the errand the decision is about.")
    slip: "Slip | None" = None
