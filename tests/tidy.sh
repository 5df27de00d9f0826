#!/bin/sh
# The house rules that a machine can see: levels of includes, fences, sizes, and that tables, pages and
# cases agree. Prints the longest files and functions for the reader.
set -u
count=0
failed=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
files=$(find src grammar -name '*.[chly]' -o -name '*.def' | LC_ALL=C sort)
tests=$(find tests/ -name '*.[ch]' | LC_ALL=C sort)

# The name of a rule; standard input lists what breaks it.
rule() {
    count=$((count + 1))
    if [ -s "$tmp/$2" ]; then
        failed=$((failed + 1))
        echo "not ok $count - $1"
        sed 's/^/# /' "$tmp/$2"
    else
        echo "ok $count - $1"
    fi
}

level() { awk -v folder="$1" '$1 == folder { print $2; found = 1 } END { if (!found) print 99 }' tests/layers.txt; }

# The folder that a path of src/ belongs to; src/compile.c stands alone.
folder() {
    case $1 in
        */*) echo "${1%%/*}" ;;
        *) echo "${1%%.*}" ;;
    esac
}

grep -n '#include "' $(find src -name '*.[ch]') | sed 's/\([^:]*\):\([^:]*\):.*"\(.*\)".*/\1 \2 \3/' |
while read -r file line included; do
    case $included in parse.h | scan.h)
        [ "$file" = src/ast/tokens.h ] || echo "$file:$line includes $included, which only ast/tokens.h and grammar/ may"
        continue ;;
    esac
    [ -f "src/$included" ] || { echo "$file:$line includes $included, which is not there"; continue; }
    own=$(folder "${file#src/}")
    other=$(folder "$included")
    [ "$(level "$other")" -le "$(level "$own")" ] ||
        echo "$file:$line ($own, $(level "$own")) includes $included ($other, $(level "$other"))"
done >"$tmp/levels"
rule 'includes go down the levels of tests/layers.txt' levels

# arena.c and vec.c may abort where memory is out and nobody handles it. What lies in emit/runtime runs in programs
# that are written with it, and src/emit writes such.
grep -nE '\b(printf|puts|putchar|fputs|fputc|fprintf|fwrite|exit|_exit|abort|perror)\(' \
    $(find src -name '*.c' -not -path 'src/cli/*' -not -path 'src/lsp/*' -not -path 'src/emit/runtime/*') grammar/* |
    grep -v '^src/base/arena.c:.*abort()' | grep -v '^[^:]*:[0-9]*: *\*' |
    grep -v '^src/emit/[a-z_]*\.c:[0-9]*: *[^(]*"' >"$tmp/fence"
rule 'only cli/ and lsp/ print or exit' fence

# The arena is where memory comes from.
grep -nE '\b(malloc|calloc|realloc|free|strdup)\(' $(find src -name '*.c' -not -path 'src/emit/runtime/*') grammar/* |
    grep -v '^src/base/arena.c:' >"$tmp/memory.all"
# What libunistring, cmark and jansson hand over is theirs to be freed.
grep -vE '^src/emit/c_main.c|^src/(report/[a-z_]*|diag/[a-z_]*|base/utf8)\.c:.*\bfree\(' "$tmp/memory.all" >"$tmp/memory"
rule 'only base/arena.c allocates' memory

grep -nE '^[^"*]*\b((double|float) \*?[a-z]+|strtod\(|atof\(|strcoll\(|setlocale\(|gmtime|localtime|time\(NULL)' $files >"$tmp/float"
rule 'no floating point, no locale, no clock' float
grep -nE '\b(strcpy|strcat|sprintf|gets|system|popen|execv|socket)\(' $files | grep -v '^src/cli/main.c:.*strcpy' >"$tmp/calls"
rule 'no unbounded copies, no programs, no network' calls

for file in $files $tests; do
    lines=$(wc -l <"$file")
    echo "$lines $file"
done | LC_ALL=C sort -rn >"$tmp/sizes"
# A file longer than this says in its head why: "Over 600 lines: ...".
while read -r lines file; do
    [ "$lines" -le 600 ] || head -n 12 "$file" | grep -q 'Over 600 lines' || echo "$file has $lines lines"
done <"$tmp/sizes" >"$tmp/long"
rule 'no file over 600 lines that does not say why' long

# Functions begin at a line that ends a signature and is followed by `{` alone, and end with `}` alone.
awk 'FNR == 1 { start = 0 }
     /^[a-zA-Z].*\(/ { name = $0 }
     /^\{$/ { start = FNR }
     /^\}$/ && start { sub(/\(.*/, "", name); n = split(name, words, /[ *]/); print FNR - start - 1, FILENAME ":" start, words[n]; start = 0 }' \
    $(echo "$files $tests" | tr ' ' '\n' | grep '\.[chly]$') | LC_ALL=C sort -rn >"$tmp/functions"
awk '$1 > 100' "$tmp/functions" >"$tmp/long_functions"
rule 'no function over 100 lines' long_functions

# Tables of messages may be wider, and so may a line that is all text: a text is not broken for its width.
LC_ALL=C.UTF-8 grep -nE '^.{111,}' $(echo "$files $tests" | tr ' ' '\n' | grep -v '\.def$') |
    grep -vE '^[^:]*:[0-9]*: *"' >"$tmp/wide"
rule 'no line over 110 columns' wide

grep -nP '\t' $files $tests >"$tmp/tabs"
rule 'no tabs' tabs
grep -nE '[ 	]+$' $files $tests >"$tmp/blanks"
rule 'no blanks at the end of a line' blanks
for header in $(find src tests/ -name '*.h'); do
    grep -q '^#ifndef .*_H$' "$header" || echo "$header has no guard"
done >"$tmp/guards"
rule 'every header has a guard' guards
for file in $(find src tests/ -name '*.c'); do
    head -n 1 "$file" | grep -q '^/\*' || echo "$file does not say what it is for"
done >"$tmp/heads"
rule 'every file says what it is for' heads

# Diagnostics
sed -n 's/^DIAG(\([A-Z][0-9]*\), \([A-Z]*\), \([a-z_0-9]*\),.*/\1 \2 \3/p' src/diag/catalogue.def >"$tmp/codes"
cut -d' ' -f1 "$tmp/codes" | LC_ALL=C sort | uniq -d >"$tmp/reused"
cut -c2-5 "$tmp/codes" | LC_ALL=C sort | uniq -d >>"$tmp/reused"
cut -d' ' -f3 "$tmp/codes" | LC_ALL=C sort | uniq -d >>"$tmp/reused"
rule 'no code, number or slug of the catalogue stands twice' reused
LC_ALL=C sort -c -t' ' -k1.2,1.5 "$tmp/codes" 2>"$tmp/order"
rule 'the catalogue is in order' order
: >"$tmp/pages"; : >"$tmp/emitted"; : >"$tmp/cases"
while read -r code severity slug; do
    [ "$severity" = RETIRED ] && continue
    [ -f "src/diag/explain/$code.md" ] || echo "$code ($slug) has no page in src/diag/explain" >>"$tmp/pages"
    grep -qrwE "$code" --include='*.[chly]' src grammar || echo "$code ($slug) is told nowhere" >>"$tmp/emitted"
    ls tests/diag | grep -q "^$code" || grep -q "$code" tests/hostile.sh tests/docx.sh tests/pdf.sh ||
        echo "$code ($slug) has no case in tests/diag" >>"$tmp/cases"
done <"$tmp/codes"
rule 'every code has its page' pages
rule 'every code is told somewhere' emitted
rule 'every code has its case' cases
for page in src/diag/explain/*.md; do
    [ -f "$page" ] || continue
    grep -q "^$(basename "$page" .md) " "$tmp/codes" || echo "$page is of no code"
done >"$tmp/strays"
rule 'every page is of a code' strays

# Checks of the library
for module in stdlib/*.sight; do
    name=$(basename "$module" .sight)
    sed -n 's/^check \([a-z_]*\) .*/\1/p' "$module" | while read -r check; do
        grep -qrE "($name\.|#~.*[ ~])$check\b|expect .*\b$check\b" tests/golden tests/diag tests/mutations.sh tests/stdlib stdlib 2>/dev/null ||
            echo "$name.$check is named in no test"
    done
done >"$tmp/checks"
rule 'every check of the library is named in a test' checks

# The Makefile lists its targets.
sed -n 's/^#   make \([a-z][a-z]*\) .*/\1/p' Makefile | while read -r target; do
    grep -qE "^([a-z]+ )*$target( [a-z]+)*:" Makefile || echo "$target is listed in the Makefile, and not there"
done >"$tmp/targets"
rule 'the targets that the Makefile lists are there' targets

echo "# the longest files:"
head -n 10 "$tmp/sizes" | sed 's/^/#   /'
echo "# the longest functions:"
head -n 10 "$tmp/functions" | sed 's/^/#   /'
echo "1..$count"
[ $failed = 0 ]
