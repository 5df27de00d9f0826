#!/bin/sh
# `emit c`: every model of the golden rules and meanings, of the library's tests and of the examples as a program,
# compiled without a warning and run under the sanitizer for undefined behaviour. It must write what the
# reference engine writes, byte for byte, and end as that ends. What C cannot say is refused, and counted.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
cc=${CC:-gcc}
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
count=0
failed=0
refused=0
same=0

result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" && return
    failed=$((failed + 1))
    echo "not ok $count - $2"
    [ -s "$work/log" ] && head -n 8 "$work/log" | cut -c 1-300 | sed 's/^/# /'
}

compile() { # folder
    "$cc" -std=c11 -Wall -Wextra -Wpedantic -Wconversion -Werror -fsanitize=undefined -fno-sanitize-recover=all \
        "$1"/*.c -o "$1/program" >"$work/log" 2>&1
}

# Ends as the model's evaluation did, with the same output.
compare() { # folder, model
    timeout 120 "$sightline" eval --engine=reference "$2" >"$1/wanted" 2>/dev/null
    wanted=$?
    timeout 120 "$1/program" >"$1/found" 2>"$work/log"
    [ $? = $wanted ] && cmp -s "$1/wanted" "$1/found"
}

models() {
    find tests/golden/rules tests/golden/meaning stdlib/tests examples tests/emit tests/golden/cli \
        \( -name 'eval_*.sight' -o ! -path '*/cli/*' \) -name '*.sight' | LC_ALL=C sort
}

for model in $(models); do
    grep -q '^import' "$model" && continue # these want data: below
    folder=$work/$(echo "$model" | tr / _)
    if ! "$sightline" emit c --main "$model" -o "$folder" >/dev/null 2>"$work/log"; then
        refused=$((refused + 1))
        grep -q 'there is no c of this file: \|nothing was written' "$work/log" || result 1 "$model is refused with a reason"
        continue
    fi
    compile "$folder"; result $? "$model compiles without a warning"
    compare "$folder" "$model"; result $? "$model as C"
    [ -s "$folder/found" ] && same=$((same + 1))
done
[ $same -ge 40 ]; result $? "$same models run"
echo "# models that C cannot say: $refused"

# --- a planted difference is seen
model=tests/emit/words.sight
"$sightline" emit c --main $model -o "$work/planted" 2>/dev/null
sed -i 's/#define SL_TRUE .*/#define SL_TRUE 0/; s/#define SL_FALSE .*/#define SL_FALSE 2/' "$work/planted/words.c"
compile "$work/planted"
! compare "$work/planted" $model; result $? 'a planted difference is seen'

# --- the same bytes; hostile names and texts stay within their literals and comments
"$sightline" emit c --main $model -o "$work/once" 2>/dev/null
"$sightline" emit c --main $model -o "$work/twice" 2>/dev/null
for file in words.h words.c words_main.c; do
    cmp -s "$work/once/$file" "$work/twice/$file"; result $? "$file is the same twice"
done
! LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177-\377]')" "$work"/once/*.[ch]; result $? 'only plain characters stand in it'
for file in words.h words.c words_main.c; do
    gcc -fpreprocessed -E -P "$work/once/$file" 2>"$work/log" | sed 's/"[^"]*"//g'
done >"$work/code"
grep -q 'sl_evaluate' "$work/code" && ! grep -qw 'system' "$work/code"; result $? 'nothing of the texts is code'
! grep -q '??' "$work"/once/*.[ch]; result $? 'there are no trigraphs'

# --- whole programs that read tables
read_tables() { # model, folder of tables, name
    folder=$work/$3
    "$sightline" emit c --main "$1" -o "$folder" 2>"$work/log"; result $? "$3 is written"
    compile "$folder"; result $? "$3 compiles without a warning"
    timeout 120 "$sightline" eval "$1" --data "$2" >"$folder/wanted" 2>/dev/null
    timeout 120 "$folder/program" "$2" >"$folder/found" 2>"$work/log"
    [ $? = 0 ] && [ -s "$folder/found" ] && cmp -s "$folder/wanted" "$folder/found"; result $? "$3 writes the same"
}
read_tables examples/registers/crash_california.sight examples/registers register
california=${REGISTERS:-../shared/data/tables}/crash_california
if [ -d "$california" ]; then
    read_tables examples/registers/crash_california.sight "$california" california
fi
mkdir -p "$work/data"
cp tests/emit/*.sight "$work/data"
tables() { # homes, stays
    printf "$1" >"$work/data/homes.csv"
    printf "$2" >"$work/data/stays.csv"
}
tables '\357\273\277name;Opened;kind;rate\r\n"North ""Lodge""";03/04/2011;Large;1.50\r\n\r\nSouth;28/02/2012;small_home;-0.25\r\n' \
    'home,nights,note,safe\nSouth,3,"two\nlines",Y\n"North ""Lodge""",10,,N\nSouth,1,caf\303\251,\n'
read_tables "$work/data/homes.sight" "$work/data" homes
mistake() { # words, homes, stays
    tables "$2" "$3"
    timeout 20 "$work/homes/program" "$work/data" >"$work/out" 2>"$work/log"
    [ $? = 1 ] && [ ! -s "$work/out" ] && grep -qF "$1" "$work/log" && ! grep -q CANARY "$work/log"
    result $? "told: $1"
}
good='name,Opened,kind,rate\nA,03/04/2011,Large,1\n'
mistake 'homes.csv:2: Opened: a day of the calendar' 'name,Opened,kind,rate\nA,31/02/2011,Large,1\n' 'home,nights,note,safe\n'
mistake 'homes.csv:1: rate: no column is headed so' 'name,Opened,kind\nA,03/04/2011,Large\n' 'home,nights,note,safe\n'
mistake 'homes.csv:3: its id is there already' "${good}A,03/04/2011,Large,1\n" 'home,nights,note,safe\n'
mistake 'homes.csv:2: kind: it is none of the categories' 'name,Opened,kind,rate\nA,03/04/2011,CANARY,1\n' 'home,nights,note,safe\n'
mistake 'homes.csv:2: rate: a number is wanted' 'name,Opened,kind,rate\nA,03/04/2011,Large,1.505\n' 'home,nights,note,safe\n'
mistake 'stays.csv:2: what it refers to is not recorded' "$good" 'home,nights,note,safe\nCANARY,1,,Y\n'
mistake 'stays.csv:2: nights: this has to be recorded' "$good" 'home,nights,note,safe\nA,,,Y\n'
mistake 'stays.csv:2: nights: a whole number is wanted' "$good" 'home,nights,note,safe\nA,9e9,,Y\n'
mistake 'stays.csv:2: safe: `true` or `false` is wanted' "$good" 'home,nights,note,safe\nA,9,,maybe\n'
mistake 'stays.csv:2: there are more cells than headings' "$good" 'home,nights,note,safe\nA,9,,Y,CANARY\n'
mistake 'stays.csv:3: a quotation mark is not closed' "$good" 'home,nights,note,safe\nA,9,,Y\nA,9,"CANARY,Y\n'
mistake 'stays.csv: it is no text in UTF-8' "$good" 'home,nights,note,safe\nA,9,\351,Y\n'
rm "$work/data/stays.csv"
timeout 20 "$work/homes/program" "$work/data" >"$work/out" 2>"$work/log"
[ $? = 1 ] && grep -q '`stays.csv` cannot be read; say where the data are' "$work/log"; result $? 'told: a table is not there'

# --- what a program in C cannot tell it does not tell
cat >"$work/no_case.sight" <<'END'
case kind home
kind stay
derived kind seen { stay: stay }
stay first "the first"
rule seen {
  for each stay s
  where s in home.stays
  conclude seen { stay: s }
}
END
"$sightline" emit c --main "$work/no_case.sight" -o "$work/no_case" 2>/dev/null
compile "$work/no_case"; result $? 'rules for a case compile'
"$work/no_case/program" >"$work/found" 2>"$work/log"
[ $? = 1 ] && [ ! -s "$work/found" ] && grep -q 'there is no case, and rules ask for it' "$work/log"
result $? 'told: there is no case'

# --- a program by `build`, and rules in somebody else's program
tables 'name,Opened,kind,rate\nA,03/04/2011,Large,1\n' 'home,nights,note,safe\nA,9,,Y\n'
timeout 60 "$sightline" build "$work/data/homes.sight" -o "$work/homes/built" 2>"$work/log"; result $? 'build makes a program'
timeout 20 "$work/homes/built" "$work/data" >"$work/found" 2>"$work/log"
"$sightline" eval "$work/data/homes.sight" >"$work/wanted" 2>/dev/null
[ -s "$work/found" ] && cmp -s "$work/wanted" "$work/found"; result $? 'it writes what eval writes'
PATH=/nowhere "$sightline" build "$work/data/homes.sight" -o "$work/none" 2>"$work/log"
[ $? = 4 ] && grep -q 'no C compiler was found on PATH' "$work/log" && [ ! -e "$work/none" ]; result $? 'told: no compiler'
mkdir -p "$work/bin"
printf '#!/bin/sh\necho "cc: out of ideas" >&2\nexit 1\n' >"$work/bin/cc"
chmod +x "$work/bin/cc"
PATH=$work/bin "$sightline" build "$work/data/homes.sight" -o "$work/none" 2>"$work/log"
[ $? = 4 ] && grep -q 'out of ideas' "$work/log" && [ ! -e "$work/none" ]; result $? 'told: a compiler that fails'
make -s -C examples/embed SIGHTLINE="$sightline" BUILD="$work/embed" CC="$cc -Werror" >"$work/log" 2>&1
result $? 'the example links rules'
cat >"$work/wanted" <<'END'
wrong route: d1 (vincristine, 1.5 ml, by the route Intrathecal on 4 January 2001)
nobody knows whether it was checked: d2
warning: cytarabine was given on 5 January 2001, after the round of 4 January 2001
END
"$work/embed/ward" >"$work/found" 2>"$work/log"; cmp -s "$work/wanted" "$work/found"; result $? 'and says what they conclude'

# --- mistakes in asking
expect() { # name, code, words, arguments...
    name=$1 wanted=$2 words=$3
    shift 3
    "$sightline" "$@" >"$work/out" 2>"$work/log"
    [ $? = "$wanted" ] && grep -qF "$words" "$work/log"; result $? "$name"
}
expect 'build without a place' 2 'where the program goes' build tests/emit/words.sight
expect 'no folder' 2 'say which with `-o DIR`' emit c $model
expect 'standard output is no folder' 2 'say which with `-o DIR`' emit c $model -o -
touch "$work/file"
expect 'a file for a folder' 4 'cannot be made' emit c $model -o "$work/file"
expect 'what C cannot say' 1 'there is no c of this file: ' emit c tests/golden/rules/possible_dates.sight -o "$work/none"
[ ! -e "$work/none" ]; result $? 'and nothing is written'

echo "1..$count"
[ $failed = 0 ]
