#!/bin/sh
# Rules over many cases, with the facts in memory and every conclusion kept: by C that was written by hand
# (`plain` of the benchmark beside the project), by the C that `emit c` writes, and by the fast engine; rounds take
# turns, and what is printed last are ratios of their medians. Before that the counts of conclusions are compared
# with those on which seven other systems agreed. $1 is the build folder. CASES and RUNS may be set.
set -eu
build=$(realpath "$1")
cd "$(dirname "$0")/.."
source=$(realpath -m "${BENCH:-../shared/bench}")
cases=${CASES:-10000}
runs=${RUNS:-5}
if [ ! -f "$source/gen.c" ]; then
    echo "rules over many cases: not timed, the benchmark is not in $source"
    exit 0
fi
folder=$build/bench/cases
mkdir -p "$folder/$cases"
cc=${CC:-cc}
$cc -O2 -march=native -o "$folder/gen" "$source/gen.c"
$cc -O2 -march=native -pthread -o "$folder/plain" "$source/bench.c"
"$folder/gen" "$cases" 42 "$folder/$cases" csv reg 2>"$folder/log"
"$build/sightline" emit c tests/bench/practice.sight -o "$folder" 2>"$folder/log"
$cc -std=gnu11 -O2 -march=native -I"$folder" tests/bench_emit.c "$folder/practice.c" -o "$folder/emitted"

: >"$folder/times"
for _ in $(seq "$runs"); do
    "$folder/plain" "$folder/$cases" "$cases" 3 2>&1 | awk '$1 == "plain_mat" { print "plain", $4 }' >>"$folder/times"
    "$folder/emitted" "$folder/$cases" 5 >"$folder/emitted.out"
    sed -n 's/.*median \([0-9]*\) ns.*/emitted \1/p' "$folder/emitted.out" >>"$folder/times"
    "$build/bench_eval" tests/bench/practice.sight "$folder/$cases" 5 |
        sed -n 's/.*median \([0-9]*\) ns.*/fast \1/p' >>"$folder/times"
done

# The counts of the benchmark's own page, for seed 42.
wanted=$(awk -F '|' -v cases="$cases" '{ gsub(/[ ,]/, "", $2) } $2 == cases && NF > 10 {
    for (i = 3; i <= 13; i++) { gsub(/[ ,]/, "", $i); printf "%s ", $i } gsub(/[ ,]/, "", $16); print $16 }' "$source/README.md")
found=$(awk '/^overload/ { for (i = 2; i <= 22; i += 2) printf "%s ", $i; print $26 }' "$folder/emitted.out")
if [ -z "$wanted" ]; then
    echo "the counts of $cases cases are not known"
elif [ "$wanted" = "$found" ]; then
    echo "the counts of conclusions over $cases cases are those of the benchmark: $found"
else
    echo "WRONG COUNTS: found $found, wanted $wanted"
    exit 1
fi
sort -k1,1 -k2,2n "$folder/times" | awk '{ time[$1, ++count[$1]] = $2 } END {
    for (name in count) median[name] = time[name, int((count[name] + 1) / 2)]
    printf "evaluation alone, median of %d: plain %d, emitted C %d, fast engine %d ns a case\n", count["plain"],
           median["plain"], median["emitted"], median["fast"]
    printf "emitted C takes %.1f times as long as plain; the fast engine %.1f times\n",
           median["emitted"] / median["plain"], median["fast"] / median["plain"] }'
