"""``python -m luot_server.reference`` writes every generated page of the reference anew, into ``docs/reference``.

With a directory as its argument it writes there; a test does, and compares.
"""

from __future__ import annotations

import sys
from pathlib import Path

from luot_server.reference import pages

if __name__ == "__main__":
    directory = Path(sys.argv[1] if len(sys.argv) > 1 else "docs/reference")
    directory.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        directory.joinpath(name).write_text(content, encoding="utf-8")
