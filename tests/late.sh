#!/bin/sh
# Other programs that hang: each is waited for as long as it may take, all at the same time, so this part of the
# suite costs time but no work. Those that lie are in tests/hostile.sh and tests/docx.sh.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
tests=$(realpath "$(dirname "$0")")
case=$(realpath examples/first_review/first_review.sight)
mkdir -p "${BUILD:-build}"
folder=$(realpath "${BUILD:-build}")/tmp/late
failed=0
rm -rf "$folder"
mkdir -p "$folder"
cd "$folder" || exit 2
export LC_ALL=C.UTF-8 NO_COLOR=1

printf '#!/bin/sh\nexec sleep 100\n' >hangs
chmod +x hangs
sh "$tests/gen_figures.sh" 50 40 >figures.sight
timeout 90 "$sightline" figure accimap figures.sight --graphviz ./hangs -o late.svg >graphviz.err 2>&1 &
graphviz=$!
timeout 90 "$sightline" report "$case" --format docx --rsvg ./hangs -o late >rsvg.err 2>&1 &
rsvg=$!
"$sightline" figure accimap figures.sight --graphviz none -o wanted.svg >err 2>&1
"$sightline" report "$case" --format docx --rsvg none -o wanted >>err 2>&1

result() { # 0 or else, number, name, messages
    [ "$1" = 0 ] && echo "ok $2 - $3" && return
    failed=$((failed + 1))
    echo "not ok $2 - $3"
    head -c 900 "$4" | sed 's/^/# /'
}

wait $graphviz && [ "$(grep -c '\[N0609\]' graphviz.err)" = 1 ]; result $? 1 'a Graphviz that hangs' graphviz.err
cmp -s late.svg wanted.svg; result $? 2 'the simple order is drawn' err
wait $rsvg && [ "$(grep -c '\[N0615\]' rsvg.err)" = 1 ]; result $? 3 'an rsvg-convert that hangs' rsvg.err
cmp -s late/overview.docx wanted/overview.docx; result $? 4 'figures stand in words' err

echo '1..4'
[ $failed = 0 ]
