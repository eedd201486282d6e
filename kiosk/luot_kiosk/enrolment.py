"""What enrolling left on this device: which server and hall it belongs to, and its token.

One small file in the data folder, readable by the device's user only. The environment overrules it; a new file is
taken up by a running kiosk whose token has been taken back.
"""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "enrolment.json"
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Enrolment:
    server: str  # origin, without a trailing slash
    hall: str
    token: str = field(repr=False)


def read(folder: Path) -> Enrolment | None:
    """None where nothing was enrolled, or what is there is no enrolment of ours."""
    try:
        told = json.loads((folder / FILE).read_text(encoding="utf-8"))
        known = Enrolment(told["server"], told["hall"], told["token"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return known if all(isinstance(it, str) and it for it in asdict(known).values()) else None


def keep(folder: Path, enrolment: Enrolment) -> Path:
    """Write it whole or not at all; the token is never readable by others, not even while it is written."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    draft = folder / (FILE + ".part")
    draft.unlink(missing_ok=True)  # one left behind might be readable
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8") as file:
        json.dump(asdict(enrolment), file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    return path
