#!/bin/sh
# Checks that what the pages show is what the program says: every ```sight block of the explain pages,
# the example of every check of the standard modules, and the limits that no small file can reach.
#   sh tests/explain.sh build/sightline
set -u
program=$(realpath "${1:-build/sightline}")
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
passed=0
failed=0

# In the suite, where tests are counted, each prints a line.
tell() { [ "${CMOCKA_MESSAGE_OUTPUT:-}" != TAP ] || echo "$1 $((passed + failed)) - explain"; }
pass() { passed=$((passed + 1)); tell ok; }
fail() { failed=$((failed + 1)); printf 'explain: %s\n' "$*" >&2; tell 'not ok'; }

# check FOLDER [OPTION]... leaves the messages as JSON in FOLDER/json, the exit code in $status
check() {
    folder=$1
    shift
    command=check
    case ${1:-} in test) command=test; shift ;; esac
    (cd "$folder" && timeout 20 "$program" "$command" --format json "$@" case.sight) > "$folder/json" 2> "$folder/err"
    status=$?
}
# codes FOLDER SEVERITIES: the codes of its messages of these severities, once each
codes() {
    grep '"type":"diagnostic"' "$1/json" | grep -E "\"severity\":\"($2)\"" |
        sed 's/.*"code":"\([^"]*\)".*/\1/' | sort -u | tr '\n' ' ' | sed 's/ $//'
}

# The blocks of a page, each in a folder: CODE.fails.1/case.sight, CODE.cure.1/case.sight. A ```csv NAME block
# is a table beside the sight block before it; in it `\351` is that byte.
blocks() {
    awk -v to="$2" '
        /^## An example that fails/ { part = "fails"; n = 0 }
        /^## The cure/ { part = "cure"; n = 0 }
        /^```sight/ { name = "case.sight"; folder = to "." part "." ++n; system("mkdir -p " folder); next }
        /^```csv / { name = $2; printf "" > (folder "/" name); next }
        /^```/ { name = "" }
        name { gsub(/\\351/, "\351"); print > (folder "/" name) }' "$1"
}

check_fails() {
    severities='error|warning'
    case $2 in N*) severities='error|warning|note' ;; esac
    check "$1" $(sed -n '1s/^# run: check //p; 1s/^# run: test/test/p' "$1/case.sight")
    found=$(codes "$1" "$severities")
    if [ "$found" = "$2" ] && [ "$status" -le 1 ]; then pass
    else fail "$2: the example that fails gives: ${found:-nothing} (exit $status)"; fi
}

check_cure() {
    check "$1" --deny warnings
    found=$(codes "$1" 'error|warning|note')
    case $found in '') [ "$status" -eq 0 ] && { pass; return; } ;; esac
    fail "$2: the cure gives: ${found:-nothing} (exit $status)"
}

check_page() {
    code=$1
    page=$root/src/diag/explain/$code.md
    [ -f "$page" ] || { fail "$code has no page"; return; }
    head -n 1 "$page" | grep -q "^# $code: ." || fail "$code: the page begins with \`# $code: title\`"
    for heading in '## An example that fails' '## The cure'; do
        grep -q "^$heading\$" "$page" || fail "$code: the page lacks \`$heading\`"
    done
    [ "$("$program" explain "$code" 2>/dev/null)" = "$(cat "$page")" ] ||
        fail "$code: \`sightline explain $code\` prints something else"
    blocks "$page" "$work/$code"
    for folder in "$work/$code".fails.* "$work/$code".cure.*; do
        case $folder in
        *'*') ;;
        *.fails.*) check_fails "$folder" "$code" ;;
        *) check_cure "$folder" "$code" ;;
        esac
    done
}

# Codes that no input gives: a guard before them, or the world outside; or that come with a Word document, of
# which tests/docx.sh knows more.
without_case='E0017 E0204 E0610 E0611 E0612 E9004 N0613 N0614 N0615 N0617'

check_has_case() {
    case " $without_case " in *" $1 "*) return ;; esac
    for case in "$root/tests/diag/$1.sight" "$root/tests/diag/$1"_*; do
        [ -e "$case" ] && { pass; return; }
    done
    fail "$1 has no case in tests/diag"
}

known=$(sed -n '/, RETIRED,/d; s/^DIAG(\([EWN][0-9]*\),.*/\1/p' "$root/src/diag/catalogue.def")
for code in $known; do
    check_page "$code"
    check_has_case "$code"
done
for page in "$root"/src/diag/explain/*.md; do
    code=$(basename "$page" .md)
    case " $(echo $known) " in *" $code "*) ;; *) fail "$code has a page and stands in no catalogue" ;; esac
done

# The checks of the standard modules: the example under `## Fails:` in the comment above each.
examples() {
    awk -v to="$2" '
        /^##/ { doc[++n] = $0; next }
        /^check / {
            print $2
            folder = to "." $2
            system("mkdir -p " folder)
            printf "" > (folder "/case.sight")
            for (i = 1; i <= n; i++) {
                if (doc[i] == "## Fails:") { inside = 1; continue }
                if (inside && doc[i] ~ /^##     /) print substr(doc[i], 8) > (folder "/case.sight")
                else if (inside && doc[i] != "##") print "this stands after the example" > (folder "/case.sight")
            }
            inside = 0
        }
        { n = 0 }' "$1"
}

check_example() {
    folder=$1
    name=$2
    [ -s "$folder/case.sight" ] || { fail "$name has no example under \`## Fails:\`"; return; }
    check "$folder"
    found=$(codes "$folder" 'error|warning|note')
    own=$(printf '%s\n' "$found" | tr ' ' '\n' | grep -Ec '^[EW][0-9]{4}$')
    case " $found " in
    *" $name "*) [ "$own" -eq 0 ] && pass || fail "$name: its example is not sound: $found" ;;
    *) fail "$name: its example gives: ${found:-nothing}" ;;
    esac
    "$program" explain "$name" 2>/dev/null | grep -q '^Fails:' ||
        fail "$name: \`sightline explain $name\` does not print the example"
}

for module in "$root"/stdlib/*.sight; do
    module_name=$(basename "$module" .sight)
    if "$program" explain "$module_name" 2>/dev/null | grep -qE '^## (Checks|Calendars)'; then pass
    else fail "$module_name: \`sightline explain $module_name\` prints no page"; fi
    for name in $(examples "$module" "$work/$module_name"); do
        check_example "$work/$module_name.$name" "$module_name.$name"
    done
done

# Limits: made here, too large to be kept.
limit() {
    check "$work/limit"
    found=$(codes "$work/limit" error)
    if [ "$found" = "$1" ] && [ "$status" -eq "$2" ]; then pass
    else fail "$1: the limit gives: ${found:-nothing} (exit $status)"; fi
    rm -rf "$work/limit"
}

mkdir "$work/limit"
{ printf 'source file "'; head -c 1048577 /dev/zero | tr '\0' 'a'; printf '" { type: record }\n'; } > "$work/limit/case.sight"
limit E0017 1

mkdir "$work/limit"
printf 'use "m1.sight"\n' > "$work/limit/case.sight"
i=1
while [ $i -le 70 ]; do
    printf 'use "m%d.sight"\n' $((i + 1)) > "$work/limit/m$i.sight"
    i=$((i + 1))
done
printf 'agency csc "Children'"'"'s services"\n' > "$work/limit/m71.sight"
limit E0204 1

mkdir "$work/limit"
if truncate -s 513M "$work/limit/case.sight" 2> /dev/null; then limit E9004 3; else rm -rf "$work/limit"; fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
