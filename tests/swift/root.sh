# shellcheck shell=bash
# For scripts to source, after tests/need.sh and tests/debian_root.sh: Swift 6 on Linux, which Debian
# has since its release 13.

# The first time takes three minutes, and three gigabytes of the cache.
need_swift() {
    need_debian_root swift trixie swiftlang ca-certificates libc6-dev libstdc++-14-dev
}

# in_swift [OPTION...] -- [VARIABLE=VALUE]... COMMAND...: as in_debian_root, with swift, swift-format
# and docc found. What `swift` builds belongs under /scratch: --scratch-path /scratch/NAME. A library
# built on this machine links and runs there.
in_swift() {
    local options=()
    while [[ $1 != -- ]]; do options+=("$1") && shift; done
    shift
    in_debian_root swift "${options[@]}" -- PATH=/usr/libexec/swift/bin:/usr/bin:/bin "$@"
}
