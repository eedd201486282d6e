"""How often something may go wrong before we stop listening for a while."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Network
from threading import Lock

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ..domain.errors import TooMany


class Throttle:
    """``rate`` as in "10 per 5 minutes", counted per key and process."""

    def __init__(self, rate: str) -> None:
        self._rate = parse(rate)
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def exhausted(self, key: str) -> bool:
        return not self._limiter.test(self._rate, key)

    def left(self, key: str) -> int:
        """How many more may be counted now."""
        return self._limiter.get_window_stats(self._rate, key).remaining

    def hit(self, key: str) -> bool:
        """Count one; whether it was still within the rate."""
        return self._limiter.hit(self._rate, key)


class Pins:
    """Wrong PINs of one server, counted by user and by address.

    A million PINs are few: after five wrong ones in fifteen minutes not even the right one opens, for that user from
    anywhere and for that address whoever it names. That bounds guessing to 480 a day; the password still opens.
    """

    def __init__(self) -> None:
        self._wrong = Throttle("5 per 15 minutes")
        self._checked_now: Counter[str] = Counter()
        self._lock = Lock()

    @contextmanager
    def trial(self, user: str, address: str) -> Iterator[None]:
        """Hold a place for one PIN while it is checked. Raises TooMany where it could be one wrong one too many.

        A hash takes a while: of a thousand PINs sent at once none has been found wrong when the last one arrives.
        """
        keys = self._keys(user, address)
        with self._lock:
            if any(self._wrong.left(key) <= self._checked_now[key] for key in keys):
                raise TooMany("pin_too_often")
            self._checked_now.update(keys)
        try:
            yield
        finally:
            with self._lock:
                self._checked_now -= Counter(keys)

    def wrong(self, user: str, address: str) -> None:
        """Count a wrong one; inside its ``trial``."""
        for key in self._keys(user, address):
            self._wrong.hit(key)

    @staticmethod
    def _keys(user: str, address: str) -> tuple[str, str]:
        return f"user|{user.casefold()}", f"address|{address}"


class Guesses:
    """Turn tokens nobody ever printed, by address.

    A token carries 96 bits that only this installation can make, so no rate of guessing finds one: thirty wrong ones in
    five minutes bound what trying costs and writes to the log. A hall's phones share one address behind its Wi-Fi, so
    the genuine token of somebody else there opens all the same, and one whose ticket is not here (a number given by a
    kiosk without the server, not handed in yet) is no guess.
    """

    def __init__(self) -> None:
        self._wrong = Throttle("30 per 5 minutes")

    def wrong(self, address: str) -> None:
        """Count one. Raises TooMany where it is one too many."""
        if not self._wrong.hit(_network(address)):
            raise TooMany("too_many")


def _network(address: str) -> str:
    """Whom an address stands for: with IPv6 a household is given 2**64 of them."""
    try:
        return str(IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address


class SignIns:
    """Wrong passwords of one server, by user and address.

    Beyond ten in five minutes a further wrong one is told to wait while the right one still opens: whoever mistyped is
    not locked out by it. Beyond a hundred even the right one waits, which bounds guessing to 28,800 a day, each of them
    an argon2 hash.
    """

    def __init__(self) -> None:
        self._mistyped = Throttle("10 per 5 minutes")
        self._guessed = Throttle("100 per 5 minutes")

    def shut(self, who: str) -> bool:
        """Whether not even the right password opens now."""
        return self._guessed.exhausted(who)

    def wrong(self, who: str) -> bool:
        """Count a wrong one; whether it is one too many."""
        self._guessed.hit(who)
        return not self._mistyped.hit(who)
