"""A web server on the loopback that misbehaves in every way that links meet."""

from __future__ import annotations

import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

PAGE = b"<!doctype html><title>x</title><p id='there'>Here.</p>"


@dataclass
class Server:
    """A running server: its address, and how often it was asked for each path, by method."""

    url: str
    asked: Counter[tuple[str, str]] = field(default_factory=Counter)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    stopped: threading.Event = field(default_factory=threading.Event)

    def times(self, path: str) -> int:
        return sum(count for (_, asked), count in self.asked.items() if asked == path)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_of: Server
    is_counted = False

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that it has above
        pass

    def do_HEAD(self) -> None:
        self.answer(is_head=True)

    def do_GET(self) -> None:
        self.answer(is_head=False)

    def answer(self, *, is_head: bool) -> None:
        server = self.server_of
        with server.lock:
            server.asked[self.command, self.path] += 1
            server.at_once += 1
            self.is_counted = True
            server.most_at_once = max(server.most_at_once, server.at_once)
            times = server.times(self.path)
        try:
            self.respond(times, is_head=is_head)
        finally:
            self.leave()

    def leave(self) -> None:
        """Count this request no more: from its first byte on, who gets an answer may ask the next thing."""
        with self.server_of.lock:
            self.server_of.at_once -= self.is_counted
            self.is_counted = False

    def respond(self, times: int, *, is_head: bool) -> None:
        path = self.path.partition("?")[0]
        name = path.strip("/").partition("/")[0]
        answers: dict[str, Callable[[], None]] = {
            "ok": lambda: self.send(200),
            "together": lambda: (time.sleep(0.15), self.send(200))[-1],
            "moved": lambda: self.redirect(301, "/new/page"),
            "moved-308": lambda: self.redirect(308, "/new/page"),
            "new": lambda: self.send(200),
            "to-slash": lambda: self.redirect(301, "/to-slash/x") if path == "/to-slash" else self.send(200),
            "to-front": lambda: self.redirect(301, "/"),
            "for-now": lambda: self.redirect(302, "/new/page"),
            "for-now-then-moved": lambda: self.redirect(302, "/moved"),
            "moved-then-for-now": lambda: self.redirect(301, "/for-now"),
            "bad-target": lambda: self.redirect(301, "/new/page)[x](javascript:alert(1)"),
            "refused": lambda: self.send(403),
            "password": lambda: self.send(401),
            "gone": lambda: self.send(404),
            "gone-410": lambda: self.send(410),
            "no-head": lambda: self.send(405 if is_head else 200),
            "busy-once": lambda: self.send(429, {"Retry-After": "1"}) if times == 1 else self.send(200),
            "busy": lambda: self.send(429, {"Retry-After": "1"}),
            "fault-then-well": lambda: self.send(500) if times <= 2 else self.send(200),
            "fault": lambda: self.send(500),
            "unavailable": lambda: self.send(503),
            "loop": lambda: self.redirect(301, "/loop"),
            "slow": lambda: self.drip(is_head=is_head),
            "silent": lambda: self.server_of.stopped.wait(60) and None,
            "": lambda: self.send(200),
        }
        answers.get(name, lambda: self.send(404))()

    def send(self, code: int, headers: dict[str, str] | None = None) -> None:
        self.leave()
        self.send_response(code)
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(PAGE)

    def redirect(self, code: int, where: str) -> None:
        self.send(code, {"Location": where})

    def drip(self, *, is_head: bool) -> None:
        """Send a page that never ends, a little at a time."""
        self.leave()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        while not is_head and not self.server_of.stopped.wait(0.1):
            try:
                self.wfile.write(b"<p>more</p>" * 500)
            except OSError:
                return


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that leave are a part of this."""


@contextmanager
def serving(certificate: trustme.LeafCert | None = None, port: int = 0) -> Iterator[Server]:
    """Run a server, with a certificate that nobody trusts if one is given."""
    handler = type("Handler", (_Handler,), {})
    httpd = _Quiet(("127.0.0.1", port), handler)
    scheme = "http"
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        certificate.configure_cert(context)
        httpd.socket = context.wrap_socket(httpd.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    server = Server(f"{scheme}://127.0.0.1:{httpd.server_address[1]}")
    handler.server_of = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stopped.set()
        httpd.shutdown()
        httpd.server_close()
