"""What a browser would send: cookies, forms, and what the page's script is given."""

import html
import http.client
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request

from web import SECONDS, NoAnswer, Wrong

CALLBACK = "http://localhost:9999/callback"


class Browser:
    class StopAtCallback(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, request, file, code, message, headers, url):
            if url.startswith(CALLBACK):
                raise urllib.error.HTTPError(url, code, message, headers, file)
            return super().redirect_request(request, file, code, message, headers, url)

    def __init__(self) -> None:
        # The cookies say "secure", which on localhost a browser lets pass.
        policy = http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))
        self.cookies = http.cookiejar.CookieJar(policy=policy)
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies, self.StopAtCallback())
        self.status, self.url, self.page = 0, "", ""

    def open(self, url: str, form: dict | None = None) -> None:
        data = urllib.parse.urlencode(form).encode() if form is not None else None
        try:
            with self.opener.open(url, data, timeout=SECONDS) as answer:
                self.status, self.url, self.page = answer.status, answer.geturl(), answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                self.status, self.url, self.page = error.code, error.filename, error.read().decode(errors="replace")
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"{url}: {error!r}") from None

    def action(self, form_id: str) -> str | None:
        """Where the form of this id goes; None where the page has none."""
        for tag in re.findall(r"<form[^>]*>", self.page):
            attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
            if attributes.get("id") == form_id:
                return html.unescape(attributes["action"])
        return None

    def submit(self, form_id: str, form: dict) -> None:
        action = self.action(form_id)
        if action is None:
            raise Wrong(f"the page has no form {form_id}: {self.text()}")
        self.open(action, form)

    def given(self) -> dict:
        """The members of the objects that the page hands to its script."""
        members = {}
        for name, value in re.findall(r'(\w+)\s*:\s*("(?:[^"\\]|\\.)*"|\[[^\]]*\]|\d+|true|false)', self.page):
            try:
                members[name] = json.loads(re.sub(r",\s*\]", "]", value))
            except json.JSONDecodeError:
                pass
        return members

    def text(self) -> str:
        without_scripts = re.sub(r"(?s)<(script|style).*?</\1>", " ", self.page)
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", without_scripts)).strip())

    def answers(self) -> dict[str, str]:
        """What the server hands to the app at the end of a visit; nothing before."""
        if not self.url.startswith(CALLBACK):
            return {}
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.url).query))
