"""Six digits for a tablet in the hall: quick to type with a queue behind one, and so only worth something while few
guesses are allowed and nobody takes one that anybody would guess first."""

import re
import secrets

DIGITS = 6
_PIN = re.compile(rf"[0-9]{{{DIGITS}}}")
_UP = "01234567890123456789"
#: Within this many years of birth or diplomas a date's year gives half of the digits away.
_YEARS = re.compile(r"(?:19|20)\d\d")


def is_pin(text: str) -> bool:
    """Whether ``text`` is made like a PIN, obvious or not."""
    return _PIN.fullmatch(text) is not None


def is_obvious(pin: str) -> bool:
    """Whether somebody who tries five would try this one: one digit, a run, a pattern said twice, a year in it."""
    repeated = any(pin == pin[:length] * (DIGITS // length) for length in (1, 2, 3))
    run = pin in _UP or pin[::-1] in _UP
    mirrored = pin[:3] == pin[:2:-1]
    paired = pin[::2] == pin[1::2]
    return repeated or run or mirrored or paired or _YEARS.search(pin) is not None


def new_pin() -> str:
    """A random one that is not obvious."""
    while is_obvious(pin := f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"):
        pass
    return pin
