"""What the guide sees, and what a kiosk is told to print."""

from typing import Literal

from pydantic import BaseModel, Field

from .common import Instant, Names
from .devices import DeviceLine, HelpRung
from .tickets import BriefTicket, Slip


class Guide(BaseModel):
    """The guide's board. ``claimed``: a priority nobody has seen the proof of; ``unprinted``: failed ones first."""

    board: Literal["guide"]
    hall: str
    position: int
    server_time: str = Instant
    help: list[HelpRung]
    devices: list[DeviceLine]
    unprinted: list[BriefTicket]
    missed: list[BriefTicket]
    claimed: list[BriefTicket]
    uncovered: list[Names]


class PrintJob(BaseModel):
    job: str
    ticket: str
    label: str
    slip: Slip
    late: bool


class PrintJobs(BaseModel):
    items: list[PrintJob]


class Code(BaseModel):
    """A QR code as rows of modules, ``1`` is dark; whoever shows it draws it, with four light modules around."""

    url: str
    rows: list[str] = Field(description="All of one length; none where no phone could follow the code.")
