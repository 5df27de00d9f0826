#!/bin/sh
# Documents as Typst and as PDF, without Typst: what is told where nothing makes PDFs, and what is given to, taken from and
# left behind by a program that does, which stands on PATH as a script. The true Typst is asked in
# tests/documents_typst.sh; slow children are in tests/unit/test_pdf.c (E0612).
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
mkdir -p "${BUILD:-build}"
build=$(realpath "${BUILD:-build}")
folder=$build/tmp/pdf
case=$(realpath examples/first_review/first_review.sight)
count=0
failed=0
rm -rf "$folder"
mkdir -p "$folder/bin" "$folder/scratch"
cd "$folder" || exit 2
export LC_ALL=C.UTF-8 NO_COLOR=1 TMPDIR="$folder/scratch"

result() { # 0 or else, name
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
        [ -f err ] && head -c 900 err | tr -c '\n -~' '?' | sed 's/^/# /'
        echo
    fi
}

# name, wanted exit code, wanted code (or nothing), PATH, arguments...: nothing is left in the temporary folder.
expect() {
    test=$1
    wanted=$2
    told=$3
    path=$4
    shift 4
    env PATH="$path" "$sightline" "$@" >out 2>err </dev/null
    code=$?
    why=
    [ $code = "$wanted" ] || why="exit $code, wanted $wanted"
    if [ -n "$told" ]; then
        [ "$(grep -c "\[$told\]" err)" = 1 ] || why="$why; $told is not told once"
    else
        ! grep -q "\[[A-Z][0-9]*\]" err || why="$why; something is told"
    fi
    LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" err && why="$why; a control character is printed"
    [ -z "$(ls scratch)" ] || why="$why; something is left behind"
    [ -z "$why" ]
    result $? "$test${why:+ ($why)}"
}

program() { # name, script
    rm -f bin/*
    printf '#!/bin/sh\nPATH=/usr/bin:/bin\n%s\n' "$2" >"bin/$1"
    chmod +x "bin/$1"
}
bin=$folder/bin

# --- the source, and the drawings beside it
expect 'Typst' 0 '' "$PATH" report "$case" --format typst --graphviz none -o source
[ -s source/overview.typ ]; result $? 'the source is there'
for drawing in $(grep -o 'image("[^"]*"' source/overview.typ | cut -d'"' -f2); do
    [ -s "source/$drawing" ] && grep -q '</svg>' "source/$drawing"; result $? "$drawing lies beside it"
done
grep -q 'image("overview-figure-1.svg", alt: "A timeline of' source/overview.typ
result $? 'a figure has its summary as alternative text'
grep -q '^#numbered("2.1", <para-2-1>)' source/overview.typ; result $? 'numbered paragraphs have labels'
expect 'Typst to standard output' 0 '' "$PATH" report "$case" --format typst --graphviz none --report overview -o -
grep -q 'image(bytes("<?xml' out && ! grep -q 'figure-1.svg' out; result $? 'there the drawings are inside'
cp out overview.typ
{
    echo 'source s "A log" { type: record }'
    seq -f 'event e%.0f "Something happened, and it was written down" on 2010-03-08 { source: s }' 60
    echo 'review r "Long" during 2010'
    echo 'report all "All" for agencies { section "One" { timeline event e } }'
} >long.sight
expect 'a figure of several pages' 0 '' "$PATH" report long.sight --format typst --report all -o long
[ -s long/all-figure-1.svg ] && [ -s long/all-figure-1-part-2.svg ] &&
    grep -q '"all-figure-1-part-2.svg", alt: "A timeline.* (2/[2-9])"' long/all.typ
result $? 'its parts are files of their own, and say which they are'

# --- nothing that makes PDFs
expect 'no PATH at all' 1 E0610 '' report "$case" --format pdf -o none
grep -q 'typst.app' err && grep -q 'libreoffice' err && grep -q -e '--format docx' err; result $? 'that says what to do'
[ ! -e none ]; result $? 'and nothing is written'
program typst 'exit 0'
chmod -x bin/typst
expect 'a typst that is no program' 1 E0610 "$bin" report "$case" --format pdf -o none
mkdir bin/soffice
expect 'a folder for a program' 1 E0610 "$bin" report "$case" --format pdf -o none
rmdir bin/soffice
program typst 'exit 0'
expect 'the present folder is not searched' 1 E0610 ':bin:.' report "$case" --format pdf -o none

# --- a Typst
program typst "echo \"\$@\" >$folder/arguments; env >$folder/environment; pwd >/dev/null
printf '%%PDF-1.7 of '; cat"
SECRET=x; export SECRET
expect 'a Typst that does as it should' 0 '' "$bin" report "$case" --format pdf --graphviz none --report overview -o good
{ printf '%%PDF-1.7 of '; cat overview.typ; } | cmp -s - good/overview.pdf; result $? 'it got the source, and its answer is the file'
[ "$(ls good)" = overview.pdf ]; result $? 'nothing else is written'
grep -q -- '^compile --pdf-standard ua-1 --diagnostic-format short --root [^ ]*/scratch/sightline-[^ ]* - -$' arguments
result $? 'it is asked for PDF/UA-1, and may read an empty folder alone'
grep -q '^SOURCE_DATE_EPOCH=0$' environment && ! grep -q SECRET environment; result $? 'it sees what it needs and no more'
expect 'all reports' 0 '' "$bin" report "$case" --format pdf --graphviz none -o all
[ "$(ls all | wc -l)" = "$(ls source/*.typ | wc -l)" ]; result $? 'each is a PDF'
expect 'to standard output' 0 '' "$bin" report "$case" --format pdf --graphviz none --report overview -o -
cmp -s out good/overview.pdf; result $? 'it is the same there'
program typst 'cat >/dev/null; echo "warning: unknown font" >&2; echo "error: no such thing" >&2; exit 1'
expect 'a Typst that fails' 1 E0611 "$bin" report "$case" --format pdf -o fails
grep -q 'overview.: error: no such thing$' err && ! grep -q 'unknown font' err; result $? 'its reason is told, and no warning'
program typst 'printf "error: \033[31mred\n" >&2; exit 1'
expect 'a Typst that colours' 1 E0611 "$bin" report "$case" --format pdf -o fails
for way in 'exit 0' 'echo hello' 'kill -9 $$' 'printf %%PDF-1.7; exit 1'; do
    program typst "$way"
    expect "a Typst that does this: $way" 1 E0611 "$bin" report "$case" --format pdf -o fails
done
[ ! -e fails ]; result $? 'where it fails nothing is written'
program typst "tr -d '\n' | grep -q x && echo 'the text \`\"\\\\u{e000}\"\` could not be displayed' >&2; exit 1"
expect 'a Typst that has no font, and is not content without' 1 E0611 "$bin" report "$case" --format pdf -o fails
printf 'agency a "\\u{e000} A" review r "R" during 2010 report p "P" for staff { list agency x "{x}" }' >glyph.sight
program typst "cat >$folder/given; if grep -q \$(printf '\\356\\200\\200') $folder/given; then
echo 'error: the text \`\"\\\\u{e000}\"\` could not be displayed with font \`\"A\"\`' >&2; exit 1; fi
printf %%PDF-1.7"
expect 'a character that no font has' 0 N0614 "$bin" report glyph.sight --format pdf -o glyph
grep -q 'fonts-noto' err && grep -q "$(printf '\357\277\275') A" given; result $? 'another stands in its place'

# --- LibreOffice in its place
program soffice "echo \"\$@\" >$folder/arguments; for last; do :; done; cp \"\$last\" $folder/given.docx
printf '%%PDF-1.6' >\"\${last%.docx}.pdf\"; mkdir -p \"\$HOME/profile/deep\"; : >\"\$HOME/profile/deep/file\""
expect 'a LibreOffice, but no Typst' 0 N0613 "$bin" report "$case" --format pdf --graphviz none -o office
[ "$(ls office | wc -l)" = "$(ls source/*.typ | wc -l)" ] && [ "$(cat office/overview.pdf)" = '%PDF-1.6' ]; result $? 'each is a PDF'
grep -q -- '-env:UserInstallation=file://[^ ]*/scratch/sightline-[^ ]*/profile --headless' arguments
result $? 'it has a profile of its own'
"$sightline" report "$case" --format docx --graphviz none -o docx 2>err
expect 'the same of one report' 0 N0613 "$bin" report "$case" --format pdf --graphviz none --report overview -o office
cmp -s given.docx docx/overview.docx; result $? 'it got the Word document'
mv bin/soffice bin/libreoffice
expect 'under its other name' 0 N0613 "$bin" report "$case" --format pdf --report overview -o office
cp bin/libreoffice bin/soffice
printf '#!/bin/sh\n/bin/cat >/dev/null; printf %%%%PDF-1.7\n' >bin/typst
chmod +x bin/typst
expect 'Typst comes first' 0 '' "$bin" report "$case" --format pdf --report overview -o first
[ "$(cat first/overview.pdf)" = '%PDF-1.7' ]; result $? 'Typst made it'
for way in 'exit 0' 'exit 77' 'echo hello >"${0%/*}/../scratch/"*/report.pdf' 'ln -s /etc/passwd "${0%/*}/../scratch/"*/report.pdf'; do
    program soffice "$way"
    expect "a LibreOffice that does this: $way" 1 E0611 "$bin" report "$case" --format pdf --report overview -o bad
done
[ ! -e bad ]; result $? 'where it fails nothing is written'

# --- stopped from outside
program soffice "echo \$\$ >$folder/pid; exec sleep 60"
rm -f pid
env PATH="$bin" "$sightline" report "$case" --format pdf --report overview -o stopped >out 2>err &
sightline_pid=$!
for turn in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do [ -s pid ] && break; sleep 0.3; done
kill -TERM $sightline_pid
wait $sightline_pid 2>/dev/null
[ $? = 143 ] && [ -z "$(ls scratch)" ] && ! kill -0 "$(cat pid)" 2>/dev/null && [ ! -e stopped ]
result $? 'told to stop, it ends the other program and leaves nothing behind'

expect 'a template for a PDF' 2 '' "$PATH" report "$case" --format pdf --template x.docx -o none

echo "1..$count"
[ $failed = 0 ]
