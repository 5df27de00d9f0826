#!/bin/sh
# Installs into a folder of its own and runs the installed program from another: it must find its library,
# with DESTDIR and without.
set -u
build=${BUILD:-build}
folder=$(realpath "$build")/tmp/inst
example=$(realpath examples/first_review)
count=0
failed=0
result() {
    count=$((count + 1))
    if [ "$1" = 0 ]; then
        echo "ok $count - $2"
    else
        failed=$((failed + 1))
        echo "not ok $count - $2"
    fi
}
rm -rf "$folder"
mkdir -p "$folder/elsewhere"
make --no-print-directory install DESTDIR="$folder/staged" PREFIX=/usr/local >"$folder/log" 2>&1
result $? 'make install'
[ -x "$folder/staged/usr/local/bin/sightline" ] &&
    [ -f "$folder/staged/usr/local/share/sightline/stdlib/core.sight" ] &&
    [ -z "$(find "$folder/staged" -type f ! -name sightline ! -name '*.sight')" ]
result $? 'what is installed: the program and its library'
[ "$(find "$folder/staged" -name '*.sight' | wc -l)" = "$(ls stdlib/*.sight | wc -l)" ]
result $? 'the whole library is installed'
mv "$folder/staged" "$folder/moved"
cp "$example/first_review.sight" "$folder/elsewhere/"
cd "$folder/elsewhere" || exit 1
installed=$folder/moved/usr/local/bin/sightline
said=$("$installed" check --deny warnings first_review.sight 2>&1) && [ -z "$said" ]
result $? 'the installed program checks an example in another folder'
"$installed" report first_review.sight -o out >/dev/null 2>&1 && [ -s out/overview.html ]
result $? 'the installed program writes its report'
PATH="$folder/moved/usr/local/bin:$PATH" sightline explain learning_together.explained >explained 2>&1 &&
    grep -q 'learning_together.explained' explained
result $? 'the installed program is found by its name'
ln -s "$installed" linked
./linked check first_review.sight
result $? 'the installed program is run through a link'
echo "1..$count"
[ $failed = 0 ]
