#!/bin/sh
# PDFs by the true Typst, the compiler of npm behind tests/typst_cli.mjs: every document of the other suites passes its
# PDF/UA-1 mode, as source and as PDF, hostile words come out as words, and the same bytes come out twice.
# debian: nodejs poppler-utils fonts-liberation python3
# npm: @myriaddreamin/typst-ts-node-compiler@0.7.0
set -u
tests=$(realpath "$(dirname "$0")")
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
folder=$(realpath "${BUILD:-build}")/documents/typst
count=0
failed=0
rm -rf "$folder"
mkdir -p "$folder/bin"
printf '#!/bin/sh\nexec node %s %s "$@"\n' "$tests/typst_cli.mjs" "$(realpath "$NODE_PATH/..")" >"$folder/bin/typst"
chmod +x "$folder/bin/typst"
export PATH="$folder/bin:$PATH"

result() { # 0 or else, name
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
        [ -f "$folder/err" ] && tail -n 12 "$folder/err" | cut -c 1-300 | sed 's/^/# /'
        echo
    fi
}

words() { pdftotext -raw "$1" - 2>/dev/null | tr -d ' \n\f'; } # without blanks: lines break anywhere

# --- all documents
sh "$tests/write_documents.sh" pdf "$folder/all" >"$folder/err" 2>&1; result $? 'every document passes the PDF/UA-1 mode'
list=$folder/all/sources/list
for of in words more_words; do
    for pdf in "$folder/all/$of"/*.pdf; do words "$pdf"; done >"$folder/$of.text"
done
cat "$folder"/*words.text >"$folder/text"
tr -d ' ' <"$list" | while read -r hostile; do
    grep -qF -e "$hostile" "$folder/text" || echo "not read: $hostile"
done >"$folder/err"
[ -s "$list" ] && [ ! -s "$folder/err" ]; result $? 'hostile words come out as words'
pdfinfo -js "$folder/all/words/overview.pdf" 2>/dev/null | grep -q . ; [ $? = 1 ]; result $? 'they bring no script'
pdfinfo -url "$folder/all/words/overview.pdf" 2>/dev/null | grep -o 'http[^ ]*\|mailto[^ ]*\|javascript[^ ]*\|file[^ ]*' |
    LC_ALL=C sort -u >"$folder/err"
! grep -v '^https*://a.example' "$folder/err"; result $? 'nothing leads out but addresses that the prose links to'

# --- each pair of marks, in the places where a mark may mean something
python3 - "$folder" <<'END'
import csv, itertools, string, sys
forms = ["{m}{n}", "{n}{m}{n}", "1{m}2{n}", "{n} {m} {n}", "{n}{m}", "http:{m}a{n}", "{m} 1{n}", "3{m} {n}"]
name = lambda i: "q" + "".join(chr(97 + i // 26**k % 26) for k in (2, 1, 0)) + "q"
marks = ["".join(pair) for pair in itertools.product(string.punctuation, repeat=2)]
marks += [mark * times for mark in string.punctuation for times in (1, 3, 4)]
with open(sys.argv[1] + "/pairs.csv", "w", newline="") as table, open(sys.argv[1] + "/wanted", "w") as wanted:
    out = csv.writer(table)
    out.writerow(["key", "text"])
    for i, (mark, form) in enumerate(itertools.product(marks, forms)):
        if i % 3 == 0 or len(mark) != 2:
            text = form.format(m=mark, n=name(i))
            out.writerow([f"r{i}", text])
            wanted.write(text.replace(" ", "") + "\n")
END
cat >"$folder/pairs.sight" <<'END'
kind remark "Remark" { text: text? "What it says" }
import remark from "pairs.csv" { id: column "key"  text: column "text" }
review r "Remarks" during 2010
report remarks "Remarks" for staff {
  section "A list" { list remark m "{m.text}" }
  section "A table" { table remark m { column "What it says" m.text } }
}
END
"$sightline" report "$folder/pairs.sight" --format pdf -o "$folder/pairs" 2>"$folder/err"; result $? 'all pairs of marks'
words "$folder/pairs/remarks.pdf" >"$folder/text"
python3 - "$folder" >"$folder/err" <<'END'
import sys
text = open(sys.argv[1] + "/text").read()
for word in open(sys.argv[1] + "/wanted").read().split("\n")[:-1]:
    if text.count(word) < 2:
        print("lost:", word)
END
[ -s "$folder/wanted" ] && [ ! -s "$folder/err" ]; result $? 'each comes out as it went in, in a list and in a table'
pdfinfo -struct "$folder/pairs/remarks.pdf" 2>/dev/null >"$folder/structure"
[ "$(grep -c '^ *LI ' "$folder/structure")" = "$(wc -l <"$folder/wanted")" ] &&
    [ "$(grep -c '^ *L ' "$folder/structure")" = 1 ] && ! grep -q '^ *\(Link\|Strong\|Em\|Code\|H[2-6]\|Formula\) ' "$folder/structure"
result $? 'and makes no list, heading, link or emphasis of its own'

# --- how it is built
pdf=$folder/all/vincristine/overview.pdf
pdfinfo "$pdf" 2>/dev/null >"$folder/info"
pdfinfo -struct "$pdf" 2>/dev/null >"$folder/structure"
grep -q '^Title: *Intrathecal vincristine$' "$folder/info" && grep -q '^Tagged: *yes$' "$folder/info"; result $? 'it has a title and tags'
! grep -qi 'date\|author' "$folder/info" && ! grep -aq '/tmp\|/home\|CreationDate\|ModDate' "$pdf"
result $? 'it says nothing of who made it, when or where'
grep -aq '<pdfuaid:part>1<' "$pdf" && grep -aq '<rdf:li>en-GB<' "$pdf"; result $? 'it says what it is and its language'
for tag in H1 H2 TOC Table THead TH Caption Figure L BlockQuote; do
    [ $tag = BlockQuote ] || { grep -q "^ *$tag\b" "$folder/structure"; result $? "it has the tag $tag"; }
done
[ "$(grep -ac '^ *Figure\b' "$folder/structure")" = "$(grep -ac '/Alt (' "$pdf")" ]
result $? 'figures have words'
grep -aq '<rdf:li>cy<' "$folder/all/welsh/overview.pdf" && words "$folder/all/welsh/overview.pdf" | grep -q 'Drafft.*Tabl1:'
result $? 'Welsh is Welsh, and a draft says so'

# --- the same twice, and from the source
mkdir "$folder/again"
(cd "$folder/again" && TZ=Pacific/Apia LC_ALL=C LANG=C "$sightline" report \
    "$tests/../examples/vincristine/vincristine.sight" --graphviz none --format pdf -o . 2>"$folder/err")
for report in "$folder"/all/vincristine/*.pdf; do
    cmp -s "$report" "$folder/again/$(basename "$report")"; result $? "$(basename "$report") has the same bytes elsewhere"
done
for example in vincristine first_review; do
    "$sightline" report "$tests/../examples/$example/$example.sight" --graphviz none --format typst -o "$folder/$example" 2>"$folder/err"
    for source in "$folder/$example"/*.typ; do
        (cd "$folder/$example" && SOURCE_DATE_EPOCH=0 typst compile --pdf-standard ua-1 --diagnostic-format short \
            "$source" "${source%.typ}.pdf") 2>"$folder/err"
        result $? "$example/$(basename "$source") passes the PDF/UA-1 mode, its figures beside it"
        cmp -s "${source%.typ}.pdf" "$folder/all/$example/$(basename "$source" .typ).pdf"
        result $? 'and is the same PDF'
    done
done

echo "1..$count"
[ $failed = 0 ]
