"""What this machine can find out about the address that phones are told."""

from __future__ import annotations

import json
import socket
import ssl
from http.client import HTTPException
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from luot_server.domain.reach import Reach, Verdict
from luot_server.domain.text import Text

PATIENCE = 4.0  # s; a phone's owner has less


def seen_as(reach: Reach) -> list[str]:
    """The IP addresses its name stands for, as far as this machine knows; none where nobody does."""
    host = urlsplit(reach.url or "").hostname
    if not host:
        return []
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return []
    return sorted({str(one[4][0]) for one in found})


def own_address() -> str | None:
    """This machine's address in its network; None without a network. Nothing is sent: UDP has no greeting."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for examples (RFC 5737)
        except OSError:
            return None
        return str(probe.getsockname()[0])


def questioned(url: str) -> Verdict:
    """Open the address as a phone would: does this program answer there, with a certificate to be trusted?"""
    told = {"url": url}
    try:
        # The scheme was checked when the address was set: http or https.
        with urlopen(f"{url}/healthz", timeout=PATIENCE) as answer:
            ours = json.loads(answer.read(1000)) == {"status": "ok"}
    except (HTTPError, HTTPException):  # another server's refusal; or no web server at all
        ours = False
    except URLError as error:
        if isinstance(error.reason, ssl.SSLCertVerificationError):
            return Verdict(False, Text("doctor.phones.certificate", told))
        return Verdict(False, Text("doctor.phones.silent", told))
    except OSError:
        return Verdict(False, Text("doctor.phones.silent", told))
    except ValueError:
        ours = False
    return Verdict(ours, Text("doctor.phones.answers" if ours else "doctor.phones.somebody_else", told))
