#!/bin/sh
# Draws what is hard to draw, fifty events and forty factors, and the examples, with the program $1: each
# kind of figure, in English and in Welsh. No two texts overlap, none leaves its box or the drawing, and
# the words of the program are those of the language.
set -u
program=$(realpath "${1:-build/sightline}")
cd "$(dirname "$0")/.." || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
count=0
failed=0

tell() {
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
        [ -z "${3:-}" ] || printf '%s\n' "$3" | sed 's/^/# /'
    fi
}

look() {
    said=$(LC_ALL=C awk -f tests/overlaps.awk "$1")
    tell $? "no text overlaps in $2" "$said"
}

draw() { timeout 60 "$program" figure "$1" "$2" --graphviz none -o "$3" >"$tmp/out" 2>&1; }

# The eye itself: it sees what overlaps, what leaves its box, and nothing else.
drawing() { printf '<svg width="200" height="100">\n%s\n</svg>\n' "$1" >"$tmp/eye.svg"; LC_ALL=C awk -f tests/overlaps.awk "$tmp/eye.svg"; }
line() { printf '<text font-size="14"><tspan x="%s" y="%s">%s</tspan></text>\n' "$@"; }
drawing "$(line 10 20 'One line'; line 10 40 'Another')" >/dev/null; tell $? 'lines under each other are apart'
drawing "$(line 10 20 'One line'; line 30 25 'Another')" | grep -q overlap; tell $? 'lines that overlap are seen'
drawing "$(line 150 20 'Out of the drawing')" | grep -q leaves; tell $? 'text outside is seen'
drawing "$(echo '<rect x="5" y="5" width="40" height="30" rx="4"/>'; line 10 20 'Too long')" | grep -q 'its box'
tell $? 'text out of its box is seen'
drawing '' | grep -q 'no text'; tell $? 'a drawing without text is seen'

for language in en cy; do
    sh tests/gen_figures.sh 50 40 $language >"$tmp/much.sight"
    for kind in timeline accimap factors fishbone loops; do
        draw $kind "$tmp/much.sight" "$tmp/$kind.$language.svg"
        tell $? "$kind of much in $language is drawn" "$(cat "$tmp/out")"
        look "$tmp/$kind.$language.svg" "$kind of much, $language"
        grep -q "xml:lang=\"$language\"" "$tmp/$kind.$language.svg"; tell $? "$kind says that it is in $language"
    done
done
for example in examples/vincristine/vincristine.sight examples/first_review/first_review.sight; do
    for kind in timeline accimap factors fishbone; do
        draw $kind $example "$tmp/example.svg"
        tell $? "$kind of $example is drawn" "$(cat "$tmp/out")"
        look "$tmp/example.svg" "$kind of $example"
    done
done

# A Welsh figure has none of the program's English words, in drawing, title or description.
english=$(LC_ALL=C sed -n '/^\/\* What stands above/,$p' src/value/words.def | tr '\n' ' ' |
    sed 's/WORDS(/\n/g' | sed -n 's/^[a-z_]*, *"\([^"]*\)".*/\1/p' | grep -v '[{|]' | sort -u)
[ "$(echo "$english" | wc -l)" -gt 15 ]; tell $? 'the words of figures are found in their table'
for kind in timeline accimap factors fishbone loops; do
    found=$(echo "$english" | while read -r words; do
        grep -qF -e ">$words<" -e "($words)" -e ": $words" "$tmp/$kind.cy.svg" && echo "$words"; done)
    [ -z "$found" ]; tell $? "$kind in Welsh has no English words of ours" "$found"
    cmp -s "$tmp/$kind.cy.svg" "$tmp/$kind.en.svg"; [ $? = 1 ]; tell $? "$kind differs by language"
done

echo "1..$count"
[ "$failed" = 0 ]
