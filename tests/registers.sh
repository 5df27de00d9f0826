#!/bin/sh
# Real registers, read and asked what independent scripts asked of them: the answers must be the published
# ones. The tables are no part of the project; without them (REGISTERS, or ../shared/data/tables) nothing is
# tried. The questions to California are those of examples/registers; the others stand in tests/registers.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
root=$(realpath "$(dirname "$0")/..")
tables=$(realpath -m "${REGISTERS:-$root/../shared/data/tables}")
if [ ! -d "$tables" ]; then
    echo "1..0 # skipped: there are no tables in $tables"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
for table in "$tables"/*/*.csv; do
    cp "$table" "$work/$(basename "$table")"
done
cp "$root"/tests/registers/*.sight "$root"/examples/registers/*.sight "$work"
cd "$work" || exit 2
count=0
failed=0

result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" && return
    failed=$((failed + 1))
    echo "not ok $count - $2"
}

# The messages of one model, all of them, as `CODE SEVERITY certain|open`.
ask() {
    model=$1
    shift
    timeout 120 "$sightline" check --all --format json "$@" "$model.sight" >json 2>err
    echo $? >status
    sed -n 's/.*"type":"diagnostic","code":"\([^"]*\)","severity":"\([^"]*\)"\(.*\)/\1 \2 \3/p' json |
        sed 's/ [^ ]*"message":"cannot be determined.*/ open/; t; s/^\([^ ]* [^ ]*\) .*/\1 certain/' >messages
}

# How often a check certainly speaks.
speaks() {
    found=$(grep -c "^[a-z_]*\.$1 [a-z]* certain$" messages)
    [ "$found" = "$2" ]
    result $? "$1: $2${3:+ ($3)}$([ "$found" = "$2" ] || echo ", found $found")"
}

no_errors() {
    [ "$(cat status)" = 0 ] && ! grep -q ' error ' messages
    result $? "$1: every row is read, every key found, none repeated"
}

passes() { # module, how many tests
    timeout 120 "$sightline" test "$1.sight" >out 2>&1
    grep -q "$1.sight: $2 passed, 0 failed" out
    result $? "$1: the published figures"
}

ask crash_california
no_errors crash_california
speaks drink 2307 'alcohol involved and killed'
speaks dark_on_foot 1561
speaks fast_and_wet 697
speaks left_the_dead 847
speaks drunk_and_a_child 65
speaks nobody_at_fault 1967
speaks inattention 208
speaks late 2693
speaks killed_differ 0
speaks parties_differ 0

# The same questions, counted by `eval`; each crash is a case.
timeout 300 "$sightline" eval --format summary crash_california.sight >summary 2>err
result $? 'crash_california: evaluated'
sums() { # check with its level, how often
    grep -q "^crash_california\.$1  *$2 " summary
    result $? "eval: $1: $2"
}
[ "$(head -n 1 summary)" = '38,029 cases' ]
result $? 'eval: 38,029 cases'
sums 'drink: note' '2,307'
sums 'dark_on_foot: note' '1,561'
sums 'fast_and_wet: note' 697
sums 'left_the_dead: note' 847
sums 'drunk_and_a_child: note' 65
sums 'nobody_at_fault: note' '1,967'
sums 'inattention: note' 208
sums 'late: note' '2,693'
sums 'killed_differ: error' 0
sums 'parties_differ: error' 0

ask illinois
no_errors illinois
speaks hit_and_run 207
speaks deaths_differ 0
speaks child 151
speaks three 263
passes illinois 3
passes pfd 1
passes recommendations 1
passes riddor 1
passes ntsb 1

ask ntsb_repeated
[ "$(cat status)" = 1 ] && [ "$(grep -c '^E0427 error' messages)" = 1 ] && [ "$(grep -c ' error ' messages)" = 1 ]
result $? 'ntsb: the accident that stands twice is named'
grep -q '30197 blank rows' json
result $? 'ntsb: the blank rows are said'


# Of the 5,750 packed values each is told, and so is every row that is left out, blank, or read.
ask ntsb_packed --max-errors 100000
[ "$(grep -c '^E0424 error' messages)" = 5750 ] && [ "$(grep -c ' error ' messages)" = 5750 ]
result $? 'ntsb: each packed value is told where it stands'
grep -q '5750 of 35391 rows were left out; 30197 blank rows' json
result $? 'ntsb: what was read, left out and blank makes up the table'

# The same rows as NDJSON: read by the same columns, they are the same accidents.
if command -v python3 >/dev/null 2>&1; then
    python3 - <<'SCRIPT'
import csv, json
with open('aviation_2000_2021_dirty.csv', encoding='utf-8-sig', newline='') as rows, open('ntsb.ndjson', 'w') as out:
    for row in csv.DictReader(rows):
        row = {key: value.strip() for key, value in row.items() if value and value.strip()}
        if row:
            out.write(json.dumps(row) + '\n')
SCRIPT
    sed 's/"aviation_2000_2021_dirty.csv"/"ntsb.ndjson"/; s/^module ntsb_packed/module ntsb_json/' ntsb_packed.sight |
        sed 's/killed:   column "TOTAL_FATALITIES"/killed:   column "TOTAL_FATALITIES" as { "none" -> 0 }/' >ntsb_json.sight
    ask ntsb_json --max-errors 100000
    [ "$(grep -c '^E0424 error' messages)" = 5750 ] && [ "$(grep -c ' error ' messages)" = 5750 ] &&
        grep -q '5750 of 35391 objects were left out"' json
    result $? 'ntsb: the same as NDJSON says the same'
fi

echo "$((count - failed)) passed, $failed failed"
[ "$failed" -eq 0 ]
