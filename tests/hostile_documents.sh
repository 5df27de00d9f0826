#!/bin/sh
# Makes hostile reviews in the folder $1, out of the examples, for the suites of documents: words.sight and
# more_words.sight, every text of which begins with hostile words (they are listed in `list`), and table.sight, whose
# table brings what no escape of the language lets in, and a word of 100 kB.
set -eu
tests=$(realpath "$(dirname "$0")")
examples=$tests/../examples
mkdir -p "$1"
cd "$1"
export LC_ALL=C
awk -f "$tests/hostile_texts.awk" "$examples/vincristine/vincristine.sight" >words.sight
awk -f "$tests/hostile_texts.awk" "$examples/first_review/first_review.sight" >more_words.sight
awk -v list=1 -f "$tests/hostile_texts.awk" </dev/null >list
{
    printf 'key,text\n'
    printf 'one,"\342\200\256reversed\342\201\246 and \342\200\217marked"\n'
    printf 'two,"\033[31mred\007 \302\233 \302\205 \001 \357\277\276 end"\n'
    printf 'three,<script>alert(1)</script>\n'
    printf 'four,'
    head -c 102400 /dev/zero | tr '\0' w
    printf '\n'
} >remarks.csv
cat >table.sight <<'END'
kind remark "Remark" { text: text? "What it says" }
import remark from "remarks.csv" { id: column "key"  text: column "text" }
review r "Remarks" during 2010
report remarks "Remarks" for staff {
  contents
  section "A table" { table remark m { column "Remark" m  column "What it says" m.text } }
  section "A list" { list remark m "{m}: {m.text}" }
  for each remark m { section "{m.text}" { prose "{m.text}" } }
}
END
