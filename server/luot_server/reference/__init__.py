"""Pages of the reference made from the code itself, so that they cannot tell anything else."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from luot_server.settings import from_env


def pages() -> dict[str, str]:
    """{file name: content} of every generated page."""
    from luot_server.app import create_app  # an app is heavy, and the diagram alone needs none
    from luot_server.reference import diagram, errors, permissions, procedures, who_decides

    with TemporaryDirectory() as directory:
        app: Any = create_app(from_env({}, data_dir=Path(directory)))
        with app.app_context():
            spec = json.dumps(app.spec, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
            may = permissions.page(app)
    return {
        "openapi.json": spec,
        "permissions.md": may,
        "errors.md": errors.page(),
        "ticket-life.md": diagram.page(),
        "catalogue.md": procedures.page(),
        "who-decides.md": who_decides.page(),
    }
