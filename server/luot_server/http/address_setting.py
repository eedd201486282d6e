"""The setting ``public_url`` as it comes over HTTP: where a citizen's phone finds the hall's pages."""

import re
from typing import Final
from urllib.parse import SplitResult, urlsplit

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from .setting_schemas import SettingIn

#: A code on the paper stays easy to read; a turn's own part adds 41 letters.
LONGEST_ADDRESS: Final = 100
#: Of the standard (IEEE 802.11): a name has at most 32 bytes, a WPA passphrase 8 to 63 printable ASCII characters.
LONGEST_NETWORK, SHORTEST_PASSPHRASE, LONGEST_PASSPHRASE = 32, 8, 63

#: What an address is written with (RFC 3986, without query and fragment); a blank or a line's end, which ``urlsplit``
#: passes over, would stand in the code on the paper.
_WRITTEN: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/\[\]-]+")


class WifiIn(SettingIn):
    """A network for citizens, printed on every slip; without a ``password`` it is open."""

    ssid: str = Field(min_length=1)
    password: str | None = None

    @field_validator("ssid")
    @classmethod
    def as_long_as_a_network_name(cls, ssid: str) -> str:
        if len(ssid.encode(errors="replace")) > LONGEST_NETWORK or not ssid.isprintable():
            raise PydanticCustomError("address_network", "a network's name has 1 to 32 bytes")
        return ssid

    @field_validator("password")
    @classmethod
    def a_passphrase(cls, password: str | None) -> str | None:
        if not password:
            return None
        fits = SHORTEST_PASSPHRASE <= len(password) <= LONGEST_PASSPHRASE
        if not (fits and password.isascii() and password.isprintable()):
            raise PydanticCustomError("address_password", "a passphrase has 8 to 63 printable ASCII characters")
        return password


class PublicUrl(SettingIn):
    """``url`` null: phones cannot open the pages, so no code is printed; with ``wifi`` they join that network first."""

    url: str | None = None
    wifi: WifiIn | None = None

    @field_validator("url")
    @classmethod
    def an_address(cls, url: str | None) -> str | None:
        if not url:
            return None
        parts = _split(url)
        bare = not (parts.query or parts.fragment or parts.username or parts.password)
        if parts.scheme not in ("http", "https") or not parts.hostname or not bare or not _WRITTEN.fullmatch(url):
            raise PydanticCustomError("address_form", "an address is written like http://192.168.1.10:8080")
        if len(url) > LONGEST_ADDRESS:
            raise PydanticCustomError("address_long", "too long", {"most": LONGEST_ADDRESS})
        return url.rstrip("/")

    @model_validator(mode="after")
    def a_network_leads_somewhere(self) -> "PublicUrl":
        if self.wifi is not None and self.url is None:
            raise PydanticCustomError("address_needed", "a network without an address leads nowhere")
        return self


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _ = parts.port  # a port that is no number is found only when it is asked for
    except ValueError as error:
        raise PydanticCustomError("address_form", "an address is written like http://192.168.1.10:8080") from error
    return parts
