#!/bin/sh
# Times `eval` on whole registers, from the first byte of the files to the last of the results: the benchmark's
# tables (model: bench/practice.sight), its cases as NDJSON (bench/nested.sight), and the Californian register
# of crashes. `read` is `check` as far as the facts; `eval` is all. Rounds take turns; printed are medians, in
# megabytes a second and as many times what `cat | wc -l` takes for the same bytes; and the most
# memory of a run. $1 is the build folder. CASES and RUNS may be set.
set -eu
build=$(realpath "$1")
cd "$(dirname "$0")/.."
source=$(realpath -m "${BENCH:-../shared/bench}")
register=$(realpath -m "${REGISTERS:-../shared/data/tables}")/crash_california
cases=${CASES:-10000}
runs=${RUNS:-5}
folder=$build/bench/read
if [ ! -f "$source/gen.c" ] || [ ! -x /usr/bin/time ]; then
    echo "reading of registers: not timed, the benchmark is not in $source, or there is no GNU time"
    exit 0
fi

# The keys of the generator's NDJSON become the names that the kinds of the model have.
write_data() {
    mkdir -p "$folder/tables" "$folder/ndjson" "$folder/california"
    ${CC:-cc} -O2 -o "$folder/gen" "$source/gen.c"
    "$folder/gen" "$cases" 42 "$folder/tables" reg ndjson 2>"$folder/log"
    sed 's/"kind":/"sort":/g; s/"events":/"entries":/; s/"workers":/"practitioners":/
         s/"sources":/"documents":/; s/"factors":/"influences":/' \
        "$folder/tables/cases.ndjson" >"$folder/ndjson/cases.ndjson"
    rm "$folder/tables/cases.ndjson"
    cp tests/bench/practice.sight "$folder/tables/model.sight"
    cp tests/bench/nested.sight "$folder/ndjson/model.sight"
    cp examples/registers/crash_california.sight "$folder/california/model.sight"
    [ ! -d "$register" ] || cp -f "$register"/*.csv "$folder/california"
}

# One run: whose, of what, milliseconds and kilobytes.
measure() {
    name=$1 what=$2
    shift 2
    from=$(date +%s%N)
    /usr/bin/time -f '%M' -o "$folder/time" "$@" >/dev/null 2>"$folder/log" || [ $? -le 1 ]
    taken=$((($(date +%s%N) - from) / 10000))
    echo "$name $what $taken $(tail -n 1 "$folder/time")" >>"$folder/times"
}

write_data
: >"$folder/times"
for _ in $(seq "$runs"); do
    for name in tables ndjson california; do
        model=$folder/$name/model.sight
        data=$(find "$folder/$name" -name '*.csv' -o -name '*.ndjson')
        [ -n "$data" ] || continue
        # shellcheck disable=SC2086 # names of our own, without blanks
        measure "$name" wc sh -c 'cat "$@" | wc -l' sh $data
        measure "$name" read "$build/sightline" check --stop-after facts "$model"
        measure "$name" eval "$build/sightline" eval --max-conclusions 100000000 --format summary "$model"
        # shellcheck disable=SC2086
        echo "$name size $(cat $data | wc -c) 0" >>"$folder/times"
    done
done

# Times are in hundredths of milliseconds, so that bytes by them are megabytes a second, times ten.
sort -k1,1 -k2,2 -k3,3n "$folder/times" | awk '
    { value[$1, $2, ++count[$1, $2]] = $3; if ($4 > most[$1]) most[$1] = $4; names[$1] = 1 }
    function median(name, what) { return value[name, what, int((count[name, what] + 1) / 2)] }
    END {
        for (name in names) {
            size = median(name, "size") / 10
            printf "%-10s %5.1f MB: read %4d ms, %3d MB/s; eval %4d ms, %3d MB/s, %4.1f times `cat | wc -l`; %d MB\n",
                name, size / 1e5, median(name, "read") / 100, size / median(name, "read"),
                median(name, "eval") / 100, size / median(name, "eval"),
                median(name, "eval") / median(name, "wc"), most[name] / 1024 }
    }' | sort
