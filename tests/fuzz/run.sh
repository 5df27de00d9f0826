#!/bin/sh
# Fuzzes for $2 seconds with the harness in $1: every case of the tests is a seed, every word of the
# language is in the dictionary. What it finds stays in $1/found; make a golden case of it.
set -eu
build=$1
seconds=$2
mkdir -p "$build/corpus" "$build/seeds" "$build/found"
find tests/golden tests/diag examples -name '*.sight' -size -24k | while read -r file; do
    cp "$file" "$build/seeds/$(echo "$file" | tr / _)"
done
# The words stand in the grammar, as its tokens' written forms.
grep -oE '[A-Z_]+ "[^" ]+"' grammar/parse.y | sed 's/^[A-Z_]* //' | LC_ALL=C sort -u >"$build/words.dict"
printf '"\\"\\"\\""\n"2007-03-14"\n"{e.on}"\n"review"\n"event"\n"episode"\n"source"\n"#"\n"\\x0a"\n' >>"$build/words.dict"
echo "$(ls "$build/seeds" | wc -l) seeds, $(wc -l <"$build/words.dict") words, $seconds seconds"
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 "$build/fuzz_check" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=20000 -dict="$build/words.dict" -artifact_prefix="$build/found/" \
    -print_final_stats=1 -verbosity=0 "$build/corpus" "$build/seeds"
echo "Nothing was found."
