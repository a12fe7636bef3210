"""The server's side: options and verification as webauthn (py_webauthn) makes them."""

import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import webauthn
from webauthn.helpers import (
    base64url_to_bytes,
    bytes_to_base64url,
    decode_credential_public_key,
    parse_authenticator_data,
    parse_cbor,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    CredentialDeviceType,
    PublicKeyCredentialCreationOptions,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRequestOptions,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from table import Create, Get

# What the library says where it refuses, by the table's name for the reason.
REASONS = {
    "attestation": r"Could not verify attestation statement signature",
    "attestation_root": r"Certificate chain could not be validated",
    "challenge": r"Client data challenge was not expected challenge",
    "counter": r"Response sign count of \d+ was not greater than current count",
    "origin": r"Unexpected client data origin",
    "rp_id": r"Unexpected RP ID hash",
    "signature": r"Could not verify authentication signature",
    "user_verification": r"User verification is required",
}


@dataclass
class Credential:
    """What the server keeps of a passkey."""

    id: str
    public_key: bytes
    counter: int
    transports: list[AuthenticatorTransport]


@dataclass
class Expected:
    """What the server holds a response against."""

    challenge: bytes
    origin: str
    rp_id: str
    user_verification: str


def is_reason(because: str, error: WebAuthnException) -> bool:
    """Whether `error` is the library's refusal for this reason."""
    if because not in REASONS:
        raise ValueError(f"the table gives an unknown reason {because!r}")
    return re.match(REASONS[because], str(error)) is not None


def registration_options(
    site: dict[str, str], user: dict[str, str], step: Create, excluded: list[Credential]
) -> PublicKeyCredentialCreationOptions:
    return webauthn.generate_registration_options(
        rp_id=site["rp_id"],
        rp_name=site["name"],
        user_id=base64url_to_bytes(user["handle"]),
        user_name=user["name"],
        user_display_name=user["display_name"],
        challenge=challenge(step.challenge_bytes),
        attestation=AttestationConveyancePreference(step.attestation),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement(step.resident_key),
            user_verification=UserVerificationRequirement(step.user_verification),
        ),
        exclude_credentials=[descriptor(credential) for credential in excluded],
        supported_pub_key_algs=algorithms(step),
    )


def authentication_options(
    site: dict[str, str], step: Get, allowed: list[Credential]
) -> PublicKeyCredentialRequestOptions:
    return webauthn.generate_authentication_options(
        rp_id=site["rp_id"],
        challenge=challenge(step.challenge_bytes),
        allow_credentials=[descriptor(credential) for credential in allowed],
        user_verification=UserVerificationRequirement(step.user_verification),
    )


def verify_registration(
    response: dict[str, Any], expected: Expected, step: Create
) -> tuple[Credential, dict[str, Any]]:
    """The credential to keep and what it shows; WebAuthnException where refused."""
    # Left out, the library's own default holds.
    listed = algorithms(step)
    verified = webauthn.verify_registration_response(
        credential=response,
        expected_challenge=expected.challenge,
        expected_origin=expected.origin,
        expected_rp_id=expected.rp_id,
        require_user_verification=expected.user_verification == "required",
        **({"supported_pub_key_algs": listed} if listed else {}),
        **(
            {"pem_root_certs_bytes_by_fmt": {AttestationFormat.PACKED: [root()]}}
            if step.attested
            else {}
        ),
    )
    credential = Credential(
        id=bytes_to_base64url(verified.credential_id),
        public_key=verified.credential_public_key,
        counter=verified.sign_count,
        transports=[
            AuthenticatorTransport(name)
            for name in response["response"].get("transports", [])
        ],
    )
    shows = {
        "verified": verified.user_verified,
        "counter": verified.sign_count,
        "format": verified.fmt,
        "algorithm": decode_credential_public_key(verified.credential_public_key).alg,
        **outputs(response),
        **backup(verified.credential_device_type, verified.credential_backed_up),
    }
    return credential, shows


def verify_authentication(
    response: dict[str, Any], expected: Expected, credential: Credential
) -> dict[str, Any]:
    """What the response shows; WebAuthnException where the library refuses."""
    verified = webauthn.verify_authentication_response(
        credential=response,
        expected_challenge=expected.challenge,
        expected_origin=expected.origin,
        expected_rp_id=expected.rp_id,
        require_user_verification=expected.user_verification == "required",
        credential_public_key=credential.public_key,
        credential_current_sign_count=credential.counter,
    )
    return {
        "verified": verified.user_verified,
        "counter": verified.new_sign_count,
        **outputs(response),
        **backup(verified.credential_device_type, verified.credential_backed_up),
    }


def root() -> bytes:
    """The certificate that the relying party trusts."""
    return Path(os.environ["ATTESTATION"], "ours", "root.pem").read_bytes()


def outputs(response: dict[str, Any]) -> dict[str, Any]:
    """What extensions answer: in authenticator data as the library reads them, and to the
    client, which the library leaves to the site."""
    client = response["clientExtensionResults"]
    prf, blob = client.get("prf", {}), client.get("largeBlob", {})
    parsed = parse_authenticator_data(
        base64url_to_bytes(response["response"]["authenticatorData"])
    )
    data = parse_cbor(parsed.extensions) if parsed.extensions else {}
    return {
        "rk": client.get("credProps", {}).get("rk"),
        "prf_enabled": prf.get("enabled"),
        "prf_first": prf.get("results", {}).get("first"),
        "prf_second": prf.get("results", {}).get("second"),
        "blob_supported": blob.get("supported"),
        "blob_written": blob.get("written"),
        "blob": blob.get("blob"),
        "cred_protect": data.get("credProtect"),
        "hmac_secret": data.get("hmac-secret"),
    }


def backup(device_type: CredentialDeviceType, backed_up: bool) -> dict[str, bool]:
    return {
        "backup_eligible": device_type == CredentialDeviceType.MULTI_DEVICE,
        "backed_up": backed_up,
    }


def challenge(length: int | None) -> bytes | None:
    """The library's own challenge unless the case asks for one of some length."""
    return secrets.token_bytes(length) if length else None


def algorithms(step: Create) -> list[COSEAlgorithmIdentifier] | None:
    return step.algorithms and [
        COSEAlgorithmIdentifier(algorithm) for algorithm in step.algorithms
    ]


def descriptor(credential: Credential) -> PublicKeyCredentialDescriptor:
    return PublicKeyCredentialDescriptor(
        id=base64url_to_bytes(credential.id), transports=credential.transports
    )
