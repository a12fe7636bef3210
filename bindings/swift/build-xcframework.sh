#!/usr/bin/env bash
# Builds the library for Apple's systems, on a Mac: iPhone and iPad, their simulator, and the Mac, as an XCFramework,
# and the generated modules beside it.
#
#   build-xcframework.sh              writes Generated
#   build-xcframework.sh URL          and Generated/release: the XCFramework as a zip, and the Package.swift of a
#                                     release, which takes it from that URL
#
# Takes Xcode, and rustup. It was written on Linux and never run on a Mac; tests/swift/xcframework runs it with
# stand-ins for what a Mac has, and looks at what it asks of them.
set -u -o pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" || exit 3
TOP="$(cd "$HERE/../.." && pwd)" || exit 3
source "$TOP/tests/need.sh" || exit 3

# The least versions that Package.swift names.
export IPHONEOS_DEPLOYMENT_TARGET=17.0
export MACOSX_DEPLOYMENT_TARGET=14.0
# SLICE LD'S-PLATFORM VERSION RUST-TARGET:ARCH...
SLICES=(
    "ios ios $IPHONEOS_DEPLOYMENT_TARGET aarch64-apple-ios:arm64"
    "ios-simulator ios-simulator $IPHONEOS_DEPLOYMENT_TARGET aarch64-apple-ios-sim:arm64 x86_64-apple-ios:x86_64"
    "macos macos $MACOSX_DEPLOYMENT_TARGET aarch64-apple-darwin:arm64 x86_64-apple-darwin:x86_64"
)
TARGET="${CARGO_TARGET_DIR:-$TOP/target}"
PROFILE=mobile
LIBRARY=libpasskey_provider_ffi.a
GENERATED="$HERE/Generated"
FRAMEWORK="$GENERATED/PasskeyProviderFFI.xcframework"

main() {
    [[ "$(uname)" == Darwin ]] || missing "a Mac" "a machine with macOS and Xcode" || return
    command -v xcodebuild >/dev/null || missing xcodebuild "Xcode, from the App Store" || return
    command -v rustup >/dev/null || missing rustup "https://rustup.rs" || return
    cd "$TOP" || return
    local slice arguments=()
    for slice in "${SLICES[@]}"; do
        # shellcheck disable=SC2086 # words
        build_slice $slice || return
    done
    # Any of them tells the generator all; each app strips its own copy when it is linked.
    "$HERE/generate.sh" "$TARGET/aarch64-apple-ios/$PROFILE/$LIBRARY" "$GENERATED" || return
    # In a folder of its name, so that another library's module map does not collide with it.
    local headers="$GENERATED/headers"
    rm -rf "$headers" "$FRAMEWORK" && mkdir -p "$headers" &&
        mv "$GENERATED/PasskeyProviderFFI" "$headers/PasskeyProviderFFI" || return
    for slice in "${SLICES[@]}"; do
        arguments+=(-library "$TARGET/apple/${slice%% *}/$LIBRARY" -headers "$headers")
    done
    xcodebuild -create-xcframework "${arguments[@]}" -output "$FRAMEWORK" || return
    [[ $# -eq 0 ]] || release "$1"
}

# build_slice SLICE PLATFORM VERSION TARGET:ARCH...
build_slice() {
    local folder="$TARGET/apple/$1" platform="$2" version="$3" part libraries=()
    shift 3
    rm -rf "$folder" && mkdir -p "$folder" || return
    for part; do
        rustup target add "${part%:*}" || return
        # The library alone: with others beside it, nothing is left out across crates.
        cargo rustc --locked --profile "$PROFILE" --package passkey-provider-ffi --no-default-features \
            --features phone --crate-type staticlib --target "${part%:*}" || return
        hide_sqlite "$TARGET/${part%:*}/$PROFILE/$LIBRARY" "$folder/${part#*:}" "$platform" "$version" || return
        libraries+=("$folder/${part#*:}/$LIBRARY")
    done
    lipo -create "${libraries[@]}" -output "$folder/$LIBRARY"
}

# hide_sqlite ARCHIVE FOLDER PLATFORM VERSION: the archive as one object, in FOLDER, whose calls of SQLite are bound to
# the SQLite in it and which shows none of that. Otherwise an app's own SQLite, or the system's, is called in its place,
# or the app does not link. The last part of FOLDER is the architecture.
hide_sqlite() {
    mkdir -p "$2" && echo '_sqlite3_*' >"$2/hidden" || return
    xcrun ld -r -arch "${2##*/}" -platform_version "$3" "$4" "$4" -all_load "$1" \
        -unexported_symbols_list "$2/hidden" -o "$2/library.o" &&
        xcrun libtool -static -o "$2/$LIBRARY" "$2/library.o" || return
    # What is hidden is checked, and not believed.
    if xcrun nm -gU "$2/$LIBRARY" | grep -q ' _sqlite3_'; then
        echo "SQLite shows in $2/$LIBRARY" >&2
        return 1
    fi
}

# release URL: what a release of the package holds, beside its sources.
release() {
    local folder="$GENERATED/release" zip checksum
    zip="$folder/PasskeyProviderFFI.xcframework.zip"
    rm -rf "$folder" && mkdir -p "$folder" && ditto -c -k --keepParent "$FRAMEWORK" "$zip" || return
    checksum="$(swift package compute-checksum "$zip")" || return
    sed "s|path: \"Generated/PasskeyProviderFFI.xcframework\"|url: \"$1\", checksum: \"$checksum\"|" \
        "$HERE/Package.swift" >"$folder/Package.swift" || return
    grep -qF "$checksum" "$folder/Package.swift" && echo "$checksum  $zip"
}

main "$@"
