#!/bin/sh
# `make check-documents`: the proofs of documents that need more than a C compiler, each in a tests/documents_*.sh.
# It is no part of `make check`. A suite says in comments what it needs (`# debian: PACKAGE...`, `# npm: NAME@VERSION...`);
# here that is installed, npm packages into build/npm, and a suite that lacks something fails and says what.
# $1 is the build folder. ONLY=html runs tests/documents_html.sh alone.
set -u
build=$(realpath "$1")
tests=$(realpath "$(dirname "$0")")
logs=$build/documents
npm=$build/npm
export SIGHTLINE="$build/sightline" BUILD="$build" NODE_PATH="$npm/node_modules" LC_ALL=C.UTF-8
mkdir -p "$logs" "$npm"

needs() { # debian or npm, file
    sed -n "s/^# $1: //p" "$2" | tr '\n' ' '
}

# What of a suite's needs cannot be had; nothing if all is there.
install() {
    sh "$tests/setup.sh" $(needs debian "$1") >"$logs/setup.log" 2>&1 || echo "these packages of Debian: $(needs debian "$1")"
    set -- $(needs npm "$1")
    [ $# != 0 ] || return
    command -v npm >/dev/null || sh "$tests/setup.sh" nodejs npm >>"$logs/setup.log" 2>&1
    (cd "$npm" && [ -f package.json ] || echo '{"private":true}' >"$npm/package.json"
     cd "$npm" && npm ls "$@" >/dev/null 2>&1 ||
        npm install --ignore-scripts --no-audit --no-fund --save-exact "$@") >>"$logs/setup.log" 2>&1 ||
        echo "these packages of npm: $*"
}

passed=0
failed=0
for suite in "$tests"/documents_${ONLY:-*}.sh; do
    name=$(basename "$suite" .sh)
    log=$logs/$name.log
    missing=$(install "$suite")
    if [ -n "$missing" ]; then
        echo "not ok 1 - $name needs what cannot be had: $missing" >"$log"
        tail -n 3 "$logs/setup.log" | sed 's/^/# /' >>"$log"
    else
        sh "$suite" >"$log" 2>&1
        code=$?
        [ $code = 0 ] || grep -q '^not ok' "$log" || echo "not ok 1 - $name ended with $code" >>"$log"
    fi
    grep -v '^ok \|^1\.\.' "$log"
    good=$(grep -c '^ok [0-9]' "$log")
    bad=$(grep -c '^not ok [0-9]' "$log")
    [ "$good$bad" != 00 ] || bad=1 # nothing was tried
    echo "$name: $good passed, $bad failed"
    passed=$((passed + good))
    failed=$((failed + bad))
done
echo "$passed passed, $failed failed"
[ $failed = 0 ]
