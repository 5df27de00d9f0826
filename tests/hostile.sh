#!/bin/sh
# What is done to the program by accident or on purpose: broken bytes, endless nesting, files that are no
# files, full disks, odd names. Each must end with the right code and say why, and never leave half a file.
# SMALL=1 makes the huge inputs smaller (for runs under sanitizers).
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
mkdir -p "${BUILD:-build}"
build=$(realpath "${BUILD:-build}")
folder=$build/tmp/hostile
example=$(realpath examples/first_review/first_review.sight)
stdlib=$(realpath stdlib)
tests=$(realpath tests)
count=0
failed=0
chmod -R u+rwx "$folder" 2>/dev/null
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder" || exit 2
export LC_ALL=C.UTF-8 NO_COLOR=1
million=1000000
[ -z "${SMALL:-}" ] || million=50000

# KNOWN=1 before a test: the program is known not to do it yet; once it does, the test fails, so that the
# word is taken away.
result() { # 0 or else, name
    count=$((count + 1))
    if [ -n "${KNOWN:-}" ]; then
        [ "$1" = 0 ] && set -- 1 "known to fail, but is right now: $2" || set -- 0 "known to fail: $2"
    fi
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
        [ -f err ] && head -c 600 err | tr -c '\n -~' '?' | sed 's/^/# /'
        echo
    fi
}

# name, wanted exit code, wanted code (or nothing), arguments...: what is said is left in out and err.
expect() {
    name=$1
    wanted=$2
    told=$3
    shift 3
    timeout 60 "$sightline" "$@" >out 2>err </dev/null
    code=$?
    why=
    [ $code = "$wanted" ] || why="exit $code, wanted $wanted"
    [ -z "$told" ] || grep -q "\[$told\]" err || why="$why; $told is not told"
    LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" err && why="$why; a control character is printed"
    [ -z "$why" ]
    result $? "$name${why:+ ($why)}"
}

text() { printf "$1" >"$2.sight"; }

# --- bytes
text 'agency a "A\000B"\n' nul; expect 'a NUL byte' 1 E0001 check nul.sight
text '\357\273\277agency a "A"\n' mark; expect 'a byte order mark at the start' 0 '' check mark.sight
text 'agency a \357\273\277"A"\n' mark_inside; expect 'a byte order mark inside' 1 E0008 check mark_inside.sight
text 'agency a "A"\ragency b "B"\r' return; expect 'a lone carriage return' 1 E0014 check return.sight
text 'agency a "A"\r\nagency b "B"\r\n' crlf; expect 'CR LF' 0 '' check crlf.sight
text 'agency a "A\377"\n' bad; expect 'bad UTF-8' 1 E0002 check bad.sight
text 'agency a "A\300\257"\n' overlong; expect 'overlong UTF-8' 1 E0002 check overlong.sight
text 'agency a "A\355\240\200"\n' surrogate; expect 'a lone surrogate' 1 E0002 check surrogate.sight
text 'agency a "A\342\200\256B"\n' bidi; expect 'a direction override' 1 E0003 check bidi.sight
text '# comment \342\201\246 \n' bidi_comment; expect 'a direction isolate in a comment' 1 E0003 check bidi_comment.sight
text 'agency a "\033[31mA"\n' escape; expect 'a terminal escape' 1 E0008 check escape.sight
text 'agency a "\302\233A"\n' c1; expect 'a C1 control' 1 E0008 check c1.sight
text 'agency a "\363\240\201\201A"\n' tag; expect 'a tag character' 1 E0008 check tag.sight
text 'agency a "A\n' text_open; expect 'a text never closed' 1 E0004 check text_open.sight
text 'agency a { name: """A\n' prose_open; expect 'prose never closed' 1 E0005 check prose_open.sight
text '# a comment without a line end' comment_open; expect 'a comment at the end' 0 '' check comment_open.sight
text '' nothing; expect 'an empty file' 0 '' check nothing.sight
text '\n\n   \t\n' blank; expect 'white space alone' 0 '' check blank.sight
text '\357\273\277' only_mark; expect 'a byte order mark alone' 0 '' check only_mark.sight
head -c 200000 /dev/zero >zeros.sight; expect 'zeros' 1 E0001 check zeros.sight
head -c 300000 "$sightline" >program.sight; expect 'a program for a text' 1 '' check program.sight

# --- sizes
repeat() { head -c "$2" /dev/zero | tr '\0' "$1"; } # a character, how often
words() { yes -- "$1" | head -n "$2" | tr -d '\n'; }   # a word, how often
{ printf 'agency '; repeat a 8388608; printf ' "A"\n'; } >name.sight; expect 'a name of 8 MB' 1 E0009 check name.sight
{ printf 'agency a "'; repeat a 8388608; printf '"\n'; } >long.sight; expect 'a text of 8 MB' 1 E0017 check long.sight
{ printf '# '; repeat a 8388608; } >comment.sight; expect 'a comment of 8 MB' 0 '' check comment.sight
{ printf 'measure m() is integer = '; repeat 1 8388608; } >digits.sight; expect 'a number of 8 MB' 1 E0007 check digits.sight
{ printf 'measure m() is integer = '; repeat '(' $million; printf 1; repeat ')' $million; } >parens.sight
expect 'parentheses without end' 1 E0102 check parens.sight
{ printf 'measure m() is integer = '; repeat '(' $million; } >open_parens.sight; expect 'open parentheses without end' 1 '' check open_parens.sight
{ printf 'measure m() is boolean = '; words 'not ' $million; printf 'true\n'; } >nots.sight; expect 'not without end' 1 E0102 check nots.sight
{ printf 'measure m() is integer = '; words '- ' $million; printf '1\n'; } >minus.sight; expect 'minus without end' 1 E0102 check minus.sight
{ words 'thing t { ' $million; words '} ' $million; } >braces.sight; expect 'braces without end' 1 E0102 check braces.sight
words '{' $million >only_braces.sight; expect 'opening braces alone' 1 '' check only_braces.sight
words '}' $million >closing.sight; expect 'closing braces alone' 1 '' check closing.sight
{ printf 'measure m() is boolean = '; words 'some event e where ' $million; printf 'true\n'; } >some.sight
expect 'quantifiers without end' 1 E0102 check some.sight
{ printf 'measure m() is integer = 1'; words ' + 1' $million; printf '\n'; } >sum.sight; expect 'a sum without end' 1 E0102 check sum.sight
{ printf 'check c { for each event e note at e "'; words '{' 1000; printf '" }\n'; } >fill.sight; expect 'fill-ins in fill-ins' 1 '' check fill.sight
{ printf 'taxonomy t { '; words 'a { ' $million; words '} ' $million; printf '}\n'; } >tree.sight; expect 'categories without end' 1 E0102 check tree.sight
seq -f 'agency a%.0f "A"' $million >flat.sight; expect "$million declarations" 0 '' check --stop-after parse flat.sight
{ printf 'event e on 2001 by a'; words ', a' $million; printf '\n'; } >list.sight; expect 'a list without end' 0 '' check --stop-after parse list.sight
yes 'agency a "A"' | head -n 20000 >twice.sight; expect 'twenty thousand times the same name' 1 E0205 check twice.sight
yes '$' | head -n 100000 >wrong.sight; expect 'a hundred thousand mistakes' 1 E0013 check wrong.sight
[ "$(wc -l <err)" -lt 1200 ]; result $? 'a hundred thousand mistakes are not all printed'
seq -f 'agency sch%.0f "x"' 5000 >suggest.sight; seq -f 'team t%.0f of scj%.0f' 5000 >>suggest.sight 2>/dev/null
seq 2000 | sed 's/.*/team t& of shc&/' >>suggest.sight; expect 'suggestions among thousands' 1 '' check suggest.sight

# --- files
expect 'no file' 4 E9001 check none.sight
expect 'a folder' 4 E9003 check .
mkfifo pipe.sight; expect 'a pipe' 4 E9003 check pipe.sight
expect '/dev/zero' 4 E9003 check /dev/zero
expect '/dev/stdin that is no file' 4 '' check /dev/null
ln -s loop.sight loop.sight; expect 'a link to itself' 4 '' check loop.sight
truncate -s 536870913 huge.sight
expect 'more than 512 MB' 3 E9004 check huge.sight
timeout 5 "$sightline" check huge.sight 2>err; [ $? = 3 ]; result $? 'more than 512 MB is refused at once'
rm huge.sight
use() { printf 'use "%s"\nagency a "A"\n' "$2" >use.sight; expect "$1" "$3" "$4" check use.sight; }
use 'use: no file' nowhere.sight 4 E9001
use 'use: itself' use.sight 1 E0203
use 'use: a folder' . 4 ''
use 'use: a pipe' pipe.sight 4 E9003
ln -s "$example" link.sight; use 'use: a symbolic link' link.sight 1 E0202
ln -s /etc etc; use 'use: a linked folder' etc/passwd 1 E0202
! grep -q root: err; result $? 'use: nothing of a refused file is printed'
use 'use: above' ../x.sight 1 E0202
use 'use: above, hidden' sub/../../x.sight 1 E0202
use 'use: absolute' /etc/passwd 1 E0202
printf 'use "a\\u{0}b"\n' >use.sight; expect 'use: a NUL' 1 E0016 check use.sight
mkdir chain
for i in $(seq 1 80); do printf 'use "c%d.sight"\n' $((i + 1)) >chain/c$i.sight; done
printf 'agency a "A"\n' >chain/c81.sight; expect 'use: eighty deep' 1 E0204 check chain/c1.sight
mkdir circle; printf 'use "b.sight"\n' >circle/a.sight; printf 'use "a.sight"\n' >circle/b.sight
expect 'use: a circle' 1 E0203 check circle/a.sight

# --- tables
mkdir tables
table() { # name, wanted exit code, wanted code: reads tables/t.csv
    printf 'kind k { n: integer? t: text? }\nimport k from "t.csv" { id: column "a" n: column "b" t: column "c" }\n' >tables/t.sight
    expect "a table: $1" "$2" "$3" check --max-errors 50 tables/t.sight
}
printf 'a,b,c\n1,2,x\n' >tables/t.csv; table 'sound' 0 ''
printf '' >tables/t.csv; table 'nothing' 1 E0430
printf '\n\n\n' >tables/t.csv; table 'empty lines' 1 E0430
printf 'a,b,c\n1,2,\000\n' >tables/t.csv; table 'a NUL byte' 1 E0430
printf '\377\376a\000,\000b\000' >tables/t.csv; table 'UTF-16' 1 E0430
printf 'PK\003\004\000\000' >tables/t.csv; table 'a workbook' 1 E0430
head -c 300000 "$sightline" >tables/t.csv; table 'a program' 1 E0430
printf 'a,b,c\n1,2,"' >tables/t.csv; table 'a quotation mark at the end' 1 E0428
{ printf 'a,b,c\n1,2,"'; repeat x 8388608; } >tables/t.csv; table 'a quotation mark never closed, 8 MB' 1 E0428
{ printf 'a,b,c\n1,2,'; repeat x 8388608; printf '\n'; } >tables/t.csv; table 'a cell of 8 MB' 0 ''
{ printf 'a,b,c\n1,'; repeat 9 8388608; printf ',x\n'; } >tables/t.csv; table 'a number of 8 MB' 1 E0424
{ printf 'a,b,c\n'; repeat , 8388608; printf '\n'; } >tables/t.csv; table 'a row of nothing but commas' 0 ''
{ printf 'a,b,c'; seq -f ',h%.0f' 10000 | tr -d '\n'; printf '\n1,2,x\n'; } >tables/t.csv; table 'ten thousand columns' 0 N0432
{ printf 'a,b,c\n'; repeat '"' 4000000; printf '\n'; } >tables/t.csv; table 'quotation marks alone' 0 ''
{ printf 'a,b,c\n'; yes 'x,y,z' | head -n 200000; } >tables/t.csv; table 'two hundred thousand mistakes' 1 E0424
[ "$(wc -l <err)" -lt 500 ]; result $? 'a table: reading stops after so many mistakes'
{ printf 'a,b,c\n'; yes '1,2,x' | head -n $million; } >tables/t.csv; table 'the same key again and again' 1 E0427
printf 'a,b,c\n1,2,\033[31mred\302\233\n2,,\342\200\256x\n' >tables/t.csv; table 'terminal escapes' 0 N0432
printf 'a,b,c\n\033]0;x\007,y,z\n' >tables/t.csv; table 'a terminal escape in a key' 1 E0424
printf 'a,b,\033[31m\n1,2,3\n' >tables/t.csv; table 'a terminal escape in a heading' 1 E0420
rm tables/t.csv; table 'none' 4 E9001
mkdir tables/t.csv; table 'a folder' 4 E9003; rmdir tables/t.csv
mkfifo tables/t.csv; table 'a pipe' 4 E9003; rm tables/t.csv
ln -s /etc/passwd tables/t.csv; table 'a symbolic link' 1 E0202
! grep -q root: err; result $? 'a table: nothing of a refused file is printed'
rm tables/t.csv
printf 'kind k { n: integer? }\nimport k from "../../../x.csv" { n: column "a" }\n' >tables/above.sight
expect 'a table: above' 1 E0202 check tables/above.sight

# Where this runs as root nothing is unreadable, so another user tries.
stranger() {
    if [ "$(id -u)" = 0 ]; then setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; else "$@"; fi
}
world=$(mktemp -d)
chmod 755 "$world"
cp "$sightline" "$world/sightline"
cp -r "$stdlib" "$world/stdlib"
cp "$example" "$world/x.sight"
printf 'use "secret.sight"\n' >"$world/use.sight"
cp "$example" "$world/secret.sight"
mkdir "$world/closed" "$world/open"
chmod 777 "$world/open"
chmod 700 "$world/closed"
chmod 000 "$world/secret.sight"
chmod -R a+rX "$world/stdlib" "$world/sightline" "$world/x.sight" "$world/use.sight"
stranger_expect() { # name, code, arguments
    name=$1
    wanted=$2
    shift 2
    (cd "$world" && stranger timeout 60 ./sightline "$@" --stdlib stdlib) >out 2>err
    [ $? = "$wanted" ]
    result $? "$name"
}
if ASAN_OPTIONS=detect_leaks=0 stranger "$world/sightline" --version >/dev/null 2>&1; then
    export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
    stranger_expect 'a file that may not be read' 4 check secret.sight
    grep -q E9002 err; result $? 'a file that may not be read is told so'
    stranger_expect 'use: a file that may not be read' 4 check use.sight
    stranger_expect 'a folder that may not be written' 4 report x.sight -o closed
    stranger_expect 'a folder that may not be made' 4 report x.sight -o closed/deeper
    stranger_expect 'a folder that may be written' 0 report x.sight -o open
    printf 'agency   a\n' >"$world/wide.sight"; chmod a+r "$world/wide.sight"
    stranger_expect 'a file that fmt may not write' 4 fmt wide.sight
    unset ASAN_OPTIONS
fi
rm -rf "$world"

# --- output
full() { # name, arguments: standard output is a full disk
    name=$1
    shift
    timeout 60 "$sightline" "$@" >/dev/full 2>err
    [ $? = 4 ]
    result $? "a full disk: $name"
    timeout 60 "$sightline" "$@" >&- 2>err
    [ $? = 4 ]
    result $? "closed output: $name"
}
full 'check --format json' check --format json wrong.sight
full 'check --dump parse' check --dump parse "$example"
full 'report -o -' report -o - "$example"
full 'explain' explain E0207
full '--help' --help
full '--version' --version
timeout 60 "$sightline" check wrong.sight 2>/dev/full; [ $? = 4 ]; result $? 'a full disk: messages'
timeout 60 "$sightline" check wrong.sight 2>&-; [ $? = 4 ]; result $? 'closed output: messages'
timeout 60 "$sightline" check "$example" >&- 2>&-; [ $? = 0 ]; result $? 'closed output: nothing to say'
timeout 60 "$sightline" check --format json wrong.sight 2>err | head -c 10 >/dev/null; result 0 'a reader that leaves'
mkdir limited
(ulimit -f 1; exec timeout 60 "$sightline" report "$example" -o limited) >out 2>err
[ $? = 4 ]; result $? 'a limit on the size of files'
[ -z "$(ls -A limited)" ]; result $? 'a limit on the size of files leaves nothing'
printf x >file; expect 'an output folder that is a file' 4 '' report "$example" -o file
expect 'an output folder below a file' 4 '' report "$example" -o file/x
expect 'an output folder that cannot be' 4 '' report "$example" -o /proc/nothing
mkdir -p taken/overview.html; expect 'a folder in the place of a document' 4 '' report "$example" -o taken
[ -z "$(find taken -name '*.tmp')" ]; result $? 'a folder in the place of a document: no file is left'
"$sightline" report "$example" -o whole >out 2>err
documents='action_plan.html chronology.html for_directors.html for_managers.html for_practitioners.html overview.html summary.html '
[ -s whole/overview.html ] && [ "$(ls -A whole | tr '\n' ' ')" = "$documents" ]; result $? 'a document appears alone'
good=0
for delay in 001 002 003 004 005 006 008 010 012 015 020 030; do
    rm -rf killed
    "$sightline" report "$example" -o killed >out 2>err &
    victim=$!
    sleep 0.$delay
    kill -9 $victim 2>/dev/null
    wait $victim 2>/dev/null
    [ ! -e killed/overview.html ] || cmp -s killed/overview.html whole/overview.html || good=1
done
result $good 'killed at any moment: a whole document or none'
for i in 1 2 3 4 5 6 7 8; do "$sightline" report "$example" -o together >/dev/null 2>&1 & done
wait
cmp -s together/overview.html whole/overview.html && [ "$(ls -A together | tr '\n' ' ')" = "$documents" ]
result $? 'eight at once: one whole document'

# --- the command line
expect 'exit 0' 0 '' check "$example"
expect 'exit 1' 1 '' check nul.sight
expect 'exit 2: no command' 2 ''
expect 'exit 2: an unknown command' 2 '' chekc x
expect 'exit 2: an unknown option' 2 '' check --nothing "$example"
expect 'exit 2: an unknown format' 2 '' check --format xml "$example"
expect 'exit 2: an unknown report format' 2 '' report --format xml "$example" -o -
expect 'exit 2: no file' 2 '' check
expect 'exit 2: an option without its value' 2 '' check --format
expect 'exit 2: an unknown stage' 2 '' check --stop-after soon "$example"
expect 'exit 2: an unknown check to explain' 2 '' explain core.nothing
expect 'exit 2: an unknown code to explain' 2 '' explain E9999
expect 'the worst of several' 4 '' check "$example" nul.sight none.sight
expect 'help' 0 '' --help
expect 'version' 0 '' --version
"$sightline" check - <"$example" >out 2>err; [ $? = 0 ]; result $? 'standard input'
printf 'agency a "A"\nteam t of b\n' | "$sightline" check - 2>err; [ $? = 1 ] && grep -q '<stdin>:2:11' err; result $? 'standard input is named'
"$sightline" check - <&- 2>err; [ $? = 4 ]; result $? 'standard input that is closed'
head -c 3000000 /dev/zero | "$sightline" check - >out 2>err; [ $? = 1 ]; result $? 'standard input of zeros'
esc=$(printf '\033')
"$sightline" check --color always nul.sight 2>&1 | grep -q "$esc"; result $? '--color always'
"$sightline" check --color never nul.sight 2>&1 | grep -q "$esc"; [ $? = 1 ]; result $? '--color never'
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
    NO_COLOR='' script -qec "$sightline check nul.sight" /dev/null | grep -q "$esc"; result $? 'colour on a terminal'
    NO_COLOR=1 script -qec "$sightline check nul.sight" /dev/null | grep -q "$esc"; [ $? = 1 ]; result $? 'no colour under NO_COLOR'
fi
odd=$(printf 'odd\033[31m\nname.sight')
printf 'agency a of b\n' >"$odd"
expect 'controls in a file name' 1 '' check "$odd"
expect 'controls in the name of no file' 4 '' check "$odd.none"
expect 'controls in a command' 2 '' "$(printf 'ch\033[2Jeck')"
expect 'controls in an option' 2 '' check "$(printf -- '--\033[2J')"
expect 'controls in a value' 2 '' check --format "$(printf '\033[2J')" x
expect 'controls in a file to lay out' 4 '' fmt "$(printf '\033[2J')"
expect 'controls in an output folder' 4 '' report "$example" -o "file/$(printf '\033[2J')"
expect 'controls in what is explained' 2 '' explain "$(printf '\033[2J.x')"
printf 'use "\\u{1b}[31m.sight"\n' >use.sight; expect 'controls in a used name' 1 E0016 check use.sight
for name in '%s%n%n' "$(head -c 5000 /dev/zero | tr '\0' a)" ''; do
    expect "a file called $(printf %.12s "$name")" 4 '' check "$name"
done

# --- nothing confidential is printed
cat >canary.sight <<'END'
use learning_together
person p "The child" { name: "CANARYNAME"  born: 1911-11-11  address: "CANARYSTREET 7" }
person q "The parent" { name: "CANARYNAME", "CANARYTWO"  address: CANARYSTREET }
worker w "Worker" of p { name: "CANARYTHREE" "CANARYFOUR"  role: CANARYNAME }
worker v "Worker" of nobody { name: 'CANARYFIVE' }
worker u "Worker" of nobody { name: “CANARYSIX” }
team t "T" of a { name: """CANARYSEVEN""" }
agnecy g "A" { name: "CANARYEIGHT" }
person r "R" { born: 11/11/1911  name: "CANARY\q" }
person x "X" { born: 1911-13  address: 1911 }
event e "CANARYNAME came" on 1900-11-11 by p { source: s  detail: """Then CANARYNAME left CANARYSTREET 7.""" }
check c { for each person x where x.nmae = "CANARYNAME" error at x.name "{x.name} {x.born} {x.address}" }
END
cat >canary_clean.sight <<'END'
person p "The child" { name: "CANARYNAME"  born: 1911-11-11  address: "CANARYSTREET 7" }
source s { type: record }
event e "CANARYNAME came" on 1900 { source: s  about: p  age: 3  detail: """Then CANARYNAME left."""}
check c { for each person x error at x.name "{x.name} {x.born} {x.address}" help "{x.name}" }
END
for file in canary canary_clean; do
    for format in human json; do
        timeout 60 "$sightline" check --all --format $format $file.sight >out 2>err
        [ $? = 1 ] && ! cat out err | grep -E 'CANARY|1911|11 November'
        result $? "nothing confidential in $format messages of $file"
    done
    timeout 60 "$sightline" check --show-values $file.sight 2>&1 | grep -q CANARY; result $? "--show-values shows $file"
done
leaks() { # name, a line: a mistake beside a confidential value
    printf "$2\n" >leak.sight
    timeout 60 "$sightline" check --all leak.sight >out 2>err
    [ $? = 1 ] && ! grep -q CANARY err
    result $? "nothing confidential beside $1"
}
leaks 'two texts' 'agency a { name: "CANARY" "CANARY" }'
leaks 'other quotation marks' "agency a { name: 'CANARY' }"
leaks 'a stray mark' 'agency a { name: "CANARY" $ }'
leaks 'a brace too many' 'agency a { name: "CANARY" } }'
leaks 'an unclosed text' 'agency a { name: "CANARY }'
leaks 'unclosed prose' 'agency a { name: """CANARY }'
leaks 'a missing brace' 'agency a { name: "CANARY"\nagency b { name: "CANARY" }'
leaks 'a misspelt field' 'agency a { nmae: "CANARY" }'
leaks 'a field with =' 'agency a { name = "CANARY" }'
leaks 'a field without its colon' 'agency a { name "CANARY" }'
timeout 60 "$sightline" report canary_clean.sight -o canary_report >out 2>err
! cat out err | grep -q CANARY; result $? 'nothing confidential when no report is written'

# --- figures: much in them, words that are hard to draw, and a Graphviz that is not there or lies
sh "$tests/gen_figures.sh" 50 40 >figures.sight
for kind in timeline accimap factors fishbone loops; do
    expect "a figure of much: $kind" 0 '' figure $kind figures.sight --graphviz none -o $kind.svg
    ! grep -q '<script\|]]>' $kind.svg; result $? "$kind has no markup of the model's"
    expect "the same again: $kind" 0 '' figure $kind figures.sight --graphviz none -o again.svg
    cmp -s $kind.svg again.svg; result $? "$kind is the same twice"
    if command -v xmllint >/dev/null; then
        xmllint --noout $kind.svg 2>err; result $? "$kind is well-formed"
    fi
done
expect 'a report with figures' 0 '' report figures.sight --graphviz none --format md -o figures
[ -f figures/overview-figure-1.svg ] && grep -q '(overview-figure-1.svg)' figures/overview.md
result $? 'figures lie beside a Markdown report'
grep -q ' style=\|<script' figures/*.svg; [ $? = 1 ]; result $? 'figures need neither styles nor scripts'
dot() { printf '#!/bin/sh\n%s\n' "$1" >dot; chmod +x dot; }
expect 'no Graphviz' 0 N0609 figure accimap figures.sight --graphviz ./nowhere/dot -o none.svg
cmp -s none.svg accimap.svg; result $? 'without Graphviz the simple order is drawn'
dot 'exec yes node n0 1'; expect 'a Graphviz without end' 0 N0609 figure accimap figures.sight --graphviz ./dot -o much.svg
dot 'echo node n0 1e5 x'; expect 'a Graphviz that lies' 0 N0609 figure accimap figures.sight --graphviz ./dot -o lies.svg
dot 'exit 1'; expect 'a Graphviz that fails' 0 N0609 figure accimap figures.sight --graphviz ./dot -o fails.svg
dot 'awk "/rank=same/ { for (i = 1; i <= NF; i++) if (\$i ~ /^n[0-9]+;/) { sub(/;/, \"\", \$i); print \"node\", \$i, n++ } }"'
expect 'a Graphviz that answers' 0 '' figure accimap figures.sight --graphviz ./dot -o answers.svg
! grep -q N0609 err; result $? 'what Graphviz answers is taken'

# --- words in documents: they are words to the reader, whatever they mean in markup
sh "$tests/hostile_documents.sh" documents
for review in words more_words table; do
    expect "hostile words: the reports of $review" 0 '' report documents/$review.sight --graphviz none -o documents/$review
    cat documents/$review/*.html | LC_ALL=C awk -f "$tests/html_text.awk" >documents/$review.txt 2>err
    [ ! -s err ]; result $? "hostile words: no markup of the model's in the reports of $review"
    expect "hostile words: Markdown of $review" 0 '' report documents/$review.sight --graphviz none --format md -o documents/md
done
cat documents/words.txt documents/more_words.txt >documents/all.txt
while IFS= read -r word; do
    LC_ALL=C grep -aqF -- "$word" documents/all.txt; result $? "hostile words: a reader reads $(printf '%s' "$word" | tr '\\#' '//')"
done <documents/list
controls=$(printf '\342\200\256\|\342\201\246\|\342\200\217\|[\001-\010\013-\037\177]')
! LC_ALL=C grep -q "$controls" documents/table/*.html documents/md/remarks.md
result $? 'hostile words: no direction or control gets into a document'
[ "$(LC_ALL=C grep -c '&lt;script&gt;alert(1)&lt;/script&gt;' documents/table/remarks.html)" -ge 5 ]
result $? 'hostile words: from a table, too'

echo "1..$count"
[ $failed = 0 ]
