#!/bin/sh
# Word documents, read back by another program (tests/read_docx.py, of Python's own library alone): the same
# words as the page in HTML, whatever they are; templates, sound and hostile; pictures, and what is done
# without them. What needs LibreOffice is in tests/documents_docx.sh.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
mkdir -p "${BUILD:-build}"
build=$(realpath "${BUILD:-build}")
root=$(pwd)
folder=$build/tmp/docx
reader=$root/tests/read_docx.py
count=0
failed=0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder" || exit 2
export LC_ALL=C.UTF-8 NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1

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

# name, wanted exit code, wanted code (or nothing), arguments...
expect() {
    test=$1
    wanted=$2
    told=$3
    shift 3
    timeout 120 "$sightline" "$@" >out 2>err </dev/null
    code=$?
    why=
    [ $code = "$wanted" ] || why="exit $code, wanted $wanted"
    if [ -n "$told" ]; then
        grep -q "\[$told\]" err || why="$why; $told is not told"
    else
        ! grep -q "\[[A-Z][0-9]*\]" err || why="$why; something is told"
    fi
    LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" err && why="$why; a control character is printed"
    [ -z "$why" ]
    result $? "$test${why:+ ($why)}"
}

# Every report of a case: the package is sound, and says what the page says.
same_words() { # name, arguments...
    to=$1
    shift
    expect "$to: Word" 0 '' report "$@" --format docx -o "$to"
    expect "$to: HTML" 0 '' report "$@" --format html -o "$to"
    for file in "$to"/*.docx; do
        report=${file%.docx}
        timeout 120 python3 "$reader" check "$file" >err 2>&1
        result $? "$report is sound"
        timeout 120 python3 "$reader" outline "$file" >"$report.word" 2>err &&
            timeout 120 python3 "$reader" page "$report.html" >"$report.page" 2>err &&
            [ "$(wc -l <"$report.word")" -gt 3 ] && diff "$report.word" "$report.page" >err
        result $? "$report says the same as the page"
    done
}

parts() { # FILE.docx: its files, in the folder `parts`
    rm -rf parts
    mkdir parts
    python3 -m zipfile -e "$1" parts
}

# --- the examples
same_words vincristine "$root/examples/vincristine/vincristine.sight"
same_words first "$root/examples/first_review/first_review.sight"
grep -q '^picture: A timeline of' vincristine/overview.word; result $? 'figures have their summary as alternative text'
parts vincristine/overview.docx
[ -s parts/word/media/figure1.png ] && [ -s parts/word/media/figure1.svg ]; result $? 'figures are there in both forms'
grep -q 'SEQ Figure' parts/word/document.xml && grep -q 'SEQ Table' parts/word/document.xml
result $? 'captions count by themselves'
grep -q 'w:name="para_2_1"' parts/word/document.xml; result $? 'numbered paragraphs have bookmarks'
! grep -rqi 'creator\|lastModifiedBy\|dcterms\|Company\|/tmp\|/home' parts/docProps parts/word/settings.xml
result $? 'nothing says who made it, when or where'
mkdir again
(cd again && TZ=Pacific/Apia LC_ALL=C LANG=C "$sightline" report "$root/examples/vincristine/vincristine.sight" \
    --format docx -o . 2>err)
for report in overview summary action_plan chronology; do
    cmp -s vincristine/$report.docx again/$report.docx; result $? "$report has the same bytes elsewhere and in another zone"
done

# --- hostile words, everywhere
python3 - >hostile.sight <<'END'
import itertools
words = ["<script>alert(1)</script>", "]]>", "=cmd|' /C calc'!A0", "\\\\", "&amp; &#60; &lt;", "<w:p/>", "<!-- -->", "%s%n",
         "'\\\"<", "${x} `x`",
         "HYPERLINK \\\"http://x\\\"", "\u05d0\u05d1\u05d2 (1) \u0627\u0644\u0639", "\U0001F469\u200D\U0001F680", "x" * 100000]
turn = itertools.cycle(words)
def text():
    return '"%s"' % next(turn).replace("{", "\\{").replace("}", "\\}").replace("@", "\\@")
print('use learning_together')
print('review r %s during 2010 { status: %s version: %s introduction: %s question: %s }' % tuple(text() for i in range(5)))
print('agency a %s' % text())
print('source s %s { type: record citation: %s }' % (text(), text()))
for i in range(len(words)):
    print('event e%d %s on 2010-01-%02d by a { source: s detail: %s }' % (i, text(), i + 1, text()))
print('report all %s for agencies { title %s contents' % (text(), text()))
for i in range(len(words)):
    print('section %s { prose %s table %s event e { column %s e.title column %s e.detail column "S" e.source }' % tuple(text() for i in range(5)))
    print('list event e %s timeline event e by e.by }' % text())
print('}')
END
same_words hostile hostile.sight --report all
parts hostile/all.docx
python3 - <<'END' 2>err
import re
text = open("parts/word/document.xml", encoding="utf-8").read()
assert "<script" not in text and "<!--" not in text and "]]>" not in text
assert not re.search(r"<w:(fldSimple|altChunk|object|pict)\b", text)
assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]", text)
assert "x" * 100000 in text
END
result $? 'hostile words are words and nothing else'

# --- pictures
export case=$root/examples/first_review/first_review.sight
program() { printf '#!/bin/sh\n%s\n' "$1" >rsvg; chmod +x rsvg; }
expect 'no rsvg-convert' 0 N0615 report "$case" --format docx --rsvg ./nowhere/rsvg-convert -o none
[ "$(grep -c N0615 err)" = 1 ]; result $? 'that is told once, not for each figure and report'
timeout 60 python3 "$reader" check none/overview.docx >err 2>&1; result $? 'without pictures the document is sound'
timeout 60 python3 "$reader" outline none/overview.docx >words 2>err && ! grep -q '^picture: ' words &&
    grep -q '^words: A timeline of' words
result $? 'without pictures figures stand in words'
expect 'rsvg-convert not wanted' 0 '' report "$case" --format docx --rsvg none -o words_only
cmp -s none/overview.docx words_only/overview.docx; result $? 'without pictures it is the same document'
program 'exit 1'; expect 'an rsvg-convert that fails' 0 N0615 report "$case" --format docx --rsvg ./rsvg -o fails
program 'cat'; expect 'an rsvg-convert that echoes' 0 N0615 report "$case" --format docx --rsvg ./rsvg -o echoes
program 'exec yes'; expect 'an rsvg-convert without end' 0 N0615 report "$case" --format docx --rsvg ./rsvg -o much
program '/usr/bin/rsvg-convert --width=10 --height=10'
expect 'an rsvg-convert that draws something else' 0 N0615 report "$case" --format docx --rsvg ./rsvg -o lies
for way in fails echoes much lies; do
    cmp -s none/overview.docx $way/overview.docx; result $? "the words are left where it $way"
done

seq -f 'event e%.0f "Something happened, and it was written down" on 2010-03-08 { source: s }' 600 >long.sight
cat >>long.sight <<'END'
source s "A log" { type: record }
review r "Long" during 2010
report all "All" for agencies { section "One" { timeline event e } section "Two" { timeline event e where e.id = "e1" } }
END
expect 'a figure of many pages' 0 N0617 report long.sight --format docx --report all -o long
[ "$(grep -c 'N0617' err)" = 1 ]; result $? 'that is told of this figure alone'
timeout 60 python3 "$reader" outline long/all.docx >words 2>err && [ "$(grep -c '^picture: ' words)" = 1 ] &&
    [ "$(grep -c '^words: 8 March 2010: Something happened' words)" = 601 ]
result $? 'it stands in words, and the other is drawn'
seq -f 'event e%.0f "Something happened, and it was written down" on 2010-03-08 { source: s }' 60 >parts.sight
sed -n '/^source/,$p' long.sight >>parts.sight
expect 'a figure of a few pages' 0 '' report parts.sight --format docx --report all -o parted
parts parted/all.docx
grep -q ' (2/[2-9])"' parts/word/document.xml; result $? 'its parts say which they are'
cmp -s parts/word/media/figure1.png parts/word/media/figure2.png; [ $? = 1 ]; result $? 'its parts differ'

# --- templates
sed 's/^\(review .*\){$/\1{ status: "Draft" version: "3"/' "$case" >draft.sight
timeout 120 python3 "$root/tests/docx/template.py" templates 2>err; result $? 'templates to try'
expect 'no template' 0 '' report draft.sight --stdlib "$root/stdlib" --format docx -o plain
timeout 60 python3 "$reader" outline plain/overview.docx >plain.words
for template in templates/good*.docx; do
    name=$(basename "$template" .docx)
    expect "the template $name" 0 '' report draft.sight --format docx --template "$template" -o "$name"
    timeout 60 python3 "$reader" check "$name/overview.docx" >err 2>&1; result $? "with $name the document is sound"
    timeout 60 python3 "$reader" outline "$name/overview.docx" >words 2>err && diff plain.words words >err
    result $? "with $name it says the same"
    parts "$name/overview.docx"
    for header in parts/word/*header*.xml; do
        grep -q '>Draft 3<' "$header"; result $? "with $name $(basename "$header") says that it is a draft"
    done
    ! grep -rq "OWN WORDS\|MACROS\|w:numId w:val=\"7\"" parts && [ ! -e parts/word/vbaProject.bin ]
    result $? "with $name neither its words, its macros nor its numbering are there"
done
parts good/overview.docx
grep -q 'Ashford Borough Council' parts/word/template_header1.xml && grep -q 'Town Hall' parts/word/template_footer1.xml &&
    grep -q 'AA0055' parts/word/styles.xml && [ -s parts/word/template_theme.xml ]
result $? 'the header, footer, styles and theme are those of the template'
[ "$(find parts/word/media -name 'template*' | wc -l)" = 1 ]; result $? 'a picture of two headers is there once'
grep -q 'w:val="berschrift1"' parts/word/document.xml && grep -q 'w:val="Heading2"' parts/word/document.xml &&
    grep -q 'w:styleId="Caption2"' parts/word/styles.xml && grep -q 'w:val="a&amp;b&quot;"' parts/word/document.xml
result $? 'styles are found by their names, and others are added under ids that are free'
grep -q '<w:pgSz w:w="12240" w:h="15840"/>' parts/word/document.xml && grep -q '<w:titlePg/>' parts/word/document.xml
result $? 'the page is that of the template'
grep -q '<w:lang w:val="en-GB"/>' parts/word/document.xml; result $? 'the language is that of the report'
expect 'the same again' 0 '' report draft.sight --format docx --template templates/good.docx -o good_again
cmp -s good/overview.docx good_again/overview.docx; result $? 'with a template: the same bytes'
for template in templates/*.docx; do
    name=$(basename "$template" .docx)
    case $name in good*) continue ;; esac
    expect "refused: $name" 1 E0616 report draft.sight --format docx --template "$template" -o refused
    ! grep -q 'root:\|evil' err; result $? "refused: $name: nothing of it is printed"
done
[ ! -e refused ]; result $? 'where a template is refused nothing is written'
case $build in
    */san) ;; # it reserves more than that itself
    *)
        (ulimit -v 200000
         timeout 20 "$sightline" report draft.sight --format docx --template templates/bomb.docx -o refused) 2>err
        grep -q E0616 err; result $? 'a bomb needs no memory' ;;
esac
expect 'a template that is not there' 4 E9001 report draft.sight --format docx --template none.docx -o refused
expect 'a folder for a template' 4 E9003 report draft.sight --format docx --template templates -o refused
expect 'a template for HTML' 2 '' report draft.sight --template templates/good.docx -o refused

echo "1..$count"
[ $failed = 0 ]
