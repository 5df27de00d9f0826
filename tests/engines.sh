#!/bin/sh
# Every model of the golden rules and meanings, of the library's tests and of the examples, evaluated by every
# engine: what they write must be the same, byte for byte, and so must the code they end with. The reference
# engine is run twice, which shows that it gives the same again; and a difference that is planted must be seen.
set -u
sightline=$(realpath "${SIGHTLINE:-build/sightline}")
cd "$(dirname "$0")/.." || exit 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM
count=0
failed=0
concluded=0
refused=0

result() { # 0 or else, name
    count=$((count + 1))
    [ "$1" = 0 ] && echo "ok $count - $2" && return
    failed=$((failed + 1))
    echo "not ok $count - $2"
}

# engine, model, where to
evaluate() {
    timeout 120 "$sightline" eval --engine="$1" "$2" >"$3" 2>"$3.err"
    echo "exit $?" >>"$3"
}

cannot_run() { grep -q 'cannot run this model' "$1.err"; }

# The other engines as the program lists them, and the reference once more.
echo 'agency a "A"' >"$work/small.sight"
engines=$("$sightline" eval --engine=none "$work/small.sight" 2>&1 | sed -n 's/^sightline:   \([a-z_]*\): .*/\1/p' |
    grep -v '^auto$')
case " $(echo $engines) " in *' reference '*) ;; *) echo 'not ok 1 - there is no reference engine'; exit 1 ;; esac

models() {
    find tests/golden/rules tests/golden/meaning stdlib/tests examples tests/bench tests/golden/cli \
        \( -name 'eval_*.sight' -o ! -path '*/cli/*' \) -name '*.sight' | LC_ALL=C sort
}

for model in $(models); do
    evaluate reference "$model" "$work/wanted"
    grep -q '"certain":' "$work/wanted" && concluded=$((concluded + 1)) && cp "$work/wanted" "$work/planted"
    for engine in $engines; do
        evaluate "$engine" "$model" "$work/found"
        if cannot_run "$work/found"; then
            refused=$((refused + 1))
            continue
        fi
        cmp -s "$work/wanted" "$work/found"
        result $? "$engine: $model"
        cmp -s "$work/wanted" "$work/found" || diff "$work/wanted" "$work/found" | cut -c1-300 | head -n 6 | sed 's/^/# /'
    done
done

[ "$concluded" -ge 60 ]
result $? "$concluded models conclude or find something"
sed '/"certain":true/{s//"certain":false/;q}' "$work/planted" >"$work/found"
! cmp -s "$work/planted" "$work/found"
result $? 'a planted difference is seen'
echo "# models that an engine could not run: $refused"
echo "1..$count"
[ $failed = 0 ]
