#!/bin/sh
# Checks the example reviews and publishes them in every format; $1 is the program. A PDF wants a typesetter, which
# takes its time: of each review the overview alone is made, and where this machine has none, that is said.
set -eu
program=$1
failed=0
for name in vincristine first_review; do
    case=examples/$name/$name.sight
    folder=build/demo/$name
    echo "Checking $case ..."
    "$program" check --deny warnings "$case"
    echo "It is sound: every check of core and learning_together was asked, and none had anything to say."
    for format in html md docx typst pdf; do
        ending=$format
        set -- --format $format -o "$folder"
        case $format in
        typst) ending=typ ;;
        pdf) set -- "$@" --report overview ;;
        esac
        if "$program" report "$case" "$@" >build/demo.log 2>&1; then
            echo "  $format: $(grep -c "^wrote .*\.$ending$" build/demo.log) of its reports in $folder"
        else
            echo "  $format: not written here"
            [ $format = pdf ] || failed=1
        fi
        sed -n '/^note\|^error\|= help/s/^ */    /p' build/demo.log
    done
done
echo
echo "Open build/demo/vincristine/overview.html in a browser, or overview.docx in Word. Then try a model with"
echo "mistakes in it:"
echo "  $program check examples/first_review/mistakes.sight"
exit $failed
