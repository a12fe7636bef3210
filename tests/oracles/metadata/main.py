"""python-fido2 reads what the command publishes of itself, and judges registrations by it.

    python main.py COMMAND ATTESTATION FOLDER

An entry of each platform goes into a metadata BLOB that a root of the test signs. The same BLOB and registrations are
left in FOLDER for webauthn4j, which judges them next.
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from fido2 import cbor
from fido2.attestation import InvalidData, InvalidSignature, UntrustedAttestation
from fido2.mds3 import MdsAttestationVerifier, MetadataBlobPayload, parse_blob
from fido2.webauthn import Aaguid, AttestationObject

ORIGIN = "https://example.com"
RP_ID = "example.com"
# What python-fido2 raises for a registration that the statement does not vouch for. The last: it looks for the root of
# the last certificate also where a passkey signed for itself, and there is none.
REFUSALS = (InvalidData, InvalidSignature, UntrustedAttestation, IndexError)


class Wrong(Exception):
    """Something came out otherwise than it must."""


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Service:
    """A metadata service: a root, and the certificate that signs BLOBs, with RSA as the real one does."""

    def __init__(self) -> None:
        self.root_key, self.key = (rsa.generate_private_key(65537, 2048) for _ in range(2))
        root = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test Metadata Root")])
        signer = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Test Metadata Signer")])
        self.root = self.certify(root, self.root_key.public_key(), root, True)
        self.certificate = self.certify(signer, self.key.public_key(), root, False)

    def certify(self, subject: x509.Name, key: rsa.RSAPublicKey, issuer: x509.Name, ca: bool) -> bytes:
        now = datetime.now(timezone.utc)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=ca, path_length=None), critical=True)
            .sign(self.root_key, hashes.SHA256())
        )
        return certificate.public_bytes(serialization.Encoding.DER)

    def sign(self, entries: list[dict]) -> bytes:
        header = {"alg": "RS256", "typ": "JWT", "x5c": [base64.b64encode(self.certificate).decode()]}
        payload = {
            "legalHeader": "A BLOB of a test: trust nothing in it.",
            "no": 1,
            "nextUpdate": (datetime.now(timezone.utc) + timedelta(days=30)).date().isoformat(),
            "entries": entries,
        }
        message = ".".join(base64url(json.dumps(part).encode()) for part in (header, payload)).encode()
        return message + b"." + base64url(self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())).encode()


class Command:
    """The command under test, with a store of its own."""

    def __init__(self, command: str, folder: Path) -> None:
        self.command = command
        self.folder = folder

    def run(self, *args: str, stdin: str = "") -> str:
        command = [self.command, "--store", str(self.folder / "store"), "--keys", "file", *args]
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise Wrong(f"{args[0]} failed: {done.stderr.strip()}")
        return done.stdout

    def entry(self, platform: str, *args: str) -> dict:
        return json.loads(self.run("--platform", platform, "metadata", *args))

    def register(self, platform: str, attested: Path | None) -> dict:
        options = {
            "rp": {"id": RP_ID, "name": "Example"},
            "user": {"id": base64url(os.urandom(16)), "name": "ada", "displayName": "Ada"},
            "challenge": base64url(os.urandom(32)),
            "pubKeyCredParams": [{"type": "public-key", "alg": -7}],
            "attestation": "direct",
        }
        args = ["--platform", platform, "create", "--origin", ORIGIN, "--verified", "biometric"]
        if attested is not None:
            args += ["--attestation-chain", str(attested / "chain.pem"), "--attestation-key", str(attested / "key.pem")]
        response = json.loads(self.run(*args, stdin=json.dumps(options)))["response"]
        members = ("attestationObject", "clientDataJSON")
        return {"challenge": options["challenge"], **{member: response[member] for member in members}}


def changed(registration: dict, *path: str) -> dict:
    """The same with the last byte changed of what stands at `path` in the attestation object."""
    attestation = cbor.decode(from_base64url(registration["attestationObject"]))
    at = attestation
    for member in path[:-1]:
        at = at[member]
    data = bytearray(at[path[-1]])
    data[-1] ^= 1
    at[path[-1]] = bytes(data)
    return {**registration, "attestationObject": base64url(cbor.encode(attestation))}


def judge(blob: MetadataBlobPayload, registration: dict) -> bool:
    """Whether python-fido2 finds that the BLOB vouches for the registration."""
    attestation = AttestationObject(from_base64url(registration["attestationObject"]))
    client_data_hash = hashlib.sha256(from_base64url(registration["clientDataJSON"])).digest()
    try:
        MdsAttestationVerifier(blob).verify_attestation(attestation, client_data_hash)
        return True
    except REFUSALS:
        return False


def main(command: str, attestation: str, folder: str) -> int:
    work = Path(folder)
    phone = Command(command, work)
    ours, another = (Path(attestation) / name for name in ("ours", "another"))
    entries = [
        phone.entry("desktop", "--attestation-root", str(ours / "root.pem")),
        phone.entry("android", "--keys-in", "tee", "--keys-in", "secure-element"),
        phone.entry("ios"),
        phone.entry("android", "--new-aaguid", "--always-verifies", "--description", "A new product"),
    ]
    service = Service()
    signed = service.sign(entries)
    blob = parse_blob(signed, service.root)

    # Every statement as it was written, member by member.
    if len({entry["aaguid"] for entry in entries}) != len(entries):
        raise Wrong("two platforms share an AAGUID")
    for written, read in zip(entries, blob.entries, strict=True):
        statement = read.metadata_statement
        if read.aaguid != Aaguid.parse(written["aaguid"]) or statement is None:
            raise Wrong(f"{written['aaguid']} is read as another one")
        lost = {member for member, value in written["metadataStatement"].items() if dict(statement)[member] != value}
        if lost:
            raise Wrong(f"{written['aaguid']}: python-fido2 reads other values of {sorted(lost)}")
    for member in ("attestationTypes", "keyProtection", "attestationRootCertificates"):
        short = {name: value for name, value in entries[0]["metadataStatement"].items() if name != member}
        try:
            parse_blob(service.sign([{**entries[0], "metadataStatement": short}]), service.root)
        except (TypeError, ValueError, KeyError):
            continue
        raise Wrong(f"python-fido2 takes a statement without {member}: it proves nothing")
    print(f"ok    python-fido2 reads {len(entries)} statements from a signed BLOB")

    vouched = phone.register("desktop", ours)
    cases = [
        ("an attestation by the service whose root is in the statement", vouched, True),
        ("one by another service", phone.register("desktop", another), False),
        ("one whose signature was changed", changed(vouched, "attStmt", "sig"), False),
        ("one whose authenticator data were changed", changed(vouched, "authData"), False),
        ("one that the passkey signed itself", phone.register("desktop", None), False),
        ("one of a model that states nothing", phone.register("ios", None), False),
    ]
    failed = 0
    for name, registration, expected in cases:
        found = judge(blob, registration)
        failed += found != expected
        print(f"{'ok   ' if found == expected else 'FAIL '} python-fido2: {name}")
    (work / "blob.jwt").write_bytes(signed)
    (work / "root.der").write_bytes(service.root)
    lines = [
        "\t".join([name, "yes" if expected else "no", *registration.values()]) for name, registration, expected in cases
    ]
    (work / "cases.tsv").write_text("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit("usage: python main.py COMMAND ATTESTATION FOLDER")
    sys.exit(main(*sys.argv[1:]))
