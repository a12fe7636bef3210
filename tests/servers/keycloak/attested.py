"""An organisation with a list of AAGUIDs takes what an attestation service vouches for, and nothing else."""

import json
import os
from pathlib import Path

from keycloak.browser import Browser
from keycloak.driver import ANOTHER_AAGUID, Driver, Realm
from phone import Phone
from server import Refused
from web import Wrong


class Attested:
    def __init__(self, driver: Driver, command: str, folder: Path) -> None:
        self.driver, self.aaguid = driver, os.environ["AAGUID"]
        # One realm; the person signs in anew for each try, as the session does not matter here.
        self.realm = Realm(
            driver, "attested", AttestationConveyancePreference="direct", AcceptableAaguids=[self.aaguid]
        )
        self.account = self.realm.account("ada")
        self.phone = Phone(command, folder / "attested", driver.origin)

    def register(self, service: str | None) -> None:
        """Signs in with the password and registers a passkey that the attestation service vouches for."""
        self.account.more["browser"] = Browser()
        self.realm.sign_in_by_password(self.account)
        asked = self.driver.ask(self.account)
        vouched = ()
        if service:
            keys = self.driver.services / service
            vouched = ("--attestation-chain", str(keys / "chain.pem"), "--attestation-key", str(keys / "key.pem"))
        created = self.phone.create(asked.options, "replace", *vouched)
        self.driver.finish(self.account, asked, created, "Phone")

    def refused(self, service: str | None, because: str) -> None:
        try:
            self.register(service)
        except Refused as refused:
            if because not in refused.reason:
                raise Wrong(f"refused, and not because of {because!r}: {refused.reason[-400:]}") from None
        else:
            raise Wrong("accepted")
        if self.realm.passkeys(self.account):
            raise Wrong("the server keeps a passkey that it refused")

    def no_attestation(self) -> None:
        self.realm.policy(AttestationConveyancePreference="none")
        self.refused("ours", "Acceptable AAGUIDs require an attestation format other than")
        self.realm.policy(AttestationConveyancePreference="direct")

    def another_aaguid(self) -> None:
        self.realm.policy(AcceptableAaguids=[ANOTHER_AAGUID])
        self.refused("ours", "Not acceptable authenticator")
        self.realm.policy(AcceptableAaguids=[self.aaguid])

    def attested(self) -> None:
        self.register("ours")
        [passkey] = self.realm.passkeys(self.account)
        data = json.loads(passkey["credentialData"])
        if data["aaguid"] != self.aaguid or data["attestationStatementFormat"] != "packed":
            raise Wrong(f"the server keeps {data}")

    def sign_in(self) -> None:
        browser = self.driver.visit_with_passkey(self.realm, self.phone)
        if "code" not in browser.answers():
            raise Wrong(f"refused: {browser.text()[-400:]}")

    def promises(self) -> list[tuple[str, str]]:
        kept = []
        for promise, keep in {
            "self attestation is refused, for the list of AAGUIDs": lambda: self.refused(
                None, "SELF attestations is prohibited by configuration"
            ),
            "no attestation is refused, for the list of AAGUIDs": self.no_attestation,
            "a chain of another root is refused": lambda: self.refused("another", "invalid cert path"),
            "an AAGUID that is not on the list is refused": self.another_aaguid,
            "an attested passkey of a listed AAGUID is accepted": self.attested,
            "the attested passkey signs in": self.sign_in,
        }.items():
            try:
                keep()
                kept.append((promise, ""))
            except Exception as wrong:
                kept.append((promise, f"{type(wrong).__name__}: {wrong}"))
        return kept
