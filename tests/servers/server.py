"""What the runner asks of each server. A folder per server has a `driver.py` with a `Driver` that answers this."""

import dataclasses
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from faults import Sent
from phone import Phone
from web import Client, NoAnswer, Wrong


class CannotProduce(Exception):
    """This server has no such case. The text says why, and becomes the cell of the table."""


class Refused(Exception):
    """The server said no. `sign_in_again`: it wants a fresh sign-in, and would accept after that."""

    def __init__(self, status: int, reason: str, sign_in_again: bool = False) -> None:
        super().__init__(f"{status}: {reason}")
        self.status, self.reason, self.sign_in_again = status, reason, sign_in_again


@dataclasses.dataclass
class Account:
    """A user of its own, and the session that the app has."""

    name: str
    password: str
    app: Client
    more: dict = dataclasses.field(default_factory=dict)
    """What this server needs besides, such as a number of the user."""


@dataclasses.dataclass
class Asked:
    """Creation options as WebAuthn has them, and what the server wants back with the credential."""

    options: dict
    more: dict = dataclasses.field(default_factory=dict)


class Server:
    """Starts with nothing in it. Credential ids are base64url without padding, whatever the server's encoding is.

    `FINISH` is the request that carries the credential, `DELETE` the one that deletes a registration: method, and a
    part of the path. `origin` is what the app says that it is. `LOOKS_LATE`: how old the sign-in is matters to the
    server only when it gets the credential, and it does not say so then. `DIALECT`: how the command speaks to it.
    `BREAKS`: it fails with a status of 500 where it should refuse. `HIDES_AGE`: why a program cannot tell that a newer
    sign-in is wanted.
    """

    NAME = ""
    DIALECT = ""
    url = origin = ""
    rp_id = "localhost"
    FINISH = ("POST", "")
    DELETE = ("DELETE", "")
    SECONDS_TO_START = 60
    LOOKS_LATE = False
    BREAKS = False
    HIDES_AGE = ""
    process: subprocess.Popen | None = None
    stopped = False

    def start(self, folder: Path, port: int, url: str) -> None:
        """Listens on `port` of this machine, keeps what it keeps in `folder`, and is known as `url`."""
        raise NotImplementedError

    def stop(self) -> None:
        """Always possible, also during a start and twice; nothing starts any more after it."""
        self.stopped = True
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            self.process.wait()

    def account(self, name: str) -> Account:
        """A fresh user who has just signed in."""
        raise NotImplementedError

    def old_session(self, account: Account) -> None:
        """Makes the account's sign-in too old to register with. CannotProduce where no sign-in is."""
        raise NotImplementedError

    def sign_in_again(self, account: Account) -> None:
        """What the app does when a sign-in is too old."""
        raise NotImplementedError

    def ask(self, account: Account) -> Asked:
        """Asks for creation options, as the app. Refused, or NoAnswer."""
        raise NotImplementedError

    def finish(self, account: Account, asked: Asked, credential: dict, name: str) -> str:
        """Sends the credential, as the app, and gives what this server deletes it by. Refused, or NoAnswer."""
        raise NotImplementedError

    def app_list(self, account: Account) -> object:
        """The list that the app gets, as it is, for `reconcile`. CannotProduce where it has no credential ids."""
        raise NotImplementedError

    def app_registrations(self, account: Account) -> list[str]:
        """What `finish` gave for each passkey that the server says it has, as the app hears it."""
        raise NotImplementedError

    def app_delete(self, account: Account, registration: str) -> None:
        """Deletes, as the app. Refused, also where there is no such registration, or NoAnswer."""
        raise NotImplementedError

    def listing(self, account: Account) -> list[str]:
        """The judge: the credential ids of the account in the server's database or its administrator's API."""
        raise NotImplementedError

    def met(self, credential: str) -> None:
        """Tells the judge that a passkey of this id was sent, where its server keeps hashes of ids only."""

    def refuse_after_key(self, account: Account, sent: Sent) -> Callable[[], None]:
        """Makes the server refuse the credential that is on its way, and gives the way back."""
        raise NotImplementedError

    def sign_in(self, account: Account, phone: Phone) -> bool:
        """A sign-in with the passkey alone, from a new session."""
        raise NotImplementedError

    def promises(self, command: str, folder: Path) -> list[tuple[str, str]]:
        """What this server alone can show: promises, and what is wrong with each, or nothing."""
        return []

    def token_command(self, account: Account, folder: Path) -> str:
        """A command of the shell that prints the app's session: a token, or cookies. It is on no command line."""
        for name in ("X-Session-Token", "Authorization"):
            if name in account.app.headers:
                return printing(folder / "token", account.app.headers[name].removeprefix("Bearer "))
        return printing(folder / "cookies", "; ".join(f"{one.name}={one.value}" for one in account.app.cookies))

    def page(self, account: Account, folder: Path) -> list[str]:
        """Where the server has its options on a page only, the app takes them out of it for the command."""
        return []

    def named(self, account: Account) -> list[str]:
        """How the command is told which server it is: a dialect, and what that wants to know."""
        return ["--server", self.DIALECT, "--url", self.url, "--page", self.origin]

    # For the drivers.

    def spawn(self, arguments: list[str], folder: Path, env: dict[str, str] | None = None) -> None:
        """Starts the process with its output in a file, in a group of its own that `stop` ends."""
        if self.stopped:
            raise Wrong(f"{self.NAME} was stopped while it started")
        self.log = tempfile.TemporaryFile()
        self.process = subprocess.Popen(
            arguments,
            cwd=folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})},
            stdin=subprocess.DEVNULL,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def wait_until(self, is_ready: Callable[[], bool]) -> None:
        """Waits for SECONDS_TO_START; the end of the server's output tells why it did not start."""
        end = time.monotonic() + self.SECONDS_TO_START
        while time.monotonic() < end and self.process.poll() is None:
            try:
                if is_ready():
                    return
            except (NoAnswer, Wrong):
                pass
            time.sleep(0.3)
        self.log.seek(0)
        sys.stderr.buffer.write(self.log.read()[-4000:])
        ended = self.process.poll()
        how = f"did not start in {self.SECONDS_TO_START} seconds" if ended is None else f"ended with {ended}"
        raise Wrong(f"{self.NAME} {how}")

    def run_once(self, arguments: list[str], folder: Path, env: dict[str, str] | None = None) -> str:
        """Runs a program to its end, and gives what it prints."""
        ran = subprocess.run(
            arguments,
            cwd=folder,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **(env or {})},
            capture_output=True,
            text=True,
            timeout=120,
        )
        if ran.returncode != 0:
            raise Wrong(f"{arguments}: {ran.stdout[-2000:]}{ran.stderr[-2000:]}")
        return ran.stdout


def free_port() -> int:
    """A port that nobody listens on now, and that the system gives to nobody who asks for any: some servers take half
    a minute before they listen."""
    for port in random.sample(range(20_000, 30_000), 100):
        with socket.socket() as free:
            try:
                free.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise Wrong("no port is free")


def printing(file: Path, text: str) -> str:
    file.write_text(text)
    return f"cat '{file}'"
