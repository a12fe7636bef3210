#!/usr/bin/env bash
# Builds the library for iOS, on a Mac: the device and the simulator, as an XCFramework, and the generated
# modules beside it.
#
#   build-xcframework.sh
#
# Takes Xcode, and rustup with the two targets. It was written on Linux and never run there: no Apple SDK.
set -u -o pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" || exit 3
TOP="$(cd "$HERE/../.." && pwd)" || exit 3
source "$TOP/tests/need.sh" || exit 3

TARGETS=(aarch64-apple-ios aarch64-apple-ios-sim)
# The least version that Package.swift names.
export IPHONEOS_DEPLOYMENT_TARGET=17.0
TARGET="${CARGO_TARGET_DIR:-$TOP/target}"
PROFILE=mobile

main() {
    [[ "$(uname)" == Darwin ]] || missing "a Mac" "a machine with macOS and Xcode" || return
    command -v xcodebuild >/dev/null || missing xcodebuild "Xcode, from the App Store" || return
    command -v rustup >/dev/null || missing rustup "https://rustup.rs" || return
    rustup target add "${TARGETS[@]}" && cd "$TOP" || return
    local target libraries=()
    for target in "${TARGETS[@]}"; do
        # The library alone: with others beside it, nothing is left out across crates.
        cargo rustc --locked --profile "$PROFILE" --package passkey-provider-ffi --no-default-features \
            --features phone --crate-type staticlib --target "$target" || return
    done
    # Any of them tells the generator all; each app strips its own copy when it is linked.
    "$HERE/generate.sh" "$TARGET/${TARGETS[0]}/$PROFILE/libpasskey_provider_ffi.a" "$HERE/Generated" || return
    # In a folder of its name, so that another library's module map does not collide with it.
    local headers="$HERE/Generated/headers" framework="$HERE/Generated/PasskeyProviderFFI.xcframework"
    rm -rf "$headers" "$framework" && mkdir -p "$headers" &&
        mv "$HERE/Generated/PasskeyProviderFFI" "$headers/PasskeyProviderFFI" || return
    for target in "${TARGETS[@]}"; do
        libraries+=(-library "$TARGET/$target/$PROFILE/libpasskey_provider_ffi.a" -headers "$headers")
    done
    xcodebuild -create-xcframework "${libraries[@]}" -output "$framework"
}

main "$@"
