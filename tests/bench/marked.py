"""``luot serve`` that also notes when each change was committed: the beginning of "commit to the last display".

Run as ``python -m tests.bench.marked --port 0 --ready-file FILE``. The instants, of ``time.monotonic``, which all
processes of a machine share, stand in the file ``commits`` of its data directory, eight bytes each, the newest last.
"""

from __future__ import annotations

import os
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

from luot_server.commands import serve
from luot_server.settings import Settings

if TYPE_CHECKING:
    from flask import Flask

INSTANT = struct.Struct("d")


def newest(folder: Path) -> float:
    """When the last change was committed (s, monotonic)."""
    content = (folder / "commits").read_bytes()
    instant: float = INSTANT.unpack(content[-INSTANT.size :])[0]
    return instant


def main() -> None:
    """The command as it is; only the app it makes gets one more ear."""
    run = serve.run

    def marking(settings: Settings, ready_file: Path | None = None) -> None:
        from luot_server import app  # not above: the async mode is patched by now, and had to be first

        create = app.create_app
        commits = os.open(settings.data_dir / "commits", os.O_WRONLY | os.O_CREAT | os.O_APPEND)

        def created(settings: Settings) -> Flask:
            made = create(settings)
            made.extensions["luot"].store.on_commit.insert(
                0, lambda *_: os.write(commits, INSTANT.pack(time.monotonic()))
            )
            return made

        app.create_app = created
        run(settings, ready_file)

    serve.run = marking
    serve.serve()


if __name__ == "__main__":
    main()
