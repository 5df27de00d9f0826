#!/bin/sh
# Runs the tests that the library brings, stdlib/tests, with the program $1. Each module has a file of them.
# There each check and each row of a table is decided both ways, and each rule concludes something. That a
# rule does not conclude cannot be asked so: the program may never look at what does not fit.
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
    said=$(timeout 20 "$program" test --coverage "stdlib/tests/$name.sight" 2>&1)
    tell $? "stdlib/tests/$name.sight passes" "$said"
    missed=$(printf '%s\n' "$said" | grep -E "/$name\.sight:[0-9]+: the (check|row) |never concluded")
    ! printf '%s\n' "$said" | grep -q '^decided both ways' || [ -n "$missed" ]
    tell $((1 - $?)) "every check and row of $name is decided both ways, every rule concludes" "$missed"
done

echo "1..$count"
[ "$failed" = 0 ]
