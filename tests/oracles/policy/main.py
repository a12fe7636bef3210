"""effective-passkey judges the core's verdicts on random tenants.

    main.py POLICIES [TENANTS] [SEED]

POLICIES is the binary of this folder's crate. Every difference must be one that explained.py takes away by rules that
explained.tsv names with their sources; and each of these rules must take one away.
"""

import collections
import json
import pathlib
import random
import subprocess
import sys

import explained
import tenants


def main():
    policies = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 14
    source = random.Random(seed)
    made = [tenants.tenant(source) for _ in range(count)]
    lines = "".join(json.dumps({k: t[k] for k in ("policy", "strengths", "cases")}) + "\n" for t in made)
    ran = subprocess.run([policies], input=lines, capture_output=True, text=True, check=False)
    if ran.returncode != 0:
        sys.exit(f"policies: {ran.stderr}")
    answers = [json.loads(line) for line in ran.stdout.splitlines()]
    if len(answers) != count:
        sys.exit(f"{count} tenants, {len(answers)} answers")
    named = read_names()
    rehearse(made, answers)
    same, counts, wrong, words = 0, collections.Counter(), [], collections.Counter()
    for tenant, answer in zip(made, answers):
        for case, verdict in zip(tenant["cases"], answer["cases"], strict=True):
            ours = explained.ours_as_theirs(tenant, verdict)
            words[ours[0] if ours[0] == "allowed" else f"refused {ours[1]}"] += 1
            names = explained.explain(tenant, case, ours)
            if names is None:
                wrong.append((tenant["policy"], case, verdict))
            elif names:
                counts.update(names)
            else:
                same += 1
            if names and not set(names) <= named:
                wrong.append((names, "not in explained.tsv", verdict))
    print(f"seed {seed}: {count} tenants, {sum(words.values())} cases, {same} alike, {len(wrong)} unexplained")
    for word, number in sorted(words.items()):
        print(f"  {number:6} {word}")
    print("explained, by each rule that takes part:")
    for name in sorted(named):
        print(f"  {counts[name]:6} {name}")
        if not counts[name]:
            wrong.append((name, "explains nothing", ""))
    for what in wrong[:3]:
        print(json.dumps(what, indent=1, default=str), file=sys.stderr)
    sys.exit(1 if wrong else 0)


def read_names():
    text = pathlib.Path(__file__).with_name("explained.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    if not all(len(row) == 4 and all(row) for row in rows):
        sys.exit("explained.tsv: a row is not of four columns")
    names = {row[0] for row in rows}
    if names != {explanation.__name__ for explanation in explained.EXPLANATIONS}:
        sys.exit("explained.tsv and explained.py name different rules")
    return names


def rehearse(made, answers):
    """Whoever lets anything pass proves nothing: verdicts that are wrong must stay unexplained."""
    found = collections.Counter()
    for tenant, answer in list(zip(made, answers))[:200]:
        for case, verdict in zip(tenant["cases"], answer["cases"]):
            kind, what = explained.ours_as_theirs(tenant, verdict)
            if kind == "allowed":
                lies = [("refused", "profiles"), ("refused", "exclusion"), ("allowed", what | {"another"})]
            else:
                lies = [("allowed", frozenset()), ("allowed", frozenset({"p-two"})), ("refused", "nothing")]
            for lie in lies:
                # A lie may be what the oracle says by itself, where the core is right by an explained rule.
                if explained.explain(tenant, case, lie) is None:
                    found["caught"] += 1
                else:
                    found["passed"] += 1
    if found["caught"] < 10 * found["passed"] or not found["caught"]:
        sys.exit(f"wrong verdicts pass: {found}")
    print(f"rehearsed: {found['caught']} wrong verdicts caught, {found['passed']} that the oracle shares")


main()
