"""A response with one byte of one member changed."""

from typing import Any

from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from table import Tamper


def tampered(response: dict[str, Any], tamper: Tamper) -> dict[str, Any]:
    """A negative place counts from the end."""
    changed = bytearray(base64url_to_bytes(response["response"][tamper.member]))
    changed[tamper.at] ^= tamper.xor
    return {
        **response,
        "response": {
            **response["response"],
            tamper.member: bytes_to_base64url(bytes(changed)),
        },
    }
