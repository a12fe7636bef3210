# shellcheck shell=bash
# For the scripts under tests/ to source, after need.sh: other releases of Debian, each in a folder of
# the cache, and running something inside one. Needs root, and a Debian whose mirror has the release.

DEBIAN_ROOTS="${XDG_CACHE_HOME:-$HOME/.cache}/passkey-provider/roots"

# need_debian_root NAME RELEASE PACKAGE...: makes the root NAME with those packages; takes minutes the
# first time, and again where release or packages changed. Its folder is "$DEBIAN_ROOTS/NAME". What
# tools build inside may stay there, under /scratch, and goes when the root is made anew.
need_debian_root() {
    local name="$1" root="$DEBIAN_ROOTS/$1" recipe="${*:2}"
    [[ $EUID -eq 0 ]] || missing "the rights of root, for chroot and mount" "running this as root" || return
    unshare --mount true || missing "mount namespaces" "a machine, or a container with the right CAP_SYS_ADMIN" || return
    mkdir -p "$DEBIAN_ROOTS" || return
    (
        # Two runs must not make it at once.
        flock 9 || exit
        [[ "$(cat "$root/scratch/.made-of" 2>/dev/null)" == "$recipe" ]] && exit
        need_command debootstrap debootstrap || exit
        echo "making the Debian root $name"
        # What debootstrap mounts goes with it, however it ends.
        with_own_mounts make_debian_root "$root" "${@:2}" >&2 ||
            missing "the Debian root $name, $2" "debootstrap, with the mirror of this machine reachable"
    ) 9>"$root.lock"
}

# in_debian_root NAME [--read|--write WHAT AT]... [--in FOLDER] -- [VARIABLE=VALUE]... COMMAND...
#
#   --read WHAT AT     shows the file or folder WHAT of this machine at AT, which cannot be written to
#   --write WHAT AT    the same, and what is written there is written here
#   --in FOLDER        where the command starts; / if not said
#
# They are laid in the order given, so that one may lie over a part of another. The command gets no
# variable of this process but the proxies; its exit status is returned. What is mounted belongs to
# the command alone, and goes with it however it ends.
in_debian_root() {
    with_own_mounts enter_debian_root "$DEBIAN_ROOTS/$1" "${@:2}"
}

# with_own_mounts FUNCTION ARGUMENT...: in a mount namespace, so that there is nothing to unmount.
with_own_mounts() {
    unshare --mount bash -u -o pipefail -c "$(declare -f); \"\$@\"" bash "$@"
}

make_debian_root() {
    local root="$1" release="$2" mirror
    mirror="$(debian_mirror)" || return
    rm -rf "$root.new" || return
    # This release's debootstrap may not know the newer one by name; all have had one script for years.
    debootstrap --variant=minbase --include="$(IFS=, && echo "${*:3}")" "$release" "$root.new" "$mirror" \
        /usr/share/debootstrap/scripts/sid || return
    chroot "$root.new" apt-get clean || return
    mkdir "$root.new/scratch" && echo "${*:2}" >"$root.new/scratch/.made-of" || return
    rm -rf "$root" && mv "$root.new" "$root"
}

# The first mirror that apt-get of this machine asks.
debian_mirror() {
    local mirror
    mirror="$(cat /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list 2>/dev/null |
        sed -En 's/^URIs: *([^ ]+).*/\1/p; s/^deb +(\[[^]]*\] +)?([^ ]+).*/\2/p' | head -n 1)"
    [[ -n $mirror ]] || missing "a mirror of Debian" "a line URIs: in /etc/apt/sources.list.d/debian.sources" || return
    echo "$mirror"
}

# Mounts what is asked for, and becomes the command.
enter_debian_root() {
    local root="$1" folder=/ file name environment
    local certificates=/etc/ssl/certs/ca-certificates.crt
    shift
    mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" || return
    # Name resolution and trusted certificates are this machine's, so that a registry is reached as here.
    for file in /etc/hosts /etc/resolv.conf; do
        [[ ! -e $file ]] || lay_into_root "$root" ro "$file" "$file" || return
    done
    file="${SSL_CERT_FILE:-$certificates}"
    [[ ! -e $file ]] || lay_into_root "$root" ro "$file" "$certificates" || return
    environment=(HOME=/root LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
        SSL_CERT_FILE="$certificates" CARGO_HTTP_CAINFO="$certificates")
    for name in {http,https,all,no}_proxy {HTTP,HTTPS,ALL,NO}_PROXY; do
        [[ ! -v $name ]] || environment+=("$name=${!name}")
    done
    while [[ $1 != -- ]]; do
        case "$1" in
            --read) lay_into_root "$root" ro "$2" "$3" && shift 3 || return ;;
            --write) lay_into_root "$root" rw "$2" "$3" && shift 3 || return ;;
            --in) folder="$2" && shift 2 ;;
            *) echo "in_debian_root knows no $1" >&2 && return 2 ;;
        esac
    done
    shift
    exec chroot "$root" /usr/bin/env --ignore-environment --chdir="$folder" "${environment[@]}" "$@"
}

# lay_into_root ROOT ro|rw WHAT AT
lay_into_root() {
    local at="$1$4"
    if [[ ! -e $at ]]; then
        if [[ -d $3 ]]; then mkdir -p "$at"; else mkdir -p "$(dirname "$at")" && touch "$at"; fi || return
    fi
    mount -o "bind,$2" "$3" "$at"
}
