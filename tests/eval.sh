#!/bin/sh
# `sightline eval` over whole registers. The made-up one of tests/bench gives what a program written by hand in C
# counts in it. Of a register in which one number is changed, one row is missing or one case stands twice, each
# of these is noticed. And a result is written whole or not at all.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
cd "$work" || exit 2
count=0
failed=0

result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" && return
    failed=$((failed + 1))
    echo "not ok $count - $2"
    [ -f err ] && head -c 400 err | sed 's/^/# /'
}

# What a summary counts in the line of this name: its first number.
counts() { sed -n "s/^$1  *\([0-9,]*\).*/\1/p" summary | tr -d ,; }

wants() { # name, number
    found=$(counts "$1")
    [ "$found" = "$2" ]
    result $? "$1: $2$([ "$found" = "$2" ] || echo ", found $found")"
}

# --- the made-up register: cases, then what each rule and band counts, and the sum of the scores
practice() {
    timeout 300 "$sightline" eval "$root/tests/bench/practice.sight" --data "$1" --format summary >summary 2>err
    result $? "$2 cases are evaluated"
    [ "$(sed -n '1s/ cases$//p' summary | tr -d ,)" = "$2" ]
    result $? "$2 cases are counted"
    shift 2
    for rule in overload unsupported noshare hindsight multi unexplained_decision one_sided sound reach delay \
        overloaded_and_unshared recurring; do
        wants "practice.$rule" "$1"
        shift
    done
    for band in low moderate high severe; do
        wants $band "$1"
        shift
    done
    [ "$(sed -n 's/^scored.score .* //p' summary | tr -d ,)" = "$1" ]
    result $? "the scores are $1 in all"
}

practice "$root/tests/bench" 25 12 21 7 211 17 30 106 45 6 9 2 4 9 11 4 1 667
generator=$root/../shared/bench/gen.c
if [ -f "$generator" ] && command -v cc >/dev/null; then
    mkdir thousand
    cc -O2 -o generator "$generator" && ./generator 1000 42 thousand reg 2>/dev/null
    practice thousand 1000 389 844 442 8496 668 1122 4640 1682 418 424 31 8 471 319 175 35 25660
fi

# --- changed registers: the tables of a folder, one of them changed
register=$root/examples/registers/crash_california.sight

ask() { timeout 300 "$sightline" eval "$register" --data "$1" --format summary >summary 2>err; }

fresh() { rm -rf changed && mkdir changed && cp "$1"/crashes.csv "$1"/parties.csv "$1"/victims.csv changed; }

# Whether there are as many findings as before of the one check, and one more of the other.
one_more() { # check with one more, check with as many, before of each, what was done
    ask changed
    result $? "$5: evaluated"
    wants "crash_california.$1: error" "$(($3 + 1))"
    wants "crash_california.$2: error" "$4"
}

mutate() { # folder
    fresh "$1"
    ask changed
    result $? "$1: evaluated"
    killed=$(counts 'crash_california.killed_differ: error')
    parties=$(counts 'crash_california.parties_differ: error')
    echo "# $1: $killed and $parties before"

    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "NUMBER_KILLED") at = i }
        NR == 3 { $at++ } { print }' "$1/crashes.csv" >changed/crashes.csv
    one_more killed_differ parties_differ "$killed" "$parties" "$1: one number changed"

    fresh "$1"
    sed 2d "$1/parties.csv" >changed/parties.csv
    one_more parties_differ killed_differ "$parties" "$killed" "$1: one party missing"

    fresh "$1"
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "VICTIM_DEGREE_OF_INJURY") at = i }
        NR > 1 && $at == 1 && !gone++ { next } { print }' "$1/victims.csv" >changed/victims.csv
    one_more killed_differ parties_differ "$killed" "$parties" "$1: one death missing"

    fresh "$1"
    sed -n 2p "$1/crashes.csv" >>changed/crashes.csv
    ask changed
    [ $? = 1 ] && [ ! -s summary ] && [ "$(grep -c '^error\[E0427\]' err)" = 1 ]
    result $? "$1: one case twice"

    fresh "$1"
    sed 2d "$1/crashes.csv" >changed/crashes.csv
    ask changed
    [ $? = 1 ] && [ ! -s summary ] && grep -q '^error\[E0426\]' err
    result $? "$1: one case missing"
}

mutate "$root/examples/registers"
tables=$(realpath -m "${REGISTERS:-$root/../shared/data/tables}")/crash_california
[ ! -d "$tables" ] || mutate "$tables"

# --- data that is none
mkdir links
ln -s "$root/examples/registers/crashes.csv" links/crashes.csv
"$sightline" eval "$register" --data links >out 2>err
[ $? = 1 ] && [ ! -s out ] && grep -q '^error\[E0202\]' err
result $? 'a link in a folder of data is not followed'
"$sightline" eval "$register" --data links/crashes.csv >out 2>err && [ -s out ]
result $? 'a link that the user names is'
mkfifo crashes.csv
timeout 10 "$sightline" eval "$register" --data crashes.csv >out 2>err
[ $? = 4 ] && [ ! -s out ]
result $? 'a pipe for a table'
rm crashes.csv

# --- where results go
"$sightline" eval "$register" >out 2>err
"$sightline" eval "$register" -o out.ndjson 2>err && cmp -s out out.ndjson
result $? 'a file holds what goes to standard output'
echo before >kept
fresh "$root/examples/registers"
sed -n 2p changed/crashes.csv >>changed/crashes.csv
"$sightline" eval "$register" --data changed -o kept 2>err
[ $? = 1 ] && [ "$(cat kept)" = before ]
result $? 'with a mistake in the data the file stays as it was'
"$sightline" eval "$root/tests/golden/cli/eval_error.sight" -o kept 2>err
[ $? = 1 ] && [ "$(cat kept)" = before ]
result $? 'after an evaluation error the file stays as it was'
"$sightline" eval "$register" -o nowhere/out 2>err
[ $? = 4 ] && grep -q 'nowhere/out' err
result $? 'a folder that is not there'
"$sightline" eval "$register" >/dev/full 2>err
[ $? = 4 ] && grep -q 'standard output' err
result $? 'a full disk'
(ulimit -f 8; timeout 60 "$sightline" eval "$root/tests/bench/practice.sight" -o kept 2>err)
[ $? = 4 ] && [ "$(cat kept)" = before ]
result $? 'a limit to files: the old one stays'
[ -z "$(find . -name '*.tmp')" ]
result $? 'no temporary file is left'
if command -v python3 >/dev/null; then
    for model in "$register" "$root"/tests/golden/cli/eval_ndjson.sight; do
        "$sightline" eval "$model" 2>/dev/null | python3 -c 'import json, sys
for line in sys.stdin: json.loads(line)["case"]' 2>err
        result $? "$(basename "$model"): every line is JSON"
        "$sightline" eval --format csv "$model" 2>/dev/null | python3 -c 'import csv, sys
rows = list(csv.reader(sys.stdin))
assert len({len(row) for row in rows}) == 1 and not [c for row in rows for c in row if c[:1] in set("=+-@")]' 2>err
        result $? "$(basename "$model"): every row of the table is as wide, and no cell is a formula"
    done
fi

echo "1..$count"
[ $failed = 0 ]
