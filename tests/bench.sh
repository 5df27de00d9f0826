#!/bin/sh
# Times `check` on generated reviews of growing size: the median of five whole runs of the program, with
# reading and printing, and the most memory a run took. $1 is the build folder. SIZES and RUNS may be set.
# Of a review of 10,000 things it times reports, too: the overview as HTML is to take less than a second, as a
# Word document less than two.
set -eu
build=$1
sightline=${SIGHTLINE:-$build/sightline}
sizes=${SIZES:-10000 100000 1000000}
runs=${RUNS:-5}
folder=$build/tmp/bench
mkdir -p "$folder"
generator=../shared/bench/gen_model.py

generate() {
    if [ -f $generator ] && command -v python3 >/dev/null; then
        python3 $generator "$1"
    else
        "$build/gen_model" "$1"
    fi
}

# Seconds with thousandths, and kilobytes, of each run. Where there is no GNU time, the shell's clock.
measure() {
    for _ in $(seq "$runs"); do
        if [ -x /usr/bin/time ]; then
            /usr/bin/time -f '%e %M' -o "$folder/time" "$@" >/dev/null 2>&1 || [ $? -le 1 ]
            tail -n 1 "$folder/time"
        else
            from=$(date +%s%N)
            "$@" >/dev/null 2>&1 || [ $? -le 1 ]
            echo "$(($(date +%s%N) - from))" | awk '{ printf "%.3f 0\n", $1 / 1e9 }'
        fi
    done | sort -n | awk '{ time[NR] = $1; if ($2 > most) most = $2 } END { print time[int((NR + 1) / 2)], most }'
}

report() { printf '%10s %10s %-14s %10s %12s %12s\n' "$@"; }
report things MB run 'median s' 'ns a thing' 'memory MB'
line() { # what is timed, and how long it took with how much memory
    seconds=${2% *}
    report "$size" "$megabytes" "$1" "$seconds" \
        "$(echo "$seconds $size" | awk '{ printf "%.0f", $1 * 1e9 / $2 }')" \
        "$(echo "${2#* }" | awk '{ printf "%.0f", $1 / 1024 }')"
}
for size in $sizes; do
    file=$folder/$size.sight
    generate "$size" >"$file"
    megabytes=$(wc -c <"$file" | awk '{ printf "%.1f", $1 / 1e6 }')
    for stage in parse facts eval; do
        result=$(measure "$sightline" check --stop-after $stage "$file")
        line "to $stage" "$result"
        echo "$size $stage ${result% *}" >>"$folder/results.new"
    done
    [ "$size" -le 10000 ] || continue
    for format in html md docx; do
        result=$(measure "$sightline" report "$file" --report overview --graphviz none --format $format \
            -o "$folder/report")
        line "$format report" "$result"
        [ -f "$folder/report/overview.$format" ] || echo "no report was written: $sightline report $file"
        case $format in
        html) most=1 ;;
        *) most=2 ;;
        esac
        echo "$result" | awk -v most=$most -v format=$format \
            '$1 >= most { print "too slow: a report as " format " is to take less than " most " s" }'
    done
done
mv "$folder/results.new" "$folder/results"
awk '{ time[$1, $2] = $3 } END {
    for (s = 1; s <= 3; s++) {
        stage = s == 1 ? "parse" : s == 2 ? "facts" : "eval"
        if (time[100000, stage] > 0 && time[1000000, stage] > 0)
            printf "to %s: a million takes %.1f times as long as a hundred thousand\n", stage,
                   time[1000000, stage] / time[100000, stage]
    } }' "$folder/results"
