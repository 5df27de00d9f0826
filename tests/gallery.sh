#!/bin/sh
# Makes the pictures of docs/gallery from the examples: pages in a browser, on a telephone, in Word and as PDF, and
# figures. Wants chromium, soffice, pdftoppm, rsvg-convert and convert (ImageMagick); the PDF is by Typst where there
# is one, else by LibreOffice. $1 is the program.
set -eu
program=$(realpath "${1:-build/sightline}")
root=$(realpath "$(dirname "$0")/..")
gallery=$root/docs/gallery
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$gallery"
cd "$root"
PATH=$PATH:$root/build/documents/typst/bin # where tests/documents_typst.sh leaves one
case=examples/vincristine/vincristine.sight
"$program" report $case -o "$work" 2>/dev/null
"$program" report $case -o "$work" --report overview --format docx 2>/dev/null
"$program" report $case -o "$work/pdf" --report overview --format pdf 2>/dev/null
"$program" report examples/first_review/first_review.sight -o "$work/first" 2>/dev/null

page() { # picture, width, height, page
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking \
        --user-data-dir="$work/profile" --window-size="$2,$3" --screenshot="$work/$1.png" "file://$4" >"$work/log" 2>&1
}
small() { convert "$work/$1.png" -strip +dither -colors 96 -define png:compression-level=9 "$gallery/$1.png"; }

page overview 1280 1000 "$work/overview.html"
page telephone 500 1000 "$work/overview.html"
page action_plan 1280 900 "$work/first/action_plan.html"
soffice --headless --convert-to pdf --outdir "$work" "$work/overview.docx" >"$work/log" 2>&1
pdftoppm -png -r 50 -f 2 -l 9 "$work/overview.pdf" "$work/word"
montage "$work"/word-*.png -tile 4x2 -geometry +8+8 -background '#d8dce0' "$work/word.png"
pdftoppm -png -r 72 -f 1 -l 10 "$work/pdf/overview.pdf" "$work/page"
montage "$work/page-01.png" "$work/page-04.png" "$work/page-10.png" -tile 3x1 -geometry +8+8 -background '#d8dce0' \
    "$work/pdf.png"
for figure in timeline accimap factors fishbone; do
    "$program" figure $figure $case -o "$work/$figure.svg" 2>/dev/null
    rsvg-convert --background-color=white --width=1100 "$work/$figure.svg" -o "$work/$figure.png"
    small $figure
done
"$program" figure loops examples/record_keeping/record_keeping.sight -o "$work/loops.svg" 2>/dev/null
rsvg-convert --background-color=white --width=1100 "$work/loops.svg" -o "$work/loops.png"
for picture in overview telephone action_plan word pdf loops; do
    small $picture
done
ls -l "$gallery"
