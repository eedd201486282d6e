"""Is it here? What the province's one-stop software knows of a dossier: one port, two plugs.

Without a plug nothing is claimed, and so it is whenever a plug cannot say. A plug takes a code and gives a value; it
knows no hall, no request and no database.
"""

from __future__ import annotations

from ..clock import Clock
from ..settings import Settings
from .export import Export
from .port import DossierLookup, NoLookup
from .service import Service

__all__ = ["DossierLookup", "NoLookup", "lookup_of"]


def lookup_of(settings: Settings, clock: Clock) -> DossierLookup:
    """The plug that the settings name."""
    if settings.dossier_file is not None:
        return Export(settings.dossier_file, clock)
    if settings.dossier_url is not None:
        return Service(settings.dossier_url, settings.dossier_token)
    return NoLookup()
