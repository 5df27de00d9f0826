#!/bin/sh
# Runs the whole suite in two lanes and sums it up: $1 is the build folder. Every part prints a line
# `ok N - name` or `not ok N - name` for each of its tests; what it prints is kept in $1/check/PART.log.
set -u
build=$1
logs=$build/check
export CMOCKA_MESSAGE_OUTPUT=TAP SIGHTLINE="$build/sightline" BUILD="$build"
case $build in
    */san) export PROPERTY_STEP="${PROPERTY_STEP:-4}" SMALL="${SMALL:-1}" SOUNDNESS_MODELS="${SOUNDNESS_MODELS:-500}" \
        FUZZ_PROGRAMS="${FUZZ_PROGRAMS:-1000}" ;;
esac
mkdir -p "$logs" "$build/tmp"
rm -f "$logs"/*.log "$logs"/*.sum

# A part that ends badly without a failed test, a crash for instance, counts as one.
part() {
    name=$1
    shift
    "$@" >"$logs/$name.log" 2>&1
    code=$?
    if [ "$code" != 0 ] && ! grep -q '^not ok [0-9]' "$logs/$name.log"; then
        echo "not ok 1 - $name ended with $code" >>"$logs/$name.log"
    fi
    grep -v '^ok \|^1\.\.\|^# ok\|^# not ok - \|^[0-9]* passed, [0-9]* failed$' "$logs/$name.log"
    passed=$(grep -c '^ok [0-9]' "$logs/$name.log")
    failed=$(grep -c '^not ok [0-9]' "$logs/$name.log")
    # A part that only counts says how many in its last line.
    if [ "$passed$failed" = 00 ]; then
        set -- $(sed -n 's/^\([0-9]*\) passed, \([0-9]*\) failed$/\1 \2/p' "$logs/$name.log") 0 0
        passed=$1
        failed=$2
        [ "$passed" != 0 ] || failed=1 # nothing was tried
    fi
    echo "$passed $failed" >"$logs/$name.sum"
    echo "$name: $passed passed, $failed failed"
}

first_lane() {
    for unit in "$build"/unit/test_*; do
        [ -x "$unit" ] && part "$(basename "$unit")" "$unit"
    done
    part golden "$build/golden"
    part mutations sh tests/mutations.sh
    part explain sh tests/explain.sh "$build/sightline"
    part docs sh tests/docs.sh "$build/sightline"
    part library sh tests/library.sh "$build/sightline"
    part layout sh -c '"$SIGHTLINE" fmt --check stdlib/*.sight stdlib/tests/*.sight examples/vincristine/*.sight \
        examples/first_review/first_review.sight examples/record_keeping/*.sight examples/registers/*.sight \
        examples/embed/*.sight tests/emit/*.sight \
        tests/bench/*.sight &&
        echo "ok 1 - library and examples are laid out"'
    part tidy sh tests/tidy.sh
    part figures sh tests/figures.sh "$build/sightline"
    part eval sh tests/eval.sh
    part engines sh tests/engines.sh
    part emit sh tests/emit.sh
    part decimals sh tests/decimals.sh "$build/sightline"
    part install sh tests/install.sh
    part pdf sh tests/pdf.sh
}

second_lane() {
    part hostile sh tests/hostile.sh
    part docx sh tests/docx.sh
    part changes sh tests/changes.sh "$build/sightline"
    [ ! -d "${REGISTERS:-../shared/data/tables}" ] || part registers sh tests/registers.sh
    part properties "$build/properties"
    part soundness "$build/soundness"
    part fuzz_engines "$build/fuzz_engines"
    part metamorphic "$build/metamorphic"
}

second_lane >"$logs/second_lane" &
part late sh tests/late.sh >"$logs/waiting_lane" & # waits, and does nothing
first_lane
wait
cat "$logs/second_lane" "$logs/waiting_lane"
set -- $(cat "$logs"/*.sum | awk '{ passed += $1; failed += $2 } END { print passed, failed }')
echo "$1 passed, $2 failed"
[ "$2" = 0 ]
