#!/bin/sh
# Fuzzes for $2 seconds with each harness in $1, the compiler, tables and JSON: every case of the tests is a seed,
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

# JSON: likewise.
mkdir -p "$build/json_corpus" "$build/json_seeds"
find tests/golden/import tests/diag tests/schema -name '*.json' -o -name '*.ndjson' | while read -r file; do
    for which in a b c d; do
        { printf $which; cat "$file"; } >"$build/json_seeds/$which$(echo "$file" | tr / _)"
    done
done
printf '%s\n' '"{\""' '"\":"' '"[{\"id\":\"a\""' '"\\u0000"' '"\\ud83d\\ude00"' '"null"' '"1e-2"' '"2019-02-03?"' \
    '"\"ls\":["' '"\"os\":["' '"\"to\":["' '"\"with\":["' '"\"secret\":"' '"\"or\":"' >"$build/json.dict"
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 "$build/fuzz_json" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=4000 -dict="$build/json.dict" -artifact_prefix="$build/found/" \
    -print_final_stats=1 -verbosity=0 "$build/json_corpus" "$build/json_seeds"
rm -rf /dev/shm/fuzz_table.* /dev/shm/fuzz_json.*

# Templates of Word documents: the first byte picks what the rest is read as, a zip file or one of its parts.
mkdir -p "$build/template_corpus" "$build/template_seeds" "$build/templates"
python3 tests/docx/template.py "$build/templates"
for which in a b c d; do
    for file in "$build/templates"/good*.docx "$build/templates"/n*.docx; do
        if [ $which = a ]; then
            { printf a; cat "$file"; } >"$build/template_seeds/a$(basename "$file")"
        else
            case $which in b) part=styles ;; c) part=document ;; d) part=header1 ;; esac
            python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' \
                "$file" word/$part.xml 2>/dev/null | sed "1s/^/$which/" >"$build/template_seeds/$which$(basename "$file")"
        fi
    done
done
ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 "$build/fuzz_template" -max_total_time="$seconds" -timeout=10 \
    -rss_limit_mb=2048 -max_len=20000 -artifact_prefix="$build/found/" -print_final_stats=1 -verbosity=0 \
    "$build/template_corpus" "$build/template_seeds"
echo "Nothing was found."
