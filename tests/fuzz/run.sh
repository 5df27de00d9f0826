#!/bin/sh
# Fuzzes for $2 seconds with each harness in $1, the compiler and tables: every case of the tests is a seed,
# every word of the language is in the dictionary. What it finds stays in $1/found; make a golden case of it.
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

# Tables: the first byte of an input picks the import it is read by.
mkdir -p "$build/table_corpus" "$build/table_seeds"
find tests/golden/import tests/diag -name '*.csv' -o -name '*.tsv' | while read -r file; do
    for which in a b c; do
        { printf $which; cat "$file"; } >"$build/table_seeds/$which$(echo "$file" | tr / _)"
        { printf '%sa,b,c,d,e\n' $which; cat "$file"; } >"$build/table_seeds/e$which$(echo "$file" | tr / _)"
    done
done
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 "$build/fuzz_table" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=4000 -artifact_prefix="$build/found/" -print_final_stats=1 -verbosity=0 \
    "$build/table_corpus" "$build/table_seeds"
rm -rf /dev/shm/fuzz_table.*
echo "Nothing was found."
