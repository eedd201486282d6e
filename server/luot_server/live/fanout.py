"""The fast write: one message to many websockets."""

from __future__ import annotations

from typing import Any

import socketio


def manager_for(redis_url: str | None) -> Any:
    return socketio.RedisManager(redis_url) if redis_url else socketio.Manager()
