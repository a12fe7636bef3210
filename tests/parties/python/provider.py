"""The person's side: the command, with a fresh store for each device of the case. It
runs where the files are that a case names."""

import hashlib
import json
import os
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from webauthn.helpers import bytes_to_base64url

from table import Ask


class CommandFailed(Exception):
    """The command ended without an answer and without an error in JSON."""


@dataclass
class Answer:
    """A response, or why there is none."""

    response: dict[str, Any] | None = None
    refusal: dict[str, Any] | None = None


class Provider:
    def __init__(self, command: str, files: Path) -> None:
        self.command = command
        self.files = files
        self.folder = tempfile.TemporaryDirectory(prefix="relying-party-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.folder.cleanup()

    def answer(
        self,
        verb: str,
        step: Ask,
        options: str,
        rp_id: str,
        origin: str,
        caller: list[str] | None,
        credential_id: str | None,
    ) -> Answer:
        """Runs `create` or `get` on the options."""
        command = [
            self.command,
            "--store",
            str(Path(self.folder.name, step.device)),
            "--keys",
            "file",
        ]
        if step.platform:
            command += ["--platform", step.platform]
        command.append(verb)
        client_data = None
        if step.client_data_by == "platform":
            client_data = platform_client_data(verb, options, origin)
        if caller:
            command += caller
        elif client_data:
            command += ["--rp-id", rp_id]
        else:
            command += ["--origin", origin]
        if client_data:
            digest = hashlib.sha256(client_data).hexdigest()
            command += ["--client-data-hash", digest]
        command += consent_arguments(step.consent)
        if step.strict:
            command.append("--strict")
        if verb == "create" and step.attested:
            command += attestation_arguments(step.attested)
        if credential_id:
            command.append(
                f"--credential={credential_id}"
            )  # An id may begin with a dash.

        run = subprocess.run(
            command,
            cwd=self.files,
            input=options.encode(),
            capture_output=True,
            timeout=60,
        )
        if run.returncode != 0:
            return Answer(refusal=read_refusal(run))
        response = json.loads(run.stdout)
        if client_data:
            # The page gets the platform's client data: of a hash, the command can
            # answer a placeholder only.
            response["response"]["clientDataJSON"] = bytes_to_base64url(client_data)
        return Answer(response=response)


def attestation_arguments(service: str) -> list[str]:
    """Chain and key of an attestation service: `ours`, whose root the relying party
    trusts, or `another`."""
    folder = Path(os.environ["ATTESTATION"], service)
    return [
        "--attestation-chain",
        str(folder / "chain.pem"),
        "--attestation-key",
        str(folder / "key.pem"),
    ]


def consent_arguments(consent: str) -> list[str]:
    return (
        [f"--{consent}"]
        if consent in ("approve", "decline")
        else ["--verified", consent]
    )


def platform_client_data(verb: str, options: str, origin: str) -> bytes:
    """What a browser or the operating system makes where it does not leave it to us."""
    challenge = json.loads(options)["challenge"]
    client_data = {
        "type": f"webauthn.{verb}",
        "challenge": challenge,
        "origin": origin,
        "crossOrigin": False,
    }
    return json.dumps(client_data, separators=(",", ":")).encode()


def read_refusal(run: subprocess.CompletedProcess[bytes]) -> dict[str, Any]:
    """The error is the last line; warnings may come before it."""
    stderr = run.stderr.decode()
    try:
        return {
            "exit": run.returncode,
            **json.loads(stderr.rstrip("\n").split("\n")[-1])["error"],
        }
    except (IndexError, KeyError, ValueError) as error:
        raise CommandFailed(
            f"the command ended with {run.returncode} and no error in JSON: {stderr}"
        ) from error
