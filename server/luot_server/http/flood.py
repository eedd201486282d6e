"""What one address may send so often and no more."""

from flask import request

from ..domain.errors import TooMany
from .services import services


def admit_complaint() -> None:
    """Count one complaint from this address. Raises TooMany for a flood; a visit's own limit is three."""
    if not services().complaints.hit(request.remote_addr or ""):
        raise TooMany("too_many")
