#!/usr/bin/env bash
# Tests the Kotlin package on the JVM, with the real library through JNA.
#
#   bindings/kotlin/test.sh          tests, what only Android has, style and documentation
#   bindings/kotlin/test.sh bench    measures, and prints a table
#   bindings/kotlin/test.sh android FOLDER    what an Android app gets: package.jar, and the library in native/
#
# The bindings, the classes and the tools are kept in ${XDG_CACHE_HOME:-~/.cache}/passkey-provider/kotlin,
# libraries from the registry in Maven's own ~/.m2; nothing goes into the work tree.
set -u -o pipefail

HERE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)" || exit 3
TOP="$(cd "$HERE/../.." && pwd)" || exit 3
source "$TOP/tests/need.sh" || exit 3
CACHE="${XDG_CACHE_HOME:-$HOME/.cache}/passkey-provider/kotlin"
TARGET="${CARGO_TARGET_DIR:-$TOP/target}"
LIBRARY=libpasskey_provider_ffi.so
COUNTER="$HERE/../swift/Tests/CrossingCounter"
KTLINT_VERSION=1.8.0
ANDROIDX_VERSION=1.6.0
COPY=org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy

main() {
    mkdir -p "$CACHE" && exec 8>"$CACHE/.lock" && flock 8 || return
    case "${1-}" in
        "") build debug && run_tests && check_android && check_style &&
            check_documentation ;;
        bench) bench ;;
        android) build debug && for_android "$2" ;;
        *) sed -n '2,/^set/p' "${BASH_SOURCE[0]}" | sed '$d; s/^# \{0,1\}//' >&2 && return 2 ;;
    esac
}

# build PROFILE: the library, and the bindings that belong to it.
build() {
    need_command cargo cargo && need_command cc gcc libc6-dev || return
    need_command javac openjdk-17-jdk-headless && need_command mvn maven || return
    local profile="$1" arguments=(--locked --quiet --manifest-path "$TOP/Cargo.toml")
    if [[ $profile == debug ]]; then
        # It panics on request. Its generator shares its dependencies, as in the Swift package's tests.
        cargo build "${arguments[@]}" --package passkey-provider-ffi --package passkey-provider-bindgen \
            --features passkey-provider-ffi/fault-injection || return
        local -x GENERATOR="$TARGET/debug/passkey-provider-bindgen"
    else
        # The shared library alone, as an app's is built: with others beside it, nothing is left out across crates.
        cargo rustc "${arguments[@]}" --profile "$profile" --package passkey-provider-ffi --no-default-features \
            --features phone --crate-type cdylib || return
    fi
    mkdir -p "$CACHE/native-$profile" || return
    cp "$TARGET/$profile/$LIBRARY" "$CACHE/native-$profile/" || return
    # Stands before the library and counts its calls, in Swift's tests and in ours.
    cc -shared -fPIC -Wall -Werror -o "$CACHE/native-$profile/libcrossing_counter.so" \
        -I "$COUNTER/include" "$COUNTER/CrossingCounter.c" \
        -L "$CACHE/native-$profile" -Wl,--no-as-needed "-l:$LIBRARY" '-Wl,-rpath,$ORIGIN' || return
    "$HERE/generate.sh" "$CACHE/native-$profile/$LIBRARY" "$CACHE/generated-$profile" || return
    MAVEN=(mvn --batch-mode --no-transfer-progress --file "$HERE/pom.xml" "-Doutput=$CACHE/$profile"
        "-Dgenerated=$CACHE/generated-$profile" "-Dnative=$CACHE/native-$profile")
}

# Kotlin's get beside Rust's, both with the library as apps carry it.
bench() {
    build mobile || return
    cargo build --locked --quiet --manifest-path "$TOP/Cargo.toml" --profile mobile --package footprint || return
    local log="$CACHE/bench.log" classpath="$CACHE/bench.classpath"
    "${MAVEN[@]}" -Dtests=none test-compile org.apache.maven.plugins:maven-dependency-plugin:3.11.0:build-classpath \
        "-Dmdep.outputFile=$classpath" -Dmdep.includeScope=test >"$log" 2>&1 || { tail -n 50 "$log" >&2; return 1; }
    local java=("-Djna.library.path=$CACHE/native-mobile"
        -cp "$CACHE/mobile/classes:$CACHE/mobile/test-classes:$(<"$classpath")" passkeyprovider.bench.GetBenchKt)
    # All of its memory before it begins: the first touch of a page, by the collector's choice in one get or
    # another, is the machine's and not the package's. What is measured of memory has Java's own settings.
    java -XX:+UseSerialGC -Xms256m -Xmx256m -XX:+AlwaysPreTouch "${java[@]}" "$TARGET/mobile/footprint" java "${java[@]}"
}

run_tests() {
    local log="$CACHE/test.log"
    cargo build --locked --quiet --manifest-path "$TOP/Cargo.toml" --package scenarios --bin scenario-props || return
    # Everything is compiled anyhow; what has gone since, or is not compiled any more, must not be tested.
    rm -rf "$CACHE/debug/classes" "$CACHE/debug/test-classes" || return
    "${MAVEN[@]}" "-Dscenarios=$TOP/tests/scenarios" "-Dscenario.props=$TARGET/debug/scenario-props" \
        test >"$log" 2>&1
    local status=$?
    # A warning of the compiler about our own code; what is generated is not ours.
    if grep -E '^\[WARNING\].*/src/(main|test)/kotlin/' "$log"; then
        echo "the compiler warns" >&2
        return 1
    fi
    if grep -E 'will not be executed' "$log"; then
        echo "a test is left aside" >&2
        return 1
    fi
    if [[ $status -ne 0 ]]; then
        tail -n 200 "$log" >&2
        return 1
    fi
    grep -E '^\[INFO\] Tests run: .* -- in ' "$log" | sed 's/^\[INFO\] //'
    sed -nE 's/^\[(INFO|WARNING)\] Tests run: ([0-9]+), Failures: 0, Errors: 0, Skipped: 0$/\2 passed, 0 failed/p' "$log" |
        grep . || { echo "no test ran, or some were skipped" >&2; return 1; }
}

# Compiles the package with what only Android has, and the READMEs' examples.
compile_android() {
    local log="$CACHE/android.log" androidx="$CACHE/credentials-$ANDROIDX_VERSION"
    fetch "androidx.credentials:credentials:$ANDROIDX_VERSION:aar" "$androidx.aar" --activate-profiles google || return
    mkdir -p "$androidx" && (cd "$androidx" && jar --extract --file "$androidx.aar" classes.jar) || return
    rm -rf "$CACHE/android" || return
    ANDROID=(--activate-profiles android "-Dandroidx.credentials.version=$ANDROIDX_VERSION"
        "-Dandroidx.credentials=$androidx/classes.jar")
    if ! "${MAVEN[@]}" "${ANDROID[@]}" "-Doutput=$CACHE/android" -Dtests=src/examples/kotlin test-compile >"$log" 2>&1; then
        tail -n 50 "$log" >&2
        return 1
    fi
    if grep -E '^\[WARNING\].*/src/(main|android|examples)/kotlin/' "$log"; then
        echo "the compiler warns" >&2
        return 1
    fi
}

# for_android FOLDER: by that, what is compiled again meanwhile changes nothing there.
for_android() {
    compile_android && mkdir -p "$1/native" && cp "$CACHE/native-debug/$LIBRARY" "$1/native/" &&
        jar --create --file "$1/package.jar" -C "$CACHE/android/classes" .
}

# What only Android has compiles against its framework, and has the native method where the library looks for it.
# So do the READMEs' examples, against androidx's classes too.
check_android() {
    local keyring='io.crates.keyring.Keyring$Companion' found
    compile_android || return
    found="$(javap -public -classpath "$CACHE/android/classes" "$keyring")" || return
    if [[ $found != *"native void initializeNdkContext(android.content.Context);"* ]]; then
        echo "the library's key store does not find its native method in: $found" >&2
        return 1
    fi
    [[ -f $CACHE/android/test-classes/passkeyprovider/examples/App.class ]] || { echo "no example compiled" >&2; return 1; }
    echo "what only Android has compiles, the READMEs' examples among it"
}

check_style() {
    local jar="$CACHE/ktlint-cli-$KTLINT_VERSION-all.jar"
    fetch "com.pinterest.ktlint:ktlint-cli:$KTLINT_VERSION:jar:all" "$jar" || return
    (cd "$HERE" && java -jar "$jar" --relative "src/**/*.kt" "*.kts") &&
        (cd "$TOP/tests/android" && java -jar "$jar" --editorconfig="$HERE/.editorconfig" --relative "src/**/*.kt")
}

# Every public item has its comment, and every reference in one leads somewhere. Nobody can comment what the
# compiler adds to an enumeration.
check_documentation() {
    local log="$CACHE/dokka.log"
    if ! "${MAVEN[@]}" "${ANDROID[@]}" org.jetbrains.dokka:dokka-maven-plugin:dokka >"$log" 2>&1; then
        grep -E 'ERROR' "$log" >&2
        return 1
    fi
    ! grep -E '^\[WARNING\]' "$log" | grep -vE '^\[WARNING\] Undocumented: [^ ]+/(values|valueOf|entries)/#'
}

# fetch ARTIFACT FILE [OPTION...]
fetch() {
    [[ -f $2 ]] && return
    "${MAVEN[@]}" --quiet "${@:3}" "$COPY" "-Dartifact=$1" "-DoutputDirectory=$CACHE" || missing "$1" "Maven, with Central reachable"
}

main "$@"
