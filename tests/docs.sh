#!/bin/sh
# Whether the documentation tells the truth. $1 is the program. Every ```sight block of README.md,
# src/README.md and docs/*.md is checked, and every ```console block run. Nothing is written outside a
# temporary folder. Links between the pages are followed.
#
# A ```sight block is a whole file, and nothing at all may be said about it. A ```sight part block is a
# piece of one. HTML comments before a block, one a line, say what a reader need not see:
#
#   <!-- with: TEXT -->     TEXT stands in the file before the block
#   <!-- in: NAME -->       the block stands where the context NAME says `[here]`
#   <!-- file: PATH -->     the block is kept as PATH, for `use` and for the commands further down
#   <!-- add: PATH -->      the block is put at the end of PATH, kept so before
#   <!-- put: PATH -->      in PATH the block takes the place of the instance with the same name
#   <!-- from: PATH -->     the block stands in the example PATH, word for word; nothing more is checked
#   <!-- says: CODES -->    exactly these codes are reported, and the program ends with 0
#   <!-- fails: CODES -->   exactly these codes are reported, and the program ends with 1
#
# A ```csv or ```json block is a file of data beside the sight blocks; `file` says what it is called.
#
# A context is a comment of its own: `<!-- context: NAME`, the text, and `-->` on a line by itself.
#
# In a ```console block each line `$ sightline ...` is run where `examples` is at hand, and what it prints,
# on either stream, must be what follows. A line `[...]` stands for any lines. `$ echo $?` shows the end code.
#
# Last, the manual must name all that the sources define: see the lists at the end.
set -eu
if [ $# -ne 1 ] || [ ! -x "$1" ]; then
    echo "usage: tests/docs.sh PROGRAM" >&2
    exit 2
fi
program=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
passed=0
failed=0
page=
line=

# Within the suite every test has a line of its own.
tap() {
    [ "${CMOCKA_MESSAGE_OUTPUT:-}" != TAP ] || echo "$1 $((passed + failed)) - $2"
}

pass() {
    passed=$((passed + 1))
    tap ok "$page${line:+:$line}"
}

# Says where, what, and, when there is a third word, the file with what was found.
fail() {
    failed=$((failed + 1))
    tap 'not ok' "$1: $2"
    echo "$1: $2"
    [ $# -lt 3 ] || sed 's/^/    /' "$3"
}

# Writes each block of the page $1 into $work/blocks: NUMBER.text and NUMBER.about.
split_page() {
    rm -rf "$work/blocks"
    mkdir -p "$work/blocks"
    awk -v page="$1" -v folder="$work/blocks" '
        function wrap(text,    around, at) {
            if (!("in" in mark))
                return ("with" in mark) ? mark["with"] "\n" text : text
            if (!(mark["in"] in context))
                complain("no context is called " mark["in"])
            around = context[mark["in"]]
            at = index(around, "[here]\n")
            return at ? substr(around, 1, at - 1) text substr(around, at + 7) : around text
        }
        function complain(what) {
            printf "%s:%d: %s\n", page, NR, what > (folder "/wrong")
        }
        function emit(    base, fails) {
            base = sprintf("%s/%04d", folder, ++count)
            fails = ("fails" in mark)
            if (language == "sight part" && !(("in" in mark) + ("with" in mark) + ("add" in mark) + \
                                              ("put" in mark) + ("from" in mark)))
                complain("a part needs a whole to be part of")
            printf "%s", (language == "console" ? body : wrap(body)) > (base ".text")
            close(base ".text")
            kind = ("add" in mark) ? "add" : ("put" in mark) ? "put" : ("from" in mark) ? "from" : "sight"
            if (language == "json")
                language = "csv"
            if (language == "csv" && !("file" in mark))
                complain("a table needs a file")
            print "kind=" (language == "console" || language == "csv" ? language : kind) > (base ".about")
            print "line=" first > (base ".about")
            print "file=" mark["file"] mark["add"] mark["put"] mark["from"] > (base ".about")
            print "wanted=\"" mark["says"] mark["fails"] "\"" > (base ".about")
            print "code=" fails > (base ".about")
            close(base ".about")
            split("", mark)
            marks = 0
        }
        in_context && /^-->$/ { in_context = 0; next }
        in_context { context[name] = context[name] $0 "\n"; next }
        !in_block && /^<!-- context: / { in_context = 1; name = $3; context[name] = ""; next }
        !in_block && /^<!-- (with|in|file|add|put|from|says|fails): .* -->$/ {
            key = substr($2, 1, length($2) - 1)
            mark[key] = substr($0, length($2) + 7, length($0) - length($2) - 10)
            marks++
            next
        }
        /^```/ && in_block {
            in_block = 0
            if (language == "sight" || language == "sight part" || language == "console" || language == "csv" || language == "json")
                emit()
            next
        }
        /^```/ { in_block = 1; language = substr($0, 4); first = NR; body = ""; next }
        in_block { body = body $0 "\n"; next }
        marks && /[^ ]/ { complain("no block follows these marks"); split("", mark); marks = 0 }
        END { if (in_block || in_context) complain("something is never closed") }
    ' "$1"
    if [ -f "$work/blocks/wrong" ]; then
        fail "$1" "the page cannot be read" "$work/blocks/wrong"
    fi
}

# The block $1 as a file; what is said about it must be what the page announces.
check_sight() {
    path=${file:-block.sight}
    mkdir -p "$work/root/$(dirname "$path")"
    cp "$1" "$work/root/$path"
    status=0
    (cd "$work/root" && timeout 20 "$program" check --format json "$path") >"$work/json" 2>/dev/null || status=$?
    found=$(sed -n 's/.*"type":"diagnostic","code":"\([^"]*\)".*/\1/p' "$work/json" | sort -u | tr '\n' ' ')
    sorted=$(printf '%s\n' $wanted | sed '/^$/d' | sort -u | tr '\n' ' ')
    if [ "$found" = "$sorted" ] && [ "$status" -eq "$code" ]; then
        pass
        return
    fi
    (cd "$work/root" && timeout 20 "$program" check --color never "$path") >"$work/out" 2>&1 || true
    fail "$page:$line" "wanted [${sorted% }] and $code, found [${found% }] and $status" "$work/out"
}

check_csv() {
    mkdir -p "$work/root/$(dirname "$file")"
    cp "$1" "$work/root/$file"
}

check_add() {
    cat "$work/root/$file" "$1" >"$work/whole"
    check_sight "$work/whole"
}

check_put() {
    awk '
        NR == FNR { block = block $0 "\n"; if (NR == 1) name = $2; next }
        !skipping && /^[a-z]/ && $2 == name { printf "%s", block; skipping = 1 }
        !skipping
        skipping && (/^}/ || (/^[a-z]/ && !/[{]$/)) { skipping = 0 }
    ' "$1" "$work/root/$file" >"$work/whole"
    check_sight "$work/whole"
}

check_from() {
    if awk 'NR == FNR { block = block $0 "\n"; next } { whole = whole $0 "\n" }
            END { exit !index(whole, block) }' "$1" "$work/root/$file"; then
        pass
    else
        fail "$page:$line" "this does not stand in $file" "$1"
    fi
}

# Whether the file $2 is as the file $1 says, where a line `[...]` stands for any lines.
matches() {
    awk '
        NR == FNR { wanted[++m] = $0; next }
        { found[++n] = $0 }
        END {
            while (m && wanted[m] == "") m--
            while (n && found[n] == "") n--
            for (i = j = 1; i <= m; i++) {
                if (wanted[i] == "[...]") {
                    if (i == m) exit 0
                    back_i = i; back_j = j
                } else if (j <= n && wanted[i] == found[j]) {
                    j++
                    if (i == m && j <= n && back_i) { j = ++back_j; i = back_i }
                } else if (back_i && back_j < n) {
                    j = ++back_j; i = back_i
                } else {
                    exit 1
                }
            }
            exit j <= n
        }
    ' "$1" "$2"
}

# One command of a block, and what the page says it prints.
run_command() {
    case $command in
    'echo $?')
        echo "$status" >"$work/out"
        ;;
    'sightline '*)
        status=0
        (cd "$work/root" && PATH="$work/bin:$PATH" timeout 20 sh -c "$command") >"$work/out" 2>&1 </dev/null ||
            status=$?
        ;;
    *)
        fail "$page:$line" "only sightline is run here, not: $command"
        return
        ;;
    esac
    if matches "$work/expected" "$work/out"; then
        pass
    else
        diff "$work/expected" "$work/out" >"$work/diff" || true
        fail "$page:$line" "\$ $command" "$work/diff"
    fi
}

check_console() {
    status=0
    command=
    while IFS= read -r text || [ -n "$text" ]; do
        case $text in
        '$ '*)
            [ -z "$command" ] || run_command
            command=${text#\$ }
            : >"$work/expected"
            ;;
        *)
            printf '%s\n' "$text" >>"$work/expected"
            ;;
        esac
    done <"$1"
    [ -z "$command" ] || run_command
}

check_page() {
    page=$1
    rm -rf "$work/root"
    mkdir -p "$work/root" "$work/bin"
    cp -R examples "$work/root/examples"
    ln -sf "$program" "$work/bin/sightline"
    split_page "$page"
    for about in "$work"/blocks/*.about; do
        [ -f "$about" ] || continue
        . "$about"
        : >"$work/expected"
        "check_$kind" "${about%.about}.text"
    done
}

# Links within the project must lead to a file, and to a heading where they name one.
check_links() {
    page=$1
    sed '/^```/,/^```/d' "$page" | grep -o ']([^)]*)' | sed 's/^](//; s/)$//; /^http/d' | sort -u >"$work/links"
    while IFS= read -r link; do
        target=${link%%#*}
        target=$(dirname "$page")/${target:-$(basename "$page")}
        heading=${link#*#}
        if [ ! -e "$target" ]; then
            fail "$page" "the link $link leads to no file"
        elif [ "$heading" != "$link" ] && ! grep -qxF "$heading" <<HEADINGS
$(sed -n 's/^##* //p' "$target" | tr 'A-Z ' 'a-z-' | tr -cd 'a-z0-9_\n-')
HEADINGS
        then
            fail "$page" "the link $link leads to no heading"
        else
            pass
        fi
    done <"$work/links"
}

for page in README.md src/README.md docs/*.md; do
    [ ! -f "$page" ] || check_links "$page"
done
for page in README.md src/README.md docs/*.md; do
    [ -f "$page" ] || continue
    check_page "$page"
done
line=
page=docs/manual.md

# A framework has a page of its own, made by `make docs` from what its module says of itself. It must be
# what the program prints now, and the manual must lead to it.
for module in stdlib/*.sight; do
    of=$(basename "$module" .sight)
    case $of in core | learning_together) continue ;; esac
    page=docs/frameworks/$of.md
    "$program" explain "$of" >"$work/page" 2>/dev/null || true
    if cmp -s "$page" "$work/page"; then
        pass
    else
        diff "$page" "$work/page" >"$work/diff" 2>&1 || true
        fail "$page" "\`sightline explain $of\` prints something else; run make docs" "$work/diff"
    fi
    if grep -qF "(frameworks/$of.md)" docs/manual.md; then
        pass
    else
        fail docs/manual.md "nothing leads to $page"
    fi
done
page=docs/manual.md

# What the manual must name: one name a line.
names_of_library() {
    for of in core learning_together; do
        module=stdlib/$of.sight
        sed -n "s/^check \([a-z_]*\).*/$of.\1/p" "$module"
        sed -n 's/^\(open \|case \|derived \)*kind \([a-z_]*\).*/\2/p; s/^\(taxonomy\|scale\|parameter\|report\) \([a-z_]*\).*/\2/p' "$module"
        awk '/^kind|^open kind|^case kind|^derived kind/ { on = 1 } /^}/ { on = 0 }
             on && /^  [a-z_]*:/ { sub(/:.*/, ""); sub(/^ */, ""); print }' "$module"
        awk '/^taxonomy/ { on = 1; next } /^}/ { on = 0 } on && $1 ~ /^[a-z_]+$/ { print $1 }' "$module"
    done
}

names_of_program() {
    sed -n 's/^BUILTIN(\([a-z_]*\),.*/\1/p' src/types/builtins.def
    sed -n 's/^ *{ "\([a-z-]*\)", \(required\|no\)_argument.*/--\1/p' src/cli/main.c
    sed -n 's/^ *{ "\([a-z]*\)", "\1 .*/\1/p' src/cli/commands.c
    sed -n 's/.*set(render, object, "\([a-z_]*\)".*/\1/p' src/diag/render_json.c
}

for name in $( (names_of_library; names_of_program) | sort -u); do
    if grep -q -- "\`$name[\` ]" docs/manual.md; then
        pass
    else
        fail docs/manual.md "\`$name\` is not named"
    fi
done

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
