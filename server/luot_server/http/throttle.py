"""How often something may go wrong before we stop listening for a while."""

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter


class Throttle:
    """``rate`` as in "10 per 5 minutes", counted per key and process."""

    def __init__(self, rate: str) -> None:
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def exhausted(self, key: str) -> bool:
        return not self._limiter.test(self._rate, key)

    def hit(self, key: str) -> bool:
        """Count one; whether it was still within the rate."""
        return self._limiter.hit(self._rate, key)
