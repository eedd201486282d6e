"""The setting ``complaints`` as it comes over HTTP."""

from pydantic import Field

from ..domain.feedback import Deadline
from .setting_schemas import SettingIn


class Complaints(SettingIn):
    """In how many working days of its own calendar the hall answers."""

    days: int = Field(Deadline().days, ge=1, le=60)
