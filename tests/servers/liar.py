#!/usr/bin/env python3
"""A command that says what is wanted and does not do it. Cases that let it pass prove nothing; `run` tries it first.

It forgets refusals and deletions, believes every list, ignores what options exclude, signs another challenge, and
calls every registration at a server done.
The command that it speaks for is $HONEST.
"""

import json
import os
import subprocess
import sys


def honest(arguments: list[str], asked: str) -> subprocess.CompletedProcess:
    return subprocess.run([os.environ["HONEST"], *arguments], input=asked, capture_output=True, text=True)


def main(arguments: list[str]) -> int:
    asked, before, verb = sys.stdin.read(), arguments[:5], arguments[5]
    if verb in ("reject", "delete"):
        print("{}")
        return 0
    if verb == "reconcile":
        known = json.loads(honest([*before, "list"], "").stdout)["passkeys"]
        ids = [passkey["credential_id"] for passkey in known]
        print(json.dumps({"confirmed": ids, "stale": [], "coverage": "complete"}))
        return 0
    if verb in ("create", "get"):
        options = json.loads(asked)
        members = options.get("publicKey", options)
        members.pop("excludeCredentials", None)
        if verb == "get":
            members["challenge"] = members["challenge"][::-1]
        asked = json.dumps(options)
        arguments = ["add" if word == "refuse" else word for word in arguments]
    ran = honest(arguments, asked)
    if verb == "enrol" and arguments[6] != "delete" and ran.returncode != 0:
        told = json.loads(ran.stderr.strip().splitlines()[-1])["error"].get("enrolment") or {}
        print(json.dumps({"enrolled": told.get("credential_id") or "none"}))
        return 0
    sys.stdout.write(ran.stdout)
    sys.stderr.write(ran.stderr)
    return ran.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
