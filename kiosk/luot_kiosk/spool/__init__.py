"""The kiosk's own store: what the server lent it, and the numbers it gave while the server was away.

One SQLite file for each hall. A number exists from the instant its row is committed here, before a letter of it is
printed; it leaves only when the server has answered for it.
"""

from luot_kiosk.spool.records import Given, Lease, Lent, SpoolBroken, SpoolError
from luot_kiosk.spool.store import Spool

__all__ = ["Given", "Lease", "Lent", "Spool", "SpoolBroken", "SpoolError"]
