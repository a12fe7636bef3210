# For the scripts under tests/ to source: what they need, and how to say that it is not there.

# need_command COMMAND PACKAGE...: installs Debian's packages where the command is not there.
need_command() {
    local command="$1"
    shift
    command -v "$command" >/dev/null && return
    echo "installing $* for $command"
    install_packages "$@" >&2
    command -v "$command" >/dev/null || missing "$command" "apt-get install $*"
}

# need_version COMMAND LEAST FOUND
need_version() {
    [[ "$(printf '%s\n' "$2" "$3" | sort --version-sort | head -n 1)" == "$2" ]] && return
    missing "$1 $2 or later (found $3)" "a newer release of $1"
}

# need_file FILE PACKAGE: installs Debian's package where the file is not there.
need_file() {
    [[ -r $1 ]] && return
    echo "installing $2 for $1"
    install_packages "$2" >&2
    [[ -r $1 ]] || missing "$1" "apt-get install $2"
}

# install_packages PACKAGE...: one after the other, for parts of a run may want some at the same time.
install_packages() {
    local cache="${XDG_CACHE_HOME:-$HOME/.cache}/passkey-provider"
    mkdir -p "$cache" || return
    (
        flock 9 && apt-get update &&
            DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
    ) 9>"$cache/apt.lock"
}

# missing WHAT HOW: an error with the name of what is missing in it.
missing() {
    echo "missing: $1. Get it with: $2" >&2
    return 1
}

# need_passkey_provider: PASSKEY_PROVIDER is the command to test; built where it is not set.
need_passkey_provider() {
    if [[ -z ${PASSKEY_PROVIDER-} ]]; then
        need_command cargo cargo && need_command cc gcc libc6-dev || return
        local top
        top="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)" || return
        cargo build --locked --quiet --manifest-path "$top/Cargo.toml" --package passkey-provider-cli || return
        export PASSKEY_PROVIDER="${CARGO_TARGET_DIR:-$top/target}/debug/passkey-provider"
    fi
    [[ -x $PASSKEY_PROVIDER ]] || missing "$PASSKEY_PROVIDER" "PASSKEY_PROVIDER set to a command, or not at all"
}

# The AAGUID of the command.
AAGUID=f83b9195-1702-4d76-a15e-a16f244ec78e

# need_attestation_services FOLDER: founds two attestation services there for the command's AAGUID: `ours`, whose root
# relying parties trust, and `another`.
need_attestation_services() {
    local service top
    top="$(dirname "${BASH_SOURCE[0]}")/.."
    for service in ours another; do
        (cd "$top" && cargo run --locked --quiet --package passkey-provider --example attestation_service -- \
            "$1/$service" "$AAGUID") || return
    done
}
