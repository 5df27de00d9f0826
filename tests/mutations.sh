#!/bin/sh
# Changes one thing in a copy of an example and says what must then be told: the promises made to people
# about their first mistakes. Copies stand in $BUILD/tmp.
set -u
sightline=${SIGHTLINE:-build/sightline}
folder=${BUILD:-build}/tmp/mutations
vincristine=examples/vincristine/vincristine.sight
first=examples/first_review/first_review.sight
count=0
failed=0
mkdir -p "$folder"

result() { # 0 or else, name
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
    fi
}

# The codes told of a file, in one line, and how the program ended.
codes() {
    timeout 20 "$sightline" check --deny warnings --format json "$1" >"$folder/out" 2>"$folder/err"
    code=$?
    told=$(sed -n 's/.*"type":"diagnostic","code":"\([^"]*\)".*/\1/p' "$folder/out" | tr '\n' ' ')
}

# name, example, the codes wanted, sed script: the script must change the copy.
mutate() {
    copy=$folder/$1.sight
    sed "$4" "$2" >"$copy"
    if cmp -s "$2" "$copy"; then
        echo "# the script \`$4\` changes nothing in $2"
        result 1 "$1"
        return
    fi
    codes "$copy"
    [ "$told" = "${3:+$3 }" ] && [ "$code" = 1 ]
    good=$?
    [ $good = 0 ] || echo "# $1: wanted \`$3\` and exit 1; found \`$told\` and exit $code"
    result $good "$1"
}

for example in $vincristine $first; do
    said=$(timeout 20 "$sightline" check --deny warnings $example 2>&1)
    code=$?
    [ -z "$said" ] && [ $code = 0 ]
    result $? "$example is clean and nothing is printed"
done

mutate source_removed $vincristine E0401 '/^event missed/,/^}/ { /source: study/d }'
mutate source_removed_from_factor $vincristine E0401 '/^factor christmas/,/^}/ { /source: study/d }'
mutate judged_by_hindsight $vincristine learning_together.hindsight \
    '/^episode bedside/,/^}/ s/basis: chart, labels/basis: chart, labels, inquiry/'
mutate judged_by_later_event $vincristine learning_together.hindsight \
    '/^episode bedside/,/^}/ s/basis: chart, labels/basis: chart, labels, verdict/'
mutate unexplained $first learning_together.explained '/^factor school_practice/,/^}/ s/shaped: asked/shaped: closed/'
mutate blame $first learning_together.blame_wording 's/"One social worker took/"One careless social worker took/'
mutate hindsight_words $first learning_together.hindsight_wording 's/"A single call is weighed alone/"Staff should have asked: a single call is weighed alone/'
mutate outside_the_period $first core.outside_period '/^event visit/ s/2010-04-23/2011-04-23/'
mutate told_before $first core.date_order '/^sharing told/ s/2010-04-21/2010-03-09/'
mutate wrong_age $first core.age_agrees 's/age: 6/age: 9/'
mutate no_reader_question $first learning_together.finding_answers '/  prevalent:/d'
mutate nothing_beyond $first learning_together.beyond_this_case '/  beyond:/d'
# Nothing shows any more that the worker knew of the call, either.
mutate no_perspective $first 'learning_together.has_perspective learning_together.hindsight' '/  perspective sw_view/,/^  }/d'
mutate no_measure $first learning_together.recommendation_kind '/  measure:/d'

# A misspelt name of each sort: one message, and the right word offered where there is one.
mutate misspelt_field $vincristine E0210 '/^event missed/,/^}/ s/source:/sourse:/;/^event missed/,/^}/ s/^  sourse: study/  source: study  sourse: study/'
mutate misspelt_instance $vincristine E0207 '/^event missed/ s/by patient/by patiant/'
mutate misspelt_kind $first E0208 '/^event visit/ s/^event/evnt/; s/; see @visit//'
mutate misspelt_category $first E0215 's/effect: helped/effect: hepled/'
mutate misspelt_level $first E0215 's/strength: strong/strength: stronk/'
mutate misspelt_reference $first E0409 's/see @call\./see @cal./'
mutate misspelt_module $first E0201 's/^use learning_together/use learning_togehter/;/^agency csc/,$d;/^review/,/^}/d'
mutate misspelt_member $first E0211 '$a check odd { for each event e where count(e.sorce) > 1 note at e "x" }'
mutate misspelt_check $first E0212 '$a allow explaind at closed because "agreed"'
mutate misspelt_binder_kind $first E0208 '$a check odd { for each evnt e note at e "x" }'
mutate misspelt_function $first E0217 '$a check odd { for each event e where lenght(e.title) > 999 note at e "x" }'
mutate misspelt_parameter $first E0218 '$a set recomendation_limit = 3 because "agreed"'
mutate misspelt_type $first E0209 '$a kind odd { a: intger }'

offers() { # name, the word offered
    timeout 20 "$sightline" check "$folder/$1.sight" 2>&1 | grep -q "did you mean.*\`$2\`"
    result $? "$1 offers $2"
}
offers misspelt_field source
offers misspelt_instance patient
offers misspelt_kind event
offers misspelt_category helped
offers misspelt_level strong
offers misspelt_reference call
offers misspelt_module learning_together
offers misspelt_member source
offers misspelt_check explained
offers misspelt_function length
offers misspelt_parameter recommendation_limit
offers misspelt_type integer

echo "1..$count"
[ $failed = 0 ]
