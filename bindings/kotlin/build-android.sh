#!/usr/bin/env bash
# Builds the native library for each of Android's ABIs and generates the bindings, for build.gradle.kts.
#
#   bindings/kotlin/build-android.sh
#
# Needs the NDK (ANDROID_NDK_HOME; r28 or later aligns to pages of 16 KiB by itself), cargo-ndk
# (`cargo install cargo-ndk`) and rustup's targets for the ABIs.
#
# Not run where this project is tested: the NDK comes from Google only. There the library is type-checked
# for these targets (`tests/run mobile`).
set -u -o pipefail

cd "$(dirname "${BASH_SOURCE[0]}")" || exit 3
# Nearly every device runs the first; the second is for the few with 32 bits, the third for emulators.
ABIS=(arm64-v8a armeabi-v7a x86_64)
TARGETS=(aarch64-linux-android armv7-linux-androideabi x86_64-linux-android)
# The package's minSdk.
PLATFORM=26
TARGET="${CARGO_TARGET_DIR:-../../target}"
LIBRARY=libpasskey_provider_ffi.so

missing() {
    echo "missing: $1. Get it with: $2" >&2
    exit 1
}

[[ -d ${ANDROID_NDK_HOME-} ]] || missing "ANDROID_NDK_HOME" "sdkmanager 'ndk;28.2.13676358'"
command -v cargo-ndk >/dev/null || missing cargo-ndk "cargo install cargo-ndk"
rustup target add "${TARGETS[@]}" || exit

rm -rf build/jniLibs && mkdir -p build/jniLibs || exit
for index in "${!ABIS[@]}"; do
    abi="${ABIS[index]}" built="$TARGET/${TARGETS[index]}/mobile/$LIBRARY"
    # The library alone: with others beside it, nothing is left out across crates.
    cargo ndk --platform "$PLATFORM" --target "$abi" -- \
        rustc --locked --profile mobile --package passkey-provider-ffi --no-default-features --features phone \
        --crate-type cdylib || exit
    # The bindings' metadata is in a section and in symbols that the app does not carry.
    mkdir -p "build/jniLibs/$abi" && strip=("$ANDROID_NDK_HOME"/toolchains/llvm/prebuilt/*/bin/llvm-strip) || exit
    "${strip[0]}" --strip-unneeded --remove-section=.uniffi_meta -o "build/jniLibs/$abi/$LIBRARY" "$built" || exit
done
./generate.sh "$TARGET/${TARGETS[0]}/mobile/$LIBRARY" build/generated || exit
echo "build/jniLibs and build/generated are ready for Gradle"
