"""A proxy in front of a server that loses, delays and replaces answers on order.

Apps know the server by the proxy's address, so that every request goes through it; without an order it changes
nothing. An order is for one request, the next that fits.
"""

import dataclasses
import http.client
import http.server
import threading
import time
from collections.abc import Callable

HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}


@dataclasses.dataclass
class Sent:
    """A request that is on its way. What is changed here, the server sees changed."""

    method: str
    path: str
    body: bytes


@dataclasses.dataclass
class Order:
    """What happens to the next request of `method` to a path with `path` in it, and `holds` in its body."""

    fault: str
    """`cut_before`: the server never sees it. `cut_after`: the server answers, and nobody hears it. `delay`: both,
    `seconds` late. `refuse`: `status` instead of the server's answer, which never sees the request. `meanwhile`:
    `first` is done before the server sees it."""
    method: str
    path: str
    holds: bytes = b""
    first: Callable[[Sent], None] | None = None
    status: int = 500
    retry_after: int | None = None
    seconds: float = 0.0
    done: threading.Event = dataclasses.field(default_factory=threading.Event)

    def fits(self, sent: Sent) -> bool:
        return sent.method == self.method and self.path in sent.path and self.holds in sent.body


class Proxy:
    """Listens on `port` of this machine, or on a free one, and speaks to `target`."""

    def __init__(self, port: int = 0) -> None:
        self.target: int | None = None
        self.orders: list[Order] = []
        self.lock = threading.Lock()
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer_any(self) -> None:
                proxy.handle(self)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = answer_any

            def log_message(self, *_: object) -> None:
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hung up is none of the proxy's business."""

        self.listener = Listener(("127.0.0.1", port), Handler)
        self.port = self.listener.server_address[1]
        self.url = f"http://localhost:{self.port}"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def order(self, fault: str, method: str, path: str, **more: object) -> Order:
        placed = Order(fault, method, path, **more)
        with self.lock:
            self.orders.append(placed)
        return placed

    def forget_orders(self) -> None:
        with self.lock:
            self.orders.clear()

    def stop(self) -> None:
        self.listener.shutdown()
        self.listener.server_close()

    def take(self, sent: Sent) -> Order | None:
        with self.lock:
            for order in self.orders:
                if order.fits(sent):
                    self.orders.remove(order)
                    return order
        return None

    def handle(self, client: http.server.BaseHTTPRequestHandler) -> None:
        client.close_connection = True
        if "Transfer-Encoding" in client.headers:
            return client.send_error(411)
        body = client.rfile.read(int(client.headers.get("Content-Length") or 0))
        sent = Sent(client.command, client.path, body)
        order = self.take(sent)
        try:
            if order and order.fault == "cut_before":
                return
            if order and order.fault == "refuse":
                return self.refuse(client, order)
            if order and order.fault == "delay":
                time.sleep(order.seconds)
            if order and order.first is not None:
                order.first(sent)
            self.forward(client, sent, drop=bool(order and order.fault == "cut_after"))
        finally:
            if order:
                order.done.set()

    def refuse(self, client: http.server.BaseHTTPRequestHandler, order: Order) -> None:
        client.send_response(order.status)
        if order.retry_after is not None:
            client.send_header("Retry-After", str(order.retry_after))
        client.send_header("Content-Length", "0")
        client.send_header("Connection", "close")
        client.end_headers()

    def forward(self, client: http.server.BaseHTTPRequestHandler, sent: Sent, drop: bool) -> None:
        # The Host header goes on as it is: the server is known by the proxy's address.
        headers = {name: value for name, value in client.headers.items() if name.lower() not in HOP_BY_HOP}
        server = http.client.HTTPConnection("127.0.0.1", self.target, timeout=120)
        try:
            server.putrequest(sent.method, sent.path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                server.putheader(name, value)
            server.putheader("Connection", "close")
            server.endheaders(sent.body)
            answer = server.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return
        finally:
            server.close()
        if drop:
            return
        client.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                client.send_header(name, value)
        if answer.status not in (204, 304):
            client.send_header("Content-Length", str(len(content)))
        client.send_header("Connection", "close")
        client.end_headers()
        if client.command != "HEAD":
            client.wfile.write(content)
