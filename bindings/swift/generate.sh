#!/usr/bin/env bash
# Writes the generated modules of the package, from a library that still has its symbols:
#
#   generate.sh LIBRARY [FOLDER]
#
# FOLDER becomes PasskeyProviderGenerated and PasskeyProviderFFI, which are modules of their own, and
# PasskeyProvider, which has sources of the package. Of itself it is `Generated` beside this script, where
# Package.swift looks, and a link among the package's sources. GENERATOR is the command that generates; cargo builds
# it if not set.
set -u -o pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"

main() {
    local library="${1:?a library}" folder="${2:-$HERE/Generated}" new
    library="$(realpath "$library")" && mkdir -p "$folder" && folder="$(realpath "$folder")" || return
    new="$(mktemp -d "$folder/.new.XXXXXX")" || return
    generate "$library" "$new" && lay_out "$new" "$folder"
    local status=$?
    rm -rf "$new"
    return "$status"
}

generate() {
    if [[ -n ${GENERATOR-} ]]; then
        "$GENERATOR" "$1" swift "$2"
    else
        cargo run --locked --quiet --manifest-path "$HERE/../../Cargo.toml" --package passkey-provider-bindgen -- \
            "$1" swift "$2"
    fi
}

# A file that is as it was keeps its time, so that Swift does not build it again.
lay_out() {
    local new="$1" folder="$2"
    mkdir -p "$folder/PasskeyProvider" "$folder/PasskeyProviderGenerated" "$folder/PasskeyProviderFFI" || return
    keep "$new/PasskeyProviderGenerated.swift" "$folder/PasskeyProviderGenerated/PasskeyProviderGenerated.swift" &&
        keep "$new/Enumerations.swift" "$folder/PasskeyProvider/Enumerations.swift" &&
        keep "$new/BuildId.swift" "$folder/PasskeyProviderGenerated/BuildId.swift" &&
        keep "$new/PasskeyProviderFFI.h" "$folder/PasskeyProviderFFI/PasskeyProviderFFI.h" &&
        keep "$new/PasskeyProviderFFI.modulemap" "$folder/PasskeyProviderFFI/module.modulemap"
}

keep() {
    cmp --silent "$1" "$2" || mv "$1" "$2"
}

main "$@"
