"""A change of condition is said once, and so is its end."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator

log = logging.getLogger(__name__)


class Troubles:
    """Keeps one broken part from stopping the others, and from filling the log."""

    def __init__(self) -> None:
        self._since: dict[str, float] = {}

    @contextlib.contextmanager
    def around(self, what: str, about: str | None = None) -> Iterator[None]:
        """Swallows what goes wrong inside: logs the first failure of ``what`` with its traceback, and its recovery.

        ``about`` tells apart what is named alike and may not be written down, as a citizen's token.
        """
        about = about or what
        try:
            yield
        except Exception:
            if about not in self._since:
                self._since[about] = time.monotonic()
                log.exception("%s fails; trying on, and silent until it works again", what)
        else:
            since = self._since.pop(about, None)
            if since is not None:
                log.warning("%s works again after %.0f s", what, time.monotonic() - since)
