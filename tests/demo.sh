#!/bin/sh
# Checks the example review and writes its report; $1 is the program.
set -eu
program=$1
case=examples/vincristine/vincristine.sight
echo "Checking $case ..."
"$program" check --deny warnings "$case"
echo "It is sound: every check of core and learning_together was asked, and none had anything to say."
"$program" report "$case" -o build/demo
"$program" report "$case" -o build/demo --format md
echo
echo "Open build/demo/overview.html in a browser. Then try a model with mistakes in it:"
echo "  $program check examples/first_review/mistakes.sight"
