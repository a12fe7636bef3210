"""The command, started anew for each ceremony: nothing stays in memory between two."""

import base64
import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ORIGIN = "https://example.com"


@dataclass
class Answer:
    """What one run of the command said."""

    exit: int
    out: Any
    error: dict[str, Any] | None

    @property
    def code(self) -> str | None:
        return self.error and self.error["code"]


class Store:
    """A store that lies in `folder` and whose device key is in the system's key store."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = environment
        # What stands in front of the command.
        self.inside: list[str] = []

    def create(self, user: bytes) -> Answer:
        options = {
            "rp": {"id": "example.com", "name": "Example"},
            "user": {
                "id": base64url(user),
                "name": "ada@example.com",
                "displayName": "Ada",
            },
            "challenge": base64url(os.urandom(32)),
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
        }
        return self.run("create", "--origin", ORIGIN, "--approve", options=options)

    def get(self) -> Answer:
        options = {"rpId": "example.com", "challenge": base64url(os.urandom(32))}
        return self.run("get", "--origin", ORIGIN, "--approve", options=options)

    def check(self) -> Answer:
        return self.run("--json", "check")

    def run(self, *arguments: str, options: dict[str, Any] | None = None) -> Answer:
        """The environment is the store's alone: no bus and no keyring of whoever runs this."""
        run = subprocess.run(
            [
                *self.inside,
                os.environ["PASSKEY_PROVIDER"],
                "--store",
                str(self.folder),
                "--keys",
                "keyring",
                *arguments,
            ],
            input=json.dumps(options),
            env={"PATH": os.environ["PATH"], **self.environment},
            capture_output=True,
            check=False,
            text=True,
            timeout=60,
        )
        last_line = (run.stderr.splitlines() or [""])[-1]
        return Answer(
            exit=run.returncode,
            out=json.loads(run.stdout) if run.stdout else None,
            error=json.loads(last_line)["error"] if run.returncode else None,
        )

    def bytes_on_disk(self) -> dict[str, bytes]:
        return {
            path.name: path.read_bytes() for path in self.folder.glob("passkeys.db*")
        }


def count_of(answer: Answer) -> int:
    """The signature counter that a sign-in shows (WebAuthn L3, section 6.1)."""
    text = answer.out["response"]["authenticatorData"]
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    return int.from_bytes(data[33:37], "big")


def base64url(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()
