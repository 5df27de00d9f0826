#!/bin/sh
# Checks the example reviews and publishes them in every format; $1 is the program. A format that needs what
# this machine has not (PDF wants a typesetter) is left out with a word.
set -eu
program=$1
for name in vincristine first_review; do
    case=examples/$name/$name.sight
    folder=build/demo/$name
    echo "Checking $case ..."
    "$program" check --deny warnings "$case"
    echo "It is sound: every check of core and learning_together was asked, and none had anything to say."
    for format in html md docx typst pdf; do
        if "$program" report "$case" -o "$folder" --format $format >build/demo.log 2>&1; then
            echo "  $format: $(ls "$folder" | grep -c "\.$(echo $format | sed 's/typst/typ/')$") reports in $folder"
        else
            echo "  $format: not written here:"
            sed 's/^/    /' build/demo.log
        fi
    done
done
echo
echo "Open build/demo/vincristine/overview.html in a browser, or overview.docx in Word. Then try a model with"
echo "mistakes in it:"
echo "  $program check examples/first_review/mistakes.sight"
