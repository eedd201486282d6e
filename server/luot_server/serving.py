"""Answering on a socket in each async mode, and stopping without cutting anybody off.

Reached through :func:`luot_server.runtime.serve` only. Three servers, one manner: the main thread waits on
a pipe for the signal; then nothing new is accepted, open websockets are closed, requests under way get
:data:`GRACE` seconds.

The pipe is written by Python's own C signal handler (``signal.set_wakeup_fd``). A hub asleep in ``epoll``
never runs a Python handler's effect otherwise, and eventlet's ``os.write`` may not be called inside the hub.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import logging
import os
import select
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent import futures
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = logging.getLogger(__name__)

GRACE = 2.0  # seconds for requests under way; the service manager's patience is longer
MOST_CONNECTIONS = 10_000  # eventlet's own 1,024 is a wall at which plain HTTP hangs too
KEEPALIVE = 75.0  # seconds; above a reverse proxy's usual 60, so that the proxy is the one to close

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)


class Server:
    """What the three have in common; each says how it starts and how it stops."""

    def __init__(self, app: WSGIApplication, listener: socket.socket) -> None:
        self.app = app
        self.listener = listener

    def run(self, on_ready: Callable[[], object], on_stop: Callable[[], object]) -> None:
        with _signal_pipe() as stopped:
            self.start()
            # What lives from here on lives for ever; never walking it again more than halves the longest pause.
            gc.collect()
            gc.freeze()
            on_ready()
            _wait_for_stop(stopped)
        log.info("stopping")
        self.stop(on_stop)

    def start(self) -> None:
        raise NotImplementedError

    def stop(self, on_stop: Callable[[], object]) -> None:
        """Accepts nothing more, calls ``on_stop``, waits at most GRACE for what is under way."""
        raise NotImplementedError


class EventletServer(Server):
    def start(self) -> None:
        eventlet = importlib.import_module("eventlet")
        wsgi = importlib.import_module("eventlet.wsgi")
        self._pool = eventlet.GreenPool(MOST_CONNECTIONS)
        self._accepting = eventlet.spawn(
            wsgi.server, self.listener, self.app, custom_pool=self._pool, keepalive=KEEPALIVE,
            log=_Quiet(), log_output=False, debug=False,
        )  # fmt: skip

    def stop(self, on_stop: Callable[[], object]) -> None:
        # Killing it ends the accept loop and closes idle connections; it then waits for the pool, and so do we,
        # but not for ever.
        self._accepting.kill()
        on_stop()
        _wait_until(lambda: not self._pool.running())


class GeventServer(Server):
    def start(self) -> None:
        pywsgi = importlib.import_module("gevent.pywsgi")
        pool = importlib.import_module("gevent.pool").Pool(MOST_CONNECTIONS)
        self._server = pywsgi.WSGIServer(
            self.listener, self.app, spawn=pool, log=None, error_log=_Quiet(), handler_class=_gevent_handler(pywsgi)
        )
        self._server.start()

    def stop(self, on_stop: Callable[[], object]) -> None:
        self._server.close()  # the listening socket; connections go on
        on_stop()
        self._server.stop(timeout=GRACE)


class ThreadingServer(Server):
    """gunicorn's gthread worker run here, in the process that holds the relay, without gunicorn's arbiter:
    there is one worker, and who restarts it is the service manager's business."""

    def start(self) -> None:
        try:
            worker = _gunicorn_worker(self.app, self.listener)
        except ModuleNotFoundError as missing:
            raise RuntimeError('threading mode is served by gunicorn; run: pip install "luot[threads]"') from missing
        self._worker = worker
        self._thread = threading.Thread(target=worker.init_process, name="gunicorn", daemon=True)
        self._thread.start()
        _wait_until(lambda: worker.booted or not self._thread.is_alive())

    def stop(self, on_stop: Callable[[], object]) -> None:
        self._worker.handle_exit(signal.SIGTERM, None)
        on_stop()
        # The worker counts a closed websocket twice, so its own waiting may end early; its threads know better.
        _wait_until(lambda: not self._worker.tpool.running)
        self._thread.join(0.1)
        self._worker.tmp.close()


SERVERS: dict[str, type[Server]] = {
    "eventlet": EventletServer,
    "gevent": GeventServer,
    "threading": ThreadingServer,
}


class _Quiet:
    """A server's own log: its start-up lines and each client's broken connection are nobody's news."""

    def write(self, text: str) -> None:
        log.debug("%s", text.rstrip())

    def flush(self) -> None:
        pass

    def info(self, message: str, *args: Any) -> None:
        log.debug(message, *args)

    debug = info


def _gevent_handler(pywsgi: Any) -> Any:
    class Handler(pywsgi.WSGIHandler):  # type: ignore[misc]
        def run_application(self) -> None:
            super().run_application()
            # No status: a websocket had the connection. Kept alive for a next request, it would stay open, and
            # the client waits for it to be closed.
            if self.status is None:
                self.close_connection = True

    return Handler


def _gunicorn_worker(app: WSGIApplication, listener: socket.socket) -> Any:
    base = importlib.import_module("gunicorn.app.base")
    gthread = importlib.import_module("gunicorn.workers.gthread")
    glogging = importlib.import_module("gunicorn.glogging")

    class Application(base.BaseApplication):  # type: ignore[misc, name-defined]
        def load_config(self) -> None:
            self.cfg.set("worker_connections", MOST_CONNECTIONS)
            self.cfg.set("keepalive", int(KEEPALIVE))
            self.cfg.set("graceful_timeout", int(GRACE))
            self.cfg.set("loglevel", "warning")

        def load(self) -> WSGIApplication:
            return app

    class Worker(gthread.ThreadWorker):  # type: ignore[misc, name-defined]
        def init_signals(self) -> None:
            """Signals are the main thread's, and ours."""

        def get_thread_pool(self) -> _DaemonThreads:
            return _DaemonThreads()

    application = Application()
    return Worker(1, os.getppid(), [listener], application, 0, application.cfg, glogging.Logger(application.cfg))


class _DaemonThreads:
    """An executor whose threads do not keep the process alive, as those of concurrent.futures do: a client that
    never hangs up would outlast the signal. One thread a request is dear, and this mode is for looking closely."""

    def __init__(self) -> None:
        self.running: set[futures.Future[Any]] = set()

    def submit(self, call: Callable[..., Any], *args: Any) -> futures.Future[Any]:
        future: futures.Future[Any] = futures.Future()
        self.running.add(future)
        threading.Thread(target=self._run, args=(future, call, args), daemon=True).start()
        return future

    def _run(self, future: futures.Future[Any], call: Callable[..., Any], args: tuple[Any, ...]) -> None:
        try:
            future.set_result(call(*args))
        except BaseException as problem:  # as an executor does: whoever reads the future meets it
            future.set_exception(problem)
        finally:
            self.running.discard(future)

    def shutdown(self, wait: bool = True) -> None:
        """Nothing is kept between requests."""


@contextlib.contextmanager
def _signal_pipe() -> Iterator[int]:
    """The end of a pipe that becomes readable when we are asked to stop."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    former = {number: signal.signal(number, lambda *_: None) for number in STOP_SIGNALS}
    former_pipe = signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    try:
        yield reading
    finally:
        signal.set_wakeup_fd(former_pipe)
        # From here a second signal means it: the default action.
        for number, action in former.items():
            signal.signal(number, action)
        os.close(reading)
        os.close(writing)


def _wait_for_stop(pipe: int) -> None:
    """Returns on the first stop signal; other signals' bytes in the pipe are passed over."""
    while True:
        select.select([pipe], [], [])  # green once patched, so the hub serves meanwhile
        with contextlib.suppress(BlockingIOError):
            if any(number in STOP_SIGNALS for number in os.read(pipe, 64)):
                return


def _wait_until(true: Callable[[], object], at_most: float = GRACE) -> None:
    end = time.monotonic() + at_most
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
