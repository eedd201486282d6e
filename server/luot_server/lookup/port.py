"""The port: what the halls ask of a one-stop software, whichever it is."""

from typing import Protocol

from ..domain.dossiers import NOTHING_KNOWN, Standing


class DossierLookup(Protocol):
    """Answers within two seconds and never raises: a slow or broken software is one that cannot say."""

    def find(self, code: str, /) -> Standing:
        """What is known of the dossier with this code; ``NOTHING_KNOWN`` when nothing is."""


class NoLookup:
    """The plug of an installation that asks nobody."""

    def find(self, code: str, /) -> Standing:
        return NOTHING_KNOWN
