#!/bin/sh
# Times `check` on generated reviews of growing size: whole runs of the program, with reading and printing, and
# the most memory a run took. The sizes take turns, so that a machine that grows slower does so for all of them
# alike; each figure is the median of RUNS rounds, and the last lines compare these medians. $1 is the build
# folder. SIZES and RUNS may be set.
# Of a review of 10,000 things it times reports, too: the overview as HTML is to take less than a second, as a
# Word document less than two.
set -eu
build=$1
sightline=${SIGHTLINE:-$build/sightline}
sizes=${SIZES:-10000 100000 1000000}
runs=${RUNS:-5}
folder=$build/tmp/bench
results=$folder/results
mkdir -p "$folder"
generator=../shared/bench/gen_model.py

generate() {
    if [ -f $generator ] && command -v python3 >/dev/null; then
        python3 $generator "$1"
    else
        "$build/gen_model" "$1"
    fi
}

# One run: its size and name, then seconds and kilobytes. Where there is no GNU time, the shell's clock.
measure() {
    size=$1 name=$2
    shift 2
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -f '%e %M' -o "$folder/time" "$@" >/dev/null 2>&1 || [ $? -le 1 ]
        taken=$(tail -n 1 "$folder/time")
    else
        from=$(date +%s%N)
        "$@" >/dev/null 2>&1 || [ $? -le 1 ]
        taken=$(echo "$(($(date +%s%N) - from))" | awk '{ printf "%.3f 0", $1 / 1e9 }')
    fi
    echo "$size $name $taken" >>"$results.runs"
}

for size in $sizes; do
    generate "$size" >"$folder/$size.sight"
done
: >"$results.runs"
for _ in $(seq "$runs"); do
    for stage in parse facts eval; do
        for size in $sizes; do
            measure "$size" "to_$stage" "$sightline" check --stop-after $stage "$folder/$size.sight"
        done
    done
    for size in $sizes; do
        [ "$size" -le 10000 ] || continue
        for format in html md docx; do
            measure "$size" ${format}_report "$sightline" report "$folder/$size.sight" --report overview \
                --graphviz none --format $format -o "$folder/report"
            [ -f "$folder/report/overview.$format" ] || echo "no report was written: $sightline report"
        done
    done
done

# Size, name, median of the seconds, most kilobytes; in the order of the runs.
awk '{ key = $1 " " $2; if (!(key in count)) keys[++most] = key
       seconds[key, ++count[key]] = $3; if ($4 > memory[key]) memory[key] = $4 }
    END { for (k = 1; k <= most; k++) {
        key = keys[k]; n = count[key]
        for (i = 2; i <= n; i++)
            for (j = i; j > 1 && seconds[key, j] < seconds[key, j - 1]; j--) {
                swap = seconds[key, j]; seconds[key, j] = seconds[key, j - 1]; seconds[key, j - 1] = swap
            }
        print key, seconds[key, int((n + 1) / 2)], memory[key]
    } }' "$results.runs" | sort -s -n -k 1,1 >"$results"

printf '%10s %10s %-14s %10s %12s %12s\n' things MB run 'median s' 'ns a thing' 'memory MB'
while read -r size name seconds kilobytes; do
    bytes=$(wc -c <"$folder/$size.sight")
    echo "$size $name $seconds $kilobytes $bytes" | awk '{ gsub("_", " ", $2)
        printf "%10d %10.1f %-14s %10s %12.0f %12.0f\n", $1, $5 / 1e6, $2, $3, $3 * 1e9 / $1, $4 / 1024 }'
done <"$results"
awk '{ time[$1, $2] = $3; if ($2 == "to_parse") sizes[++count] = $1
       if ($2 == "html_report" && $3 >= 1) print "too slow: a report as HTML is to take less than a second"
       if ($2 == "docx_report" && $3 >= 2) print "too slow: a report as docx is to take less than two seconds" }
    END {
        stages = split("to_parse to_facts to_eval", stage, " ")
        for (i = 2; i <= count; i++)
            for (s = 1; s <= stages; s++) {
                words = stage[s]; gsub("_", " ", words); few = sizes[i - 1]; many = sizes[i]
                if (time[few, stage[s]] > 0)
                    printf "%s: %d things take %.1f times as long as %d\n", words, many,
                           time[many, stage[s]] / time[few, stage[s]], few
            }
    }' "$results"
