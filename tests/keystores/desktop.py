"""A login session of a desktop: a bus and, on it, GNOME's Secret Service."""

import os
import signal
import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Self

SERVICE = "org.freedesktop.secrets"
BUS = "org.freedesktop.DBus"
WITHOUT_SERVICES = Path(__file__).with_name("bus_without_services.conf")


class Desktop:
    """What is kept lies in `home` and outlives the session; the rest ends with it."""

    def __init__(self, home: Path, *, starts_services: bool = False) -> None:
        self.home = home
        self.starts_services = starts_services
        self.ending = ExitStack()

    def __enter__(self) -> Self:
        for folder in ("data", "runtime"):
            (self.home / folder).mkdir(mode=0o700, exist_ok=True)
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
        }
        kind = (
            "--session" if self.starts_services else f"--config-file={WITHOUT_SERVICES}"
        )
        bus = subprocess.Popen(
            ["dbus-daemon", kind, "--nofork", "--print-address=1"],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.ending.callback(end, bus)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        self.ending.callback(self.stop_service)
        return self

    def __exit__(self, *_: object) -> None:
        self.ending.close()

    def unlock(self, password: str) -> Self:
        """Starts the Secret Service, as a login with that password does."""
        daemon = subprocess.Popen(
            [
                "gnome-keyring-daemon",
                "--foreground",
                "--unlock",
                "--components=secrets",
            ],
            env=self.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.ending.callback(end, daemon)
        daemon.stdin.write(password)
        daemon.stdin.close()
        for _ in range(200):
            if self.service_process():
                return self
            time.sleep(0.05)
        raise TimeoutError("gnome-keyring-daemon does not answer on the bus")

    def lock(self) -> None:
        """Locks what is open, as a screen lock may."""
        login = "/org/freedesktop/secrets/collection/login"
        path = "/org/freedesktop/secrets"
        self.call(
            SERVICE,
            path,
            "org.freedesktop.Secret.Service.Lock",
            f"array:objpath:{login}",
        )

    def secret_tool(self, *arguments: str, given: bytes = b"") -> bytes:
        return self.run(["secret-tool", *arguments], given)

    def stop_service(self) -> None:
        """Ends a Secret Service that the bus started by itself."""
        process = self.service_process()
        if process:
            os.kill(process, signal.SIGTERM)

    def service_process(self) -> int | None:
        """The process that answers as Secret Service, if one does."""
        try:
            ask = f"{BUS}.GetConnectionUnixProcessID"
            answer = self.call(BUS, "/org/freedesktop/DBus", ask, f"string:{SERVICE}")
        except OSError:
            return None
        return int(answer.split()[-1])

    def call(self, name: str, path: str, method: str, *arguments: str) -> str:
        command = [
            "dbus-send",
            "--session",
            "--print-reply",
            f"--dest={name}",
            path,
            method,
        ]
        return self.run([*command, *arguments]).decode()

    def run(self, command: list[str], given: bytes = b"") -> bytes:
        run = subprocess.run(
            command,
            env=self.environment,
            input=given,
            capture_output=True,
            check=False,
            timeout=60,
        )
        if run.returncode:
            raise OSError(f"{command[0]}: {run.stderr.decode()}")
        return run.stdout


def end(process: subprocess.Popen) -> None:
    process.terminate()
    process.wait(timeout=10)
    for stream in (process.stdin, process.stdout):
        if stream:
            stream.close()
