#!/bin/sh
# What changed between two versions, as `diff` tells it, and `report --watch`, which is driven here as an editor
# would drive it. $1 is the program; BLESS=1 writes what `diff` prints.
set -u
program=$(realpath "${1:-build/sightline}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
watcher=
trap '[ -z "$watcher" ] || kill "$watcher" 2>/dev/null; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
count=0
failed=0

result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" && return
    failed=$((failed + 1))
    echo "not ok $count - $2"
    sed 's/^/# /' "$work/told" 2>/dev/null
}

cd "$root/tests/changes" || exit 2
for format in human md json; do
    "$program" diff --format $format old.sight new.sight >"$work/told" 2>&1
    [ -z "${BLESS:-}" ] || cp "$work/told" $format.out
    cmp -s "$work/told" $format.out; result $? "diff as $format"
done
"$program" report --diff old.sight new.sight >"$work/told" 2>&1
cmp -s "$work/told" human.out; result $? "report --diff says the same"
"$program" diff --show-values old.sight new.sight >"$work/told" 2>&1
grep -q 'was: Joan Doe' "$work/told"; result $? "confidential values only where they are asked for"
"$program" diff old.sight old.sight >"$work/told" 2>&1
grep -q '^Nothing changed' "$work/told"; result $? "nothing changed"
echo 'event e "No date" by nobody {}' >"$work/wrong.sight"
"$program" diff old.sight "$work/wrong.sight" >"$work/told" 2>&1
[ $? = 1 ] && grep -q 'nothing was compared' "$work/told"; result $? "a version with errors is not compared"
cd "$work" || exit 2

# Waits until the watcher has said something so many times, half a minute at most.
said() { # how often, what
    for _ in $(seq 300); do
        [ "$(grep -c "$2" told)" -ge "$1" ] && return 0
        sleep 0.1
    done
    return 1
}

mkdir case out
sed 's/^use learning_together$/use learning_together\nuse "more.sight"/' "$root/tests/changes/old.sight" >case/case.sight
echo 'source extra "Another source" { type: record }' >case/more.sight
"$program" report case/case.sight -o out --report overview --watch 2>told &
watcher=$!
said 1 '^watching'; result $? "the first build"
[ -f out/overview.html ]; result $? "its report is there"
cp out/overview.html first.html
sed 's/A neighbour rang/A neighbour rang at night/' case/case.sight >new && cat new >case/case.sight
said 1 'is:  A neighbour rang at night'; result $? "a save in place: what changed is told"
said 2 '^watching'
grep -q 'rang at night' out/overview.html; result $? "and the report written"
sed 's/at night/at noon/' case/case.sight >case/.new && mv case/.new case/case.sight
said 1 'is:  A neighbour rang at noon'; result $? "a save by renaming"
said 3 '^watching'
echo 'source extra "Quite another source" { type: record }' >case/more.sight
said 1 'is:  Quite another source'; result $? "a file that is used"
said 4 '^watching'
cp out/overview.html last.html
sed -i 's/by csc/by nobody/' case/case.sight
said 1 'no report was written'; result $? "a mistake is told"
said 5 '^watching'
cmp -s out/overview.html last.html; result $? "and the last good report stays"
rm case/more.sight
said 6 '^watching'; result $? "a file that is gone is told"
echo 'source extra "Back again" { type: record }' >case/more.sight
said 7 '^watching'
sed -i 's/by nobody/by csc/' case/case.sight
said 1 'is:  Back again'; result $? "mended: compared with the last good version"
said 8 '^watching'
echo '# a remark' >>case/case.sight
said 1 '^Nothing changed'; result $? "a save that changes nothing of the review"
[ "$(grep -c '^wrote' told)" = 5 ]; result $? "writes nothing that is the same already"
kill -INT $watcher
wait $watcher
result $? "Ctrl-C ends it cleanly"
watcher=
[ -z "$(find . -name '*.tmp')" ]; result $? "nothing half-written is left"
echo "1..$count"
exit $((failed > 0))
