"""Looks for names of Apple's that are newer than what the package says that it needs.

    availability.py PACKAGE FILE...    PACKAGE is the folder of Package.swift

No compiler but Apple's checks that: on Linux every version is there. PACKAGE/Stubs/availability.txt has the
names; a declaration in PACKAGE/Stubs that is newer than the package's targets and is not in the table fails too,
and so does a version that differs between the two. First it looks at samples of its own, of which some must fail.
"""

import pathlib
import re
import sys

NEVER = (999,)

SAMPLES = [
    # What to find, and the Swift.
    (["credentialIdentities("], "let listed = await credentialIdentities(forService: nil)"),
    (["credentialIdentities("], "if #available(iOS 17.3, macOS 14.4, *) { store.credentialIdentities() }"),
    (["credentialIdentities("], "if #available(iOS 17.4, macOS 14, *) { store.credentialIdentities() }"),
    ([], "if #available(iOS 17.4, macOS 14.4, *) { f { store.credentialIdentities() } }"),
    ([".extensionInput"], "if #available(iOS 18, macOS 15, *) { } else { f(request.extensionInput) }"),
    ([".extensionInput"], "if #available(iOS 18, macOS 15, *) { }\nf(request.extensionInput)"),
    ([], "func f() { guard #available(iOS 18, macOS 15, *) else { return }\n f(request.extensionInput) }"),
    ([".extensionInput"], "func f() { guard #available(iOS 18, macOS 15, *) else { return g(a.extensionInput) } }"),
    ([".extensionInput"], "func f() { guard #available(iOS 18, macOS 15, *) else { return } }\nlet a = b.extensionInput"),
    ([], "@available(iOS 18, macOS 15, *)\nfunc f() { g(request.extensionInput) }"),
    ([".extensionInput"], "@available(iOS 18, macOS 15, *)\nfunc f() { }\nfunc g() { h(request.extensionInput) }"),
    ([".extensionInput"], "@available(iOS 18, macOS 15, *)\nlet a = 1\nlet b = { request.extensionInput }"),
    ([], "@available(iOS 18, macOS 15, *) @MainActor\npublic var output: ASPasskeyCredentialExtensionInput { f() }"),
    (["ASPasskeyCredentialExtensionInput"], "public var output: ASPasskeyCredentialExtensionInput { f() }"),
    ([], "let a = \"request.extensionInput\" // request.extensionInput\n/* Mutex */ let b = notMutex"),
    ([".extensionInput"], "let a = \"\\(request.extensionInput)\""),
    ([".passkeyRegistration"], "switch request.type { case .passkeyRegistration: f() }"),
    ([], "switch code { case ExtensionErrorCode.matchedExcludedCredential: f() }"),
    ([".matchedExcludedCredential"], "f(ASExtensionError.Code.matchedExcludedCredential)"),
    ([], "func prepareInterface(forPasskeyRegistration request: any ASCredentialRequest) { }"),
    (["prepareInterface(for:"], "override func prepareInterface(for request: ASCredentialRequest) { }"),
    (["extensionOutput:"], "f(relyingParty: a, extensionOutput: nil)"),
    ([], "#if !os(macOS)\nf(ASExtensionLocalizedFailureReasonErrorKey)\n#endif"),
    (["ASExtensionLocalizedFailureReasonErrorKey"], "#if !os(macOS)\n#endif\nf(ASExtensionLocalizedFailureReasonErrorKey)"),
    (["ASExtensionLocalizedFailureReasonErrorKey"], "if #available(iOS 18, macOS 15, *) { f(ASExtensionLocalizedFailureReasonErrorKey) }"),
]


class Name:
    def __init__(self, text, ios, macos, elsewhere):
        self.text, self.ios, self.macos, self.elsewhere = text, ios, macos, elsewhere
        base, call, label = text.partition("(")
        if call and label:
            # A declaration may have a second name behind the label.
            pattern = rf"\b{re.escape(base)}\s*\(\s*{re.escape(label.removesuffix(':'))}\b[\s\w]*:"
        else:
            start = "(?P<of>\\b[A-Z]\\w*)?" if text.startswith(".") else r"(?<![\w.])" if elsewhere else r"\b"
            end = r"\s*\(" if call else r"\s*:" if text.endswith(":") else r"\b"
            pattern = start + re.escape(base.removesuffix(":")) + end
        self.pattern = re.compile(pattern)

    @property
    def base(self):
        return self.text.partition("(")[0].strip(".:")


def version(text):
    return NEVER if text == "never" else tuple(int(part) for part in text.split("."))


def table(package):
    names = []
    for line in (package / "Stubs/availability.txt").read_text().splitlines():
        fields = line.partition("#")[0].split()
        if fields:
            names.append(Name(fields[0], version(fields[1]), version(fields[2]), fields[3:] == ["elsewhere"]))
    return names


def targets(package):
    manifest = (package / "Package.swift").read_text()
    found = [re.search(rf"\.{system}\(\.v(\d+)\)", manifest) for system in ("iOS", "macOS")]
    return tuple((int(target[1]),) for target in found)


def code(text):
    """The text with blanks for comments and for what stands in string literals, but for what these interpolate."""
    out, at = list(text), 0
    # What is open: "(" of an interpolation with its depth, or a literal with its end.
    literals = []

    def blank(start, end):
        for index in range(start, min(end, len(text))):
            if text[index] != "\n":
                out[index] = " "

    while at < len(text):
        inside = literals and isinstance(literals[-1], str)
        if inside:
            if text.startswith(literals[-1], at):
                at += len(literals.pop())
            elif text.startswith("\\(", at):
                literals.append(1)
                at += 2
            else:
                step = 2 if text[at] == "\\" else 1
                blank(at, at + step)
                at += step
        elif text.startswith("//", at):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            blank(at, end)
            at = end
        elif text.startswith("/*", at):
            end = text.find("*/", at)
            end = len(text) if end < 0 else end + 2
            blank(at, end)
            at = end
        elif text[at] == '"':
            literals.append('"""' if text.startswith('"""', at) else '"')
            at += len(literals[-1])
        else:
            if literals:
                literals[-1] += {"(": 1, ")": -1}.get(text[at], 0)
                if literals[-1] == 0:
                    literals.pop()
            at += 1
    return "".join(out)


def block_end(text, opening):
    depth = 0
    for at in range(opening, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at + 1
    return len(text)


def next_block(text, at):
    """The next brace outside of parentheses."""
    depth = 0
    for index in range(at, len(text)):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(text[index], 0)
        if text[index] == "{" and depth == 0:
            return index
    return len(text)


def scope_end(text, at):
    depth = 0
    for index in range(at, len(text)):
        depth += {"{": 1, "}": -1}.get(text[index], 0)
        if depth < 0:
            return index
    return len(text)


def guarded(text):
    """Where which versions are there: (start, end, iOS, macOS)."""
    regions = []
    for match in re.finditer(r"([#@])available\(([^)]*)\)", text):
        named = dict(re.findall(r"(iOS|macOS)\s+([\d.]+)", match[2]))
        if "iOS" not in named and "macOS" not in named:
            continue
        start, end = match.end(), match.end()
        if match[1] == "#":
            before = re.findall(r"\b(if|guard|while)\b", text[: match.start()])
            if before and before[-1] == "guard":
                start = block_end(text, next_block(text, end))
                end = scope_end(text, start)
            else:
                start = next_block(text, end)
                end = block_end(text, start)
        else:
            # To the end of the declaration: of its block, or of its line where it has none.
            declared = re.compile(
                r"(?:\s|@\w+(?:\([^)]*\))?|\b(?:public|package|internal|private|fileprivate|open|final|static|class"
                r"|override|convenience|required|mutating|nonisolated|indirect)\b(?:\([^)]*\))?)*"
            ).match(text, end)
            line = text.find("\n", declared.end())
            line = len(text) if line < 0 else line
            opening = next_block(text, declared.end())
            short = re.compile(r"(?:case|let|typealias)\b").match(text, declared.end())
            end = line if short and opening > line else block_end(text, opening)
        regions.append((start, end, version(named.get("iOS", "0")), version(named.get("macOS", "0"))))
    return regions


def off_macos(text):
    """What no Mac compiles."""
    for match in re.finditer(r"#if !os\(macOS\)", text):
        yield match.end(), text.find("#endif", match.end()), (0,), NEVER


def too_new(text, names, targets):
    text = code(text)
    if "#unavailable" in text:
        yield 1, "#unavailable", "is not understood here"
    regions = [*guarded(text), *off_macos(text)]
    for name in names:
        for match in name.pattern.finditer(text):
            # A member of a type that is spelled out, and is not Apple's.
            if "of" in match.groupdict() and match["of"] and not match["of"].startswith(("AS", "Code", "Self")):
                continue
            ios, macos = targets
            for start, end, guarded_ios, guarded_macos in regions:
                if start <= match.start() < end:
                    ios, macos = max(ios, guarded_ios), max(macos, guarded_macos)
            if name.ios > ios or name.macos > macos:
                since = " and ".join(
                    f"{system} {'.'.join(map(str, needed)) if needed != NEVER else '(never)'}"
                    for system, needed in (("iOS", name.ios), ("macOS", name.macos))
                )
                yield text.count("\n", 0, match.start()) + 1, name.text, f"is there since {since}"


def declared(package, targets):
    """What the stubs declare that is newer than the targets: (name, iOS, macOS)."""
    for path in sorted((package / "Stubs").glob("*/*.swift")):
        text = code(path.read_text())
        for match in re.finditer(r"((?:@available\([^)]*\)\s*)+)((?:@\w+\s+|\w+\s+)*?)"
                                 r"(case|var|let|func|struct|class(?!\s+func)|enum|protocol|typealias|init)\b\s*(\w*)", text):
            named = dict(re.findall(r"(iOS|macOS)\s+([\d.]+)", match[1]))
            if "iOS" not in named:
                continue
            macos = NEVER if re.search(r"macOS, unavailable", match[1]) else version(named.get("macOS", "0"))
            ios = version(named["iOS"])
            if ios > targets[0] or macos > targets[1]:
                # An initialiser is known by its last label.
                labels = re.findall(r"(\w+):", text[match.end() : text.find(")", match.end())])
                yield labels[-1] if match[3] == "init" else match[4], ios, macos


def main(package, *files):
    package = pathlib.Path(package)
    names, needed = table(package), targets(package)
    wrong = []
    for expected, sample in SAMPLES:
        found = [name for _, name, _ in too_new(sample, names, needed)]
        if found != expected:
            wrong.append(f"a sample must show {expected}, and shows {found}: {sample}")
    stubs = set(declared(package, needed))
    known = {(name.base, name.ios, name.macos) for name in names if not name.elsewhere}
    wrong += [f"Stubs/ declares {name} since {since}, and the table does not have that" for name, *since in stubs - known]
    wrong += [f"the table has {name} since {since}, and Stubs/ does not declare that" for name, *since in known - stubs]
    for file in files:
        for line, name, why in too_new(pathlib.Path(file).read_text(), names, needed):
            wrong.append(f"{file}:{line}: {name} {why}")
    print("\n".join(wrong) if wrong else f"{len(files)} files name nothing newer than the package's targets")
    return bool(wrong)


sys.exit(main(*sys.argv[1:]))
