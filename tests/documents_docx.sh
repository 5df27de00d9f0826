#!/bin/sh
# Word documents in LibreOffice: they open as they are, and say there what they say here; a template that
# LibreOffice wrote is taken; and a large one is made in good time. $1 is the program. Takes a minute.
set -u
sightline=$(realpath "${1:-build/sightline}")
root=$(pwd)
command -v soffice >/dev/null || sh tests/setup.sh libreoffice-writer-nogui
command -v pdftotext >/dev/null || sh tests/setup.sh poppler-utils
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
count=0
failed=0
cd "$work" || exit 2
export LC_ALL=C.UTF-8 NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1

result() { # 0 or else, name
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
    fi
}

# LibreOffice says nothing where it had to repair a file, but loses what it could not read: so its text, and
# its own .docx of it, are held against ours.
convert() { # format, FILE, folder
    timeout 180 soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$1" --outdir "$3" "$2" \
        >/dev/null 2>&1
}

# The words alone, one line for each, as neither program breaks them.
bare_words() { sed 's/^[a-z]*\( [0-9]\)\{0,1\}: //; s/ | /\n/g' | grep -v '^table$' | grep . | LC_ALL=C sort; }

for example in vincristine/vincristine first_review/first_review record_keeping/record_keeping; do
    name=${example#*/}
    "$sightline" report "$root/examples/$example.sight" --format docx -o "$name" 2>/dev/null || continue
    for file in "$name"/*.docx; do
        report=$(basename "$file" .docx)
        convert pdf "$file" "$name" && [ -s "$name/$report.pdf" ]; result $? "$name/$report becomes a PDF"
        convert docx "$file" "$name/again" && [ -s "$name/again/$report.docx" ]
        result $? "$name/$report is read and written by LibreOffice"
        python3 "$root/tests/read_docx.py" outline "$file" >ours
        python3 "$root/tests/read_docx.py" outline "$name/again/$report.docx" >theirs
        [ "$(grep -c '^heading' ours)" = "$(grep -c '^heading' theirs)" ] &&
            [ "$(grep '^heading' ours)" = "$(grep '^heading' theirs)" ]
        result $? "$name/$report has the same headings there"
        [ "$(grep '^row\|^columns' ours)" = "$(grep '^row\|^columns' theirs)" ]
        result $? "$name/$report has the same tables there"
        [ "$(grep '^picture' ours)" = "$(grep '^picture' theirs)" ]
        result $? "$name/$report has the same alternative texts there"
        bare_words <ours >ours.words
        bare_words <theirs >theirs.words
        [ -z "$(comm -23 ours.words theirs.words)" ]; result $? "$name/$report has all its words there"
    done
done

# A template that LibreOffice wrote, headers and all.
python3 "$root/tests/docx/template.py" templates
convert docx templates/good.docx house
"$sightline" report "$root/examples/first_review/first_review.sight" --format docx --template house/good.docx -o housed \
    2>/dev/null
result $? 'a template that LibreOffice wrote is taken'
python3 "$root/tests/read_docx.py" check housed/overview.docx; result $? 'with it the document is sound'
convert pdf housed/overview.docx housed && pdftotext housed/overview.pdf - | grep -q 'Ashford Borough Council'
result $? 'its header is on the page'

# Ten thousand things.
"$root/build/gen_model" 10000 >large.sight 2>/dev/null
cat >>large.sight <<'END'
report large "Everything" for agencies {
  contents
  section "Events" { table "Events" event e ordered by e.on { column "Date" e.on column "Event" e.title column "Who" e.by column "Source" e.source } }
  section "Factors" { table factor f { column "Factor" f.title column "Kind" f.of column "Shaped" f.shaped column "Strength" f.strength } }
  for each episode k { section "{k.title}" { prose "On {k.on}, by {k.by}." list factor f where k in f.shaped "{f}" } }
}
END
best=99999
for turn in 1 2 3; do
    from=$(date +%s%N)
    "$sightline" report large.sight --format docx --report large -o large 2>err || cat err
    took=$((($(date +%s%N) - from) / 1000000))
    [ $took -ge $best ] || best=$took
done
echo "# 10,000 things as a Word document: $best ms"
[ -s large/large.docx ] && [ $best -lt 2000 ]; result $? 'ten thousand things take less than two seconds'

echo "1..$count"
[ $failed = 0 ]
