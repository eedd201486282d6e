"""Ports for the demo's processes, chosen before they start so that one that dies comes back at the same address."""

from __future__ import annotations

import random
import socket

HOST = "127.0.0.1"

#: Below where systems take ports for outgoing connections (Linux: from 32768), so that nobody's connection sits on
#: the port of a process that is just being started again.
FREE_ONES = range(20_000, 32_000)


def choose(first: int, count: int) -> list[int]:
    """``count`` different free ports: from ``first`` upwards, or any where ``first`` is 0."""
    candidates = iter(range(first, 65_536)) if first else iter(random.sample(FREE_ONES, len(FREE_ONES)))
    chosen = []
    for port in candidates:
        if _free(port):
            chosen.append(port)
            if len(chosen) == count:
                return chosen
    raise OSError(f"no {count} free ports from {first or FREE_ONES.start} on")


def _free(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True
