"""The command as the person's authenticator, with a store of its own."""

import json
import subprocess
from pathlib import Path

from web import Wrong


class Declined(Exception):
    """The command makes or uses no passkey. `code` as in docs/errors.md, `existing` what is in the way."""

    def __init__(self, error: dict) -> None:
        super().__init__(f"{error['code']}: {error['message']} {error.get('enrolment', '')}".rstrip())
        self.code, self.existing = error["code"], error.get("existing", [])
        self.enrolment = error.get("enrolment")


class Phone:
    def __init__(self, command: str, store: Path, origin: str) -> None:
        self.command, self.store, self.origin = command, store, origin

    def run(self, *arguments: str, asked: object = None) -> object:
        ran = subprocess.run(
            [self.command, "--store", str(self.store), "--keys", "file", "--json", *arguments],
            input="" if asked is None else json.dumps(asked),
            capture_output=True,
            text=True,
            timeout=60,
        )
        if ran.returncode == 0:
            return json.loads(ran.stdout) if ran.stdout.strip() else None
        try:
            raise Declined(json.loads(ran.stderr.strip().splitlines()[-1])["error"])
        except (ValueError, KeyError, IndexError):
            raise Wrong(f"{arguments[0]} ended with {ran.returncode}: {ran.stderr}") from None

    def create(self, options: dict, on_duplicate: str = "refuse", *more: str) -> dict:
        """Makes a passkey for creation options, and gives the RegistrationResponseJSON."""
        who = ("--origin", self.origin, "--verified", "biometric")
        return self.run("create", *who, "--on-duplicate", on_duplicate, *more, asked=options)

    def get(self, options: dict) -> dict:
        """Signs in for request options, and gives the AuthenticationResponseJSON."""
        return self.run("get", "--origin", self.origin, "--verified", "biometric", asked=options)

    def enrol(self, token_command: str, *more: str) -> dict:
        """Registers at a server by the command's own machine, or resumes it, and gives what it says at the end."""
        return self.run("enrol", *more, "--token-command", token_command, "--verified", "biometric")

    def enrol_delete(self, credential: str, token_command: str, *more: str) -> dict:
        return self.run("enrol", "delete", credential, *more, "--token-command", token_command)

    def confirm(self, credential: str) -> dict:
        return self.run("confirm", credential)

    def reject(self, credential: str, reason: str) -> dict:
        return self.run("reject", credential, "--reason", reason)

    def delete(self, credential: str) -> dict:
        return self.run("delete", credential)

    def epoch(self) -> str:
        """The store's present, for `reconcile`: what is made later, the list does not speak of."""
        return f"epoch:{self.run('check')['epoch']}"

    def reconcile(self, rp_id: str, user: str, listed: object, as_of: str) -> dict:
        return self.run("reconcile", "--rp-id", rp_id, "--user", user, "--as-of", as_of, asked=listed)

    def passkeys(self) -> list[dict]:
        return self.run("list")["passkeys"]

    def ids(self, *standings: str) -> list[str]:
        """The ids of the passkeys here; with standings, of those only."""
        return sorted(
            passkey["credential_id"] for passkey in self.passkeys() if not standings or passkey["standing"] in standings
        )

    def standing(self, credential: str) -> str:
        [standing] = [p["standing"] for p in self.passkeys() if p["credential_id"] == credential]
        return standing
