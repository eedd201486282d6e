"""How a citizen's phone gets to the page the slip's code leads to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from .text import Text

#: What the standard text of a Wi-Fi code gives a meaning of its own (ZXing's "WIFI:" form, which phones read).
_SPECIAL = '\\;,:"'


@dataclass(frozen=True, slots=True)
class Wifi:
    """A network of the hall's own that citizens may use. It is printed on every slip, so it is no secret."""

    ssid: str
    password: str | None = None  # None: an open network

    @property
    def code(self) -> str:
        """What a phone's camera reads to join the network."""
        sort = f"T:WPA;S:{_escaped(self.ssid)};P:{_escaped(self.password)}" if self.password else None
        return f"WIFI:{sort or f'T:nopass;S:{_escaped(self.ssid)}'};;"


@dataclass(frozen=True, slots=True)
class Reach:
    """Where phones find the hall's pages: nowhere (``url`` None: no code is printed), by its Wi-Fi, or from anywhere.

    ``url`` has no slash at its end.
    """

    url: str | None = None
    wifi: Wifi | None = None

    @classmethod
    def read(cls, raw: Mapping[str, Any] | None, usual: str | None) -> "Reach":
        """The setting ``public_url`` as ``{url, wifi: {ssid, password}}``; never set: ``usual``, the installation's."""
        if raw is None:
            return cls(usual)
        url, wifi = raw.get("url"), raw.get("wifi")
        if not url:
            return cls()
        return cls(url.rstrip("/"), Wifi(wifi["ssid"], wifi.get("password")) if wifi else None)

    def turn(self, token: str) -> str:
        """The address of a turn's own page; a path where phones cannot get to it."""
        return f"{self.url or ''}/t/{token}"


def _escaped(text: str) -> str:
    return "".join(f"\\{letter}" if letter in _SPECIAL else letter for letter in text)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Which phones can open the pages; ``good``: nothing has to be done about it."""

    good: bool
    said: Text


def who_reaches(reach: Reach, addresses: Sequence[str], here: str | None) -> Verdict:
    """Judged by what ``reach`` names: ``addresses`` are those its name stands for (none: nobody knows the name).

    ``here`` is this machine's own address in its network, as an example of what to write instead.
    """
    if reach.url is None:
        return Verdict(True, Text("doctor.phones.none"))
    parts = urlsplit(reach.url)
    told = {"url": reach.url, "host": parts.hostname or "", "here": f"http://{here or '192.168.1.10'}:8080"}
    found = [ip_address(one.partition("%")[0]) for one in addresses]
    if not found:
        return Verdict(False, Text("doctor.phones.unknown_name", told))
    if any(one.is_loopback or one.is_unspecified for one in found):
        return Verdict(False, Text("doctor.phones.itself", told))
    if any(one.is_global for one in found):
        key = "doctor.phones.all" if parts.scheme == "https" else "doctor.phones.all_plain"
        return Verdict(True, Text(key, told))
    if reach.wifi is None:
        return Verdict(False, Text("doctor.phones.inside_only", told))
    named = {**told, "network": reach.wifi.ssid}
    if told["host"].endswith(".local"):
        return Verdict(False, Text("doctor.phones.local_name", named))
    return Verdict(True, Text("doctor.phones.wifi", named))
