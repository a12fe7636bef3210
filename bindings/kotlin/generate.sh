#!/usr/bin/env bash
# Generates the Kotlin bindings of a native library.
#
#   bindings/kotlin/generate.sh LIBRARY FOLDER
#
# LIBRARY still has its symbols, of whatever system it is for: UniFFI reads its metadata from them.
# The bindings are plumbing, never public: each of their top-level declarations is made internal here,
# so that one in the package's public API does not compile. The enumerations beside them are that API.
set -u -o pipefail

[[ $# -eq 2 ]] || { sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' >&2; exit 2; }
TOP="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)" || exit 3
LIBRARY="$(realpath "$1")" && mkdir -p "$2" && FOLDER="$(realpath "$2")" || exit 3

# GENERATOR is the command that generates; cargo builds it if not set.
generate() {
    if [[ -n ${GENERATOR-} ]]; then
        "$GENERATOR" "$LIBRARY" kotlin "$1"
    else
        cargo run --locked --quiet --manifest-path "$TOP/Cargo.toml" --package passkey-provider-bindgen -- \
            "$LIBRARY" kotlin "$1"
    fi
}

# UniFFI writes functions behind the end of their comment or behind what they throw.
hide() {
    local kinds="(data |sealed |enum |open |abstract |fun )?(class|interface|object)|(inline )?fun|const val|typealias"
    sed -E -e "s/^(public )?($kinds)([ <])/internal &/; s/^internal public /internal /" \
        -e 's/^( +\*\/ | +@Throws\([A-Za-z:]+\) )fun /\1internal fun /' "$1"
}

# What did not change keeps its time, so that nothing is compiled again for it.
put() {
    cmp --silent "$1" "$2" || { mkdir -p "$(dirname "$2")" && cp "$1" "$2"; }
}

FRESH="$(mktemp -d)" && trap 'rm -rf "$FRESH"' EXIT || exit 3
generate "$FRESH/plain" || exit
while IFS= read -r -d '' file; do
    if [[ $file == ./passkeyprovider/ffi/* ]]; then
        hide "$FRESH/plain/$file" >"$FRESH/ready.kt" || exit
    else
        cp "$FRESH/plain/$file" "$FRESH/ready.kt" || exit
    fi
    put "$FRESH/ready.kt" "$FOLDER/$file" || exit
done < <(cd "$FRESH/plain" && find . -name '*.kt' -print0)
