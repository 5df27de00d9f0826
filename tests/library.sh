#!/bin/sh
# Runs the tests that the library brings, stdlib/tests, with the program $1: a file for each module. They
# pass with coverage, where everything is looked at, and without, where what cannot fit is passed over. Each
# check, rule, row of a table and condition is decided both ways, and no file belongs to no module.
set -u
program=$(realpath "${1:-build/sightline}")
cd "$(dirname "$0")/.."
count=0
failed=0

# A test of this script, and what it printed where it failed.
tell() {
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
        [ -z "${3:-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
    fi
}

for module in stdlib/*.sight; do
    name=$(basename "$module" .sight)
    tests=stdlib/tests/$name.sight
    said=$(timeout 20 "$program" test "$tests" 2>&1)
    tell $? "$tests passes" "$said"
    said=$(timeout 20 "$program" test --coverage --format json "$tests" 2>&1)
    tell $? "$tests passes with coverage" "$said"
    missed=$(printf '%s\n' "$said" | grep '"type":"uncovered"')
    printf '%s\n' "$said" | grep -q '"type":"coverage"' && [ -z "$missed" ]
    tell $? "every check, rule, row and condition of $name is decided both ways" "$missed"
done
for tests in stdlib/tests/*.sight; do
    [ -f "stdlib/$(basename "$tests")" ]
    tell $? "$tests belongs to a module"
done

echo "1..$count"
[ "$failed" = 0 ]
