"""Who lets whom run: the async mode, imported first by every entry point, before anything that waits.

One of three modes per process, chosen by a setting:

* ``eventlet``: green threads, one hub; what a hall runs on, and the fastest at telling many screens.
* ``gevent``: the same idea on another hub.
* ``threading``: the operating system's threads; for debugging, and the default until :func:`patch` is called,
  so a command or a test needs nothing.

After :func:`patch`, ordinary ``threading.Lock``, ``queue.Queue`` and sockets are green by themselves. What this
module adds is what differs: starting tasks, keeping blocking C calls out of the hub's way, and serving.
"""

from __future__ import annotations

import importlib
import socket
import threading
import time
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from luot_server import settings

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

T = TypeVar("T")

_mode = "threading"
_patched = False


class Task(Protocol):
    """Something that runs beside us. It is never cancelled: it ends by itself, when told by an Event."""

    def join(self, timeout: float | None = None) -> None: ...


def patch(mode: str) -> None:
    """Chooses the mode. Call it once, before importing Flask, SQLAlchemy or anything else that waits."""
    global _mode, _patched
    if mode not in settings.ASYNC_MODES:
        raise ValueError(f"{mode!r} is not one of {', '.join(settings.ASYNC_MODES)}")
    if _patched and mode != _mode:
        raise RuntimeError(f"this process already runs in {_mode} mode; start another one for {mode}")
    # psycopg reads it on import. Its C wait would stop the hub for the length of each query; the selector
    # version goes through the patched select, and costs nothing measurable with plain threads.
    settings.tell_library("PSYCOPG_WAIT_FUNC", "wait_selector")
    if mode == "eventlet":
        _import_eventlet().monkey_patch()
    elif mode == "gevent":
        importlib.import_module("gevent.monkey").patch_all()
    _mode, _patched = mode, True


def _import_eventlet() -> Any:
    """eventlet announces its maintenance mode as a plain Warning, which tests turn into an error. We know: all
    of it is behind this module. Matched by its text, so that no other warning is lost with it."""
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated", category=Warning)
    return importlib.import_module("eventlet")


def mode() -> str:
    return _mode


def spawn(run: Callable[..., object], *args: Any, name: str | None = None) -> Task:
    """Runs ``run(*args)`` beside us; a daemon: it does not keep the process alive.

    ``threading.Thread`` is green once patched, so one line serves all modes, and an exception that escapes
    is printed by ``threading.excepthook`` in each.
    """
    thread = threading.Thread(target=run, args=args, name=name, daemon=True)
    thread.start()
    return thread


def sleep(seconds: float = 0) -> None:
    """Lets others run, at least ``seconds`` long; 0 gives way once."""
    time.sleep(seconds)


def Lock() -> threading.Lock:
    """Looked up when it is called: patching puts another class in its place."""
    return threading.Lock()


def Event() -> threading.Event:
    """Set and awaited by tasks of this mode; under eventlet not from inside :func:`run_blocking`."""
    return threading.Event()


def run_blocking(call: Callable[..., T], *args: Any) -> T:
    """The answer of a call that keeps the processor or a C library busy (a password hash), with the hub free meanwhile.

    It runs in a real thread under the green modes, so it must not touch green things: no locks of ours, no
    database (SQLite in eventlet's thread pool gave 50 requests/s instead of 1,500), no logging.
    """
    if _mode == "eventlet":
        answer: T = importlib.import_module("eventlet.tpool").execute(call, *args)
        return answer
    if _mode == "gevent":
        answer = importlib.import_module("gevent").get_hub().threadpool.apply(call, args)
        return answer
    return call(*args)


def listen(host: str, port: int) -> socket.socket:
    """A bound, listening socket; port 0 takes a free one (``.getsockname()[1]`` tells which)."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit it. Without, an answer whose head and body are written apart takes 44 ms, not 0.6, on a
    # connection kept alive (gevent's and gunicorn's are).
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(1024)
    return listener


def serve(
    app: WSGIApplication,
    listener: socket.socket,
    *,
    on_ready: Callable[[], object] = lambda: None,
    on_stop: Callable[[], object] = lambda: None,
) -> None:
    """Answers on ``listener`` until SIGTERM or SIGINT; needs the main thread.

    ``on_ready`` runs once requests are answered, ``on_stop`` when no new ones are accepted any more: it should
    close what stays open by nature (the websockets). Requests under way get :data:`serving.GRACE` seconds.
    """
    serving = importlib.import_module("luot_server.serving")
    serving.SERVERS[_mode](app, listener).run(on_ready, on_stop)
