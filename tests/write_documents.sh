#!/bin/sh
# Writes the reports that the suites of documents read: $1 is the format, $2 the folder. Of each example that can be
# reported, each case of golden/report, the reports of every module of the library, and of hostile reviews; and the
# same in Welsh.
set -eu
tests=$(realpath "$(dirname "$0")")
sightline=${SIGHTLINE:-build/sightline}
format=$1
folder=$2
rm -rf "$folder"
mkdir -p "$folder/sources"
sh "$tests/hostile_documents.sh" "$folder/sources"

# Kinds of review: an example under each module that brings a report.
modules="adults_review domestic_review practice_review psii rapid_review unified_review"
for module in $modules; do
    sed "s/^use learning_together/use $module/" "$tests/../examples/vincristine/vincristine.sight" \
        >"$folder/sources/$module.sight"
done
sed 's/^review .*{$/&  language: "cy"  status: "Drafft"/' "$tests/../examples/first_review/first_review.sight" \
    >"$folder/sources/welsh.sight"

write() { # a review, further arguments
    file=$1
    name=$(basename "$file" .sight)
    shift
    "$sightline" report "$file" --graphviz none --format "$format" -o "$folder/$name" "$@" >"$folder/log" 2>&1 ||
        { echo "no reports of $name:"; cat "$folder/log"; exit 1; } >&2
}

for file in "$tests"/../examples/vincristine/vincristine.sight "$tests"/../examples/first_review/first_review.sight \
    "$tests"/golden/report/*.sight "$folder"/sources/words.sight "$folder"/sources/more_words.sight \
    "$folder"/sources/table.sight "$folder"/sources/welsh.sight; do
    write "$file"
done
for module in $modules; do
    write "$folder/sources/$module.sight" --report $module
done
