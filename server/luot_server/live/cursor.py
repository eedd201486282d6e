"""How far the relay has told each hall's journal, kept across a restart.

A file, not a row: saving must not take the hall's lock, nor cost a commit for each commit. It is written after
the telling, so a crash repeats a little and loses nothing; screens drop the positions they have seen.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

log = logging.getLogger(__name__)


class Cursors(Protocol):
    def load(self) -> Mapping[str, int]: ...

    def save(self, cursors: Mapping[str, int]) -> None: ...


class FileCursors:
    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> Mapping[str, int]:
        """Empty where nothing was kept, or what was kept cannot be read: the relay then begins a little back."""
        try:
            kept = json.loads(self._path.read_text())
            return {str(hall): int(position) for hall, position in kept.items()}
        except FileNotFoundError:
            return {}
        except (ValueError, AttributeError, TypeError):
            log.warning("%s cannot be read and is begun anew", self._path)
            return {}

    def save(self, cursors: Mapping[str, int]) -> None:
        draft = self._path.with_suffix(".new")
        draft.write_text(json.dumps(dict(cursors)))
        draft.replace(self._path)
