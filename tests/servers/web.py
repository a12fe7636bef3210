"""What an app does over HTTP: cookies, JSON, forms, no redirects. What got no answer is told apart from a refusal."""

import http.client
import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request

SECONDS = 60


class Wrong(Exception):
    """Something came out otherwise than it must."""


class NoAnswer(Exception):
    """The request was sent, and no whole answer came: nobody here knows whether it arrived."""


class Answer:
    def __init__(self, status: int, headers: object, body: bytes) -> None:
        self.status, self.headers, self.body = status, headers, body

    def json(self) -> object:
        try:
            return json.loads(self.body)
        except ValueError:
            raise Wrong(f"status {self.status} and no JSON: {self.body[:300]!r}") from None

    def good(self) -> object:
        """The JSON of an answer that must be a success; None where there is no body."""
        if not 200 <= self.status < 300:
            raise Wrong(f"status {self.status}: {self.body[:500]!r}")
        return self.json() if self.body else None


class Client:
    """One session at a server. `headers` go with every request."""

    class NoRedirect(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, request, file, code, message, headers, url):
            return None

    def __init__(self, base: str, headers: dict[str, str] | None = None) -> None:
        self.base, self.headers, self.seconds = base, dict(headers or {}), SECONDS
        # Cookies that say "secure" are sent on localhost, as a browser does.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(policy=policy)
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), self.NoRedirect()
        )

    def call(
        self,
        method: str,
        path: str,
        body: object = None,
        form: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        sent = {"Accept": "application/json", **self.headers, **(headers or {})}
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
        elif body is not None:
            data, sent["Content-Type"] = json.dumps(body).encode(), "application/json"
        elif method == "POST":
            data = b""
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=sent)
        try:
            with self.opener.open(request, timeout=self.seconds) as answer:
                return Answer(answer.status, answer.headers, answer.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, error.headers, error.read())
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{method} {path}: {error!r}") from None
