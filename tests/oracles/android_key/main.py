"""py_webauthn judges a registration whose key the hardware attests: python main.py FOLDER

FOLDER holds what `core/examples/android_key_attestation.rs` writes. The cases are left there for webauthn4j, which
judges them next.
"""

import base64
import json
import ssl
import sys
from pathlib import Path

import cbor2
import webauthn
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import AttestationFormat

# Of the example's options.
CHALLENGE = bytes(range(16))
ORIGIN = "https://example.com"
RP_ID = "example.com"


def base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def changed(registration: dict, *path: str | int) -> dict:
    """The same with the last byte changed of what stands at `path` in the attestation object."""
    response = registration["response"]
    attestation = cbor2.loads(from_base64url(response["attestationObject"]))
    at = attestation
    for member in path[:-1]:
        at = at[member]
    at[path[-1]] = at[path[-1]][:-1] + bytes([at[path[-1]][-1] ^ 1])
    return {**registration, "response": {**response, "attestationObject": base64url(cbor2.dumps(attestation))}}


def judge(registration: dict, root: bytes) -> bool:
    try:
        verified = webauthn.verify_registration_response(
            credential=registration,
            expected_challenge=CHALLENGE,
            expected_origin=ORIGIN,
            expected_rp_id=RP_ID,
            pem_root_certs_bytes_by_fmt={
                AttestationFormat.ANDROID_KEY: [ssl.DER_cert_to_PEM_cert(root).encode()],
            },
        )
        return verified.fmt == AttestationFormat.ANDROID_KEY
    except WebAuthnException:
        return False


def main(folder: Path) -> int:
    root = (folder / "root.der").read_bytes()
    sound = json.loads((folder / "registration.json").read_text())
    another = json.loads((folder / "another" / "registration.json").read_text())
    cases = [
        ("a key that the hardware attests", sound, True),
        ("one of hardware with another root", another, False),
        ("one whose signature was changed", changed(sound, "attStmt", "sig"), False),
        ("one whose authenticator data were changed", changed(sound, "authData"), False),
        ("one whose own certificate was changed", changed(sound, "attStmt", "x5c", 0), False),
        ("one whose maker's certificate was changed", changed(sound, "attStmt", "x5c", 1), False),
    ]
    failed = 0
    lines = []
    for name, registration, expected in cases:
        found = judge(registration, root)
        failed += found != expected
        print(f"{'ok   ' if found == expected else 'FAIL '} py_webauthn: {name}")
        response = registration["response"]
        members = (base64url(CHALLENGE), response["attestationObject"], response["clientDataJSON"])
        lines.append("\t".join([name, "yes" if expected else "no", *members]))
    (folder / "cases.tsv").write_text("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python main.py FOLDER")
    sys.exit(main(Path(sys.argv[1])))
