"""The demo's data directory: its database, its keys, its logs, and the lock that says who lives in it."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path

from luot_server.demo.seed import Keys

#: Processes of a demo that was killed notice it within this time, and give the directory free.
PATIENCE_SECONDS = 4.0


class InUse(Exception):
    """Another demo runs with this data directory."""


class DataDir:
    """Made when it is missing. Raises NotADirectoryError, PermissionError or FileExistsError where it cannot be."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        self.path.mkdir(parents=True, exist_ok=True)
        self.keys_file = self.path / "demo.json"

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.path / 'luot.sqlite3'}"

    def log(self, name: str) -> Path:
        return self.path / f"{name}.log"

    def lock(self) -> int:
        """The descriptor of the lock, held by whoever has it open: this process and every child it is passed to.

        So the directory is free again only when the last process of a killed demo is gone. Raises InUse.
        """
        descriptor = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return descriptor
            except BlockingIOError:
                if time.monotonic() > deadline:
                    os.close(descriptor)
                    raise InUse(self.path) from None
                time.sleep(0.05)

    def keys(self) -> Keys | None:
        """The keys handed out last time; None where there are none, or half of them."""
        try:
            return Keys(**json.loads(self.keys_file.read_text(encoding="utf-8")))
        except (FileNotFoundError, ValueError, TypeError):
            return None

    def keep(self, keys: Keys) -> None:
        """For nobody else's eyes, and whole before it gets its name."""
        draft = self.path / ".demo.json.new"
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(keys.to_data(), file, ensure_ascii=False, indent=1)
        draft.replace(self.keys_file)
