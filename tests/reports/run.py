#!/usr/bin/env python3
"""Plays the cases of public bug reports on the command.

    run.py [--only PREFIX] [--show] [--command PATH]

A case is a list of steps on a fresh store. A step: "args" (arguments of passkey-provider),
"in" (a file with the JSON on standard input) or "text" (that JSON itself), "expect" (what must be so).
@ID@ in an input or an argument is the id of the passkey that the last `create` made, @FIRST@ that
of the first, @DIR@ the folder of the inputs, @TMP@ an empty one. The command is --command, or
$PASSKEY_PROVIDER, or the one on the path. The last line says "N passed, N failed"; the exit status
is 1 if any failed, or if there was none to play.
"""
import argparse
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
INPUTS = os.path.join(HERE, "inputs")


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def member(value, path):
    """What stands at a dotted path; None where nothing does."""
    for name in path.split("."):
        if isinstance(value, list):
            value = value[int(name)] if int(name) < len(value) else None
        elif isinstance(value, dict):
            value = value.get(name)
        else:
            return None
    return value


class Run:
    """What the command answered."""

    def __init__(self, command, store, args, stdin, plain=False):
        line = [command, "--store", store, "--keys", "file", *([] if plain else ["--json"]), *args]
        done = subprocess.run(line, input=stdin, capture_output=True, timeout=120)
        self.status = done.returncode
        self.out = done.stdout.decode("utf8", "replace")
        self.err = done.stderr.decode("utf8", "replace")
        self.answer = None
        for text in (self.out, self.err.strip().splitlines()[-1] if self.err.strip() else ""):
            try:
                self.answer = json.loads(text)
                break
            except ValueError:
                pass

    def signed_challenge(self):
        data = member(self.answer, "response.clientDataJSON")
        return json.loads(decode(data))["challenge"] if data else None

    def verified(self):
        data = member(self.answer, "response.authenticatorData")
        return bool(decode(data)[32] & 4) if data else None


def failures(expect, run, listing, first):
    """What is not as expected, one text each."""
    if "any_of" in expect:
        tried = [failures(one, run, listing, first) for one in expect["any_of"]]
        return [] if [] in tried else ["none of: " + " | ".join("; ".join(one) for one in tried)]
    wrong = []

    def same(name, got, want):
        if got != want:
            wrong.append(f"{name} is {got!r}, not {want!r}")

    for name, want in expect.items():
        if name == "rc":
            same("rc", run.status, want)
        elif name == "error":
            code = member(run.answer or {}, "error.code")
            same("error", "any" if want == "any" and code else code, want)
        elif name == "eq":
            for path, value in want.items():
                same(path, member(run.answer, path), value)
        elif name == "has":
            wrong += [f"{path} is missing" for path in want if member(run.answer, path) in (None, [])]
        elif name == "out_has":
            texts = [text.replace("@FIRST@", first) for text in want]
            wrong += [f"output lacks {text!r}" for text in texts if text not in run.out + run.err]
        elif name == "out_lacks":
            wrong += [f"output has {text!r}" for text in want if text in run.out]
        elif name == "visibility":
            same("visibility", [passkey["visibility"] for passkey in listing], want)
        elif name == "passkeys":
            same("passkeys", len(listing), want)
        elif name == "signed_challenge":
            same(name, run.signed_challenge(), want)
        elif name == "uv":
            same(name, run.verified(), want)
        else:
            wrong.append(f"the case expects {name!r}, which nobody knows")
    return wrong


def play(case, command, show):
    """Plays a case on a store of its own; what went otherwise than expected."""
    folder = tempfile.mkdtemp(prefix="passkey-reports-")
    store, last, first, wrong = os.path.join(folder, "store"), "", "", []

    def fill(text):
        marks = {"@ID@": last, "@FIRST@": first, "@DIR@": INPUTS, "@TMP@": folder}
        for mark, value in marks.items():
            text = text.replace(mark, value)
        return text

    try:
        for step in case["steps"]:
            text = step.get("text")
            if "in" in step:
                with open(os.path.join(INPUTS, step["in"]), encoding="utf8") as file:
                    text = file.read()
            elif text is not None and not isinstance(text, str):
                text = json.dumps(text, ensure_ascii=False)
            args = [fill(arg) for arg in step["args"]]
            stdin = None if text is None else fill(text).encode("utf8")
            run = Run(command, store, args, stdin, step.get("plain", False))
            if args[0] == "create" and run.status == 0 and member(run.answer, "id"):
                last = run.answer["id"]
                first = first or last
            if "expect" in step:
                listing = []
                if os.path.isdir(store):
                    listing = member(Run(command, store, ["list"], None).answer, "passkeys") or []
                wrong += failures(step["expect"], run, listing, first)
            if show:
                print("   $", *args, "<", (text or "")[:160].replace("\n", " "))
                print("     rc", run.status, (run.out or run.err).strip()[:700])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return wrong


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--only", default="", metavar="PREFIX")
    options.add_argument("--show", action="store_true")
    options.add_argument("--command", default=os.environ.get("PASSKEY_PROVIDER", "passkey-provider"))
    options = options.parse_args()
    with open(os.path.join(HERE, "cases.json"), encoding="utf8") as file:
        cases = [case for case in json.load(file) if case["id"].startswith(options.only)]
    passed = failed = 0
    for case in cases:
        wrong = play(case, options.command, options.show)
        passed, failed = (passed, failed + 1) if wrong else (passed + 1, failed)
        if wrong or options.show:
            print("FAILED" if wrong else "passed", case["id"], case["title"])
            for text in wrong:
                print("      ", text)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


main()
